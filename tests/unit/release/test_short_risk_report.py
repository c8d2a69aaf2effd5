"""The printed risk report is short: long tables are folded, and a sentence is said once."""

from dataclasses import replace
from pathlib import Path

import pytest
from disclosure_forms import PROJECT, form_of, record

from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.catalogues import Catalogues
from survey_app.release.gate import decide, told_beside
from survey_app.release.risk_page import risk_page
from survey_app.release.series import Series

FORM = form_of()
ALIKE = {"children_n": "1", "offence": "theft", "area": "a1", "tv": "yes", "age": "30"}


@pytest.fixture
def report():
    women = tuple(record(**ALIKE, fed=("yes", "no")[at % 2]) for at in range(60))
    marks = tuple(f"mark-{at}" for at in range(60))
    series = Series("small", FORM, plan_of(FORM), ("1",), women, (), 0, marks)
    return decide(series, digest="d", earlier=()).report


def page(report):
    words = Catalogues(Path(PROJECT) / "translations").translator("en")
    return risk_page(report, (words,)).decode()


def test_the_tables_of_all_questions_are_folded_and_what_decides_is_not(report):
    open_parts = "".join(
        part.rpartition("</details>")[2] for part in page(report).split("<details>")
    )
    assert "What was done to each question" not in open_parts
    assert "her_name" not in open_parts
    for shown in ("What to do next", "The only one of her kind", "Signature"):
        assert shown in open_parts
    assert "<details><summary><h2>What was done to each question</h2>" in page(report)


def test_a_sentence_about_many_questions_is_said_once_with_their_list(report):
    same = [told_beside("fed"), Sentence("Wait."), told_beside("hurt")]
    told = page(replace(report, reasons=tuple(same)))
    assert told.count("together with an earlier release they would tell") == 1
    assert "fed, hurt" in told
    assert len(replace(report, reasons=tuple(same)).to_json()["reasons"]) == 3
