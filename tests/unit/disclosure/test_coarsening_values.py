from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.disclosure.errors import MethodError
from survey_app.disclosure.planning.bands import band_labels
from survey_app.disclosure.planning.methods import Method, read_method
from survey_app.disclosure.planning.recode import recode
from survey_app.disclosure.rows.ladders import ladder

OFFENCES = {
    "murder": ("person", "crime"),
    "theft": ("property", "crime"),
    "fraud": ("property", "crime"),
    "none": ("none", "none"),
}
EDGES = st.lists(st.integers(-50, 120), min_size=1, max_size=9, unique=True).map(sorted)


@pytest.mark.parametrize(
    ("method", "value", "label"),
    [
        ("band:18,25,35,45,55", "45", "45–54"),
        ("band:18,25,35,45,55", "17", "<18"),
        ("band:18,25,35,45,55", "24.5", "18–24"),
        ("band:18,25,35,45,55", "55", "55+"),
        ("band:0,3,7", "12", "7+"),
        ("band:0,1,2", "1", "1"),
        ("top:4", "4", "4+"),
        ("top:4", "3", "3"),
        ("top:4", "3.0", "3"),
        ("bottom:1", "0", "<=1"),
        ("round:5", "12", "10"),
        ("round:5", "12.5", "15"),
        ("date:year", "2019-03-05", "2019"),
        ("date:year", "2019-03-05T10:00:00.000+05:00", "2019"),
        ("date:quarter", "2019-03-05", "2019-Q1"),
        ("date:quarter", "2019-12-31", "2019-Q4"),
        ("level:0", "theft", "theft"),
        ("level:1", "theft", "property"),
        ("level:2", "theft", "crime"),
        ("level:1", "theft fraud murder", "person property"),
        ("keep", "yes", "yes"),
    ],
)
def test_a_method_gives_the_label_it_promises(method, value, label):
    assert recode(read_method(method), value, hierarchy=OFFENCES) == label


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("drop", "Rukhsana"),
        ("review", "a text"),
        ("pseudonym", "35202-1234567-1"),
        ("band:18,25", "about thirty"),
        ("band:18,25", "NaN"),
        ("top:4", "Infinity"),
        ("round:5", ""),
        ("date:year", "last year"),
        ("date:quarter", "2019-13-01"),
        ("level:1", "unknown"),
        ("level:1", "theft unknown"),
    ],
)
def test_what_cannot_be_made_coarser_is_kept_back(method, value):
    assert recode(read_method(method), value, hierarchy=OFFENCES) is None


def test_a_pseudonym_needs_a_keyed_function():
    assert recode(read_method("pseudonym"), "A-7", pseudonym=lambda value: f"P{len(value)}") == "P3"


@pytest.mark.parametrize(
    "text",
    ["", "bands:18", "band:", "band:25,18", "band:18,18", "band:a", "top:0", "top:x", "level:3",
     "date:day", "keep:1", "round:0", "band:nan,5", "band:1e5"],
)  # fmt: skip
def test_a_method_that_cannot_be_read_is_refused_with_its_text(text):
    with pytest.raises(MethodError, match="cannot be read"):
        read_method(text)


@given(EDGES, st.integers(-200, 300))
def test_banding_twice_is_banding_once(edges, value):
    method = Method("band", tuple(map(str, edges)))
    label = recode(method, str(value))
    assert label in band_labels([Decimal(edge) for edge in edges])
    assert recode(method, label) == label


@given(EDGES, st.integers(-200, 300))
def test_each_rung_of_a_ladder_only_joins_bands_and_leaves_coarser_ones_alone(edges, value):
    method = Method("band", tuple(map(str, edges)))
    label = recode(method, str(value))
    seen = []
    for step in ladder(method):
        assert step.relabel(label) == recode(step.method, str(value))
        seen.append((step, step.relabel(label)))
    for step, _ in seen:
        for coarser, coarse_label in seen:
            if len(coarser.method.arguments) <= len(step.method.arguments):
                assert step.relabel(coarse_label) == coarse_label


@given(st.integers(1, 12), st.integers(0, 30))
def test_a_count_climbs_from_top_to_top(limit, value):
    method = Method("top", (str(limit),))
    label = recode(method, str(value))
    for step in ladder(method):
        assert step.relabel(label) == recode(step.method, str(value))


def test_choices_climb_to_their_groups_and_stay_there():
    steps = ladder(Method("level", ("0",)), OFFENCES)
    assert [str(step.method) for step in steps] == ["level:0", "level:1", "level:2"]
    assert [step.relabel("fraud") for step in steps] == ["fraud", "property", "crime"]
    assert [step.relabel("crime") for step in steps] == ["crime", "crime", "crime"]
    assert steps[1].relabel("nonsense") is None


def test_a_level_with_one_group_is_no_rung():
    steps = ladder(Method("level", ("0",)), {"a": ("x", "all"), "b": ("y", "all")})
    assert [str(step.method) for step in steps] == ["level:0", "level:1"]


def test_a_family_climbs_from_its_pattern_to_its_size():
    steps = ladder(Method("pattern"))
    assert [step.relabel("{0–5, 6–9, 6–9}") for step in steps] == ["{0–5, 6–9, 6–9}", "3", "2+"]
    assert [step.relabel("4+") for step in steps] == ["4+", "4+", "2+"]
