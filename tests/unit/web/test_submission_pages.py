"""The page that opens a finished interview again, and the end of one that was changed."""

from io import BytesIO
from pathlib import Path

import media_files
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from one_study import pack_of

from survey_app.web.field.desk import EXTENSION

ROOT = Path(__file__).resolve().parents[3]
WELL = "the-well-of-marjan-2f60"
SUBMISSION = (
    '<data id="household" version="1"><consent_given>yes</consent_given><people>55</people>'
    f"<well>{WELL}</well><photo>1699.jpg</photo><ghost>x</ghost>"
    "<meta><instanceID>uuid:1</instanceID></meta></data>"
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    form = ROOT / "tests" / "support" / "forms" / "household"
    return pack_of(tmp_path_factory.mktemp("study"), form, cost=cheap_argon2)


def _file(text, name="submission.xml"):
    return [(BytesIO(text if isinstance(text, bytes) else text.encode()), name)]


@pytest.fixture
def opened(interviewer):
    interviewer.get("/submission")
    return interviewer.send("/submission", submission=_file(SUBMISSION))


def _go_on(person):
    draft = dict(person.fields)["draft"]
    return person.send("/resume", draft=draft)


def test_the_first_page_leads_to_it_and_what_is_opened_stands_there_marked(opened):
    assert opened.asked == "The interview is open"
    opened.get("/")
    assert 'href="/submission"' in opened.html
    assert "A finished interview that is being changed." in opened.text


def test_it_says_what_found_no_place_and_never_an_answer(opened):
    assert "/data/ghost" in opened.text
    assert "How many people live here?" in opened.text
    assert "/data/people" in opened.text
    assert "1699.jpg" in opened.text
    assert WELL not in opened.html
    assert "another program" in opened.text


def test_the_pictures_come_with_it(interviewer, app):
    picture = _file(media_files.jpeg(), "1699.jpg")
    interviewer.get("/submission")
    interviewer.send("/submission", submission=_file(SUBMISSION), files=picture)
    assert "1699.jpg" not in interviewer.text
    _go_on(interviewer)
    sitting = next(iter(app.extensions[EXTENSION].visits._visits.values())).sitting
    assert sitting.files.holds(sitting.interview.value("/data/photo"))


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (None, 422, "Choose the file"),
        (b"", 422, "Choose the file"),
        (b"no xml", 409, "holds no finished interview"),
        (b'<data id="elsewhere"/>', 409, "elsewhere"),
    ],
)
def test_what_is_no_interview_is_refused_on_the_same_page(interviewer, sent, status, said):
    interviewer.get("/submission")
    interviewer.send("/submission", submission=None if sent is None else _file(sent))
    assert interviewer.status == status
    assert said in interviewer.text
    assert interviewer.asked == "Change a finished interview"


def test_a_supervisor_and_a_stranger_cannot_open_one(supervisor, app):
    supervisor.get("/submission")
    assert supervisor.status == 409
    supervisor.send("/submission", submission=_file(SUBMISSION))
    assert "supervisor" in supervisor.text or "interviewer" in supervisor.text
    assert supervisor.status == 409


def test_finishing_asks_why_and_does_not_finish_without(opened):
    _go_on(opened)
    opened.get("/interview/answers")
    assert "A finished interview that is being changed." in opened.text
    opened.get("/interview/finish")
    assert "Why was it changed?" in opened.text
    opened.send("/interview/finish", reason="  ")
    assert opened.status == 422
    assert "Write in a few words why" in opened.text
    assert 'href="#reason"' in opened.html
    opened.send("/interview/finish", reason="She counted again.")
    assert opened.asked == "Thank you"


def test_finishing_an_ordinary_interview_asks_nothing(interviewer):
    interviewer.send("/begin", form="household", language="en")
    interviewer.wish("next", consent_given="yes")
    interviewer.get("/interview/finish")
    assert "Why was it changed?" not in interviewer.text
    interviewer.send("/interview/finish")
    assert interviewer.asked == "Thank you"


def test_the_reason_is_asked_in_urdu_from_right_to_left(opened):
    _go_on(opened)
    opened.wish("speak:ur")
    opened.get("/interview/finish")
    assert '<html lang="ur" dir="rtl"' in opened.html
    assert "Why was it changed?" not in opened.text


def test_a_reason_that_came_with_it_is_read_back(interviewer):
    marked = SUBMISSION.replace(
        f"<well>{WELL}</well>",
        '<well xmlns:sa="urn:survey-app:sa" sa:empty="refused" sa:reason="tired &amp; late"/>',
    )
    interviewer.get("/submission")
    _go_on(interviewer.send("/submission", submission=_file(marked)))
    interviewer.get("/interview/answers")
    assert "Prefers not to answer · tired & late" in interviewer.text


def test_a_disk_that_is_nearly_full_is_told_on_the_first_page(interviewer, app):
    assert "nearly full" not in interviewer.get("/").text
    store = app.extensions[EXTENSION].laptop().store
    store._ballast.release()
    assert "nearly full" in interviewer.get("/").text
