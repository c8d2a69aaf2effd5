"""A finished interview comes back as a file, is changed, and is sealed again."""

import csv
import io
import json
import re
from pathlib import Path

import media_files
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from click.testing import CliRunner
from one_laptop import enrolled
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.cli.main import main
from survey_app.interview.errors import NotASubmissionError, SubmissionDamagedError
from survey_app.workflows.collect import resume, start
from survey_app.workflows.errors import (
    InterviewerNeededError,
    NoSuchFormError,
    ReasonNeededError,
    SubmissionOpenError,
)
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.packing import make_pack
from survey_app.workflows.recover import recover, recover_attachments, write_whole
from survey_app.workflows.study.studies import open_key
from survey_app.workflows.taking_up import take_up

ROOT = Path(__file__).resolve().parents[3]
FORM = ROOT / "tests" / "support" / "forms" / "household"
WELL = "the-well-of-marjan-81c2"


@pytest.fixture(scope="module")
def household(study):
    return make_pack(
        study, STUDY_PASSPHRASE, form_folders=[FORM], translations=ROOT / "translations"
    )


@pytest.fixture
def data(tmp_path, household, cheap_argon2):  # noqa: F811
    return enrolled(tmp_path / "data", household, cheap_argon2)


@pytest.fixture
def person(laptop):
    return unlock(laptop, INTERVIEWER)


@pytest.fixture
def whole(laptop, person, study, tmp_path):
    """The folder of a finished interview as the coordinator opened it."""
    sitting = start(laptop, person, "household", "ur")
    sitting.answer({"/data/consent_given": "yes", "/data/people": "7", "/data/well": WELL})
    sitting.attach("/data/photo", media_files.jpeg())
    sitting.finish()
    write_whole(laptop, open_key(study, "study", STUDY_PASSPHRASE), tmp_path / "whole")
    return next((tmp_path / "whole").iterdir())


def _taken(laptop, person, whole, **more):
    def beside(name):
        return (whole / name).read_bytes() if (whole / name).is_file() else None

    return take_up(laptop, person, (whole / "submission.xml").read_bytes(), beside, **more)


def _instance_id(xml):
    return re.search(rb"instanceID>([^<]*)<", xml)[1].decode()


def _run(*words, passphrase=INTERVIEWER):
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": passphrase})
    return runner.invoke(main, [str(word) for word in words])


def test_it_goes_on_with_every_answer_and_file_and_is_named_as_what_it_is(laptop, person, whole):
    taken = _taken(laptop, person, whole)
    sitting = taken.sitting
    assert sitting.interview.language == "ur"
    assert sitting.interview.value("/data/people") == "7"
    kept = sitting.files.open(sitting.interview.value("/data/photo"))
    assert kept == next(whole.glob("*.jpg")).read_bytes()
    assert (taken.fit.same_form, taken.fit.set_aside, taken.files_missing) == (True, (), ())
    card = drafts(laptop, person)[0]
    assert card.reopened
    assert card.replaces == _instance_id((whole / "submission.xml").read_bytes())
    assert resume(laptop, person, card.draft_id).reopened


def test_finished_again_it_says_which_it_replaces_and_why(laptop, person, whole, study):
    earlier = _instance_id((whole / "submission.xml").read_bytes())
    sitting = _taken(laptop, person, whole).sitting
    assert sitting.wants_reason
    sitting.answer({"/data/people": "8"})
    with pytest.raises(ReasonNeededError):
        sitting.finish("  ")
    sitting.finish("She came back and counted again.")
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    found = {one.value("people"): one for one in recover(laptop, seed)}
    again = found["8"]
    assert f"deprecatedID>{earlier}<".encode() in again.submission.xml
    assert list(recover_attachments(laptop, seed, again.record_id))
    lines = list(csv.DictReader(io.StringIO(again.submission.audit.decode())))
    reasons = {line["event"]: line["change-reason"] for line in lines if line["change-reason"]}
    assert reasons == {"change reason": "She came back and counted again."}
    assert ("7", "8") in {(line["old-value"], line["new-value"]) for line in lines}


