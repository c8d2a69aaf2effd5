"""A page's recording out of several takes, or out of what a disk left of it."""

import re

import media_files
import pytest

from survey_app.media.webm import as_one, is_a_voice, takes_of


def _heard(data):
    """Return what is heard at which second, in the order of the file."""
    clusters = re.findall(
        rb"\x1f\x43\xb6\x75\x01\xff{7}\xe7\x88(.{8})\xa3.{5}(said..)", data, re.DOTALL
    )
    return [(int.from_bytes(time, "big"), what.decode()) for time, what in clusters]


def test_what_is_missing_between_is_silence():
    left = as_one([media_files.voice(0, 1), b"ut off" + media_files.voice(5, 6, begins=False)])
    assert _heard(left) == [(0, "said00"), (1000, "said01"), (5000, "said05"), (6000, "said06")]
    assert left.startswith(media_files.voice())


def test_without_its_beginning_a_voice_has_a_head_again():
    left = as_one([media_files.voice(3, begins=False)])
    assert is_a_voice(left)
    assert _heard(left) == [(3000, "said03")]


def test_takes_are_heard_one_after_the_other():
    both = media_files.voice(0, 1) + media_files.voice(0, 1)
    assert [len(take) for take in takes_of(both)] == [len(both) // 2] * 2
    one = as_one(takes_of(both))
    times = [time for time, _ in _heard(one)]
    assert times == [0, 1000, 1060, 2060]
    assert takes_of(one) == [one]


def _tracks(data):
    return set(re.findall(rb"\xe7\x88.{8}\xa3.(.)", data, re.DOTALL))


def test_what_browsers_of_different_kinds_recorded_is_one_track():
    chromium, firefox = media_files.voice(0, 1), media_files.voice(0, 1, track=2)
    assert _tracks(as_one([chromium, firefox])) == {b"\x81"}
    assert _tracks(as_one([firefox, chromium])) == {b"\x82"}
    assert _tracks(as_one([firefox[:-7], media_files.voice(3, begins=False)])) == {b"\x82"}


def test_a_head_that_is_written_anew_tells_the_track_that_follows():
    assert _tracks(as_one([media_files.voice(3, begins=False, track=2)])) == {b"\x81"}


@pytest.mark.parametrize("cut", range(1, 29))
def test_a_block_that_is_cut_off_is_left_out(cut):
    whole = media_files.voice(0, 1)
    assert _heard(as_one([whole[:-cut]])) == [(0, "said00")]


@pytest.mark.parametrize("spans", [[], [b""], [b"noise"], [media_files.voice()]])
def test_where_nothing_can_be_heard_nothing_is_left(spans):
    assert as_one(spans) == b""


def test_a_film_is_no_voice():
    assert not is_a_voice(media_files.voice(0).replace(b"A_OPUS", b"V_VP80"))
    assert not is_a_voice(b"noise")
