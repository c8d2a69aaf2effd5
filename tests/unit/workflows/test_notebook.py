"""A person's own notes: hers alone, sealed, and in nothing that leaves the laptop."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest
from folder_bytes import bytes_in
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.clock import FrozenClock
from survey_app.store.errors import StoreFullError
from survey_app.workflows import collect, export
from survey_app.workflows.demonstration.search import readable_texts
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.notebook import Kind
from survey_app.workflows.study.studies import open_key

MARKER = "zarqa-my-own-thought"


def test_notes_come_back_in_order_after_the_laptop_was_closed(laptop, data):
    person = unlock(laptop, INTERVIEWER)
    notebook.note(laptop, person, Kind.BEGUN)
    notebook.note(laptop, person, Kind.THOUGHT, MARKER)
    laptop.close()
    with closing(open_laptop(data)) as again:
        found = notebook.notes(again, unlock(again, INTERVIEWER))
    assert [(one.kind, one.said) for one in found] == [(Kind.BEGUN, ""), (Kind.THOUGHT, MARKER)]


def test_nobody_else_opens_them_and_no_byte_of_them_stands_in_clear(laptop, data):
    notebook.note(laptop, unlock(laptop, INTERVIEWER), Kind.THOUGHT, MARKER)
    supervisor = unlock(laptop, SUPERVISOR)
    assert notebook.notes(laptop, supervisor) == ()
    name = f"notebook-{unlock(laptop, INTERVIEWER).person_id}"
    laptop.store.set_meta(f"notebook-{supervisor.person_id}", laptop.store.get_meta(name))
    assert notebook.notes(laptop, supervisor) == ()
    assert MARKER.encode() not in bytes_in(data)


def test_a_bundle_opened_with_every_key_of_the_study_holds_nothing_of_them(laptop, study, tmp_path):
    person, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    notebook.note(laptop, person, Kind.THOUGHT, MARKER)
    notebook.note(laptop, person, Kind.MOMENT, "pause")
    sitting = collect.start(laptop, person, "khan_2024", "en")
    questions = sitting.interview.form.questions
    for name, value in {"free_now": "yes", "consent": "yes", "mother_id": "7"}.items():
        sitting.answer({questions[name].path: value})
    sitting.finish()
    assert export.waiting(laptop, supervisor).texts == 0
    made = export.pack(laptop, supervisor, tmp_path)
    for key in ("analyst", "study"):
        texts = list(readable_texts([made.path], open_key(study, key, STUDY_PASSPHRASE)))
        assert any("khan_2024" in text for text in texts)  # it was opened
        assert not any(MARKER in text or "notebook" in text for text in texts)


def _written_on(laptop, *days):
    person = unlock(laptop, INTERVIEWER)
    for day in days:
        then = FrozenClock(datetime.fromisoformat(f"{day}T12:00+00:00"))
        notebook.note(replace(laptop, clock=then), person, Kind.THOUGHT, day)
    return [one.said for one in notebook.notes(laptop, person)]


def test_notes_older_than_two_months_go_once_she_writes_on_two_later_days(laptop):
    assert _written_on(laptop, "2026-03-01", "2026-04-20", "2026-05-02", "2026-05-03") == [
        "2026-04-20",
        "2026-05-02",
        "2026-05-03",
    ]


def test_a_clock_that_is_wrong_on_one_day_destroys_no_note_and_its_page_does_not_stay(laptop):
    days = ["2026-03-01", "2041-01-01", "2026-03-02", "1980-01-01", "2026-03-03"]
    assert _written_on(laptop, *days[:3]) == days[:3]
    assert _written_on(laptop, *days[3:]) == ["2026-03-01", "2026-03-02", *days[3:]]
    assert _written_on(laptop, "2026-03-04") == [
        "2026-03-01",
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
    ]


def test_a_full_disk_costs_a_note_and_never_the_interview(laptop, monkeypatch):
    person = unlock(laptop, INTERVIEWER)

    def full(_name, _value, **_guard):
        raise StoreFullError

    monkeypatch.setattr(laptop.store, "set_meta", full)
    notebook.note_if_there_is_room(laptop, person, Kind.BEGUN)
    assert notebook.notes(laptop, person) == ()
    with pytest.raises(StoreFullError):
        notebook.note(laptop, person, Kind.THOUGHT, MARKER)


def test_destroying_them_keeps_only_the_count_that_protects_her(laptop):
    person = unlock(laptop, INTERVIEWER)
    for kind in (Kind.BEGUN, Kind.MOMENT, Kind.FEELING):
        notebook.note(laptop, person, kind, "pause")
    notebook.forget_notes(laptop, person)
    assert [one.kind for one in notebook.notes(laptop, person)] == [Kind.BEGUN]
