"""An interview on the laptop: saved means on the disk, finished means sealed for ever."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from one_laptop import enrolled
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.disclosure.free_text import suggest
from survey_app.interview import EmptyKind
from survey_app.store.errors import NotInStoreError
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.errors import SealBrokenError
from survey_app.workflows.collect import resume, start
from survey_app.workflows.enrol import install_pack
from survey_app.workflows.errors import (
    InterviewerNeededError,
    NoConsentError,
    NoSuchDraftError,
    NoSuchFormError,
    NoSuchRecordError,
)
from survey_app.workflows.field_laptop.laptop import find_form, open_laptop, unlock
from survey_app.workflows.interviewing.anonymised_side import read_lists
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.interviewing.receipts import read_receipt_code
from survey_app.workflows.packing import make_pack
from survey_app.workflows.recover import recover
from survey_app.workflows.review import texts_to_review
from survey_app.workflows.study.studies import open_key
from survey_app.workflows.withdraw import withdraw

ROOT = Path(__file__).resolve().parents[3]
MARKER = "zarqa-parveen-3520112345671"
TEXT = "/data/in_her_words/difficulties"


def _consenting(laptop, person, language="ur"):
    sitting = start(laptop, person, "khan_2024", language)
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting, refs


def _files_with(folder, marker):
    wanted = marker.encode()
    return [
        path for path in Path(folder).rglob("*") if path.is_file() and wanted in path.read_bytes()
    ]


def _call_draft(laptop, name, other):
    with closing(sqlite3.connect(laptop.data / DATABASE_NAME)) as db, db:
        db.execute("UPDATE drafts SET draft_id = ? WHERE draft_id = ?", [other, name])


def test_an_answer_is_there_after_the_laptop_was_closed_and_opened(laptop, data):
    sitting, refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    sitting.answer({refs["age"]: "۴۵"})
    draft_id = sitting.draft_id
    laptop.close()
    again = open_laptop(data)
    resumed = resume(again, unlock(again, INTERVIEWER), draft_id)
    assert resumed.interview.value(refs["age"]) == "45"
    again.close()


def test_a_kind_of_empty_stands_beside_the_value(laptop):
    sitting, refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    sitting.answer({}, {refs["age"]: EmptyKind.REFUSED})
    assert sitting.interview.value(refs["age"]) == ""
    assert sitting.interview.empty(refs["age"]) is EmptyKind.REFUSED


def test_letters_for_a_number_are_refused_and_the_old_answer_stays(laptop):
    sitting, refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    sitting.answer({refs["age"]: "45"})
    problems = sitting.answer({refs["age"]: "forty"})
    assert [problem.ref for problem in problems] == [refs["age"]]
    assert sitting.interview.value(refs["age"]) == "45"


def test_no_typed_word_lies_in_the_folder_before_or_after_the_end(laptop, data):
    sitting, refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    sitting.answer({refs["difficulties"]: MARKER, refs["mother_id"]: "7"})
    assert _files_with(data, MARKER) == []
    sitting.finish()
    assert _files_with(data, MARKER) == []
    laptop.close()
    assert _files_with(data, MARKER) == []


def test_a_finished_interview_opens_with_the_study_key_and_with_nothing_on_the_laptop(
    laptop, study
):
    person = unlock(laptop, INTERVIEWER)
    sitting, refs = _consenting(laptop, person)
    sitting.answer({refs["difficulties"]: MARKER, refs["age"]: "45"})
    receipt = sitting.finish()
    (whole,) = recover(laptop, open_key(study, "study", STUDY_PASSPHRASE))
    assert whole.value("difficulties") == MARKER
    assert whole.receipt == receipt.code
    supervisor = unlock(laptop, SUPERVISOR)
    keys = (person.draft_key, person.device_seed, supervisor.draft_key, supervisor.site_seed)
    for key in keys:
        with pytest.raises(SealBrokenError):
            list(recover(laptop, key))


def test_a_text_over_which_the_finder_falls_costs_no_interview_and_is_marked_whole(
    laptop, monkeypatch
):
    def fall(_folded):
        raise IndexError

    monkeypatch.setattr(suggest, "names_in", fall)
    read_lists()
    sitting, refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    sitting.answer({refs["difficulties"]: "She lives in wing B.4"})
    sitting.finish()
    supervisor = unlock(laptop, SUPERVISOR)
    (item,) = texts_to_review(laptop, supervisor)
    assert [(span.start, span.end) for span in item.spans] == [(0, len(item.text))]


def test_an_interview_whose_end_failed_goes_on_with_every_answer(laptop):
    person = unlock(laptop, INTERVIEWER)
    sitting, refs = _consenting(laptop, person)
    sitting.answer({refs["difficulties"]: MARKER, refs["age"]: "45"})
    sitting.set_language("en")
    before = sitting.interview.save()
    _call_draft(laptop, sitting.draft_id, "elsewhere")
    with pytest.raises(NotInStoreError):
        sitting.finish()
    _call_draft(laptop, "elsewhere", sitting.draft_id)
    assert laptop.store.count_records() == 0
    assert sitting.interview.save() == before
    sitting.answer({refs["age"]: "46"})
    sitting.finish()
    assert laptop.store.count_records() == 1


def test_a_page_that_is_still_open_elsewhere_writes_over_nothing_that_was_saved_since(laptop):
    person = unlock(laptop, INTERVIEWER)
    old, refs = _consenting(laptop, person)
    newer = resume(laptop, person, old.draft_id)
    newer.answer({refs["age"]: "45"})
    with pytest.raises(NoSuchDraftError):
        old.answer({refs["age"]: "30"})
    newer.answer({refs["difficulties"]: MARKER})
    assert resume(laptop, person, old.draft_id).interview.value(refs["age"]) == "45"


@pytest.mark.parametrize("ending", ["discard", "finish"])
def test_a_page_that_is_still_open_elsewhere_brings_no_ended_interview_back(laptop, ending):
    person = unlock(laptop, INTERVIEWER)
    old, refs = _consenting(laptop, person)
    getattr(resume(laptop, person, old.draft_id), ending)()
    for _ in range(2):
        with pytest.raises(NoSuchDraftError):
            old.answer({refs["age"]: "30"})
    assert drafts(laptop, person) == ()


def test_the_draft_and_its_key_are_gone_after_the_end(laptop):
    person = unlock(laptop, INTERVIEWER)
    sitting, _refs = _consenting(laptop, person)
    sitting.finish()
    assert drafts(laptop, person) == ()
    with pytest.raises(NoSuchDraftError):
        resume(laptop, person, sitting.draft_id)
    with pytest.raises(NoSuchDraftError):
        sitting.stop()
    with closing(sqlite3.connect(laptop.data / DATABASE_NAME)) as db:
        assert db.execute("SELECT * FROM drafts").fetchall() == []
        assert db.execute("SELECT * FROM draft_keys").fetchall() == []


def test_without_consent_nothing_can_be_kept(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    with pytest.raises(NoConsentError):
        sitting.finish()
    sitting.discard()
    assert laptop.store.records() == []


def test_a_supervisor_cannot_open_or_begin_interviews(laptop):
    supervisor = unlock(laptop, SUPERVISOR)
    with pytest.raises(InterviewerNeededError):
        start(laptop, supervisor, "khan_2024", "ur")
    with pytest.raises(InterviewerNeededError):
        drafts(laptop, supervisor)


def test_a_form_that_is_not_in_the_pack_is_named(laptop):
    with pytest.raises(NoSuchFormError):
        start(laptop, unlock(laptop, INTERVIEWER), "other_form", "ur")


@pytest.mark.parametrize("damage", [b"", b"not a pack"], ids=["emptied", "another file"])
def test_a_damaged_pack_does_not_take_the_forms_of_another_with_it(laptop, damage):
    (laptop.data / "packs" / f"{'0' * 64}.pack").write_bytes(damage)
    version = laptop.forms["khan_2024"].definition.form_hash
    updated = replace(laptop, forms={})  # as a later pack without this version leaves it
    assert find_form(updated, "khan_2024", version).title == laptop.forms["khan_2024"].title


def test_a_receipt_finds_and_withdraws_the_interview_for_good(laptop, study):
    sitting, _refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    receipt = sitting.finish()
    supervisor = unlock(laptop, SUPERVISOR)
    assert read_receipt_code(receipt.code) == receipt.code
    withdraw(laptop, supervisor, receipt.code.replace("-", " "))
    assert laptop.store.records() == []
    assert laptop.store.views() == []
    with pytest.raises(NoSuchRecordError):
        withdraw(laptop, supervisor, receipt.code)


TOWNS = """
| survey | type | name | label::English (en) | voice | sdc_role | sdc_method |
| | select_one_from_file towns.csv | town | Which town? | researcher | safe | keep |
| | text | street | Which street? | researcher | direct | drop |
| settings | form_title | form_id | version | default_language |
| | Towns | towns | 1 | English (en) |
"""


LIST = "name,label\nlhr,Lahore\n{}\n"


def _pack_of_towns(study, folder, *, sheets=TOWNS, last="mul,Multan"):
    (folder / "media").mkdir(parents=True, exist_ok=True)
    (folder / "form.md").write_text(sheets.lstrip(), encoding="utf-8")
    (folder / "media" / "towns.csv").write_text(LIST.format(last), encoding="utf-8")
    return make_pack(study, STUDY_PASSPHRASE, form_folders=[folder], translations=folder)


@pytest.mark.parametrize(
    ("change", "offered"),
    [
        ({"sheets": TOWNS.replace("Which street?", "Which lane?")}, ["lhr", "mul"]),
        ({"last": "qta,Quetta"}, ["lhr", "qta"]),
    ],
    ids=["sheet", "list in a file"],
)
def test_an_open_interview_goes_on_with_its_own_version_after_a_newer_pack(
    study,
    tmp_path,
    cheap_argon2,  # noqa: F811
    change,
    offered,
):
    data = enrolled(tmp_path / "laptop", _pack_of_towns(study, tmp_path / "form"), cheap_argon2)
    with closing(open_laptop(data)) as laptop:
        sitting = start(laptop, unlock(laptop, INTERVIEWER), "towns", "en")
        sitting.answer({"/data/town": "mul"})
        begun_with = sitting.interview.form.form_hash
    install_pack(data, _pack_of_towns(study, tmp_path / "form", **change))
    with closing(open_laptop(data)) as again:
        assert again.forms["towns"].definition.form_hash != begun_with
        person = unlock(again, INTERVIEWER)
        resumed, fresh = (
            resume(again, person, sitting.draft_id),
            start(again, person, "towns", "en"),
        )
        assert resumed.interview.form.form_hash == begun_with
        assert fresh.interview.form is again.forms["towns"].definition
        choices = [one.interview.choices("/data/town") for one in (resumed, fresh)]
        assert [[one.value for one in shown] for shown in choices] == [["lhr", "mul"], offered]
        assert resumed.interview.value("/data/town") == "mul"
        resumed.finish()


WRITER = """
import sys
from pathlib import Path
from survey_app.vault import kdf
cheap = kdf.Argon2Cost(memory=16, passes=1, lanes=1)
kdf.BOUNDS = kdf.Bounds(floor=cheap, ceiling=kdf.Argon2Cost(64, 2, 2))
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
laptop = open_laptop(Path(sys.argv[1]))
sitting = start(laptop, unlock(laptop, sys.argv[2]), "khan_2024", "ur")
refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
print(sitting.draft_id, flush=True)
for number in range(1, 10_000):
    sitting.answer({refs["difficulties"]: f"answer {number}"})
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("moment", [0.05, 0.21, 0.4])
def test_what_was_acknowledged_survives_a_kill(data, moment):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), INTERVIEWER], stdout=subprocess.PIPE, text=True
    )
    draft_id = writer.stdout.readline().strip()
    first = writer.stdout.readline()  # a slow disk may take longer than the moment for one
    time.sleep(moment)
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged = [int(line) for line in [first, *writer.stdout.read().split()]]
    writer.wait()
    writer.stdout.close()
    again = open_laptop(data)
    sitting = resume(again, unlock(again, INTERVIEWER), draft_id)
    kept = int(sitting.interview.value(TEXT).split()[1])
    again.close()
    assert kept >= acknowledged[-1]
