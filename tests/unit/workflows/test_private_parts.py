"""What a woman answers alone: sealed at once, closed to the laptop, once in the whole interview."""

import base64
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alone_study import alone_study
from lxml import etree
from one_laptop import enrolled
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.disclosure.deidentified.views import View
from survey_app.interview import EmptyKind
from survey_app.interview.private import piece_of
from survey_app.merge.dataset import read_dataset
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.private import open_private, read_private
from survey_app.vault.records import open_draft, open_sealed
from survey_app.workflows import export, keying
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.collect import resume, start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.interviewing.draft_state import state_of
from survey_app.workflows.interviewing.private import enter
from survey_app.workflows.interviewing.record_content import private_boxes
from survey_app.workflows.merge import merge
from survey_app.workflows.recover import recover
from survey_app.workflows.study.studies import open_key
from survey_app.workflows.taking_up import take_up

ROOT = Path(__file__).resolve().parents[3]
MARKER = "zarqa-parveen-said-it-alone"
QUIET = "/data/quiet"
ALONE = {
    f"{QUIET}/quiet_place": "yes",
    f"{QUIET}/quiet_consent": "yes",
    f"{QUIET}/quiet_asked/quiet_words": "more",
    f"{QUIET}/quiet_asked/quiet_who": ["staff", "other"],
    f"{QUIET}/quiet_asked/quiet_more": MARKER,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory, cheap_argon2):
    return alone_study(tmp_path_factory.mktemp("alone"), cheap_argon2)


@pytest.fixture
def data(tmp_path, made, cheap_argon2):
    return enrolled(tmp_path / "data", made[1], cheap_argon2)


@pytest.fixture
def laptop(data):
    opened = open_laptop(data)
    yield opened
    opened.close()


def _begun(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "alone", "ur")
    sitting.answer({"/data/first/consent_given": "yes", "/data/first/town_size": "12"})
    return sitting


def _talk(sitting):
    (screen,) = [one for one in sitting.interview.screens() if one.key == QUIET]
    sitting.go(screen.key)
    return enter(sitting, sitting.private.part_at(sitting.interview, screen))


def _answered_alone(sitting):
    talk = _talk(sitting)
    for ref, value in ALONE.items():
        assert talk.answer({ref: value}) == ()
    return sitting


def _draft(laptop, sitting):
    person = unlock(laptop, INTERVIEWER)
    return open_draft(person.interviews(), laptop.store.draft(sitting.draft_id))


def _seed(made, key="study"):
    return open_key(made[0], key, STUDY_PASSPHRASE)


def _whole(laptop, made):
    (whole,) = recover(laptop, _seed(made))
    return {one.name: (one.value, one.empty) for one in whole.submission.answers}, whole


def _view(laptop):
    supervisor = unlock(laptop, SUPERVISOR)
    (sealed,) = laptop.store.views()
    return View.from_bytes(open_sealed(supervisor.reviews(), sealed).plaintext)


def test_a_private_part_is_one_screen_without_questions_or_title(laptop):
    screens = _begun(laptop).interview.screens()
    (part,) = [screen for screen in screens if screen.key == QUIET]
    assert (part.refs, part.titles, part.kind) == ((), (), "private")
    assert not [screen.key for screen in screens if screen.key.startswith(f"{QUIET}/")]


def test_a_piece_is_what_the_whole_interview_has_in_its_place(laptop):
    sitting = _begun(laptop)
    talk = _talk(sitting)
    for ref, value in ALONE.items():
        talk.answer({ref: value})
        whole = etree.fromstring(talk.interview.instance_xml())
        (there,) = whole.xpath("//*[local-name() = 'quiet']")
        assert piece_of(talk.interview, talk.part) == etree.tostring(there)
    assert MARKER.encode() in piece_of(talk.interview, talk.part)
    assert talk.interview.piece_xml("/data/quiet/nowhere") == b""


def test_what_was_answered_alone_is_in_no_draft_even_for_her_who_opens_it(laptop, data):
    sitting = _answered_alone(_begun(laptop))
    opened = _draft(laptop, sitting)
    assert b'"town_size":"12"' in opened
    (part,) = state_of(opened).private
    boxes = map(base64.b64decode, (part.for_study, part.for_coordinator))
    for held in (opened, *boxes):
        for said in (MARKER.encode(), b'quiet_words":"more', b"staff"):
            assert said not in held
    for path in data.rglob("*"):
        assert not path.is_file() or MARKER.encode() not in path.read_bytes()


def test_no_key_of_the_laptop_opens_what_was_answered_alone(laptop, made):
    sitting = _answered_alone(_begun(laptop))
    (part,) = state_of(_draft(laptop, sitting)).private
    her, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    keys = (her.draft_key, her.device_seed, supervisor.device_seed, supervisor.reviews())
    for box in (part.for_study, part.for_coordinator):
        sealed = read_private(base64.b64decode(box))
        for key in keys:
            with pytest.raises(SealBrokenError):
                open_private(key, sealed)
    opened = open_private(_seed(made), read_private(base64.b64decode(part.for_study)))
    assert MARKER.encode() in opened.plaintext


