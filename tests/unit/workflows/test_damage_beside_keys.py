"""What is damaged on the disk hinders no change of keys and no recovery, nor is it made good."""

import sqlite3
from contextlib import closing

import pytest
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.disclosure.deidentified.pending import Verdict
from survey_app.store.errors import StoreAlteredError, StoreDamagedError
from survey_app.vault.errors import SealBrokenError, WrongPassphraseError
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.collect import resume, start
from survey_app.workflows.enrol import NewPerson, enrol_laptop
from survey_app.workflows.export import seal_reviewed
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role, person_words
from survey_app.workflows.interviewing.cards import all_drafts
from survey_app.workflows.keys.people import add_person, change_passphrase, members, remove_person
from survey_app.workflows.keys.people_errors import WhichPersonError
from survey_app.workflows.keys.recovering import recover_person
from survey_app.workflows.opened_views import opened_views
from survey_app.workflows.review import decide
from survey_app.workflows.study.studies import open_keys, read_study

FRESH, SECOND = "9999 8888 7777 6666", "4444 3333 2222 1111"


def _begun(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting


def _rot(data, table, column, which="1"):
    """Turn a bit near the end of the first row's cell: of a key, behind its guard of zeros."""
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        found = db.execute(f"SELECT rowid, {column} FROM {table} WHERE {which} ORDER BY rowid")
        row, cell = found.fetchone()
        cell = cell[:-20] + bytes([cell[-20] ^ 1]) + cell[-19:]
        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [cell, row])


def _altered(laptop):
    return laptop.store.compare(laptop.device.verify_key).differing


@pytest.mark.parametrize(
    ("table", "column"),
    [("views", "body"), ("view_keys", "wrapped"), ("records", "body"), ("record_keys", "wrapped")],
)
def test_an_altered_interview_is_not_made_good_by_a_change_of_keys_and_hinders_none(
    laptop, data, cheap_argon2, table, column
):
    supervisor = unlock(laptop, SUPERVISOR)
    other = add_person(laptop, supervisor, Role.SUPERVISOR, SECOND, cost=cheap_argon2)
    for _ in range(2):
        _begun(laptop).finish()
    _rot(data, table, column)
    before = _altered(laptop)
    assert len(before) == 1
    remove_person(laptop, other.slot_id, SUPERVISOR, cost=cheap_argon2)
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, SECOND)
    assert _altered(laptop) == before
    with pytest.raises(StoreAlteredError):
        laptop.store.audit(laptop.device.verify_key)
    found = opened_views(laptop, unlock(laptop, SUPERVISOR))
    assert len(found.whole) == (1 if table.startswith("view") else 2)


def test_an_interview_that_was_slipped_in_is_still_told_after_a_change_of_keys(
    laptop, data, cheap_argon2
):
    _begun(laptop).finish()
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        for table, column in (("record", "record_id"), ("view", "view_id")):
            for name in (f"{table}s", f"{table}_keys"):
                rows = db.execute(f"SELECT * FROM {name}")
                columns = [one[0] for one in rows.description]
                values = ["0" * 32 if one == column else one for one in columns]
                told = ", ".join(f"'{v}'" if v == "0" * 32 else v for v in values)
                db.execute(f"INSERT INTO {name} SELECT {told} FROM {name}")
    assert _altered(laptop) == {"0" * 32}
    change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)
    assert _altered(laptop) == {"0" * 32}


def test_an_interview_that_agrees_with_the_log_and_does_not_open_stops_the_change(
    laptop, cheap_argon2, monkeypatch
):
    _begun(laptop).finish()

    def refuse(*_):
        raise SealBrokenError

    monkeypatch.setattr("survey_app.vault.rewrapping.rewrap_to", refuse)
    with pytest.raises(SealBrokenError):
        change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)
    assert unlock(laptop, SUPERVISOR)


@pytest.mark.parametrize(("table", "column"), [("drafts", "body"), ("draft_keys", "wrapped")])
def test_a_damaged_draft_keeps_neither_the_others_closed_nor_a_passphrase_unchanged(
    laptop, data, cheap_argon2, table, column
):
    kept = [_begun(laptop).draft_id for _ in range(3)]
    _rot(data, table, column)
    for passphrase in (INTERVIEWER, FRESH):
        person = unlock(laptop, passphrase)
        found = all_drafts(laptop, person)
        assert sorted([*found.damaged, *(one.draft_id for one in found.whole)]) == sorted(kept)
        assert len(found.damaged) == 1
        for one in found.whole:
            assert resume(laptop, person, one.draft_id)
        if passphrase == INTERVIEWER:
            change_passphrase(laptop, INTERVIEWER, FRESH, cost=cheap_argon2)


