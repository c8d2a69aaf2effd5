"""Which control a question gets follows from the form alone."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.interview.casting import within_range
from survey_app.web.field.forms.answers import FIELDS
from survey_app.web.kinds import TABLE, Kind, kind_of
from survey_app.web.looks import CALENDARS, look_of
from survey_app.web.scales import scale_of

CONTROLS = Path(__file__).resolve().parents[3] / "docs" / "spec" / "controls.md"
WRITTEN_AS_IT_IS = {"text", "multiline", "one_sought"}
SENT_AS_FILES = {"upload"}
NOT_ASKED = {"note", "link", "heading", "unsupported"}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (("input", "string", "", 0), "text"),
        (("input", "string", "multiline", 0), "multiline"),
        (("input", "string", "numbers masked", 0), "digits"),
        (("input", "string", "url", 0), "link"),
        (("input", "int", "counter", 0), "integer"),
        (("input", "decimal", "bearing", 0), "decimal"),
        (("input", "date", "", 0), "date"),
        (("input", "date", "no-calendar", 0), "date"),
        (("input", "date", "month-year islamic", 0), "month"),
        (("input", "date", "year", 0), "year"),
        (("input", "time", "", 0), "time"),
        (("input", "dateTime", "", 0), "datetime"),
        (("input", "geopoint", "maps", 0), "place"),
        (("input", "geotrace", "", 0), "places"),
        (("input", "geoshape", "", 0), "places"),
        (("input", "barcode", "", 0), "text"),
        (("input", "string", "ex:org.example.App(x='numbers')", 0), "text"),
        (("input", "binary", "", 0), "unsupported"),
        (("select1", "string", "", 12), "one"),
        (("select1", "string", "", 13), "one_of_many"),
        (("select1", "string", "columns-3", 13), "one"),
        (("select1", "string", "columns", 13), "one"),
        (("select1", "string", "minimal", 2), "one_of_many"),
        (("select1", "string", "Minimal", 2), "one_of_many"),
        (("select1", "string", "autocomplete", 2), "one_sought"),
        (("select1", "string", "search", 2), "one_sought"),
        (("select1", "string", "minimal search('towns')", 2), "one_of_many"),
        (("select1", "string", "minimal", 201), "one_sought"),
        (("select1", "string", "label", 3), "heading"),
        (("select", "string", "", 60), "many"),
        (("select", "string", "", 61), "many_sought"),
        (("select", "string", "minimal", 5), "many_folded"),
        (("rank", "odk:rank", "", 5), "rank"),
        (("range", "int", "", 11), "scale"),
        (("range", "int", "", 12), "slider"),
        (("range", "int", "no-ticks", 5), "slider"),
        (("range", "int", "rating", 5), "rating"),
        (("range", "int", "rating", 50), "slider"),
        (("range", "int", "picker", 50), "one_of_many"),
        (("range", "int", "", 0), "integer"),
        (("trigger", "string", "", 0), "acknowledge"),
        (("upload", "binary", "new", 0), "upload"),
    ],
)
def test_a_question_gets_the_first_row_that_fits(question, kind):
    assert kind_of(*question) == kind


def test_every_kind_is_in_the_table_and_is_read():
    assert {row.kind for row in TABLE} | {"unsupported"} == set(get_args(Kind))
    assert set(FIELDS) | WRITTEN_AS_IT_IS | SENT_AS_FILES | NOT_ASKED == set(get_args(Kind))


@given(st.text(max_size=60), st.sampled_from(["input", "select1", "select", "range", "rank"]))
def test_any_appearance_gives_a_control(appearance, control):
    assert kind_of(control, "string", appearance, 3) in get_args(Kind)
    assert 0 <= look_of(appearance).columns <= 12


@given(
    st.decimals(-50, 50, places=2),
    st.decimals(-50, 50, places=2),
    st.sampled_from(["1", "0.5", "-0.25", "2", "-3"]),
)
def test_every_step_of_a_scale_is_taken_by_the_interview(start, end, step):
    parameters = {"start": str(start), "end": str(end), "step": step}
    scale = scale_of(parameters)
    assert len(scale.values) == scale.count
    assert all(within_range(value, parameters) for value in scale.values)
    assert Decimal(scale.values[0]) == start


def test_a_scale_without_its_ends_is_no_scale():
    assert scale_of({}) is None
    assert scale_of({"start": "0", "end": "NaN"}) is None


def test_the_handle_of_a_slider_begins_at_the_placeholder_only_inside_the_scale():
    ends = {"start": "0", "end": "10", "step": "1"}
    assert scale_of({**ends, "odk:placeholder": "4"}).begins_at == "4"
    assert scale_of({**ends, "odk:placeholder": "40"}).begins_at == "0"


def test_the_marks_of_a_slider_are_its_ticks_and_its_ends():
    scale = scale_of({"start": "0", "end": "100", "step": "1", "odk:tick-interval": "30"})
    assert scale.ticks == ("0", "30", "60", "90", "100")
    assert scale_of({"start": "0", "end": "100", "step": "1"}).ticks == ("0", "100")


def test_marks_that_are_wider_than_a_phone_together_are_the_ends():
    income = {"start": "0", "end": "1000000", "step": "1", "odk:tick-interval": "100000"}
    assert scale_of(income).ticks == ("0", "1000000")


def test_every_kind_and_every_word_of_an_appearance_is_documented():
    text = CONTROLS.read_text(encoding="utf-8")
    words = {word for row in TABLE for word in row.words} | set(CALENDARS)
    missing = [word for word in (*get_args(Kind), *words) if f"`{word}`" not in text]
    assert missing == []
