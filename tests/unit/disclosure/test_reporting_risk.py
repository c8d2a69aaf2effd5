import json
import random
import string
from dataclasses import replace

import pytest
from disclosure_forms import plan_from, record

from survey_app.canonical import canonical_json
from survey_app.disclosure.deidentified.pending import Verdict
from survey_app.disclosure.deidentified.review import Reading, ReviewedText
from survey_app.disclosure.measures.population import Group, Population
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.reports.report import risk_report
from survey_app.disclosure.rows.protect import protect
from survey_app.disclosure.sentences import Sentence
from survey_app.errors import SurveyError
from survey_app.microdata.cells import Cell, Record

PLAN = plan_from()


def women(count, seed=1):
    chance = random.Random(seed)
    return [
        Record(
            record(
                age=chance.choice([20, 30, 30, 40, 61]),
                children_n=chance.choice([1, 2, 2, 3]),
                offence=chance.choice(["theft", "theft", "fraud", "hurt"]),
                area=chance.choice(["a1", "a2", "a3"]),
                fed=chance.choice(["yes", "no"]),
                hurt="yes",
                tv="yes",
            ).values,
            {
                "child": tuple(
                    {"age_now": Cell(age)} for age in chance.sample(["y0_5", "y6_17", "y18"], 2)
                )
            },
        )
        for _ in range(count)
    ]


def report_of(group, population=None, plan=PLAN, texts=()):
    return risk_report(plan, group, protect(plan, group, population), population, texts)


TABLE_1 = [
    record(age=age, children_n=children, offence=offence, fed="yes")
    for age, children, offence in [(45, 2, "murder"), (35, 3, "theft"), (30, 1, "fraud"), (40, 2, "hurt"), (29, 1, "theft")]
]  # fmt: skip


def test_the_five_women_of_table_1_are_refused_and_the_report_says_why_and_what_next():
    report = report_of(TABLE_1)
    assert not report.is_released
    assert report.after is None
    assert report.records_released == 0
    assert "tables of counts" in report.verdict.text()
    assert any("20" in reason.text() for reason in report.reasons)
    assert report.next_steps


def test_the_report_names_the_variable_that_singles_women_out():
    report = report_of(TABLE_1)
    told = " ".join(step.text() for step in report.next_steps)
    assert "age alone" in told or "offence alone" in told
    assert set(report.before.causes) == {"age", "children_n", "offence"}


def test_the_report_says_how_many_questions_are_in_no_row_before_anything_leaves():
    mixed = [
        record(age=20, children_n=1, fed=("yes", "no")[at % 2], told="yes") for at in range(60)
    ]
    steps = [step.text() for step in report_of(mixed).next_steps]
    assert any(one.startswith("1 of 2 questions with sensitive answers") for one in steps)
    full = [record(age=20, children_n=1, fed=one, told=one) for one in ["yes", "no"] * 30]
    assert not any("questions with" in step.text() for step in report_of(full).next_steps)


def test_the_report_of_a_release_measures_what_leaves():
    group = women(240)
    report = report_of(group)
    assert report.is_released
    assert report.after.k_strict >= 5
    assert report.after.below_k == 0
    assert report.before.k_strict <= report.after.k_strict
    assert report.records_released + report.records_dropped == 240
    assert "at least" in report.verdict.text()


def test_someone_who_knows_the_children_too_finds_no_fewer_women():
    report = report_of(women(240))
    assert report.household is not None
    assert report.household.classes >= report.before.classes
    assert "age_now" in report.household.key_variables


def test_every_question_of_the_form_has_its_line():
    report = report_of(women(240))
    lines = {line.name: line for line in report.variables}
    assert set(lines) == set(PLAN.rules)
    assert lines["age"].released_as
    assert lines["age"].why_left_out is None
    assert "never shared" in lines["her_name"].why_left_out.text()
    assert "gravest" in lines["hurt"].why_left_out.text()
    assert "one child" in lines["lives_with"].why_left_out.text()
    assert "tables only" in lines["met"].why_left_out.text()


def test_women_who_did_not_agree_are_counted_and_left_alone():
    plan = replace(PLAN, share_if=("tv", "no"))
    report = report_of(women(60), plan=plan)
    assert (report.records, report.records_not_to_share, report.before.records) == (60, 60, 0)


