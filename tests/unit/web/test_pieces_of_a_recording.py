"""What a page that records is told of each piece, while somebody types beside it."""

import re
from io import BytesIO
from pathlib import Path

import media_files
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from one_study import pack_of

from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.interviewing.attaching import Bounds

FORM = Path(__file__).resolve().parents[2] / "support" / "forms" / "telling"
BEGUN = b"\x1a\x45\xdf\xa3 she begins"


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    return pack_of(tmp_path_factory.mktemp("study"), FORM, cost=cheap_argon2)


@pytest.fixture
def page(interviewer):
    interviewer.send("/begin", form="telling", language="en")
    return interviewer.wish("next", consent_given="yes")


def _save(page, **fields):
    """Save as the page's script does; return the reply. The page stays what it is."""
    shown = page.reply
    reply = page.send("/interview", htmx=True, do="save", **fields).reply
    page.reply = shown
    return reply


def _told(page, sound, *, turn, behind=None, **typed):
    """Send a piece as the page's script does; return what the page is told of it."""
    more = {"beside": "1", "turn": f"page/{turn}", **typed}
    if behind is not None:
        more["q-both-voice-behind"] = str(behind)
    sent = [(BytesIO(sound), "recording")]
    reply = _save(page, **{"q-both-voice": sent, **more})
    assert reply.status_code == 204
    return reply.headers["HX-Trigger"]


def _sitting(app):
    (sitting,) = (one.sitting for one in app.extensions[EXTENSION].visits.all() if one.sitting)
    return sitting


def _kept(app):
    sitting = _sitting(app)
    return sitting.files.open(sitting.interview.value("/data/both/voice"))


def test_a_piece_that_was_overtaken_or_does_not_fit_is_told_apart_from_one_that_is_kept(page, app):
    on = len(BEGUN)
    assert _told(page, BEGUN, turn=2) == "answer-saved"
    assert _told(page, b" and on", turn=1, behind=on) == "answer-late"
    assert _told(page, b" and on", turn=3, behind=on) == "answer-saved"
    assert _told(page, b" and on", turn=4, behind=on) == "piece-misfits"
    assert _kept(app) == BEGUN + b" and on"


def test_a_piece_that_is_not_taken_is_said_to_be_refused_and_what_is_kept_stays(page, app):
    _told(page, BEGUN, turn=1)
    _sitting(app).files.bounds = Bounds(file=30)
    said = _told(page, bytes(30), turn=2, behind=len(BEGUN))
    assert "file-refused" in said
    assert _kept(app) == BEGUN


def test_a_window_that_records_takes_no_place_of_what_another_one_keeps(page, app):
    one, other = {"q-both-voice:recorder": "one"}, {"q-both-voice:recorder": "other"}
    _told(page, BEGUN, turn=1, **one)
    assert "file-refused" in _told(page, b"\x1a\x45\xdf\xa3 hers", turn=2, **other)
    assert _kept(app) == BEGUN
    assert _told(page, BEGUN + b" and on", turn=3, **one) == "answer-saved"
    assert _kept(app) == BEGUN + b" and on"


def test_a_window_erases_what_it_recorded_or_showed_and_nothing_that_another_one_keeps(page, app):
    _told(page, BEGUN, turn=1, **{"q-both-voice:recorder": "one"})
    for meant in (" other", " ", "", " shown-before"):
        said = _save(page, erase=f"q-both-voice{meant}", **{"q-both-who": "A neighbour"})
        assert "from another window, so it was not removed" in said.get_data(as_text=True)
        assert _kept(app) == BEGUN
    assert _sitting(app).interview.value("/data/both/who") == "A neighbour"
    _save(page, erase="q-both-voice one")
    assert not _sitting(app).interview.value("/data/both/voice")


def _mark(page):
    return re.search(r'data-kept="([^"]+)"', page.get("/interview").html)[1]


def test_more_is_recorded_behind_what_is_kept_and_is_erased_without_it(page, app):
    first, more = media_files.voice(0, 1), media_files.voice(0, 1, note=b"more")
    one, other = {"q-both-voice:recorder": "one"}, {"q-both-voice:recorder": "other"}
    _told(page, first, turn=1, **one)
    goes_on = {**other, "q-both-voice:goes-on": _mark(page)}
    half = len(more) // 2
    assert _told(page, more[:half], turn=2, **goes_on) == "answer-saved"
    assert _told(page, more[half:], turn=3, behind=half, **goes_on) == "answer-saved"
    assert _told(page, b"late", turn=4, behind=half, **goes_on) == "piece-misfits"
    assert (
        _told(page, more + media_files.voice(2, begins=False), turn=5, **goes_on) == "answer-saved"
    )
    heard = _kept(app)
    assert re.findall(b"said..|more..", heard) == [
        b"said00",
        b"said01",
        b"more00",
        b"more01",
        b"said02",
    ]
    assert heard.count(b"webm") == 1
    assert "file-refused" in _told(page, first + first, turn=6, **one)  # from the window before
    _save(page, erase="q-both-voice other")
    assert _kept(app) == first
    _save(page, erase=["q-both-voice other", f"q-both-voice {_mark(page)}"])
    assert not _sitting(app).interview.value("/data/both/voice")


def test_a_take_of_which_nothing_came_is_erased_without_a_word_and_what_it_follows_stays(page, app):
    _told(page, BEGUN, turn=1, **{"q-both-voice:recorder": "one"})
    said = _save(page, erase=f"q-both-voice other {_mark(page)}").get_data(as_text=True)
    assert "from another window" not in said
    assert _kept(app) == BEGUN


def test_more_follows_only_what_its_page_has_shown_and_only_a_voice(page, app):
    first, more = media_files.voice(0), media_files.voice(0, note=b"more")
    one, other = {"q-both-voice:recorder": "one"}, {"q-both-voice:recorder": "other"}
    _told(page, first, turn=1, **one)
    shown = {**other, "q-both-voice:goes-on": _mark(page)}
    _told(page, media_files.voice(1, begins=False), turn=2, behind=len(first), **one)
    assert "file-refused" in _told(page, more, turn=3, **shown)
    now = {**other, "q-both-voice:goes-on": _mark(page)}
    assert "file-refused" in _told(page, b"OggS", turn=4, **now)
    assert b"more" not in _kept(app)


def test_a_number_that_is_not_understood_keeps_no_piece_from_being_kept(page, app):
    page.wish("save", both__who="A neighbour")
    page.get("/interview")
    said = _told(page, BEGUN, turn=1, **{"q-both-years": "long"})
    assert said == "answer-waiting"
    assert _kept(app) == BEGUN


def test_what_the_words_beside_a_piece_changed_is_drawn_when_the_page_asks_anew(page):
    words = {"q-both-who": "A neighbour"}
    assert _told(page, BEGUN, turn=1, **words) == "answer-saved, page-behind"
    assert _save(page, turn="page/2", **words).status_code == 204  # to the laptop nothing is new
    drawn = _save(page, turn="page/3", anew="1", **words)
    assert "How long were they there?" in drawn.get_data(as_text=True)
