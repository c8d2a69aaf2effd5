"""What an interview leaves for the next one comes and goes with its interview."""

import pytest
from sealed_interviews import draft, entry, kept, record, view

from survey_app.store.errors import AlreadyInStoreError
from survey_app.store.kept import Left

MARKER = "نشان MARKER-5c1f".encode()


def _bytes_in(folder):
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def _pieces(key):
    return [key[at : at + 16] for at in (0, len(key) // 2, len(key) - 16)]


def _finish(store, record_id, left):
    store.put_draft(draft("a"))
    store.finalise("a", record(record_id), view(record_id), entry("finalise", record_id), left=left)


def test_what_was_left_is_there_and_in_no_file_readable(store, tmp_path):
    piece = kept("k1", "r1", MARKER * 20)
    _finish(store, "r1", Left((piece,)))
    assert store.kept() == [piece]
    assert MARKER not in _bytes_in(tmp_path)
    store.close()
    assert MARKER not in _bytes_in(tmp_path)


def test_a_later_piece_takes_the_place_of_an_earlier_one_whose_key_is_wiped(store, tmp_path):
    first, second = kept("k1", "r1"), kept("k2", "r2")
    _finish(store, "r1", Left((first,)))
    assert all(piece in _bytes_in(tmp_path) for piece in _pieces(first.key))
    _finish(store, "r2", Left((second,), ("k1",)))
    assert store.kept() == [second]
    assert not any(piece in _bytes_in(tmp_path) for piece in _pieces(first.key))


def test_a_withdrawal_wipes_what_the_interview_left_and_nothing_else(store, tmp_path):
    mine, other = kept("k1", "r1"), kept("k2", "r2")
    _finish(store, "r1", Left((mine,)))
    _finish(store, "r2", Left((other,)))
    store.withdraw("r1", entry("withdraw", "r1"))
    assert store.kept() == [other]
    assert not any(piece in _bytes_in(tmp_path) for piece in _pieces(mine.key))


def test_an_interview_that_cannot_be_finished_leaves_nothing(store):
    _finish(store, "r1", Left())
    store.put_draft(draft("b"))
    again = Left((kept("k", "r1"),))
    with pytest.raises(AlreadyInStoreError):
        store.finalise("b", record("r1"), view("r1"), entry("finalise", "r1"), left=again)
    assert store.kept() == []