def test_an_interview_that_was_not_finished_before_is_not_asked_why(laptop, person):
    sitting = start(laptop, person, "household", "en")
    sitting.answer({"/data/consent_given": "yes"})
    assert not sitting.wants_reason
    assert not drafts(laptop, person)[0].reopened
    sitting.finish()


def test_a_form_may_have_interviewer_and_laptop_told_apart_by_random_names(laptop, person):
    sitting = start(laptop, person, "household", "en")
    assert sitting.interview.value("/data/laptop") == laptop.device.device_id
    assert sitting.interview.value("/data/asker") == person.person_id


def test_nothing_of_it_is_readable_on_the_disk(laptop, person, whole, data):
    _taken(laptop, person, whole)
    files = [path for path in data.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if WELL.encode() in path.read_bytes()]


def test_what_has_no_place_and_what_breaks_a_rule_is_told_by_its_place(laptop, person, whole):
    file = whole / "submission.xml"
    xml = (
        file.read_text(encoding="utf-8")
        .replace(">7<", ">77<")
        .replace("</well>", "</well><ghost>boo</ghost>", 1)
    )
    file.write_text(xml, encoding="utf-8")
    next(whole.glob("*.jpg")).unlink()
    taken = _taken(laptop, person, whole)
    assert taken.fit.set_aside == ("/data/ghost",)
    assert taken.fit.unfit == ("/data/people",)
    assert len(taken.files_missing) == 1
    assert taken.sitting.interview.value("/data/people") == "77"


def test_a_file_of_another_tool_without_our_marks_opens_too(laptop, person):
    xml = b'<data id="household" version="1"><consent_given>yes</consent_given><people>3</people></data>'
    taken = take_up(laptop, person, xml, lambda _name: None)
    assert not taken.fit.same_form
    assert taken.fit.arrival.form_version == "1"
    assert taken.sitting.interview.value("/data/people") == "3"
    assert drafts(laptop, person)[0].reopened


def test_the_same_one_is_not_opened_twice_until_it_was_discarded(laptop, person, whole):
    first = _taken(laptop, person, whole).sitting
    with pytest.raises(SubmissionOpenError):
        _taken(laptop, person, whole)
    first.discard()
    assert _taken(laptop, person, whole).sitting.interview.value("/data/people") == "7"


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        (b"no xml", NotASubmissionError),
        (b"<data><people>3</people></data>", NotASubmissionError),
        (b'<data id="unknown"/>', NoSuchFormError),
        (b'<other id="household"/>', SubmissionDamagedError),
    ],
)
def test_what_is_no_submission_of_a_form_here_opens_nothing(laptop, person, xml, error):
    with pytest.raises(error):
        take_up(laptop, person, xml, lambda _name: None)
    assert drafts(laptop, person) == ()


def test_a_supervisor_cannot_take_one_up(laptop, whole):
    with pytest.raises(InterviewerNeededError):
        _taken(laptop, unlock(laptop, SUPERVISOR), whole)


def test_the_command_opens_it_and_tells_what_to_do_next(laptop, data, whole):
    laptop.close()
    done = _run("submission", "import", whole / "submission.xml", "--data", data)
    assert done.exit_code == 0, done.output
    assert "exactly this form" in done.output
    assert WELL not in done.output
    again = open_laptop(data)
    [card] = drafts(again, unlock(again, INTERVIEWER))
    assert card.reopened
    again.close()


def test_the_check_names_places_and_no_answer(whole):
    file = whole / "submission.xml"
    words = ["submission", "check", file, "--form", FORM, "--translations", ROOT / "translations"]
    assert _run(*words).exit_code == 0
    file.write_text(
        file.read_text(encoding="utf-8").replace("</well>", "</well><ghost>boo</ghost>", 1),
        encoding="utf-8",
    )
    done = _run(*words, "--json")
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["set_aside"] == ["/data/ghost"]
    assert "boo" not in done.output
    assert WELL not in done.output
