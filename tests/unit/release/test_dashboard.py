"""Counts with noise: a budget that is set once, is taken first, and refuses when it is spent."""

import json
import sys
from collections import Counter
from decimal import Decimal

import pytest
from click.testing import CliRunner
from disclosure_forms import plan_from, record
from hypothesis import given, settings
from hypothesis import strategies as st
from merged_women import write_merged

from survey_app.cli.main import main
from survey_app.disclosure.planning.audiences import Audience
from survey_app.merge.dataset import BUDGET
from survey_app.release.budget import read_budget, spend
from survey_app.release.errors import (
    BudgetDamagedError,
    BudgetSpentError,
    DashboardWordsError,
    NoiseMissingError,
    OtherBudgetError,
)
from survey_app.release.noise import countable, noisy_tables
from survey_app.workflows.dashboard import dashboard
from survey_app.workflows.release import release

PLAN = plan_from()


@pytest.fixture
def one_more(monkeypatch):
    """Noise that adds one to every count, so that what stands on a page can be foretold."""
    scales = []

    def noise(scale):
        scales.append(scale)
        return lambda exact: [count + 1 for count in exact]

    monkeypatch.setattr("survey_app.release.noise._laplace", noise)
    monkeypatch.setattr("survey_app.workflows.dashboard.refuse_without_library", lambda: None)
    return scales


@pytest.fixture(scope="module")
def form():
    from disclosure_forms import form_of  # noqa: PLC0415 - beside its one use

    return form_of()


@pytest.fixture
def merged(tmp_path, form):
    women = [record(tv="yes", area="a1")] * 40 + [record(tv="no", area="a2")] * 23
    return write_merged(tmp_path / "merged", form, PLAN, women)


def made(merged, to, *variables, epsilon="1", budget="2"):
    return dashboard(merged, to, variables or ("tv",), epsilon=epsilon, budget=budget)


def test_a_page_shows_counts_with_noise_and_what_is_left(merged, tmp_path, one_more):
    run = made(merged, tmp_path / "out", "tv", "area")
    assert (run.budget.left, one_more) == (Decimal(1), [2.0])
    told = json.loads((tmp_path / "out" / "dashboard.json").read_text("utf-8"))
    counts = {one["label"]: one["count"] for one in told["tables"][0]["counts"]}
    assert counts == {"yes": 41, "no": 24, "": 1}
    assert (told["left"], told["within"]) == ("1", 6)
    page = (tmp_path / "out" / "dashboard.html").read_text("utf-8")
    assert 'lang="ur" dir="rtl"' in page


def test_a_budget_that_is_spent_refuses_and_never_grows(merged, tmp_path, one_more):
    for name in ("one", "two"):
        made(merged, tmp_path / name)
    with pytest.raises(BudgetSpentError):
        made(merged, tmp_path / "three", epsilon="0.01")
    with pytest.raises(OtherBudgetError):
        made(merged, tmp_path / "three", budget="9")
    assert not (tmp_path / "three").exists()
    assert len(one_more) == 2


def test_what_is_taken_is_on_the_disk_before_there_is_a_count(merged, tmp_path, monkeypatch):
    monkeypatch.setattr("survey_app.workflows.dashboard.refuse_without_library", lambda: None)

    def fails(_scale):
        raise RuntimeError

    monkeypatch.setattr("survey_app.release.noise._laplace", fails)
    with pytest.raises(RuntimeError):
        made(merged, tmp_path / "out")
    assert read_budget(merged).left == 1


def test_a_record_of_the_budget_that_was_cut_stops_everything(merged, tmp_path, one_more):
    made(merged, tmp_path / "one")
    path = merged / BUDGET
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(BudgetDamagedError):
        made(merged, tmp_path / "two")
    assert len(one_more) == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=8))