def test_texts_are_counted_by_what_was_decided():
    texts = [
        ReviewedText("story", verdict, None)
        for verdict in (Verdict.HELD, Verdict.HELD, Verdict.CLEARED)
    ]
    report = report_of(women(40), texts=texts)
    assert (report.texts.held, report.texts.cleared, report.texts.redacted) == (2, 1, 0)


def test_the_report_says_how_readers_and_finder_agreed_and_how_often_two_read():
    texts = [
        ReviewedText(
            "story", Verdict.REDACTED, "[woman-1] " + "word " * 49, reading=Reading(3, 1, 2, 2)
        ),
        ReviewedText("story", Verdict.CLEARED, "word " * 50, reading=Reading(0, 0, 1, 1)),
        ReviewedText("story", Verdict.HELD, None),
    ]
    told = report_of(women(40), texts=texts).texts
    assert (told.read, told.read_twice) == (2, 1)
    assert told.per_hundred_words == {"accepted": 300, "added": 100, "dismissed": 300}


def test_the_sampling_share_is_said_when_the_population_is_known():
    assert report_of(women(40), Population(400)).sampling_permille == 100
    assert report_of(women(40)).sampling_permille is None


@pytest.mark.parametrize(
    "group", [[], TABLE_1, women(40), women(240)], ids=["none", "five", "forty", "many"]
)
@pytest.mark.parametrize("audience", Audience)
def test_the_report_has_canonical_bytes_and_whole_sentences(group, audience):
    report = report_of(
        group, Population(400, (Group({"area": "a1"}, 30),)), PLAN.for_audience(audience)
    )
    data = json.loads(canonical_json(report.to_json()))
    assert data["format"] == "survey-app risk report 1"
    for sentence in _sentences(data):
        wanted = {name for _, name, _, _ in string.Formatter().parse(sentence["msgid"]) if name}
        assert wanted <= set(sentence["params"])
        assert sentence["msgid"].endswith(".")


def test_the_report_holds_no_value_of_a_woman():
    group = [*TABLE_1, *women(60)]
    text = canonical_json(report_of(group).to_json()).decode()
    for value in ("murder", "25–34", "45–54", "theft", "y0_5", "{y"):
        assert f'"{value}' not in text


def _sentences(data):
    if isinstance(data, dict):
        if "msgid" in data:
            yield data
        for part in data.values():
            yield from _sentences(part)
    elif isinstance(data, list):
        for part in data:
            yield from _sentences(part)


def test_a_translation_with_a_broken_placeholder_falls_back_to_english():
    sentence = Sentence("{count} women.", {"count": 5})
    assert sentence.text(lambda text: "{cuont} خواتین") == "5 women."


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"totals": 1},
        {"total": "many"},
        {"total": -1},
        {"total": True},
        {"groups": 5},
        {"groups": [{"where": {}, "count": 5}]},
        {"groups": [{"where": {"a": 1}, "count": 5}]},
        {"groups": [{"where": {"a": "b"}}]},
        {"groups": [{"where": {"a": "b"}, "count": "5"}]},
    ],
)
def test_population_counts_that_cannot_be_read_name_their_place(data):
    with pytest.raises(SurveyError, match="cannot be read at"):
        Population.from_json(data)


def test_population_counts_come_back_from_json():
    population = Population(400, (Group({"area": "a1", "age": "25–34"}, 55),))
    assert Population.from_json(population.to_json()) == population


def test_the_report_says_how_close_groups_are_to_all_and_how_likely_it_is_to_be_in_the_file():
    asked = women(200)
    counted = report_of(asked, Population(800))
    data = counted.to_json()
    assert data["outside"]["largest_permille"] == -(-1000 * counted.records_released // 800)
    assert 0 <= data["outside"]["unique_outside"] <= counted.before.uniques
    assert all(
        0 <= one["distance_permille"] < 1000 for one in data["diversity"] if one["released_least"]
    )
    assert all(
        one["entropy_hundredths"] > 100 for one in data["diversity"] if one["released_least"]
    )
    assert report_of(asked).outside is None
