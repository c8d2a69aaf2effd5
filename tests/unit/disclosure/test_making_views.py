import hashlib

import pytest
from disclosure_forms import SURVEY, Said, form_of, plan_from, talk
from hypothesis import given
from hypothesis import strategies as st

from survey_app.canonical import canonical_json
from survey_app.disclosure.deidentified.views import View, deidentify
from survey_app.disclosure.errors import DamagedViewError
from survey_app.disclosure.free_text.suggest import Readings
from survey_app.disclosure.planning.plan import plan_of
from survey_app.microdata.cells import Cell
from survey_app.vault.pseudonyms import LONGEST_SHIFT, days_back, pseudonyms
from survey_app.xform import EmptyKind

FORM = form_of()
PLAN = plan_of(FORM)


def view_of(children=(), **values):
    return deidentify(
        PLAN, FORM, talk(FORM, children, **values), record="r1", receipt="0300-0000001"
    )


def test_a_direct_identifier_is_nowhere_in_a_view():
    view = view_of(her_name="Zarmina Kakar", age=33)
    assert "Zarmina" not in view.to_bytes().decode()
    assert "her_name" not in view.values


def test_a_typed_answer_that_nobody_gave_a_role_waits_for_a_reader_and_is_sought_in_other_texts():
    view = view_of(unplanned="Zarmina Kakar", story="Zarmina wept.")
    assert "unplanned" not in view.values
    waiting = {text.variable: text for text in view.texts}
    assert set(waiting) == {"unplanned", "story"}
    for text in waiting.values():
        assert any(text.text[one.start : one.end].startswith("Zarmina") for one in text.spans)


@pytest.mark.parametrize(
    "before", ["", "رخسانہ", "Call 0300 1234567, said Rukhsana of Multan."], ids=str
)
def test_a_text_read_on_the_way_gives_the_view_that_it_gives_at_the_end(before):
    story = "Call 0300 1234567, said Rukhsana of Multan."
    finished = talk(FORM, her_name="رخسانہ", story=story)
    readings = Readings()
    readings.keep("/data/story", before)
    made = [
        deidentify(PLAN, FORM, finished, record="r1", receipt="c", readings=one)
        for one in (None, readings)
    ]
    assert made[0] == made[1]
    (text,) = made[0].texts
    said = {text.text[one.start : one.end] for one in text.spans}
    assert {"0300 1234567", "Rukhsana", "Multan"} <= said


def test_a_quasi_identifier_is_banded_and_its_exact_value_is_gone():
    view = view_of(age=33, children_n=7, offence="theft", met="2019-03-05")
    assert view.values["age"] == Cell("25–34")
    assert view.values["children_n"] == Cell("4+")
    assert view.values["met"] == Cell("2019")


def test_sensitive_answers_of_all_levels_stay_for_the_team():
    view = view_of(fed="no", hurt="yes", tv="yes", interviewer=7)
    assert [view.values[name].value for name in ("fed", "hurt", "tv", "interviewer")] == [
        "no",
        "yes",
        "yes",
        "7",
    ]


def test_a_pseudonym_is_keyed_or_kept_back():
    spoken = talk(FORM, code="A-7")
    without = deidentify(PLAN, FORM, spoken, record="r", receipt="c")
    assert without.values["code"] == Cell(None, EmptyKind.REDACTED)
    keyed = deidentify(PLAN, FORM, spoken, record="r", receipt="c", pseudonym=lambda value: "p-1")
    assert keyed.values["code"] == Cell("p-1")


def test_a_phone_number_in_a_field_for_a_count_is_kept_back():
    assert view_of(interviewer="03001234567").values["interviewer"] == Cell(
        None, EmptyKind.REDACTED
    )


def test_kinds_of_empty_stay_beside_the_values():
    spoken = talk(FORM)
    said = type(spoken.answers)(
        (_empty("fed", EmptyKind.REFUSED), _empty("age", EmptyKind.DONT_KNOW))
    )
    view = deidentify(PLAN, FORM, type(spoken)(said), record="r", receipt="c")
    assert view.values["fed"] == Cell(None, EmptyKind.REFUSED)
    assert view.values["age"] == Cell(None, EmptyKind.DONT_KNOW)
    assert view.values["tv"] == Cell(None, EmptyKind.NOT_APPLICABLE)


def _empty(name, kind):
    return Said(FORM.questions[name].path, name, "", kind)


def test_children_are_rows_of_a_roster_and_their_nicknames_are_nowhere():
    view = view_of(
        [{"nickname": "Guddu", "age_now": "y0_5"}, {"age_now": "y18", "lives_with": "no"}]
    )
    assert [row["age_now"].value for row in view.rosters["child"]] == ["y0_5", "y18"]
    assert view.rosters["child"][1]["lives_with"] == Cell("no")
    assert "Guddu" not in view.to_bytes().decode()


def test_texts_wait_with_proposals_and_say_where_they_stand():
    view = view_of([{"age_now": "y0_5", "good_at": "draws well"}], story="Call 0300 1234567.")
    story, child = view.texts
    assert (story.variable, story.roster, story.row) == ("story", None, None)
    assert (child.variable, child.roster, child.row) == ("good_at", "child", 0)
    assert [story.text[span.start : span.end] for span in story.spans] == ["0300 1234567"]
    assert "story" not in view.values


def test_a_text_under_another_role_waits_for_a_reader_as_well():
    assert [text.variable for text in view_of(remark="He is the only doctor there").texts] == [
        "remark"
    ]


