"""A draft goes to a colleague through the supervisor; a crash at any point leaves one owner."""

import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress

import pytest
from people import INTERVIEWER, SUPERVISOR
from sqlite_utils import Database

from survey_app.errors import SurveyError
from survey_app.vault import kem, sealing
from survey_app.vault.chain import read_entry
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.handover import let_through, open_hand_key
from survey_app.vault.records import open_draft
from survey_app.workflows import handing
from survey_app.workflows.collect import resume, start
from survey_app.workflows.errors import NoSuchDraftError, SupervisorNeededError
from survey_app.workflows.field_laptop.handed import setting_of, take_in
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role, person_words
from survey_app.workflows.handing_errors import (
    NoSuchHandoverError,
    NoSuchReceiverError,
    ReceiverGoneError,
)
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.keys.people import add_person, change_passphrase, remove_person

SECOND = "2222 3333 4444 5555"
ANSWER = "forty-five"


@pytest.fixture
def second(laptop, cheap_argon2):
    add_person(laptop, unlock(laptop, SUPERVISOR), Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    return unlock(laptop, SECOND)


@pytest.fixture
def sitting(laptop):
    begun = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in begun.interview.form.questions.items()}
    begun.answer({refs["free_now"]: "yes", refs["consent"]: "yes", refs["difficulties"]: ANSWER})
    return begun


def _text(sitting):
    return sitting.interview.value(sitting.interview.form.questions["difficulties"].path)


def _offered(laptop, sitting, second):
    handing.offer(laptop, unlock(laptop, INTERVIEWER), sitting.draft_id, second.person_id)
    return laptop.store.handing.offers()[0]


def _agree(laptop, sitting):
    handing.agree(laptop, unlock(laptop, SUPERVISOR), sitting.draft_id)


def test_a_draft_goes_over_whole_and_leaves_the_giver(laptop, sitting, second):
    _offered(laptop, sitting, second)
    _agree(laptop, sitting)
    colleague, giver = unlock(laptop, SECOND), unlock(laptop, INTERVIEWER)
    assert drafts(laptop, giver) == ()
    assert _text(resume(laptop, colleague, sitting.draft_id)) == ANSWER
    with pytest.raises(NoSuchDraftError):
        resume(laptop, giver, sitting.draft_id)
    assert read_entry(laptop.store.log_entries()[-1]).operation == "hand-over"
    assert laptop.store.handing.handed(second.person_id) == []


def test_until_the_supervisor_agrees_it_stays_with_its_interviewer(laptop, sitting, second):
    _offered(laptop, sitting, second)
    giver = unlock(laptop, INTERVIEWER)
    assert handing.offered(laptop, giver) == {sitting.draft_id: person_words(second.person_id)}
    assert _text(resume(laptop, giver, sitting.draft_id)) == ANSWER
    assert drafts(laptop, unlock(laptop, SECOND)) == ()
    (waits,) = handing.waiting(laptop, unlock(laptop, SUPERVISOR))
    assert waits.giver == person_words(giver.person_id)
    handing.take_back(laptop, giver, sitting.draft_id)
    with pytest.raises(NoSuchHandoverError):
        _agree(laptop, sitting)


def test_neither_supervisor_nor_receiver_alone_can_open_an_offer(laptop, sitting, second):
    offered, supervisor = _offered(laptop, sitting, second), unlock(laptop, SUPERVISOR)
    inner = let_through(supervisor.reviews(), offered)
    for key in (supervisor.draft_key, second.draft_key):
        with pytest.raises(SealBrokenError):
            open_draft(key, offered.draft)
    with pytest.raises(SealBrokenError):
        open_hand_key(supervisor.draft_key, inner)
    names = ("handover", "handed draft")
    for kind in names:
        with pytest.raises(SealBrokenError):
            sealing.unwrap_with_seed(
                kem.new_seed(), offered.envelope, kind=kind, name=offered.draft_id
            )
    assert ANSWER.encode() in open_draft(open_hand_key(second.draft_key, inner), offered.draft)


def test_an_answer_after_the_offer_makes_it_void(laptop, sitting, second):
    _offered(laptop, sitting, second)
    sitting.answer({sitting.interview.form.questions["difficulties"].path: "later"})
    with pytest.raises(NoSuchHandoverError):
        _agree(laptop, sitting)


def test_a_page_that_is_still_open_cannot_take_the_draft_back(laptop, sitting, second):
    _offered(laptop, sitting, second)
    _agree(laptop, sitting)
    with pytest.raises(NoSuchDraftError):
        sitting.answer({sitting.interview.form.questions["difficulties"].path: "too late"})
    assert _text(resume(laptop, unlock(laptop, SECOND), sitting.draft_id)) == ANSWER


