import pytest
from disclosure_forms import form_of, shipped, talk
from hypothesis import given
from hypothesis import strategies as st

from survey_app.errors import SurveyError
from survey_app.microdata.cells import Cell, row_from_json, row_to_json
from survey_app.microdata.codebook import codebook_of
from survey_app.microdata.errors import MalformedCellError
from survey_app.microdata.flat import flatten
from survey_app.microdata.kinds import KINDS_OF_EMPTY
from survey_app.xform import EmptyKind

FORM = form_of()
EMPTY = st.sampled_from([kind for kind in EmptyKind if kind is not EmptyKind.ANSWERED])
CELLS = st.one_of(st.builds(Cell, st.text(min_size=1)), st.builds(Cell, st.none(), EMPTY))


@given(st.dictionaries(st.text(), CELLS))
def test_a_row_comes_back_from_json(row):
    assert row_from_json(row_to_json(row)) == row


@pytest.mark.parametrize(
    ("value", "empty"), [(None, 0), ("yes", 91), (None, 7), ("yes", 7), (None, 100)]
)
def test_a_cell_is_a_value_or_a_known_kind_of_empty(value, empty):
    with pytest.raises(MalformedCellError):
        Cell(value, empty)


@pytest.mark.parametrize("data", [None, True, 1.5, [], {"a": 1}, {"a": True}, {"a": 7}])
def test_json_that_is_no_row_is_refused(data):
    with pytest.raises(SurveyError):
        row_from_json(data)


def test_every_kind_of_empty_has_a_sentence():
    assert set(KINDS_OF_EMPTY) == set(EmptyKind) - {EmptyKind.ANSWERED}


def test_each_question_of_the_form_has_a_cell_in_the_order_of_the_form():
    record = flatten(FORM, talk(FORM, age=33).answers)
    outside = [name for name, question in FORM.questions.items() if question.repeat is None]
    assert list(record.values) == [
        name for name in outside if FORM.questions[name].control != "note"
    ]
    assert record.values["age"] == Cell("33")
    assert record.values["fed"] == Cell(None, EmptyKind.NOT_APPLICABLE)


def test_a_roster_has_a_row_for_each_child_in_the_order_of_the_interview():
    children = [{"age_now": "y18"}, {"nickname": "Guddu", "age_now": "y0_5"}, {"good_at": "maths"}]
    rows = flatten(FORM, talk(FORM, children).answers).rosters["child"]
    assert [row["age_now"].value for row in rows] == ["y18", "y0_5", None]
    assert list(rows[0]) == ["nickname", "age_now", "lives_with", "good_at"]


def test_an_interview_without_children_has_an_empty_roster():
    assert flatten(FORM, talk(FORM, age=33).answers).rosters == {"child": ()}


def test_the_codebook_explains_every_variable_of_the_shipped_form_in_both_languages():
    book = codebook_of(shipped("mothers_after_prison"))
    assert set(book.languages) == {"en", "ur"}
    age = book.variables["m2_age_band"]
    assert age.labels["ur"]
    assert age.labels["en"] != age.labels["ur"]
    assert age.module["en"]
    assert age.purpose
    assert (age.role, age.rank) == ("quasi", "1")
    assert all(choice.labels["ur"] for choice in age.choices)
    assert book.variables["child_age_now"].roster == "children"
    assert all(variable.role for variable in book.variables.values())


def test_the_codebook_holds_each_variable_that_a_view_can_hold():
    book = codebook_of(FORM)
    record = flatten(FORM, talk(FORM, [{"age_now": "y18"}]).answers)
    assert set(record.values) | set(record.rosters["child"][0]) == set(book.variables)