def test_a_damaged_recovery_keeps_no_colleague_from_hers_and_is_never_taken_for_her(
    laptop, data, study, cheap_argon2
):
    seeds, card = open_keys(study, "study", STUDY_PASSPHRASE), read_study(study)
    her, other = (unlock(laptop, one).person_id for one in (INTERVIEWER, SUPERVISOR))
    _rot(data, "recovery", "sealed", f"slot_id = '{other}'")
    with pytest.raises(WhichPersonError):
        recover_person(laptop, card, seeds, FRESH, cost=cheap_argon2)
    done = recover_person(laptop, card, seeds, FRESH, who=person_words(her), cost=cheap_argon2)
    assert done.slot_id == her


def test_a_slot_whose_id_is_damaged_can_be_seen_and_taken_away(laptop, data, cheap_argon2):
    her = unlock(laptop, INTERVIEWER).person_id
    rotten = "g" + her[1:]
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("UPDATE slots SET slot_id = ? WHERE slot_id = ?", [rotten, her])
    supervisor = unlock(laptop, SUPERVISOR)
    assert rotten in {one.slot_id for one in members(laptop, supervisor)}
    remove_person(laptop, rotten, SUPERVISOR, cost=cheap_argon2)
    assert laptop.store.slot_ids() == {supervisor.person_id}


def _put_back(data, rows):
    """Lay earlier rows of the anonymised side over the present ones, as another program would."""
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        for table, row in rows.items():
            db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _side_of(data):
    with closing(sqlite3.connect(data / "interviews.db")) as db:
        return {
            table: db.execute(f"SELECT * FROM {table}").fetchone()
            for table in ("views", "view_keys")
        }


def test_an_anonymised_side_that_was_put_back_is_not_made_good_by_work_on_it(laptop, data):
    sitting = _begun(laptop)
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["difficulties"]: "The water was cold.", refs["mother_id"]: "7"})
    code = sitting.finish().code
    supervisor = unlock(laptop, SUPERVISOR)
    earlier = _side_of(data)
    (view,) = laptop.store.views()
    decide(laptop, supervisor, view.view_id, 0, Verdict.CLEARED, no_story=True)
    laptop.close()
    _put_back(data, earlier)
    laptop = open_laptop(data)
    supervisor = unlock(laptop, SUPERVISOR)
    assert _altered(laptop) == {view.view_id}
    with pytest.raises(StoreAlteredError):
        decide(laptop, supervisor, view.view_id, 0, Verdict.CLEARED, no_story=True)
    with pytest.raises(StoreAlteredError):
        amend(laptop, supervisor, code, Wish("she said so", {"age": "46"}))
    assert _altered(laptop) == {view.view_id}
    amend(laptop, supervisor, code, Wish("her wish", withdrawn=("difficulties",)))
    assert _altered(laptop) == {view.view_id}, "her wish is done, and what is left not called good"
    (left,) = opened_views(laptop, supervisor).whole
    assert left.view.texts == ()
    laptop.close()


@pytest.mark.parametrize(
    "how",
    [
        "value = substr(value, 1, 20)",
        "value = CAST(replace(value, '\"verify_key\"', '\"verify_kez\"') AS BLOB)",
        'value = CAST(replace(value, \'"site_key":"\', \'"site_key":"z\') AS BLOB)',
        "name = 'devicf'",
    ],
)
def test_a_rotten_row_of_the_device_is_damage_and_no_laptop_without_people(
    laptop, data, cheap_argon2, how
):
    laptop.close()
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute(f"UPDATE meta SET {how} WHERE name = 'device'")
    with pytest.raises(StoreDamagedError):
        open_laptop(data)
    with pytest.raises(StoreDamagedError):
        enrol_laptop(data, [NewPerson(Role.SOLO, SECOND)], cost=cheap_argon2)


def test_a_rotten_proof_of_enrolment_packs_nothing_that_every_receiver_would_refuse(laptop, data):
    _begun(laptop).finish()
    laptop.close()
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        (row,) = db.execute("SELECT value FROM meta WHERE name = 'device'").fetchone()
        at = row.index(b'"device_signature":"') + 40
        rotten = row[:at] + (b"0" if row[at : at + 1] != b"0" else b"1") + row[at + 1 :]
        db.execute("UPDATE meta SET value = ? WHERE name = 'device'", [rotten])
    with closing(open_laptop(data)) as again:
        with pytest.raises(StoreDamagedError):
            seal_reviewed(again, unlock(again, SUPERVISOR))
        assert again.store.packed_members() == frozenset()