@pytest.mark.parametrize(
    "spot",
    [("handovers", "body", 20), ("handovers", "body", 3000), ("handover_keys", "wrapped", 20)],
)
def test_an_offer_that_rotted_never_takes_the_place_of_the_whole_draft(
    laptop, data, sitting, second, spot
):
    table, column, back = spot
    _offered(laptop, sitting, second)
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        (cell,) = db.execute(f"SELECT {column} FROM {table}").fetchone()
        at = len(cell) - back
        rotten = cell[:at] + bytes([cell[at] ^ 1]) + cell[at + 1 :]
        db.execute(f"UPDATE {table} SET {column} = ?", [rotten])
    with pytest.raises(NoSuchHandoverError):
        _agree(laptop, sitting)
    assert _text(resume(laptop, unlock(laptop, INTERVIEWER), sitting.draft_id)) == ANSWER
    _offered(laptop, sitting, second)
    _agree(laptop, sitting)
    assert _text(resume(laptop, unlock(laptop, SECOND), sitting.draft_id)) == ANSWER


def test_a_refused_draft_stays_where_it_is(laptop, sitting, second):
    _offered(laptop, sitting, second)
    handing.refuse(laptop, unlock(laptop, SUPERVISOR), sitting.draft_id)
    assert handing.waiting(laptop, unlock(laptop, SUPERVISOR)) == ()
    assert len(drafts(laptop, unlock(laptop, INTERVIEWER))) == 1


def test_only_the_supervisor_decides_and_only_interviewers_receive(laptop, sitting, second):
    giver, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    assert [one.person_id for one in handing.receivers(laptop, giver)] == [second.person_id]
    for nobody in (supervisor.person_id, giver.person_id, "0" * 32):
        with pytest.raises(NoSuchReceiverError):
            handing.offer(laptop, giver, sitting.draft_id, nobody)
    with pytest.raises(NoSuchDraftError):
        handing.offer(laptop, second, sitting.draft_id, giver.person_id)
    _offered(laptop, sitting, second)
    for deed in (handing.agree, handing.refuse):
        with pytest.raises(SupervisorNeededError):
            deed(laptop, second, sitting.draft_id)


def test_a_key_that_this_laptop_did_not_sign_receives_nothing(laptop, sitting, second):
    own = laptop.store.get_meta(setting_of(second.person_id))
    laptop.store.set_meta(setting_of(second.person_id), own[:-1] + bytes([own[-1] ^ 1]))
    assert handing.receivers(laptop, unlock(laptop, INTERVIEWER)) == ()


def test_a_changed_passphrase_makes_offers_to_her_void_and_loses_nothing(
    laptop, sitting, second, cheap_argon2
):
    _offered(laptop, sitting, second)
    _agree(laptop, sitting)
    change_passphrase(laptop, SECOND, "9999 8888 7777 6666", cost=cheap_argon2)
    fresh = unlock(laptop, "9999 8888 7777 6666")
    assert _text(resume(laptop, fresh, sitting.draft_id)) == ANSWER
    handing.offer(laptop, fresh, sitting.draft_id, unlock(laptop, INTERVIEWER).person_id)
    change_passphrase(laptop, INTERVIEWER, "8888 7777 6666 5555", cost=cheap_argon2)
    assert handing.offered(laptop, fresh) == {}


def test_a_draft_that_comes_while_her_passphrase_is_changed_is_not_shut_away(
    laptop, sitting, second, cheap_argon2
):
    _offered(laptop, sitting, second)
    fresh = "9999 8888 7777 6666"
    with pytest.raises(SealBrokenError):
        change_passphrase(
            laptop, SECOND, fresh, show=lambda _: _agree(laptop, sitting), cost=cheap_argon2
        )
    colleague = unlock(laptop, SECOND)
    assert _text(resume(laptop, colleague, sitting.draft_id)) == ANSWER
    change_passphrase(laptop, SECOND, fresh, cost=cheap_argon2)
    assert _text(resume(laptop, unlock(laptop, fresh), sitting.draft_id)) == ANSWER


@pytest.mark.parametrize("table", ["draft_keys", "handed_keys"])
def test_a_draft_that_rotted_on_its_way_keeps_its_new_owner_from_no_new_passphrase(
    laptop, data, sitting, second, cheap_argon2, *, table
):
    own = start(laptop, second, "khan_2024", "en").draft_id
    _offered(laptop, sitting, second)
    _agree(laptop, sitting)
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        rotten = [bytes(99), sitting.draft_id]
        db.execute(f"UPDATE {table} SET wrapped = ? WHERE draft_id = ?", rotten)
    fresh = "9999 8888 7777 6666"
    change_passphrase(laptop, SECOND, fresh, cost=cheap_argon2)
    assert resume(laptop, unlock(laptop, fresh), own).draft_id == own


