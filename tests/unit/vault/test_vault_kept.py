"""What an interview leaves opens with its interviewer's key, in its own row, unaltered."""

from dataclasses import replace

import pytest
from sealed_interviews import DRAFT_KEY, kept

from survey_app.vault.errors import SealBrokenError
from survey_app.vault.kept import open_kept


def test_it_opens_with_the_key_of_its_interviewer():
    opened = open_kept(DRAFT_KEY, kept("k", "r", b"town"))
    assert (opened.plaintext, opened.context.record) == (b"town", "r")


def test_its_length_is_hidden():
    lengths = {len(kept("k", "r", b"x" * size).body) for size in (0, 1, 500, 3000)}
    assert len(lengths) == 1


@pytest.mark.parametrize(
    "altered",
    [{"record_id": "other"}, {"kept_id": "other"}, {"body": b""}, {"key": b"\x01" * 90}],
    ids=str,
)
def test_a_piece_that_was_moved_or_altered_does_not_open(altered):
    with pytest.raises(SealBrokenError):
        open_kept(DRAFT_KEY, replace(kept("k", "r"), **altered))


def test_another_interviewer_cannot_open_it():
    with pytest.raises(SealBrokenError):
        open_kept(b"V" * 32, kept("k", "r"))


def test_every_altered_byte_is_refused():
    sealed = kept("k", "r")
    for at in range(0, len(sealed.body), 97):
        body = bytearray(sealed.body)
        body[at] ^= 1
        with pytest.raises(SealBrokenError):
            open_kept(DRAFT_KEY, replace(sealed, body=bytes(body)))
