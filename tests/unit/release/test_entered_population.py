"""A population count that could never match a row is refused, not left without effect."""

from types import SimpleNamespace

import pytest
from disclosure_forms import plan_from

from survey_app.disclosure.measures.population import Group, Population
from survey_app.merge.tables import TEXTS
from survey_app.release.entered import refuse_unknown_groups
from survey_app.release.errors import NoSuchFormInDatasetError, UnknownGroupError
from survey_app.release.series import series_of

PLAN = plan_from()


@pytest.mark.parametrize(
    "where",
    [
        {"aria": "a3"},
        {"area": "a9"},
        {"area": "a3", "age": "25-34"},  # a hyphen where the label has a dash
        {"hurt": "yes"},
    ],
)
def test_a_variable_or_label_that_no_row_can_have_is_refused(where):
    with pytest.raises(UnknownGroupError):
        refuse_unknown_groups(Population(None, (Group(where, 12),)), [PLAN])


@pytest.mark.parametrize(
    "where", [{"area": "a3"}, {"area": "north"}, {"age": "25–34", "children_n": "4+"}]
)
def test_labels_of_the_plan_and_coarser_ones_are_taken(where):
    refuse_unknown_groups(Population(400, (Group(where, 12),)), [PLAN])


def test_what_is_possible_is_said():
    with pytest.raises(UnknownGroupError) as refusal:
        refuse_unknown_groups(Population(None, (Group({"area": "a9"}, 12),)), [PLAN])
    assert "area=a3" in refusal.value.message()


def test_a_form_that_is_not_in_the_dataset_is_named_with_those_that_are():
    held = SimpleNamespace(form_id="small", roster="")
    texts = SimpleNamespace(form_id="small", roster=TEXTS)
    with pytest.raises(NoSuchFormInDatasetError) as refusal:
        series_of(SimpleNamespace(tables=(held, texts)), "merged", "smal")
    assert "small" in refusal.value.message()
