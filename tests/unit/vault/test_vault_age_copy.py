"""A large age file, chunk by chunk: the same bytes as in memory, refused for the same changes."""

import io

import pytest

from survey_app.vault import age, kem
from survey_app.vault.age_copy import OpeningReader, SealingWriter
from survey_app.vault.age_stream import CHUNK_BYTES
from survey_app.vault.errors import SealBrokenError

SEED = bytes(range(32))
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]


def _sealed(data, piece=10_000):
    sink = io.BytesIO()
    writer = SealingWriter(sink, [kem.public_of(SEED)])
    for at in range(0, len(data), piece):
        writer.write(data[at : at + piece])
    writer.close()
    return sink.getvalue()


def _opened(sealed, piece=7_001):
    reader = OpeningReader(io.BytesIO(sealed), SEED)
    pieces = []
    while part := reader.read(piece):
        pieces.append(part)
    return b"".join(pieces)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_in_pieces_opens_whole_and_the_reverse(size):
    data = bytes(at % 251 for at in range(size))
    assert age.decrypt_file(_sealed(data), SEED) == data
    assert _opened(age.encrypt_file(data, [kem.public_of(SEED)])) == data
    assert _opened(_sealed(data)) == data


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cut", [1, 16, CHUNK_BYTES + 16])
def test_a_file_cut_anywhere_is_refused(size, cut):
    sealed = _sealed(bytes(size))
    if cut >= len(sealed):
        return
    with pytest.raises(SealBrokenError):
        _opened(sealed[:-cut])


def test_a_file_that_was_never_closed_is_refused():
    sink = io.BytesIO()
    SealingWriter(sink, [kem.public_of(SEED)]).write(bytes(3 * CHUNK_BYTES))
    with pytest.raises(SealBrokenError):
        _opened(sink.getvalue())


def test_swapped_repeated_and_extended_chunks_are_refused():
    sealed = _sealed(bytes(3 * CHUNK_BYTES))
    chunk = CHUNK_BYTES + 16
    start = len(sealed) - 3 * chunk
    head, one, two, three = (
        sealed[:start],
        sealed[start : start + chunk],
        sealed[start + chunk : start + 2 * chunk],
        sealed[start + 2 * chunk :],
    )
    for order in ([two, one, three], [one, one, two, three], [one, three], [one, two, three, b"x"]):
        with pytest.raises(SealBrokenError):
            _opened(head + b"".join(order))


def test_another_seed_opens_nothing():
    with pytest.raises(SealBrokenError):
        OpeningReader(io.BytesIO(_sealed(b"x")), bytes(32))