def test_the_whole_interview_has_each_private_answer_once_and_the_view_has_none(laptop, made):
    _answered_alone(_begun(laptop)).finish()
    answers, whole = _whole(laptop, made)
    assert answers["quiet_words"] == ("more", EmptyKind.ANSWERED)
    assert answers["quiet_who"][0] == "staff other"
    assert whole.submission.xml.count(MARKER.encode()) == 1
    assert whole.submission.xml.count(b"<quiet_words") == 1
    view = _view(laptop)
    assert view.values["town_size"].value == "12"
    assert {view.values[name].empty for name in ("quiet_words", "quiet_consent")} == {
        EmptyKind.REDACTED
    }
    assert not view.texts
    assert MARKER not in view.to_bytes().decode()


def test_refusing_and_answering_look_the_same_to_everybody_at_the_laptop(laptop):
    refused, answered = _begun(laptop), _begun(laptop)
    _talk(refused).leave_out()
    _answered_alone(answered)
    sizes = {len(laptop.store.draft(one.draft_id).body) for one in (refused, answered)}
    outlines = {
        tuple((one.key, one.titles) for one in sitting.interview.screens())
        for sitting in (refused, answered)
    }
    assert len(sizes) == len(outlines) == 1
    never = _begun(laptop)
    for sitting in (refused, answered, never):
        sitting.finish()
    assert len({len(row.body) for row in laptop.store.records()}) == 1
    assert len({len(row.body) for row in laptop.store.views()}) == 1
    supervisor = unlock(laptop, SUPERVISOR)
    views = [
        View.from_bytes(open_sealed(supervisor.reviews(), row).plaintext)
        for row in laptop.store.views()
    ]
    assert len({tuple(view.values.items()) for view in views}) == 1
    assert {len(box) for view in views for box in view.private} == {len(views[0].private[0])}


def test_the_coordinator_counts_private_answers_as_the_plan_lets_them_leave(laptop, made, tmp_path):
    _answered_alone(_begun(laptop)).finish()
    stick = tmp_path / "stick"
    stick.mkdir()
    export.pack(laptop, unlock(laptop, SUPERVISOR), stick)
    merge([stick], tmp_path / "dataset", made[0], STUDY_PASSPHRASE)
    everything = b"".join(
        path.read_bytes() for path in (tmp_path / "dataset").rglob("*") if path.is_file()
    )
    table = read_dataset(tmp_path / "dataset").tables[0]
    (row,) = table.rows
    named = dict(zip(table.columns, row, strict=True))
    assert (named["quiet_words"], named["quiet_who"]) == ("more", "staff other")
    assert "quiet_more" not in named
    assert MARKER.encode() not in everything


def test_a_part_entered_again_adds_to_what_was_said_and_takes_nothing_away(laptop, made):
    sitting = _answered_alone(_begun(laptop))
    talk = _talk(sitting)
    talk.answer({f"{QUIET}/quiet_place": "yes", f"{QUIET}/quiet_consent": "yes"})
    talk.answer({f"{QUIET}/quiet_asked/quiet_words": "once"})
    sitting.finish()
    answers, whole = _whole(laptop, made)
    assert answers["quiet_words"][0] == "once"
    assert answers["quiet_more"][0] == MARKER
    assert whole.submission.xml.count(b"<quiet_words") == 1


def test_a_part_left_out_when_it_is_passed_again_keeps_what_she_said_before(laptop, made, tmp_path):
    sitting = _answered_alone(_begun(laptop))
    _talk(sitting).leave_out()
    sitting.finish()
    answers, whole = _whole(laptop, made)
    assert answers["quiet_place"] == ("yes", EmptyKind.ANSWERED)
    assert answers["quiet_words"] == ("more", EmptyKind.ANSWERED)
    assert whole.submission.xml.count(b"<quiet_place") == 1
    (tmp_path / "stick").mkdir()
    export.pack(laptop, unlock(laptop, SUPERVISOR), tmp_path / "stick")
    merge([tmp_path / "stick"], tmp_path / "dataset", made[0], STUDY_PASSPHRASE)
    table = read_dataset(tmp_path / "dataset").tables[0]
    (named,) = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    assert (named["quiet_place"], named["quiet_words"]) == ("yes", "more")


def test_a_private_answer_taken_back_reaches_nobody(laptop, made):
    receipt = _answered_alone(_begun(laptop)).finish()
    supervisor = unlock(laptop, SUPERVISOR)
    amend(laptop, supervisor, receipt.code, Wish(reason="her wish", withdrawn=["quiet"]))
    answers, whole = _whole(laptop, made)
    assert answers["quiet_words"][0] == ""
    assert MARKER.encode() not in whole.submission.xml
    view = _view(laptop)
    assert view.private == ()
    assert view.values["quiet_words"].empty == EmptyKind.WITHDRAWN


