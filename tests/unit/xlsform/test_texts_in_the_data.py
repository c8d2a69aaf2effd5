"""A text that a calculation writes into the answers is data: to reword it is no small thing."""

import pytest

from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.versions.changes import verdict_of
from survey_app.xlsform.versions.difference import differences

FORM = """
| survey   | type          | name  | label::English (en) | label::Urdu (ur) | calculation |
|          | select_one yn | asked | Asked?              | پوچھا؟           |             |
|          | calculate     | said  |                     |                  | FORMULA     |
| choices  | list_name     | name  | label::English (en) | label::Urdu (ur) |
|          | yn            | y     | Yes                 | ہاں              |
| settings | form_id       | version | default_language  |
|          | f             | VERSION | English (en)      |
"""
OF_A_CHOICE = "jr:choice-name(${asked}, '${asked}')"
OF_ANYTHING = "jr:itext('/data/asked:label')"


def verdict(formula, before, after):
    old = FORM.replace("FORMULA", formula)
    assert before in old
    new = old.replace(before, after).replace("VERSION", "2")
    books = (workbook_from_markdown(text) for text in (old.replace("VERSION", "1"), new))
    return verdict_of(differences(*books)).label


@pytest.mark.parametrize(
    ("formula", "before", "after", "means"),
    [
        (OF_A_CHOICE, "| Yes ", "| Yes, I did ", "breaks-data"),
        (OF_A_CHOICE, "| English (en)      |", "| Urdu (ur) |", "breaks-data"),
        (OF_A_CHOICE, "ہاں", "جی ہاں", "safe"),
        (OF_A_CHOICE, "Asked?", "Were you asked?", "safe"),
        (OF_ANYTHING, "Asked?", "Were you asked?", "breaks-data"),
        ("1 + 1", "| Yes ", "| Yes, I did ", "safe"),
        ("1 + 1", "| English (en)      |", "| Urdu (ur) |", "safe"),
    ],
)
def test_rewording_costs_what_calculations_make_of_it(formula, before, after, means):
    assert verdict(formula, before, after) == means
