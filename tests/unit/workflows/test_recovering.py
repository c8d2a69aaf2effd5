"""A forgotten passphrase costs nothing when the holder of the study key helps."""

import shutil

import pytest
from folder_bytes import bytes_in, pieces
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.canonical import canonical_json, read_canonical_json, sha256_hex
from survey_app.store.rekeying import KeyChange
from survey_app.vault import kem, slots
from survey_app.vault.chain import read_entry
from survey_app.vault.errors import SealBrokenError, WrongPassphraseError
from survey_app.vault.padding import pad
from survey_app.workflows import review
from survey_app.workflows.collect import resume, start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role, person_words
from survey_app.workflows.field_laptop.renewing import OLD_RECOVERY
from survey_app.workflows.keys.panic import destroy_keys
from survey_app.workflows.keys.people import change_passphrase, members, remove_person
from survey_app.workflows.keys.people_errors import (
    NotARequestError,
    NothingToRecoverError,
    OtherRequestError,
    PassphraseTakenError,
    RecoveryAlteredError,
    WhichPersonError,
)
from survey_app.workflows.keys.recovering import (
    accept_answer,
    answer_request,
    make_request,
    recover_person,
    request_words,
)
from survey_app.workflows.study.studies import open_keys, read_study

FRESH = "9999 8888 7777 6666"


@pytest.fixture
def seeds(study):
    return open_keys(study, "study", STUDY_PASSPHRASE)


@pytest.fixture
def card(study):
    return read_study(study)


def begin(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer({refs["age"]: "45", refs["difficulties"]: "the rent"})
    return sitting, refs


def her(laptop):
    return unlock(laptop, INTERVIEWER).person_id


def test_a_forgotten_passphrase_costs_no_answer_when_the_study_key_helps(
    laptop, data, seeds, card, cheap_argon2
):
    sitting, refs = begin(laptop)
    slot_id = her(laptop)
    (old,) = [blob for blob in laptop.store.slots() if slot_id.encode() in blob]
    done = recover_person(laptop, card, seeds, FRESH, who=person_words(slot_id), cost=cheap_argon2)
    assert (done.slot_id, done.role) == (slot_id, Role.INTERVIEWER)
    resumed = resume(laptop, unlock(laptop, FRESH), sitting.draft_id)
    assert resumed.interview.value(refs["age"]) == "45"
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, INTERVIEWER)
    assert not any(piece in bytes_in(data) for piece in pieces(old))
    assert read_entry(laptop.store.log_entries()[-1]).operation == "recover-person"
    laptop.store.audit(laptop.device.verify_key)


def test_after_panic_the_study_key_alone_brings_everybody_back(laptop, seeds, card, cheap_argon2):
    begin(laptop)[0].finish()
    people = {one.role: one.words for one in members(laptop, unlock(laptop, SUPERVISOR))}
    destroy_keys(laptop)
    recover_person(laptop, card, seeds, FRESH, who=people[Role.SUPERVISOR], cost=cheap_argon2)
    supervisor = unlock(laptop, FRESH)
    assert len(list(review.all_texts(laptop, supervisor))) == 1


def test_an_answer_with_keys_of_an_earlier_day_does_not_shut_what_was_saved_since(
    laptop, seeds, card, cheap_argon2
):
    sitting, _ = begin(laptop)
    slot_id, remembered = her(laptop), "4444 3333 2222 1111"
    request = make_request(laptop, FRESH, cost=cheap_argon2)
    answer, _ = answer_request(request, card, seeds, who=person_words(slot_id))
    change_passphrase(laptop, INTERVIEWER, remembered, cost=cheap_argon2)  # it came back to her
    with pytest.raises(OtherRequestError):
        accept_answer(laptop, answer, FRESH, cost=cheap_argon2)
    person = unlock(laptop, remembered)
    resume(laptop, person, sitting.draft_id).discard()
    again = make_request(laptop, FRESH, cost=cheap_argon2)
    answer, _ = answer_request(again, card, seeds, who=person_words(slot_id))
    remove_person(laptop, slot_id, SUPERVISOR, cost=cheap_argon2)
    with pytest.raises(OtherRequestError):  # nor does it bring somebody back who was removed
        accept_answer(laptop, answer, FRESH, cost=cheap_argon2)
    assert slot_id not in laptop.store.slot_ids()


