"""The study's keys: shared on paper, changed, put under another passphrase, never lost."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from folder_bytes import bytes_in
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.store.rekeying import KeyChange
from survey_app.vault import kem, signing, slots
from survey_app.vault.errors import SealBrokenError, SharesTooFewError, WrongPassphraseError
from survey_app.vault.records import open_sealed
from survey_app.workflows import backup
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.backing_up.opening import by_study
from survey_app.workflows.collect import start
from survey_app.workflows.enrol import install_pack
from survey_app.workflows.errors import (
    FileNotWrittenError,
    OlderKeysError,
    PackDamagedError,
    StudyBusyError,
    StudyDamagedError,
)
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import person_words
from survey_app.workflows.keys.people_errors import (
    NewestPackNeededError,
    OtherStudyKeyError,
)
from survey_app.workflows.keys.recovering import recover_person
from survey_app.workflows.keys.rotating import rewrap_laptop, rotate_study
from survey_app.workflows.keys.sharing import (
    change_study_passphrase,
    rehearse,
    restore_study,
    share_study,
    study_seed_of,
    study_seeds,
)
from survey_app.workflows.merge import merge
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_translations
from survey_app.workflows.recover import recover
from survey_app.workflows.study import study_files
from survey_app.workflows.study.removing import cancel_pack, remove_laptop
from survey_app.workflows.study.studies import (
    KEY_NAMES,
    create_study,
    open_key,
    open_keys,
    read_study,
)

FRESH = "another passphrase of a test"


@pytest.fixture
def own_study(study, tmp_path):
    """A copy of the study that a test may change."""
    return shutil.copytree(study, tmp_path / "own")


def new_pack(folder):
    forms = [shipped_translations().parent / "forms" / "khan_2024"]
    return make_pack(
        folder, STUDY_PASSPHRASE, form_folders=forms, translations=shipped_translations()
    )


def finish(laptop, age):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer({refs["age"]: age})
    return sitting.finish().code


def ages(laptop, seeds):
    return sorted(whole.value("age") for whole in recover(laptop, *seeds))


def test_a_study_comes_back_whole_from_two_sheets_and_no_passphrase(own_study, cheap_argon2):
    card = read_study(own_study)
    secrets = {name: open_key(own_study, name, STUDY_PASSPHRASE) for name in KEY_NAMES}
    sheets = share_study(own_study, STUDY_PASSPHRASE)
    rehearse(card, sheets)
    for name in KEY_NAMES:
        (own_study / "keys" / f"{name}.slot").unlink()
    restore_study(own_study, study_seed_of(card, sheets[1:]), FRESH, cost=cheap_argon2)
    assert {name: open_key(own_study, name, FRESH) for name in KEY_NAMES} == secrets
    with pytest.raises(WrongPassphraseError):
        open_key(own_study, "study", STUDY_PASSPHRASE)


def test_one_sheet_or_the_sheets_of_another_study_open_nothing(own_study, tmp_path, cheap_argon2):
    card, sheets = read_study(own_study), share_study(own_study, STUDY_PASSPHRASE)
    with pytest.raises(SharesTooFewError):
        study_seed_of(card, sheets[:1])
    other = tmp_path / "other"
    create_study(other, FRESH, title="O", cover_titles={}, cost=cheap_argon2)
    with pytest.raises(OtherStudyKeyError):
        study_seed_of(card, share_study(other, FRESH)[:2])


def test_a_lost_laptop_passphrase_is_mended_with_two_sheets_alone(laptop, own_study, cheap_argon2):
    card, sheets = read_study(own_study), share_study(own_study, STUDY_PASSPHRASE)
    seeds = study_seeds(own_study, study_seed_of(card, sheets[:2]))
    words = next(iter(laptop.store.recoveries()))
    recover_person(laptop, card, seeds, "9" * 16, who=person_words(words), cost=cheap_argon2)
    assert unlock(laptop, "9" * 16).person_id == words


def test_the_sealed_keys_of_a_study_show_no_seed(own_study):
    data = b"".join(path.read_bytes() for path in (own_study / "keys").iterdir())
    for name in KEY_NAMES:
        seed = open_key(own_study, name, STUDY_PASSPHRASE)
        assert seed not in data
        assert seed.hex().encode() not in data


def test_a_new_passphrase_of_the_study_takes_the_place_of_the_old(own_study, cheap_argon2):
    before = open_key(own_study, "authority", STUDY_PASSPHRASE)
    change_study_passphrase(own_study, STUDY_PASSPHRASE, FRESH, cost=cheap_argon2)
    assert open_key(own_study, "authority", FRESH) == before
    with pytest.raises(WrongPassphraseError):
        open_key(own_study, "authority", STUDY_PASSPHRASE)


def test_new_keys_are_signed_by_the_study_and_the_old_ones_stay_readable(own_study, cheap_argon2):
    old = {name: open_key(own_study, name, STUDY_PASSPHRASE) for name in KEY_NAMES}
    card = rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    now = read_study(own_study)
    assert (card.epoch, now.epoch, len(now.earlier_study_keys)) == (2, 3, 2)
    for name in ("study", "analyst"):
        seeds = open_keys(own_study, name, STUDY_PASSPHRASE)
        assert len(set(seeds)) == 3
        assert seeds[-1] == old[name]
    assert kem.public_of(open_key(own_study, "study", STUDY_PASSPHRASE)) == now.study_key
    assert signing.verify_key_of(old["authority"]) == now.authority_key
    sheets = share_study(own_study, STUDY_PASSPHRASE)
    restored = study_seeds(own_study, study_seed_of(now, sheets[:2]))
    assert restored == open_keys(own_study, "study", STUDY_PASSPHRASE)


@pytest.mark.parametrize("at", range(6))
def test_a_change_of_keys_cut_anywhere_leaves_one_whole_study(
    own_study, cheap_argon2, monkeypatch, at
):
    real, written = study_files.write_new_file, []

    def cut(path, data):
        if len(written) == at:
            raise FileNotWrittenError(file=path.name, folder=str(path.parent))
        written.append(path)
        real(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(study_files, "write_new_file", cut)
        with suppress(FileNotWrittenError):
            rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    card = read_study(own_study)
    assert kem.public_of(open_key(own_study, "study", STUDY_PASSPHRASE)) == card.study_key
    assert card.epoch == (2 if len(written) == 5 else 1)


CHANGES = {
    "rotate": lambda folder, cost: rotate_study(folder, STUDY_PASSPHRASE, cost=cost),
    "passphrase": lambda folder, cost: change_study_passphrase(
        folder, STUDY_PASSPHRASE, FRESH, cost=cost
    ),
    "recover": lambda folder, cost: restore_study(
        folder, open_key(folder, "study", STUDY_PASSPHRASE), FRESH, cost=cost
    ),
    "remove": lambda folder, _cost: remove_laptop(folder, STUDY_PASSPHRASE, "a" * 32, []),
    "cancel": lambda folder, _cost: cancel_pack(
        folder, STUDY_PASSPHRASE, next((folder / "packs").iterdir()), []
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_two_changes_of_a_study_are_never_made_at_once(own_study, pack, cheap_argon2, change):
    shutil.copy(pack, own_study / "packs")
    (own_study / "lock").touch()
    before = bytes_in(own_study)
    with study_files.changing(own_study), pytest.raises(StudyBusyError):
        CHANGES[change](own_study, cheap_argon2)
    assert bytes_in(own_study) == before
    CHANGES[change](own_study, cheap_argon2)
    assert bytes_in(own_study) != before


def test_of_two_who_make_a_study_in_one_folder_one_is_told_no(tmp_path, cheap_argon2):
    folder = tmp_path / "new"
    folder.mkdir()
    titles = {"en": "Family"}
    with study_files.changing(folder), pytest.raises(StudyBusyError):
        create_study(folder, FRESH, title="One", cover_titles=titles, cost=cheap_argon2)
    assert not (folder / "study.json").exists()


def test_a_key_is_read_with_its_own_card_while_the_study_is_changed(
    own_study, cheap_argon2, monkeypatch
):
    real, reads = study_files.read_file, []

    def between(folder, name):
        reads.append(name)
        if len(reads) == 2:
            with monkeypatch.context() as apart:
                apart.setattr(study_files, "read_file", real)
                rotate_study(folder, STUDY_PASSPHRASE, cost=cheap_argon2)
        return real(folder, name)

    monkeypatch.setattr(study_files, "read_file", between)
    assert len(open_keys(own_study, "study", STUDY_PASSPHRASE)) == 2


def test_what_a_cut_left_under_the_earlier_passphrase_goes_with_the_next_change(
    own_study, cheap_argon2
):
    left = own_study / "keys" / ".0123456789abcdef.part"
    left.write_bytes((own_study / "keys" / "study.slot").read_bytes())
    change_study_passphrase(own_study, STUDY_PASSPHRASE, FRESH, cost=cheap_argon2)
    assert not left.exists()
    for path in own_study.glob("**/*.slot*"):
        with pytest.raises(WrongPassphraseError):
            slots.open_slot(path.read_bytes(), STUDY_PASSPHRASE)


def test_a_change_that_was_decided_is_finished_by_the_next_reader(
    own_study, cheap_argon2, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(study_files, "finish_change", lambda _folder: None)
        rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    keys = own_study / "keys"
    (keys / "study.slot.next").replace(keys / "study.slot")
    assert read_study(own_study).epoch == 2
    assert len(open_keys(own_study, "study", STUDY_PASSPHRASE)) == 2


@pytest.mark.parametrize("at", range(5))
def test_a_study_whose_files_are_held_open_is_read_as_it_was_decided(
    own_study, cheap_argon2, monkeypatch, at
):
    replace, decided = Path.replace, []

    def held(self, target):
        if self.name.endswith(".next"):
            decided.append(self)
            if len(decided) > at:
                raise PermissionError(13, "in use by another program")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", held)
        rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
        card = read_study(own_study)
        for name in ("study", "analyst", "authority"):
            assert open_keys(own_study, name, STUDY_PASSPHRASE)
        assert card.epoch == 2
        study = open_key(own_study, "study", STUDY_PASSPHRASE)
        assert study_seeds(own_study, study)[0] == study
        with pytest.raises(FileNotWrittenError):  # one change after the other
            rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    assert read_study(own_study) == card  # and when they are free, it is finished
    assert not list(own_study.rglob("*.next"))


def test_interviews_before_and_after_a_change_of_keys_open_and_merge_together(
    data, own_study, tmp_path, cheap_argon2
):
    laptop = open_laptop(data)
    finish(laptop, "45")
    stick = tmp_path / "stick"
    stick.mkdir()
    export(laptop, unlock(laptop, SUPERVISOR), stick)
    laptop.close()
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    install_pack(data, new_pack(own_study))
    again = open_laptop(data)
    finish(again, "46")
    export(again, unlock(again, SUPERVISOR), stick)
    seeds = open_keys(own_study, "study", STUDY_PASSPHRASE)
    assert ages(again, seeds) == ["45", "46"]
    again.close()
    run = merge([stick], tmp_path / "merged", own_study, STUDY_PASSPHRASE)
    assert (run.new, run.refused) == (2, ())
    assert run.report["counts"]["records"] == 2


def test_rewrapping_gives_old_interviews_to_the_new_key_without_touching_a_body(
    data, own_study, cheap_argon2
):
    laptop = open_laptop(data)
    finish(laptop, "45")
    bodies = [record.body for record in laptop.store.records()]
    envelopes = [record.envelope for record in laptop.store.records()]
    laptop.close()
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    install_pack(data, new_pack(own_study))
    laptop = open_laptop(data)
    seeds = open_keys(own_study, "study", STUDY_PASSPHRASE)
    assert rewrap_laptop(laptop, read_study(own_study), seeds).interviews == 1
    assert [record.body for record in laptop.store.records()] == bodies
    assert ages(laptop, seeds[:1]) == ["45"]
    laptop.store.audit(laptop.device.verify_key)
    whole = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert not any(envelope[100:140] in whole for envelope in envelopes)
    laptop.close()


def test_a_damaged_interview_keeps_no_other_from_the_new_study_key(data, own_study, cheap_argon2):
    laptop = open_laptop(data)
    finish(laptop, "45")
    finish(laptop, "46")
    bad = laptop.store.records()[0].record_id
    first = min(laptop.store.recoveries())  # anybody can seal one to the study key
    held = {"role": b"solo", "draft": bytes(32), "site": bytes(32), "device": bytes(32)}
    forged = slots.seal_recovery(held, laptop.study.study_key, slot_id=first)
    laptop.store.change_keys(KeyChange(recoveries={first: forged}))
    laptop.close()
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("UPDATE record_keys SET wrapped = zeroblob(5000) WHERE record_id = ?", [bad])
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    install_pack(data, new_pack(own_study))
    seeds = open_keys(own_study, "study", STUDY_PASSPHRASE)
    with closing(open_laptop(data)) as laptop:
        done = rewrap_laptop(laptop, read_study(own_study), seeds)
        assert (done.interviews, done.damaged) == (1, (bad,))
        assert laptop.store.compare(laptop.device.verify_key).differing == {bad}
        whole = [one for one in laptop.store.records() if one.record_id != bad]
        assert [bool(open_sealed(seeds[0], one).plaintext) for one in whole] == [True]


def test_amendments_and_backups_of_before_open_after_the_study_changed_its_keys(
    data, own_study, cheap_argon2, tmp_path
):
    laptop = open_laptop(data)
    amend(laptop, unlock(laptop, SUPERVISOR), finish(laptop, "45"), Wish("why", {"age": "46"}))
    made = backup.make(laptop, unlock(laptop, SUPERVISOR), tmp_path)
    laptop.close()
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    install_pack(data, new_pack(own_study))
    seeds = open_keys(own_study, "study", STUDY_PASSPHRASE)
    card = read_study(own_study)
    backup.restore(made.path, tmp_path / "again", by_study(card, *seeds))
    laptop = open_laptop(data)
    (said,) = laptop.store.amendments()
    rewrap_laptop(laptop, card, seeds)
    (whole,) = recover(laptop, seeds[0])
    assert [one.values for one in whole.amendments] == [{"age": "46"}]
    assert laptop.store.amendments()[0].body == said.body
    laptop.store.audit(laptop.device.verify_key)
    laptop.close()


def test_a_laptop_goes_forward_to_new_keys_and_never_back(data, own_study, cheap_argon2):
    old = new_pack(own_study)
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    install_pack(data, new_pack(own_study))
    laptop = open_laptop(data)
    unlock(laptop, INTERVIEWER)
    laptop.close()
    with pytest.raises(OlderKeysError):
        install_pack(data, old)
    store = open_laptop(data).store
    digest = old.stem
    (data / "packs" / old.name).write_bytes(old.read_bytes())
    store.set_meta("pack", digest.encode())
    store.close()
    back = open_laptop(data)
    with pytest.raises(PackDamagedError):
        unlock(back, INTERVIEWER)
    back.close()


def test_the_recovery_of_a_laptop_moves_to_the_new_study_key(data, own_study, cheap_argon2):
    old_seed = open_key(own_study, "study", STUDY_PASSPHRASE)
    rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    install_pack(data, new_pack(own_study))
    laptop = open_laptop(data)
    person = unlock(laptop, INTERVIEWER)

    sealed = laptop.store.recoveries()[person.person_id]
    with pytest.raises(SealBrokenError):
        slots.open_recovery(sealed, old_seed, slot_id=person.person_id)
    laptop.close()


def test_a_laptop_without_the_newest_pack_is_not_wrapped_again(laptop, own_study, cheap_argon2):
    card = rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    with pytest.raises(NewestPackNeededError):
        rewrap_laptop(laptop, card, open_keys(own_study, "study", STUDY_PASSPHRASE))


def test_sheets_made_before_a_change_of_keys_say_that_they_are_old(own_study, cheap_argon2):
    sheets = share_study(own_study, STUDY_PASSPHRASE)
    card = rotate_study(own_study, STUDY_PASSPHRASE, cost=cheap_argon2)
    with pytest.raises(OtherStudyKeyError):
        rehearse(card, sheets)


def test_without_what_was_sealed_to_it_the_study_key_alone_is_said_to_be_not_enough(
    own_study, cheap_argon2
):
    (own_study / "keys" / "recovery.sealed").unlink()
    with pytest.raises(StudyDamagedError):
        restore_study(
            own_study, open_key(own_study, "study", STUDY_PASSPHRASE), FRESH, cost=cheap_argon2
        )