def test_a_damaged_offer_is_none_and_the_draft_can_be_offered_again(laptop, data, sitting, second):
    _offered(laptop, sitting, second)
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("UPDATE handovers SET body = zeroblob(3)")
    assert handing.waiting(laptop, unlock(laptop, SUPERVISOR)) == ()
    assert handing.offered(laptop, unlock(laptop, INTERVIEWER)) == {}
    _offered(laptop, sitting, second)
    _agree(laptop, sitting)
    assert _text(resume(laptop, unlock(laptop, SECOND), sitting.draft_id)) == ANSWER


def test_whoever_was_removed_receives_nothing(laptop, sitting, second, cheap_argon2):
    offered = _offered(laptop, sitting, second)
    remove_person(laptop, second.person_id, SUPERVISOR, cost=cheap_argon2)
    assert handing.waiting(laptop, unlock(laptop, SUPERVISOR)) == ()
    laptop.store.handing.offer(offered)
    with pytest.raises(ReceiverGoneError):
        _agree(laptop, sitting)
    assert handing.receivers(laptop, unlock(laptop, INTERVIEWER)) == ()


def _crashing(patch, at):
    """Let the statement number `at` from now on fail, as on a disk that stops."""
    real, count = Database.execute, [0]

    def execute(self, *words, **more):
        count[0] += 1
        if count[0] == at:
            raise sqlite3.OperationalError
        return real(self, *words, **more)

    patch.setattr(Database, "execute", execute)
    return count


@contextmanager
def _opened(data):
    laptop = open_laptop(data)
    try:
        yield laptop
    finally:
        laptop.close()


def _crashed(data, deed, at):
    """Do `deed` with a crash at the statement `at`; say whether it had as many."""
    with _opened(data) as laptop, pytest.MonkeyPatch.context() as patch:
        count = _crashing(patch, at)
        with suppress(SurveyError, sqlite3.Error):
            deed(laptop)
        return count[0] >= at


@pytest.fixture
def about_to_be_handed(data, cheap_argon2):
    """The folder of a laptop, and the three deeds of a handover of one draft."""
    with _opened(data) as laptop:
        supervisor = unlock(laptop, SUPERVISOR)
        add_person(laptop, supervisor, Role.INTERVIEWER, SECOND, cost=cheap_argon2)
        giver, receiver = unlock(laptop, INTERVIEWER), unlock(laptop, SECOND)
        begun = start(laptop, giver, "khan_2024", "en")
        refs = {name: one.path for name, one in begun.interview.form.questions.items()}
        said = {"free_now": "yes", "consent": "yes", "difficulties": ANSWER}
        begun.answer({refs[name]: value for name, value in said.items()})
    draft_id = begun.draft_id
    return data, {
        "offer": lambda one: handing.offer(one, giver, draft_id, receiver.person_id),
        "agree": lambda one: handing.agree(one, supervisor, draft_id),
        "take in": lambda one: take_in(one.store, receiver.person_id, receiver.draft_key),
    }


def _owners(data):
    """Return who can open the draft and finds her answer in it."""
    able = []
    with _opened(data) as laptop:
        for passphrase in (INTERVIEWER, SECOND):
            person = unlock(laptop, passphrase)
            for card in drafts(laptop, person):
                assert _text(resume(laptop, person, card.draft_id)) == ANSWER
                able.append(passphrase)
    return able


@pytest.mark.parametrize("leg", ["offer", "agree", "take in"])
def test_a_crash_at_any_statement_leaves_exactly_one_owner(about_to_be_handed, tmp_path, leg):
    data, deeds = about_to_be_handed
    with _opened(data) as laptop:
        for before in list(deeds)[: list(deeds).index(leg)]:
            deeds[before](laptop)
    for at in range(1, 60):
        copy = tmp_path / f"copy-{at}"
        shutil.copytree(data, copy)
        reached = _crashed(copy, deeds[leg], at)
        owners = _owners(copy)
        assert len(owners) == 1, at
        if not reached:
            break
    assert at > 5
    assert owners == ([INTERVIEWER] if leg == "offer" else [SECOND])


def test_an_offer_that_lost_its_body_keeps_no_other_from_being_let_through(
    laptop, data, sitting, second
):
    other = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    handing.offer(laptop, unlock(laptop, INTERVIEWER), other.draft_id, second.person_id)
    _offered(laptop, sitting, second)
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("UPDATE handovers SET body = x'' WHERE draft_id = ?", [other.draft_id])
    (waits,) = handing.waiting(laptop, unlock(laptop, SUPERVISOR))
    assert waits.draft_id == sitting.draft_id
    _agree(laptop, sitting)
    assert _text(resume(laptop, unlock(laptop, SECOND), sitting.draft_id)) == ANSWER
