"""Two keyings of one paper: every difference is seen, a person decides, one record comes out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.interview import EmptyKind
from survey_app.vault.records import open_sealed
from survey_app.workflows import handing, keying
from survey_app.workflows.collect import resume
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.interviewing.keying_errors import (
    KeyedAlreadyError,
    NoNumberError,
    NoPairError,
    NotComparedError,
    StillDifferentError,
)
from survey_app.workflows.interviewing.record_content import read_record
from survey_app.workflows.keying import Which
from survey_app.workflows.keys.people import add_person
from survey_app.workflows.study.studies import open_key

SECOND = "2222 3333 4444 5555"


@pytest.fixture
def person(laptop):
    return unlock(laptop, INTERVIEWER)


def _keyed(laptop, person, keying_, **answers):
    sitting = keying.begin(laptop, person, "khan_2024", "en", number=" 17 ", keying=keying_)
    refs = _refs(sitting)
    said = {"free_now": "yes", "consent": "yes", "age": "45", "difficulties": "the rent"} | answers
    kinds = {refs[name]: one for name, one in said.items() if isinstance(one, EmptyKind)}
    sitting.answer({refs[n]: v for n, v in said.items() if refs[n] not in kinds}, kinds)
    return sitting


def _refs(sitting):
    return {name: one.path for name, one in sitting.interview.form.questions.items()}


def _pair(laptop, person, **second):
    first = _keyed(laptop, person, 1)
    _keyed(laptop, person, 2, **second)
    return keying.open_pair(laptop, person, first.draft_id)


def test_equal_keyings_become_one_at_once(laptop, person):
    pair = _pair(laptop, person)
    assert keying.differences(pair) == ()
    joined = keying.join(pair)
    assert [card.draft_id for card in drafts(laptop, person)] == [joined.draft_id]
    joined.finish()
    assert laptop.store.count_records() == 1


def test_each_difference_is_seen_and_nothing_is_decided_by_the_program(laptop, person):
    pair = _pair(laptop, person, age="54", difficulties=EmptyKind.REFUSED)
    refs = _refs(pair.first)
    found = keying.differences(pair)
    assert [(one.ref, one.first, one.second) for one in found] == [
        (refs["age"], "45", "54"),
        (refs["difficulties"], "the rent", ""),
    ]
    with pytest.raises(StillDifferentError):
        keying.join(pair)
    for sitting in (pair.first, pair.second):
        with pytest.raises(NotComparedError):
            sitting.finish()


def test_the_record_says_who_chose_what(laptop, study, person):
    pair = _pair(laptop, person, age="54", difficulties="food")
    refs = _refs(pair.first)
    keying.choose(pair, person, {refs["age"]: Which.SECOND})
    again = keying.open_pair(laptop, person, pair.first.draft_id)  # as after a lock
    assert [one.ref for one in keying.differences(again)] == [refs["difficulties"]]
    keying.choose(again, person, {refs["difficulties"]: Which.FIRST})
    joined = keying.join(again)
    joined.finish()
    (sealed,) = laptop.store.records()
    opened = open_sealed(open_key(study, "study", STUDY_PASSPHRASE), sealed)
    content, xml, _ = read_record(opened)
    assert content["paper"] == {
        "number": "17",
        "keying": 0,
        "chosen": [
            [refs["age"], "second", person.person_id],
            [refs["difficulties"], "first", person.person_id],
        ],
    }
    assert b"<age>54</age>" in xml
    assert b"the rent" in xml


def test_a_note_of_either_keying_is_in_the_one_that_comes_of_them(laptop, person):
    first, second = _keyed(laptop, person, 1), _keyed(laptop, person, 2)
    age, rent = (_refs(first)[name] for name in ("age", "difficulties"))
    for sitting, notes in (
        (first, {age: "hard to read"}),
        (second, {age: "a blot", rent: "in red"}),
    ):
        for ref, note in notes.items():
            sitting.interview.remark(ref, note)
        sitting.answer({})
    joined = keying.join(keying.open_pair(laptop, person, first.draft_id))
    again = resume(laptop, person, joined.draft_id).interview
    assert again.comment(age) == "hard to read\na blot"
    assert again.comment(rent) == "in red"


def test_where_neither_is_right_it_is_answered_from_the_paper_again(laptop, person):
    pair = _pair(laptop, person, age="54")
    refs = _refs(pair.first)
    keying.choose(pair, person, {refs["age"]: Which.NEITHER})
    joined = keying.join(pair)
    assert keying.to_answer_anew(joined) == (refs["age"],)
    joined.answer({refs["age"]: "44"})
    assert keying.to_answer_anew(joined) == ()


def test_a_decision_that_brings_questions_into_play_has_them_compared(laptop, person):
    pair = _pair(laptop, person, consent="no")
    refs = _refs(pair.first)
    assert refs["consent"] in {one.ref for one in keying.differences(pair)}
    keying.choose(pair, person, {refs["consent"]: Which.SECOND})
    assert not keying.differences(pair)


def test_a_colleague_keys_the_second_time_and_hands_hers_over(laptop, person, cheap_argon2):
    supervisor = unlock(laptop, SUPERVISOR)
    add_person(laptop, supervisor, Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    colleague = unlock(laptop, SECOND)
    first = _keyed(laptop, person, 1)
    second = _keyed(laptop, colleague, 2, age="54")
    with pytest.raises(NoPairError):
        keying.open_pair(laptop, person, first.draft_id)
    with pytest.raises(NotComparedError):
        second.finish()
    handing.offer(laptop, colleague, second.draft_id, person.person_id)
    handing.agree(laptop, supervisor, second.draft_id)
    pair = keying.open_pair(laptop, unlock(laptop, INTERVIEWER), first.draft_id)
    assert len(keying.differences(pair)) == 1


def test_a_keying_needs_a_number_and_is_begun_once(laptop, person):
    with pytest.raises(NoNumberError):
        keying.begin(laptop, person, "khan_2024", "en", number="  ", keying=1)
    _keyed(laptop, person, 1)
    with pytest.raises(KeyedAlreadyError):
        keying.begin(laptop, person, "khan_2024", "en", number="17", keying=1)


@pytest.mark.parametrize("number", ["a-\u06f1\u06f7", "A-\u0661\u0667", "\u2067A-17\u2069"])
def test_two_keyboards_mean_one_paper(laptop, person, number):
    keying.begin(laptop, person, "khan_2024", "en", number="A-17", keying=1)
    keying.begin(laptop, person, "khan_2024", "ur", number=number, keying=2)
    assert len(keying.pairs(laptop, person)) == 1
    with pytest.raises(KeyedAlreadyError):
        keying.begin(laptop, person, "khan_2024", "en", number=number, keying=1)


VALUES = st.fixed_dictionaries(
    {
        "age": st.sampled_from(["45", "54", ""]),
        "difficulties": st.sampled_from(["the rent", "food", ""]),
    }
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=VALUES, second=VALUES)
def test_taking_the_second_everywhere_makes_the_second(laptop, person, first, second):
    for card in drafts(laptop, person):
        resume(laptop, person, card.draft_id).discard()
    one, _ = _keyed(laptop, person, 1, **first), _keyed(laptop, person, 2, **second)
    pair = keying.open_pair(laptop, person, one.draft_id)
    refs = _refs(pair.first)
    while found := keying.differences(pair):
        keying.choose(pair, person, {each.ref: Which.SECOND for each in found})
    joined = keying.join(pair)
    assert {name: joined.interview.value(refs[name]) for name in second} == second
