"""The replication example from outside: the paper's table goes in and comes back."""

import itertools
import random
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey_app.clock import FrozenClock
from survey_app.disclosure.deidentified.views import deidentify
from survey_app.disclosure.measures.risk import assess
from survey_app.disclosure.planning.plan import plan_of
from survey_app.interview import EmptyKind, Environment, Validity, begin
from survey_app.xform import parse
from survey_app.xlsform.checking import check_form
from survey_app.xlsform.files.reading import read_workbook
from survey_app.xlsform.to_xform.compiling import compile_form
from survey_app.xlsform.translating.translation import read_translation

ROOT = Path(__file__).parents[2]
COLUMNS = ("mother_id", "age", "number_of_children", "years_of_sentence", "offence_type")
TABLE_1 = tuple(
    dict(zip(COLUMNS, row.split(), strict=True))
    for row in (
        "1 45 2 12 murder",
        "2 35 3 2 theft",
        "3 30 1 3 fraud",
        "4 40 2 5 house_help_abuse",
        "5 29 1 2 theft",
    )
)
FOCUS_AREAS = ("difficulties", "children_inside", "views_and_fears")
BEFORE_CONSENT = ("free_now", "welcome", "consent")


@pytest.fixture(scope="module")
def urdu():
    return read_translation(ROOT / "translations/ur/LC_MESSAGES/form-khan_2024.po", "ur")


@pytest.fixture(scope="module")
def workbook():
    return read_workbook(ROOT / "forms/khan_2024/form.md")


@pytest.fixture(scope="module")
def form(workbook, urdu):
    compiled = compile_form(workbook, {"ur": urdu})
    return parse(compiled.xform, compiled.files)


@pytest.fixture
def interview(form):
    return _interview(form, "en")


def _interview(form, language):
    counter = itertools.count(1)
    environment = Environment(
        clock=FrozenClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC)),
        random=random.Random(7),
        new_uuid=lambda: str(uuid.UUID(int=next(counter))),
    )
    return begin(form, environment, language=form.language_for(language))


def _ref(interview, name):
    return interview.form.questions[name].path


def _answer(interview, **values):
    for name, value in values.items():
        interview.answer(_ref(interview, name), value)


def _agree(interview):
    _answer(interview, free_now="yes", consent="yes")


def _reached(interview):
    return [interview.question(ref).name for screen in interview.screens() for ref in screen.refs]


def _submitted(interview):
    return {answer.name: answer.value for answer in interview.finalize().answers}


def _view(form, row, **texts):
    interview = _interview(form, "en")
    _agree(interview)
    _answer(interview, **row, **texts)
    plan = plan_of(form)
    return deidentify(plan, form, interview.finalize(), record="r1", receipt="0300-0000000")


def test_the_form_has_no_finding_but_its_draft_translation(workbook, urdu):
    assert {finding.code for finding in check_form(workbook, {"ur": urdu})} <= {"CHECK-076"}


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("row", TABLE_1, ids=lambda row: f"mother {row['mother_id']}")
def test_each_row_of_the_printed_table_comes_back_to_the_digit(form, row, language):
    interview = _interview(form, language)
    _agree(interview)
    _answer(interview, **row)
    submitted = _submitted(interview)
    assert {name: submitted[name] for name in row} == row


def test_urdu_and_english_interviews_with_the_same_choices_give_the_same_data(form):
    def told(language):
        interview = _interview(form, language)
        _agree(interview)
        _answer(interview, **TABLE_1[3], difficulties="سردی")
        return _submitted(interview)

    assert told("ur") == told("en")


def test_the_questions_come_in_the_order_of_the_paper(interview):
    _agree(interview)
    assert _reached(interview) == [
        *BEFORE_CONSENT, *COLUMNS, *FOCUS_AREAS, "thanks",
    ]  # fmt: skip


def test_a_woman_who_is_held_is_asked_nothing(interview):
    _answer(interview, free_now="no")
    assert _reached(interview) == ["free_now", "no_interview"]


def test_a_no_to_consent_leads_straight_to_a_kind_close(interview):
    _answer(interview, free_now="yes", consent="no")
    assert _reached(interview) == [*BEFORE_CONSENT, "no_interview"]


def test_taking_consent_back_takes_every_answer_out(interview):
    _agree(interview)
    _answer(interview, **TABLE_1[0])
    _answer(interview, consent="no")
    gone = [one for one in interview.finalize().answers if one.name in COLUMNS]
    assert {(one.value, one.empty) for one in gone} == {("", EmptyKind.NOT_APPLICABLE)}


def test_only_consent_and_freedom_are_required(interview):
    _agree(interview)
    required = {name for name in _reached(interview) if interview.required(_ref(interview, name))}
    assert required == {"free_now", "consent"}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("age", "17"), ("age", "100"), ("number_of_children", "21"), ("years_of_sentence", "-1")],
)
def test_a_number_out_of_reach_is_refused(interview, name, wrong):
    _agree(interview)
    _answer(interview, **{name: wrong})
    assert interview.validity(_ref(interview, name)) is Validity.CONSTRAINT_VIOLATED


@pytest.mark.parametrize("name", [*COLUMNS[1:], *FOCUS_AREAS])
def test_she_may_refuse_each_question_and_the_refusal_is_no_value(interview, name):
    _agree(interview)
    interview.mark_empty(_ref(interview, name), EmptyKind.REFUSED)
    answer = next(one for one in interview.finalize().answers if one.name == name)
    assert (answer.value, answer.empty) == ("", EmptyKind.REFUSED)


def test_nothing_identifying_leaves_as_it_was_given(form):
    plan = {
        name: (question.bind.extra["sdc:role"], question.bind.extra["sdc:method"])
        for name, question in form.questions.items()
    }
    assert plan["mother_id"] == ("direct", "drop")
    assert {plan[name][0] for name in COLUMNS[1:]} == {"quasi"}
    assert not {plan[name][1] for name in COLUMNS[1:]} & {"keep", "level:0"}
    assert {plan[name] for name in FOCUS_AREAS} == {("text", "review")}


def test_the_view_of_a_row_holds_its_bands_and_not_its_numbers(form):
    view = _view(form, TABLE_1[0], difficulties="حوالات")
    assert {name: view.values[name].value for name in COLUMNS[1:]} == {
        "age": "45–54",
        "number_of_children": "2",
        "years_of_sentence": "7+",
        "offence_type": "person",
    }
    assert "mother_id" not in view.values
    assert [text.variable for text in view.texts] == ["difficulties"]


def test_as_printed_all_five_rows_are_unique_and_age_alone_is_enough():
    risk = assess(TABLE_1, COLUMNS[1:], k=5)
    assert (risk.records, risk.uniques, risk.unique_alone["age"]) == (5, 5, 5)


def test_in_the_bands_of_the_plan_all_five_are_still_unique(form):
    views = [_view(form, row) for row in TABLE_1]
    rows = [{name: view.values[name].value for name in COLUMNS[1:]} for view in views]
    risk = assess(rows, COLUMNS[1:], k=5)
    assert (risk.uniques, risk.k_strict) == (5, 1)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_heavy_words_do_not_appear_before_she_agrees(form, language):
    interview = _interview(form, language)
    _answer(interview, free_now="yes")
    spoken = " ".join(interview.label(_ref(interview, name)) for name in BEFORE_CONSENT)
    for word in ("prison", "jail", "offence", "mental", "جیل", "جرم", "الزام", "ذہنی"):
        assert word not in spoken.lower()