ANSWER_ALONE_UNTIL_KILLED = """
import sys
from pathlib import Path
from survey_app.vault import kdf
cheap = kdf.Argon2Cost(memory=16, passes=1, lanes=1)
kdf.BOUNDS = kdf.Bounds(floor=cheap, ceiling=kdf.Argon2Cost(64, 2, 2))
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.interviewing.private import enter

laptop = open_laptop(Path(sys.argv[1]))
sitting = start(laptop, unlock(laptop, sys.argv[2]), "alone", "en")
sitting.answer({"/data/first/consent_given": "yes"})
screen = next(one for one in sitting.interview.screens() if one.key == "/data/quiet")
talk = enter(sitting, sitting.private.part_at(sitting.interview, screen))
talk.answer({"/data/quiet/quiet_place": "yes", "/data/quiet/quiet_consent": "yes"})
talk.answer({"/data/quiet/quiet_asked/quiet_words": "more"})
commit = sitting._commit
def committed():
    commit()
    print(sitting.draft_id, flush=True)
    sys.stdin.read()  # sealed and on the disk, not acknowledged
sitting._commit = committed
talk.answer({"/data/quiet/quiet_asked/quiet_more": sys.argv[3]})
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
def test_a_kill_between_sealing_and_acknowledging_loses_nothing(data, made):
    started = subprocess.Popen(
        [sys.executable, "-c", ANSWER_ALONE_UNTIL_KILLED, str(data), INTERVIEWER, MARKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    draft_id = started.stdout.readline().strip()
    os.kill(started.pid, signal.SIGKILL)
    started.communicate()
    laptop = open_laptop(data)
    sitting = resume(laptop, unlock(laptop, INTERVIEWER), draft_id)
    assert len(sitting.private.noted(sitting._state).private) == 1
    sitting.finish()
    answers, _whole_interview = _whole(laptop, made)
    assert (answers["quiet_words"][0], answers["quiet_more"][0]) == ("more", MARKER)
    laptop.close()


def test_the_content_of_a_record_names_no_private_answer_before_its_box_is_opened(laptop, made):
    sitting = _answered_alone(_begun(laptop))
    form = sitting.interview.form
    sitting.finish()
    (sealed,) = laptop.store.records()
    opened = open_sealed(_seed(made), sealed)
    assert MARKER.encode() not in opened.plaintext + b"".join(opened.parts.values())
    assert len(private_boxes(form, opened)) == 1


def test_a_private_answer_taken_back_is_destroyed_for_the_study_key_too(laptop, made):
    sitting = _answered_alone(_begun(laptop))
    form = sitting.interview.form
    receipt = sitting.finish()
    supervisor = unlock(laptop, SUPERVISOR)
    assert amend(laptop, supervisor, receipt.code, Wish("her wish", withdrawn=["quiet_words"]))
    (sealed,) = laptop.store.records()
    assert private_boxes(form, open_sealed(_seed(made), sealed)) == ()


@pytest.mark.parametrize("which", [1, 2])
def test_a_part_that_one_keying_of_a_paper_holds_is_in_the_one_that_comes_of_both(
    laptop, made, which
):
    person, keyed = unlock(laptop, INTERVIEWER), {}
    for number in (1, 2):
        sitting = keying.begin(laptop, person, "alone", "en", number="17", keying=number)
        sitting.answer({"/data/first/consent_given": "yes"})
        if number == which:
            _answered_alone(sitting)
        else:
            _talk(sitting).leave_out()
        keyed[number] = sitting
        sitting.go(sitting.interview.screens()[-1].key)
    keying.join(keying.open_pair(laptop, person, keyed[1].draft_id)).finish()
    assert _whole(laptop, made)[0]["quiet_more"][0] == MARKER


def test_a_submission_that_is_changed_seals_its_private_answers_again_and_shows_none(laptop, made):
    _answered_alone(_begun(laptop)).finish()
    xml = _whole(laptop, made)[1].submission.xml
    person = unlock(laptop, INTERVIEWER)
    sitting = take_up(laptop, person, xml, lambda _: None).sitting
    assert MARKER.encode() not in _draft(laptop, sitting)
    talk = _talk(resume(laptop, person, sitting.draft_id))
    assert not any(talk.interview.value(ref) for ref in ALONE if talk.interview.exists(ref))
    resume(laptop, person, sitting.draft_id).finish()
    held = [
        {one.name: one.value for one in whole.submission.answers}["quiet_more"]
        for whole in recover(laptop, _seed(made))
    ]
    assert held == [MARKER, MARKER]