def test_a_request_and_its_answer_make_a_new_slot_far_from_the_study_key(
    laptop, data, seeds, card, cheap_argon2
):
    sitting, refs = begin(laptop)
    words = person_words(her(laptop))
    request = make_request(laptop, FRESH, cost=cheap_argon2)
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, FRESH)
    laptop.close()
    answer, whose = answer_request(request, card, seeds, who=words)
    assert whose == words
    again = open_laptop(data)
    accept_answer(again, answer, FRESH, cost=cheap_argon2)
    resumed = resume(again, unlock(again, FRESH), sitting.draft_id)
    assert resumed.interview.value(refs["age"]) == "45"
    with pytest.raises(OtherRequestError):
        accept_answer(again, answer, FRESH, cost=cheap_argon2)
    again.close()


def test_neither_request_nor_answer_shows_a_key(laptop, seeds, card, cheap_argon2):
    person, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    request = make_request(laptop, FRESH, cost=cheap_argon2)
    answer, _ = answer_request(request, card, seeds, who=person_words(person.person_id))
    for secret in (person.draft_key, person.device_seed, supervisor.site_seed):
        for file in (request, answer):
            assert secret not in file
            assert secret.hex().encode() not in file
    assert len(request_words(request).split()) == 4


def test_an_answer_to_another_request_or_with_another_passphrase_is_refused(
    laptop, seeds, card, cheap_argon2
):
    words = person_words(her(laptop))
    first = make_request(laptop, FRESH, cost=cheap_argon2)
    answer, _ = answer_request(first, card, seeds, who=words)
    with pytest.raises(WrongPassphraseError):
        accept_answer(laptop, answer, "0000 1111 2222 3333", cost=cheap_argon2)
    make_request(laptop, FRESH, cost=cheap_argon2)
    with pytest.raises(OtherRequestError):
        accept_answer(laptop, answer, FRESH, cost=cheap_argon2)


def test_every_altered_letter_of_an_answer_is_refused(laptop, seeds, card, cheap_argon2):
    request = make_request(laptop, FRESH, cost=cheap_argon2)
    answer, _ = answer_request(request, card, seeds, who=person_words(her(laptop)))
    for at in range(0, len(answer), 97):
        altered = bytearray(answer)
        altered[at] ^= 1
        with pytest.raises((NotARequestError, OtherRequestError, SealBrokenError)):
            accept_answer(laptop, bytes(altered), FRESH, cost=cheap_argon2)
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, FRESH)


@pytest.mark.parametrize("changed", [{}, {"slot": None}, {"slot": b"\xff"}, {"role": None}])
def test_an_answer_forged_without_the_study_key_makes_no_slot(laptop, cheap_argon2, changed):
    request = make_request(laptop, FRESH, cost=cheap_argon2)
    fields = read_canonical_json(request)
    digest = sha256_hex(request)
    held = {
        "device": b"D" * 32,
        "draft": bytes(32),
        "role": b"interviewer",
        "slot": her(laptop).encode(),
        **changed,
    }
    held = {name: value for name, value in held.items() if value is not None}
    sealed = slots.seal_recovery(held, bytes.fromhex(fields["reply_key"]), slot_id=digest)
    forged = canonical_json(
        {
            "format": "survey-app recovery answer/1",
            "request": digest,
            "sealed": sealed.hex(),
        }
    )
    with pytest.raises(RecoveryAlteredError):
        accept_answer(laptop, forged, FRESH, cost=cheap_argon2)


def test_a_planted_recovery_is_not_believed(laptop, data, seeds, card, cheap_argon2):
    slot_id = her(laptop)
    planted = {"device": b"D" * 32, "draft": bytes(32), "role": b"solo", "site": bytes(32)}
    sealed = slots.seal_recovery(planted, card.study_key, slot_id=slot_id)
    laptop.store.change_keys(KeyChange(recoveries={slot_id: sealed}))
    with pytest.raises(RecoveryAlteredError):
        recover_person(laptop, card, seeds, FRESH, who=person_words(slot_id), cost=cheap_argon2)
    assert unlock(laptop, INTERVIEWER).role is Role.INTERVIEWER


