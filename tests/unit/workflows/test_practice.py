"""A practice behaves like an interview, and nothing of it exists outside its own memory."""

import gc
from types import FunctionType, ModuleType

import pytest
from people import INTERVIEWER, SUPERVISOR

from survey_app.store.store import Store
from survey_app.workflows import collect, export
from survey_app.workflows.field_laptop.laptop import Laptop, Person, unlock
from survey_app.workflows.interviewing import cards
from survey_app.workflows.interviewing.practice import Practice, practise
from survey_app.workflows.interviewing.sitting import Sitting
from survey_app.workflows.study.studies import StudyCard

MARKER = "zarqa-practice"


@pytest.fixture
def practice(laptop):
    return practise(laptop, "khan_2024", "en")


def played(sitting):
    """Answer every question of the sitting, with a marker wherever words are taken."""
    screen = sitting.interview.screens()[0]
    for _ in range(100):
        for ref in screen.refs:
            if sitting.interview.question(ref).control is not None:
                choices = sitting.interview.choices(ref)
                sitting.answer({ref: choices[0].value if choices else MARKER})
        following = sitting.interview.next_screen(screen.key)
        if following is None:
            return sitting
        screen = following
        sitting.go(screen.key)
    raise AssertionError("no end")


def state_of(laptop):
    files = {path: path.read_bytes() for path in laptop.data.rglob("*") if path.is_file()}
    return files, laptop.store.counts(), laptop.store.log_head()


def test_a_whole_practice_changes_no_byte_of_the_laptop(laptop, practice):
    before = state_of(laptop)
    played(practice).stop()
    assert any(MARKER in practice.interview.value(ref) for ref in all_refs(practice))
    assert state_of(laptop) == before


def all_refs(sitting):
    return [ref for screen in sitting.interview.screens() for ref in screen.refs]


def test_after_a_practice_nothing_waits_for_an_export(laptop, practice, tmp_path):
    played(practice)
    supervisor = unlock(laptop, SUPERVISOR)
    assert export.waiting(laptop, supervisor).to_pack == 0
    assert cards.drafts(laptop, unlock(laptop, INTERVIEWER)) == ()


def reachable(root):
    """Return everything that `root` leads to; what a module or class holds is nobody's own."""
    seen, waiting = {}, [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, ModuleType | type):
            continue
        seen[id(one)] = one
        if isinstance(one, FunctionType):
            waiting += [one.__closure__, one.__defaults__, one.__kwdefaults__]
        else:
            waiting += gc.get_referents(one)
    return list(seen.values())


def test_no_key_no_store_and_no_study_can_be_reached_from_a_practice(laptop, practice):
    def held_by(sitting):
        return {type(one) for one in reachable(sitting)} & {Laptop, Person, Store, StudyCard}

    assert held_by(practice) == set()
    kept = collect.start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    assert held_by(kept) == {Laptop, Person, Store, StudyCard}  # the search can see


def test_a_practice_has_no_verb_that_ends_in_a_record():
    assert issubclass(Practice, Sitting)
    assert not issubclass(Practice, collect.DraftSitting)
    assert not {"finish", "discard"} & set(dir(Practice))


def test_a_practice_follows_the_rules_of_the_form(practice):
    age = practice.interview.form.questions["age"].path
    assert practice.answer({age: "not a number"})
    assert practice.interview.value(age) == ""