def test_names_she_gave_elsewhere_are_proposed_in_every_text_in_either_script():
    view = view_of(her_name="Zarmina", story="زرمینہ اکیلی تھی")
    story = view.texts[0]
    assert [story.text[span.start : span.end] for span in story.spans] == ["زرمینہ"]


def test_a_nickname_that_never_left_the_screen_is_sought_and_then_forgotten():
    spoken = talk(FORM, story="گڈو رو رہا تھا اور Guddu slept")
    view = deidentify(PLAN, FORM, spoken, record="r", receipt="c", spoken=["Guddu"])
    story = view.texts[0]
    assert [story.text[span.start : span.end] for span in story.spans] == ["گڈو", "Guddu"]


def test_a_text_is_kept_in_the_form_in_which_its_offsets_hold():
    decomposed = "Cafe\u0301 owner 0300 1234567"
    story = view_of(story=decomposed).texts[0]
    again = View.from_bytes(view_of(story=decomposed).to_bytes()).texts[0]
    assert again == story
    assert again.text[again.spans[0].start : again.spans[0].end] == "0300 1234567"


def test_a_view_comes_back_from_its_bytes():
    view = view_of(
        [{"age_now": "y0_5", "good_at": "علی"}], age=33, story="Ali 0300 1234567", fed="yes"
    )
    assert View.from_bytes(view.to_bytes()) == view


@pytest.mark.parametrize("part", ["record", "receipt", "values", "rosters", "texts", "format"])
def test_a_damaged_view_is_refused(part):
    data = dict(view_of(age=33, story="x y").to_json())
    for broken in (None, 7, "x", {"a": [1]}, [{"text": 1}]):
        if broken == "x" and part in {"record", "receipt"}:
            continue
        with pytest.raises(DamagedViewError):
            View.from_bytes(canonical_json({**data, part: broken}))


def test_bytes_that_are_no_view_are_refused():
    with pytest.raises(DamagedViewError):
        View.from_bytes(b"{not json")


def test_the_same_interview_gives_the_same_bytes():
    assert view_of(age=33, story="Ali").to_bytes() == view_of(age=33, story="Ali").to_bytes()
    assert plan_from().hash == PLAN.hash


def test_all_dates_of_a_record_go_back_by_the_same_days_so_that_the_time_between_them_stays():
    form = form_of(DATES)
    spoken = talk(form, [{"born": "2019-02-28"}], jailed="2020-03-01T10:00", freed="2021-03-01")
    view = deidentify(plan_of(form), form, spoken, record="r", receipt="c", shift=100)
    assert view.values["jailed"] == Cell("2019-11-22")
    assert view.values["freed"] == Cell("2020-11-21")
    assert view.rosters["child"][0]["born"] == Cell("2018-11-20")
    unkeyed = deidentify(plan_of(form), form, spoken, record="r", receipt="c")
    assert unkeyed.values["jailed"] == Cell(None, EmptyKind.REDACTED)


def test_of_a_counted_roster_only_the_number_of_rows_leaves_and_of_a_dropped_one_nothing():
    children = [{"age_now": "y0_5", "good_at": "Bilal draws"}, {"age_now": "y18"}]
    for method, left in (("count", {"child": ({}, {})}), ("drop", {})):
        form = form_of(
            SURVEY.replace(
                "| begin_repeat | child | Child | | | | |",
                f"| begin_repeat | child | Child | | | | {method} |",
            )
        )
        view = deidentify(plan_of(form), form, talk(form, children), record="r", receipt="c")
        assert view.rosters == left
        assert "Bilal" not in view.to_bytes().decode()
        assert plan_of(form).hash != PLAN.hash


def test_a_district_becomes_its_province_and_its_names_are_sought_in_the_texts():
    form = form_of(PLACES, choices=PROVINCES)
    view = deidentify(
        plan_of(form),
        form,
        talk(form, home="d1", story="We left Zhobdar."),
        record="r",
        receipt="c",
    )
    assert view.values["home"] == Cell("hills")
    assert [view.texts[0].text[one.start : one.end] for one in view.texts[0].spans] == ["Zhobdar"]


def test_a_code_typed_on_another_keyboard_gets_the_same_name_and_no_key_gives_none():
    names = pseudonyms(bytes(32))
    views = [
        deidentify(PLAN, FORM, talk(FORM, code=code), record="r", receipt="c", pseudonym=names)
        for code in ("A-7", "a ۷", "A-8")
    ]
    one, same, other = (view.values["code"].value for view in views)
    assert one == same != other
    assert one not in {hashlib.new(kind, b"A-7").hexdigest()[:32] for kind in ("md5", "sha256")}
    assert one != pseudonyms(bytes([1] * 32))("a7")


@given(st.binary(min_size=32, max_size=32), st.text(max_size=40))
def test_a_record_always_goes_back_by_the_same_days_and_never_by_none(seed, record):
    assert 1 <= days_back(seed, record) == days_back(seed, record) <= LONGEST_SHIFT


DATES = """
| survey |
| | type | name | label::English (en) | sensitivity | sdc_role | sdc_method |
| | datetime | jailed | Jailed | S1 | quasi | date:shift |
| | date | freed | Freed | S1 | quasi | date:shift |
| | begin_repeat | child | Child | | | |
| | date | born | Born | S1 | quasi | date:shift |
| | end_repeat | | | | | |
"""
PLACES = """
| survey |
| | type | name | label::English (en) | sensitivity | sdc_role | sdc_method |
| | select_one district | home | Home | S1 | quasi | geo:province |
| | text | story | Story | S1 | text | review |
"""
PROVINCES = """
| choices |
| | list_name | name | label::English (en) | province |
| | district | d1 | Zhobdar | hills |
| | district | d2 | Kandia | plain |
"""