def test_another_study_key_opens_no_recovery(laptop, card, cheap_argon2):
    with pytest.raises(SealBrokenError):
        recover_person(laptop, card, (kem.new_seed(),), FRESH, cost=cheap_argon2)


def test_where_there_are_several_people_one_must_be_named(laptop, seeds, card, cheap_argon2):
    with pytest.raises(WhichPersonError) as asked:
        recover_person(laptop, card, seeds, FRESH, cost=cheap_argon2)
    assert person_words(her(laptop)) in str(asked.value)
    with pytest.raises(PassphraseTakenError):
        recover_person(
            laptop, card, seeds, SUPERVISOR, who=person_words(her(laptop)), cost=cheap_argon2
        )


def test_a_laptop_of_the_first_version_gets_its_recovery_at_the_next_unlock(
    laptop, seeds, card, cheap_argon2
):
    slot_id = her(laptop)
    person, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    wide = {
        "device": person.device_seed,
        "site": supervisor.site_seed,
        f"draft-{slot_id}": person.draft_key,
        f"draft-{supervisor.person_id}": supervisor.draft_key,
    }
    sealed = slots.seal_recovery(wide, card.study_key, slot_id=laptop.device.device_id)
    gone = tuple(laptop.store.recoveries())
    laptop.store.change_keys(KeyChange(settings={"recovery": sealed}, gone_recoveries=gone))
    recover_person(laptop, card, seeds, FRESH, who=person_words(slot_id), cost=cheap_argon2)
    assert unlock(laptop, FRESH).draft_key == person.draft_key
    unlock(laptop, SUPERVISOR)
    assert set(laptop.store.recoveries()) == {slot_id, supervisor.person_id}
    assert laptop.store.get_meta("recovery") is None


def test_a_laptop_with_nothing_to_give_back_says_so(laptop, seeds, card, cheap_argon2):
    laptop.store.change_keys(KeyChange(gone_recoveries=tuple(laptop.store.recoveries())))
    with pytest.raises(NothingToRecoverError):
        recover_person(laptop, card, seeds, FRESH, cost=cheap_argon2)
    with pytest.raises(NothingToRecoverError):
        make_request(laptop, FRESH, cost=cheap_argon2)


def test_a_copy_of_the_folder_is_mended_as_well_as_the_folder(
    laptop, data, seeds, card, cheap_argon2
):
    begin(laptop)
    words = person_words(her(laptop))
    laptop.close()
    shutil.copytree(data, data.with_name("copy"), ignore=shutil.ignore_patterns("lock", "ballast"))
    copy = open_laptop(data.with_name("copy"))
    recover_person(copy, card, seeds, FRESH, who=words, cost=cheap_argon2)
    assert unlock(copy, FRESH).role is Role.INTERVIEWER
    copy.close()


@pytest.mark.parametrize(
    "plain",
    [
        b"no json",
        canonical_json([1]),
        canonical_json({"secrets": {}}),
        canonical_json({"role": "recovery", "secrets": {"device": "zz"}}),
        canonical_json({"role": "recovery", "secrets": {"device": 5}}),
        canonical_json({"role": "recovery", "secrets": {}}),
    ],
)
@pytest.mark.parametrize("of_all", [False, True])
def test_what_somebody_else_sealed_to_the_study_keeps_nobody_from_being_helped(
    laptop, seeds, card, cheap_argon2, *, plain, of_all
):
    slot_id, other = her(laptop), unlock(laptop, SUPERVISOR).person_id
    name = laptop.device.device_id if of_all else other
    info = slots._recovery_info(name)
    forged = kem.seal_to(laptop.study.study_key, pad(plain, slots._BLOCK), info)
    change = KeyChange(recoveries={other: forged})
    if of_all:
        change = KeyChange(settings={OLD_RECOVERY: forged})
    laptop.store.change_keys(change)
    answer_request(
        make_request(laptop, FRESH, cost=cheap_argon2), card, seeds, who=person_words(slot_id)
    )
    done = recover_person(laptop, card, seeds, FRESH, who=person_words(slot_id), cost=cheap_argon2)
    assert done.slot_id == slot_id
