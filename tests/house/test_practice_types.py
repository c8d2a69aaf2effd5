"""The type checker itself keeps a practice away from everything that ends in a record."""

from type_checker import marked_lines, refused_lines

WAYS_OUT = """
from survey_app.interview import Interview
from survey_app.store.store import Store
from survey_app.workflows.collect import DraftSitting, Receipt
from survey_app.workflows.demonstration.player import play
from survey_app.workflows.demonstration.women import Woman
from survey_app.workflows.interviewing.practice import Practice
from survey_app.workflows.interviewing.sitting import Sitting

def kept(sitting: DraftSitting) -> Receipt:
    return sitting.finish()

def practised(practice: Practice) -> Receipt:
    return practice.finish()  # refused

def any_of_both(sitting: Sitting) -> Receipt:
    return sitting.finish()  # refused

def played(practice: Practice, woman: Woman) -> Receipt:
    return play(practice, woman)  # refused

def stored(store: Store, practice: Practice) -> None:
    store.finalise("", practice, practice, lambda head: b"")  # refused

def passed_off(practice: Practice) -> DraftSitting:
    return practice  # refused
"""


def test_no_way_from_a_practice_to_a_record_passes_the_type_checker(tmp_path):
    wrong, said = refused_lines(WAYS_OUT, tmp_path)
    assert wrong == marked_lines(WAYS_OUT), said
