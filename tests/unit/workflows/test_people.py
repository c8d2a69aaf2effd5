"""People come and go, and change their passphrases; nothing opens that should not."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from folder_bytes import bytes_in, pieces
from people import INTERVIEWER, SUPERVISOR

from survey_app.interview import EmptyKind
from survey_app.store.errors import KeysChangedError
from survey_app.vault import kem, slots
from survey_app.vault.chain import read_entry
from survey_app.vault.errors import SealBrokenError, WeakPassphraseError, WrongPassphraseError
from survey_app.vault.records import open_draft, open_sealed
from survey_app.workflows import review
from survey_app.workflows.collect import resume, start
from survey_app.workflows.errors import PackDamagedError, SupervisorNeededError
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.interviewing.notebook import Kind
from survey_app.workflows.keys.panic import destroy_keys
from survey_app.workflows.keys.people import (
    add_person,
    change_passphrase,
    members,
    remove_person,
)
from survey_app.workflows.keys.people_errors import (
    LastSupervisorError,
    NoSuchPersonError,
    PassphraseTakenError,
)

SECOND, THIRD = "2222 3333 4444 5555", "3333 4444 5555 6666"
FRESH = "9999 8888 7777 6666"


def begin(laptop, passphrase):
    sitting = start(laptop, unlock(laptop, passphrase), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer(
        {refs["age"]: "45", refs["difficulties"]: "the rent"},
        {refs["mother_id"]: EmptyKind.REFUSED},
    )
    return sitting, refs


def operations(laptop):
    return [read_entry(entry).operation for entry in laptop.store.log_entries()]


def test_several_interviewers_each_open_their_own_drafts_only(laptop, cheap_argon2):
    add_person(laptop, unlock(laptop, SUPERVISOR), Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    begin(laptop, INTERVIEWER)
    mine, colleague = unlock(laptop, INTERVIEWER), unlock(laptop, SECOND)
    assert len(drafts(laptop, mine)) == 1
    assert drafts(laptop, colleague) == ()
    (sealed,) = laptop.store.drafts(mine.person_id)
    with pytest.raises(SealBrokenError):
        open_draft(colleague.draft_key, sealed)
    assert colleague.site_seed is None


def test_a_second_supervisor_reviews_what_the_first_can(laptop, cheap_argon2):
    add_person(laptop, unlock(laptop, SUPERVISOR), Role.SUPERVISOR, SECOND, cost=cheap_argon2)
    begin(laptop, INTERVIEWER)[0].finish()
    first, second = unlock(laptop, SUPERVISOR), unlock(laptop, SECOND)
    assert list(review.all_texts(laptop, second)) == list(review.all_texts(laptop, first))
    assert {one.role for one in members(laptop, second)} == {Role.INTERVIEWER, Role.SUPERVISOR}


def test_only_a_supervisor_adds_people_and_sees_who_there_is(laptop, cheap_argon2):
    interviewer = unlock(laptop, INTERVIEWER)
    with pytest.raises(SupervisorNeededError):
        add_person(laptop, interviewer, Role.SUPERVISOR, SECOND, cost=cheap_argon2)
    with pytest.raises(SupervisorNeededError):
        members(laptop, interviewer)
    with pytest.raises(SupervisorNeededError):
        remove_person(laptop, "0" * 32, INTERVIEWER, cost=cheap_argon2)


def test_two_people_never_share_a_passphrase(laptop, cheap_argon2):
    supervisor = unlock(laptop, SUPERVISOR)
    for taken in (INTERVIEWER, SUPERVISOR, "۱۱۱۱ ۲۲۲۲ ۳۳۳۳ ۴۴۴۴"):
        with pytest.raises(PassphraseTakenError):
            add_person(laptop, supervisor, Role.INTERVIEWER, taken, cost=cheap_argon2)
    with pytest.raises(PassphraseTakenError):
        change_passphrase(laptop, INTERVIEWER, SUPERVISOR, cost=cheap_argon2)


def test_who_was_removed_opens_nothing_and_her_slot_is_in_no_file(laptop, data, cheap_argon2):
    made = add_person(
        laptop, unlock(laptop, SUPERVISOR), Role.INTERVIEWER, SECOND, cost=cheap_argon2
    )
    (slot,) = [blob for blob in laptop.store.slots() if made.slot_id.encode() in blob]
    assert all(piece in bytes_in(data) for piece in pieces(slot))
    remove_person(laptop, made.slot_id, SUPERVISOR, cost=cheap_argon2)
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, SECOND)
    assert not any(piece in bytes_in(data) for piece in pieces(slot))
    assert operations(laptop)[-2:] == ["enrol-person", "remove-person"]
    laptop.store.audit(laptop.device.verify_key)


def test_a_removed_supervisor_cannot_open_what_is_finished_before_or_after(
    laptop, data, cheap_argon2
):
    made = add_person(
        laptop, unlock(laptop, SUPERVISOR), Role.SUPERVISOR, SECOND, cost=cheap_argon2
    )
    begin(laptop, INTERVIEWER)[0].finish()
    gone = unlock(laptop, SECOND)
    before = laptop.store.views()[0]
    remove_person(laptop, made.slot_id, SUPERVISOR, cost=cheap_argon2)
    laptop.close()
    again = open_laptop(data)
    begin(again, INTERVIEWER)[0].finish()
    for view in again.store.views():
        with pytest.raises(SealBrokenError):
            open_sealed(gone.site_seed, view)
    assert before.body in {view.body for view in again.store.views()}
    assert not any(piece in bytes_in(data) for piece in pieces(before.envelope))
    assert len(list(review.all_texts(again, unlock(again, SUPERVISOR)))) > 0
    again.store.audit(again.device.verify_key)
    again.close()


def test_other_supervisors_are_added_again_after_one_left(laptop, cheap_argon2):
    supervisor = unlock(laptop, SUPERVISOR)
    leaving = add_person(laptop, supervisor, Role.SUPERVISOR, SECOND, cost=cheap_argon2)
    staying = add_person(laptop, supervisor, Role.SUPERVISOR, THIRD, cost=cheap_argon2)
    done = remove_person(laptop, leaving.slot_id, SUPERVISOR, cost=cheap_argon2)
    assert done.also == (staying.words,)
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, THIRD)
    assert unlock(laptop, INTERVIEWER).role is Role.INTERVIEWER


def test_a_supervisor_cannot_remove_herself_or_somebody_unknown(laptop, cheap_argon2):
    supervisor = unlock(laptop, SUPERVISOR)
    with pytest.raises(LastSupervisorError):
        remove_person(laptop, supervisor.person_id, SUPERVISOR, cost=cheap_argon2)
    with pytest.raises(NoSuchPersonError):
        remove_person(laptop, "0" * 32, SUPERVISOR, cost=cheap_argon2)


def test_a_changed_passphrase_opens_the_same_interview_and_the_old_one_nothing(
    laptop, data, cheap_argon2
):
    sitting, refs = begin(laptop, INTERVIEWER)
    old = unlock(laptop, INTERVIEWER)
    (draft,) = laptop.store.drafts(old.person_id)
    (slot,) = [blob for blob in laptop.store.slots() if old.person_id.encode() in blob]
    change_passphrase(laptop, INTERVIEWER, FRESH, cost=cheap_argon2)
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, INTERVIEWER)
    resumed = resume(laptop, unlock(laptop, FRESH), sitting.draft_id)
    assert resumed.interview.value(refs["age"]) == "45"
    left = bytes_in(data)
    assert not any(piece in left for piece in pieces(slot) + pieces(draft.key))
    (now,) = laptop.store.drafts(old.person_id)
    assert now.body == draft.body
    with pytest.raises(SealBrokenError):
        open_draft(old.draft_key, now)


def test_two_slots_that_somebody_swapped_cost_nobody_her_passphrase(laptop, data, cheap_argon2):
    supervisor = unlock(laptop, SUPERVISOR)
    second = add_person(laptop, supervisor, Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    third = add_person(laptop, supervisor, Role.INTERVIEWER, THIRD, cost=cheap_argon2)
    first = unlock(laptop, INTERVIEWER)

    def swap(*names):
        with closing(sqlite3.connect(data / "interviews.db")) as db, db:
            for before, after in zip(("-", *names), (*names, "-"), strict=True):
                db.execute("UPDATE slots SET slot_id = ? WHERE slot_id = ?", [before, after])

    swap(first.person_id, second.slot_id, third.slot_id)
    change_passphrase(laptop, INTERVIEWER, FRESH, cost=cheap_argon2)
    found = [unlock(laptop, one).person_id for one in (FRESH, SECOND, THIRD)]
    assert found == [first.person_id, second.slot_id, third.slot_id]
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, INTERVIEWER)
    swap(second.slot_id, third.slot_id)
    remove_person(laptop, third.slot_id, SUPERVISOR, cost=cheap_argon2)
    assert unlock(laptop, SECOND).person_id == second.slot_id
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, THIRD)


def test_a_copy_of_the_old_slot_opens_nothing_written_later(laptop, data, tmp_path, cheap_argon2):
    begin(laptop, INTERVIEWER)[0].finish()
    shutil.copytree(data, tmp_path / "copy", ignore=shutil.ignore_patterns("lock", "ballast"))
    change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)
    begin(laptop, INTERVIEWER)[0].finish()
    copy = open_laptop(tmp_path / "copy")
    thief, hers = unlock(copy, SUPERVISOR), unlock(copy, INTERVIEWER)
    copy.close()
    for view in laptop.store.views():
        with pytest.raises(SealBrokenError):
            open_sealed(thief.site_seed, view)
    assert len({item.view_id for item in review.all_texts(laptop, unlock(laptop, FRESH))}) == 2
    change_passphrase(laptop, INTERVIEWER, SECOND, cost=cheap_argon2)
    begin(laptop, SECOND)
    (later,) = laptop.store.drafts(hers.person_id)
    with pytest.raises(SealBrokenError):
        open_draft(hers.draft_key, later)
    assert open_draft(unlock(laptop, SECOND).draft_key, later)


def test_an_interviewer_learns_the_new_site_key_from_the_signed_row_only(
    laptop, data, cheap_argon2
):
    old = unlock(laptop, INTERVIEWER).site_key
    change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)
    assert unlock(laptop, INTERVIEWER).site_key != old
    laptop.close()
    again = open_laptop(data)
    assert unlock(again, INTERVIEWER).site_key == unlock(again, FRESH).site_key
    assert unlock(again, INTERVIEWER).site_key == again.device.site_key
    again.close()


def test_a_short_new_passphrase_changes_nothing(laptop, cheap_argon2):
    with pytest.raises(WeakPassphraseError):
        change_passphrase(laptop, INTERVIEWER, "short", cost=cheap_argon2)
    assert unlock(laptop, INTERVIEWER).role is Role.INTERVIEWER


def test_after_panic_no_passphrase_opens_and_no_byte_of_a_slot_is_left(laptop, data):
    begin(laptop, INTERVIEWER)
    blobs = laptop.store.slots()
    assert all(piece in bytes_in(data) for blob in blobs for piece in pieces(blob))
    destroy_keys(laptop, unlock(laptop, INTERVIEWER))
    left = bytes_in(data)
    assert not any(piece in left for blob in blobs for piece in pieces(blob))
    for passphrase in (INTERVIEWER, SUPERVISOR):
        with pytest.raises(WrongPassphraseError):
            unlock(laptop, passphrase)
    assert operations(laptop)[-1] == "panic"


def test_slots_of_the_first_format_open_for_ever_and_are_not_made_any_more(laptop):
    assert all(b"survey_app slot/3" in blob for blob in laptop.store.slots())
    assert slots.cost_of(laptop.store.slots()[0]).memory == 16


def salts(laptop):
    return [json.loads(blob)["salt"] for blob in laptop.store.slots()]


def test_all_slots_of_a_laptop_are_tried_with_one_stretching(laptop, cheap_argon2):
    add_person(laptop, unlock(laptop, SUPERVISOR), Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    enrolled = salts(laptop)
    change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)
    unlock(laptop, INTERVIEWER)  # takes the new site key into her slot
    assert len(enrolled) == 3
    assert set(salts(laptop)) == set(enrolled)
    assert len(set(enrolled)) == 1


def test_a_site_key_that_the_laptop_did_not_sign_is_not_taken(laptop, cheap_argon2):
    interviewer = unlock(laptop, INTERVIEWER)
    change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)
    card = laptop.store.get_meta("device")
    real = unlock(laptop, FRESH).site_key.hex().encode()
    forged = kem.public_of(kem.new_seed()).hex().encode()
    laptop.store.set_meta("device", card.replace(real, forged))
    with pytest.raises(PackDamagedError):
        unlock(laptop, INTERVIEWER)
    assert interviewer.site_key.hex().encode() not in (real, forged)


def test_an_answer_that_comes_after_a_change_of_keys_is_refused_and_the_draft_still_opens(
    laptop, cheap_argon2
):
    sitting, refs = begin(laptop, INTERVIEWER)
    before = sitting.interview.save()
    change_passphrase(laptop, INTERVIEWER, FRESH, cost=cheap_argon2)
    with pytest.raises(KeysChangedError):  # a phone that was just saving
        sitting.answer({refs["age"]: "46"})
    assert resume(laptop, unlock(laptop, FRESH), sitting.draft_id).interview.save() == before


def test_nothing_is_finished_added_or_noted_with_keys_from_before_a_change(laptop, cheap_argon2):
    sitting, _ = begin(laptop, INTERVIEWER)
    colleague, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    change_passphrase(laptop, SUPERVISOR, FRESH, cost=cheap_argon2)  # a new site key, too
    with pytest.raises(KeysChangedError):
        sitting.finish()  # its anonymised side would be sealed to a key that nobody has
    with pytest.raises(KeysChangedError):
        add_person(laptop, supervisor, Role.SUPERVISOR, SECOND, cost=cheap_argon2)
    with pytest.raises(KeysChangedError):
        notebook.note(laptop, colleague, Kind.MOMENT)
    assert (laptop.store.count_records(), len(laptop.store.all_drafts())) == (0, 1)
    resume(laptop, unlock(laptop, INTERVIEWER), sitting.draft_id).finish()
    assert len(list(review.all_texts(laptop, unlock(laptop, FRESH)))) == 1


def test_her_own_notes_and_the_count_that_protects_her_survive_a_new_passphrase(
    laptop, cheap_argon2
):
    me = unlock(laptop, INTERVIEWER)
    notebook.note(laptop, me, Kind.BEGUN)
    notebook.note(laptop, me, Kind.THOUGHT, "a long road")
    written = notebook.notes(laptop, me)
    change_passphrase(laptop, INTERVIEWER, FRESH, cost=cheap_argon2)
    assert notebook.notes(laptop, me) == ()  # the old key opens nothing of it
    assert notebook.notes(laptop, unlock(laptop, FRESH)) == written
