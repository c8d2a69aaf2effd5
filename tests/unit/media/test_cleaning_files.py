"""What a camera writes beside a picture does not go on with it."""

from contextlib import suppress

import media_files
import pytest
from hypothesis import given
from hypothesis import strategies as st
from media_files import PLACE

from survey_app.errors import SurveyError
from survey_app.media import KINDS, Family, cleaned, family_of, kind_named
from survey_app.media.errors import (
    MediaDamagedError,
    NotAFilmError,
    NotAPictureError,
    NotASoundError,
)
from survey_app.media.kinds import kind_by_bytes

WITH_A_PLACE = {
    ("jpg", Family.IMAGE): media_files.jpeg(),
    ("png", Family.IMAGE): media_files.png(),
    ("webp", Family.IMAGE): media_files.webp(),
    ("wav", Family.AUDIO): media_files.wav(),
    ("m4a", Family.AUDIO): media_files.mp4(b"M4A "),
    ("mp3", Family.AUDIO): media_files.mp3(),
    ("mp4", Family.VIDEO): media_files.mp4(),
}


@pytest.mark.parametrize("what", WITH_A_PLACE, ids=lambda what: what[0])
def test_the_place_a_camera_wrote_is_gone(what):
    suffix, family = what
    assert PLACE in WITH_A_PLACE[what]
    media = cleaned(WITH_A_PLACE[what], family)
    assert PLACE not in media.data
    assert b"GPS" not in media.data
    assert media.kind.suffix == suffix
    assert cleaned(media.data, family).data == media.data


def test_of_a_photograph_only_how_it_is_to_be_turned_stays():
    turned = cleaned(media_files.jpeg(turn=6), Family.IMAGE).data
    plain = cleaned(media_files.jpeg(turn=1), Family.IMAGE).data
    assert b"Exif" in turned
    assert b"Exif" not in plain
    assert turned.index(b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06") > 0
    assert cleaned(turned, Family.IMAGE).data == turned


def test_the_picture_itself_is_not_touched():
    jpeg, clean = media_files.jpeg(), cleaned(media_files.jpeg(), Family.IMAGE).data
    scan = jpeg[jpeg.index(b"\xff\xda") : jpeg.index(b"\xff\xd9") + 2]
    assert clean.endswith(scan)
    png = cleaned(media_files.png(), Family.IMAGE).data
    assert media_files.chunk(b"IDAT", png[png.index(b"IDAT") + 4 : -16]) in media_files.png()


def test_a_colour_profile_and_the_adobe_mark_stay_and_a_thumbnail_goes():
    profile = media_files.segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile")
    adobe = media_files.segment(0xEE, b"Adobe\x00d")
    jfxx = media_files.segment(0xE0, b"JFXX\x00\x10thumbnail")
    jpeg = media_files.jpeg()
    clean = cleaned(jpeg[:2] + profile + adobe + jfxx + jpeg[2:], Family.IMAGE).data
    assert profile in clean
    assert adobe in clean
    assert b"thumbnail" not in clean


def test_a_film_keeps_its_length_and_the_places_of_its_pictures():
    film = media_files.mp4()
    clean = cleaned(film, Family.VIDEO).data
    assert len(clean) == len(film)
    assert clean.index(b"mdat") == film.index(b"mdat")
    assert clean.count(b"free") == 4


def test_a_photograph_that_breaks_off_in_its_last_lines_is_kept():
    jpeg = media_files.jpeg()
    cut = jpeg[: jpeg.index(b"\xff\xd9")]
    assert cleaned(cut, Family.IMAGE).data.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("family", "error"),
    [
        (Family.IMAGE, NotAPictureError),
        (Family.AUDIO, NotASoundError),
        (Family.VIDEO, NotAFilmError),
    ],
)
def test_what_is_not_asked_for_is_refused_whatever_it_is_called(family, error):
    for data in (b"MZ a program", b"<html><script>", b"%PDF-1.7", b"GIF89a"):
        with pytest.raises(error):
            cleaned(data, family)
    wrong = media_files.wav() if family is Family.IMAGE else media_files.png()
    with pytest.raises(error):
        cleaned(wrong, family)


def test_a_question_for_a_file_takes_anything_and_cleans_what_it_knows():
    assert cleaned(b"%PDF-1.7 x", Family.FILE).kind.suffix == "pdf"
    assert cleaned(b"MZ", Family.FILE).kind.suffix == "bin"
    assert PLACE not in cleaned(media_files.jpeg(), Family.FILE).data


def test_an_empty_file_is_refused():
    for family in Family:
        with pytest.raises(MediaDamagedError):
            cleaned(b"", family)


@pytest.mark.parametrize("what", WITH_A_PLACE, ids=lambda what: what[0])
def test_a_file_cut_anywhere_is_refused_or_cleaned(what):
    whole = WITH_A_PLACE[what]
    for end in range(len(whole)):
        try:
            media = cleaned(whole[:end], what[1])
        except SurveyError:
            continue
        assert PLACE not in media.data


@given(st.binary(max_size=300), st.sampled_from(sorted(WITH_A_PLACE)), st.integers(0, 120))
def test_damaged_bytes_end_with_an_error_a_person_understands(junk, what, at):
    whole = WITH_A_PLACE[what]
    with suppress(NotAPictureError, NotASoundError, NotAFilmError, MediaDamagedError):
        assert cleaned(whole[:at] + junk + whole[at:], what[1]).data


def test_an_iphone_still_is_not_taken_for_a_film():
    assert kind_by_bytes(media_files.mp4(b"heic")).suffix == "bin"


def test_every_kind_has_a_name_of_its_own_and_a_type_for_the_browser():
    assert kind_named("x.jpg").content_type(Family.IMAGE) == "image/jpeg"
    assert kind_named("x.webm").content_type(Family.VIDEO) == "video/webm"
    assert kind_named("x.jpg").content_type(Family.FILE) == "application/octet-stream"
    assert kind_named("unknown").suffix == "bin"
    assert all(suffix == kind.suffix for suffix, kind in KINDS.items())
    assert family_of("audio/*") is Family.AUDIO
    assert family_of("application/*") is family_of("file/*") is Family.FILE