def test_all_that_was_ever_taken_is_no_more_than_the_whole(tmp_path_factory, wishes):
    folder = tmp_path_factory.mktemp("budget")
    for wish in wishes:
        before = read_budget(folder)
        try:
            after = spend(folder, Decimal(1), Decimal(wish) / 20, ["tv"])
        except BudgetSpentError:
            assert read_budget(folder) == before
        else:
            assert after.left >= 0
            assert read_budget(folder) == after


@pytest.mark.parametrize(
    "wish",
    [
        {"epsilon": "1.1"},
        {"epsilon": "0"},
        {"epsilon": "NaN"},
        {"epsilon": "1e-400"},
        {"epsilon": "0.0005"},
        {"budget": "1e999"},
        {"budget": "10.001"},
        {"epsilon": "much"},
        {"budget": "-1"},
        {"variables": ("story",)},
        {"variables": ("age_now",)},
        {"variables": ("nothing",)},
    ],
)
def test_what_cannot_be_counted_so_costs_nothing(merged, tmp_path, one_more, wish):
    variables = wish.pop("variables", ("tv",))
    with pytest.raises(DashboardWordsError):
        made(merged, tmp_path / "out", *variables, **wish)
    assert (read_budget(merged), one_more) == (None, [])


def test_every_question_with_one_answer_and_a_fixed_list_can_be_counted():
    assert set(countable(PLAN)) == {
        "age", "children_n", "offence", "area", "fed", "hurt", "told", "tv", "lives_with",
    }  # fmt: skip


def test_without_the_library_the_command_says_what_to_install_and_takes_nothing(
    merged, tmp_path, monkeypatch
):
    for name in ("opendp", "opendp.prelude"):
        monkeypatch.setitem(sys.modules, name, None)
    words = ["dashboard", str(merged), "tv", "--to", str(tmp_path / "out")]
    shown = CliRunner().invoke(main, words)
    assert (shown.exit_code, "requirements-dashboards.txt" in shown.output) == (2, True)
    with pytest.raises(NoiseMissingError):
        made(merged, tmp_path / "out")
    assert read_budget(merged) is None


def test_the_noise_of_the_library_is_as_wide_as_the_page_says():
    women = [record(tv="yes")] * 500 + [record(tv="no")] * 300
    found = [noisy_tables(PLAN, women, ["tv"], Decimal("0.5")) for _ in range(400)]
    yes = Counter(abs(one.tables[0].counts[0].count - 500) > one.within for one in found)
    assert 0.005 < yes[True] / 400 < 0.12
    mean = sum(one.tables[0].counts[0].count for one in found) / 400
    assert abs(mean - 500) < 1


def of_two_ages(folder, form):
    """Return a dataset in which the six youngest all had enough food; rows hide that."""
    alike = {"area": "a1", "offence": "theft", "children_n": "1"}
    young = [record(age="20", fed="yes", tv="yes", **alike)] * 6
    told = zip(["yes", "no"] * 60, ["yes", "yes", "no", "no"] * 30, strict=True)
    older = [record(age="30", fed=fed, tv=tv, **alike) for fed, tv in told]
    return write_merged(folder, form, PLAN, [*young, *older])


def test_of_a_question_that_rows_hide_in_groups_there_is_no_page(tmp_path, form, one_more):
    merged = of_two_ages(tmp_path / "merged", form)
    assert not release(merged, tmp_path / "rows").is_refused
    words = ["dashboard", str(merged), "tv", "fed", "--to", str(tmp_path / "page")]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, one_more) == (3, [])
    assert "would tell it: fed. Leave" in done.stderr
    assert read_budget(merged) is None
    made(merged, tmp_path / "another", "tv")


def test_of_a_question_that_a_page_counted_rows_hide_no_group(tmp_path, form, one_more):
    merged = of_two_ages(tmp_path / "merged", form)
    release(merged, tmp_path / "team", audience=Audience.TEAM)  # it holds all interviews anyway
    made(merged, tmp_path / "page", "fed")
    run = release(merged, tmp_path / "rows")
    assert run.is_refused
    assert "every sensitive question would tell" in run.passed[0].report.reasons[0].text()
    made(merged, tmp_path / "another", "fed")
