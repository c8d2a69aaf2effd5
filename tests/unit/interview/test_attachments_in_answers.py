"""The answer to an upload question is a name, and the names say which files are kept."""

import pytest
from scenario import scenario

from survey_app.interview import Validity, read_submission, resume

FORM = """
    | survey | type         | name  | label::English (en) | relevant       | default |
    |        | text         | go    | Go on?              |                |         |
    |        | image        | photo | Photograph          |                |         |
    |        | audio        | voice | Voice               | ${go} = 'yes'  |         |
    |        | image        | plan  | Plan                |                | plan.png |
    |        | integer      | count | How many            |                |         |
    |        | begin repeat | child | Child               |                |         |
    |        | image        | face  | Face                |                |         |
    |        | end repeat   |       |                     |                |         |
    |        | file         | paper | Paper               |                |         |
    |        | audit        | audit |                     |                |         |
"""


@pytest.fixture
def told():
    return (
        scenario(FORM)
        .answer(go="yes", paper="p.pdf", photo="a.jpg", voice="v.webm")
        .answer(("/data/child[1]/face", "f.jpg"))
    )


def test_a_submission_lists_the_files_it_names_in_document_order(told):
    named = ("a.jpg", "v.webm", "f.jpg", "p.pdf", "audit.csv")
    assert told.interview.finalize().attachments == named


def test_a_submission_that_is_read_lists_the_same_files(told):
    submission = told.interview.finalize()
    form = told.interview.form
    assert read_submission(form, submission.xml).attachments == submission.attachments
    without_audit = submission.xml.replace(b"<audit>audit.csv</audit>", b"<audit/>")
    assert without_audit != submission.xml
    assert read_submission(form, without_audit).attachments == submission.attachments[:-1]


def test_an_irrelevant_file_is_kept_in_the_draft_and_not_submitted(told):
    told.answer(go="no")
    assert "v.webm" not in told.interview.finalize().attachments
    assert "v.webm" in told.interview.attachments()
    again = resume(told.interview.form, told.interview.save(), told.world)
    assert again.attachments() == told.interview.attachments()


def test_a_file_that_no_answer_names_any_more_is_not_listed(told):
    told.answer(photo="b.jpg", paper=None)
    told.interview.remove_repeat("/data/child[1]")
    assert told.interview.attachments() == ("b.jpg", "v.webm")
    told.interview.strike("/data/photo")
    assert told.interview.attachments() == ("v.webm",)


def test_an_instance_that_a_smaller_count_took_out_keeps_its_file():
    told = scenario("""
        | survey | type         | name  | label::English (en) | repeat_count |
        |        | integer      | count | How many            |              |
        |        | begin repeat | child | Child               | ${count}     |
        |        | image        | face  | Face                |              |
        |        | end repeat   |       |                     |              |
    """).answer(count="2")
    told.answer(("/data/child[2]/face", "f.jpg")).answer(count="1")
    assert told.interview.finalize().attachments == ()
    assert told.interview.attachments() == ("f.jpg",)


@pytest.mark.parametrize(
    "value", ["../a.jpg", "/etc/passwd", "a\\b.jpg", "C:a.jpg", ".hidden", "x" * 256, "a\tb"]
)
def test_a_path_is_not_a_name(told, value):
    told.answer(photo=value)
    assert told.outcome.validity is Validity.WRONG_TYPE
    assert told.interview.value("/data/photo") == "a.jpg"


def test_a_picture_that_the_form_brings_is_no_file_of_the_interview():
    told = scenario(FORM)
    assert told.interview.value("/data/plan") == "jr://images/plan.png"
    assert told.interview.attachments() == ()
    assert told.interview.finalize().attachments == ("audit.csv",)
