"""Small forms and interviews for the tests of the disclosure rooms."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from survey_app.disclosure.planning.plan import plan_of
from survey_app.microdata.cells import Cell, Record
from survey_app.workflows.author import load_form
from survey_app.xform import parse
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.to_xform.compiling import compile_form

PROJECT = Path(__file__).resolve().parents[2]

CHOICES = """
| choices |
| | list_name | name | label::English (en) | sdc_level1 | sdc_level2 |
| | yes_no | yes | Yes | | |
| | yes_no | no | No | | |
| | offence | murder | Murder | person | any |
| | offence | hurt | Hurt | person | any |
| | offence | theft | Theft | property | any |
| | offence | fraud | Fraud | property | any |
| | area | a1 | Area 1 | north | |
| | area | a2 | Area 2 | north | |
| | area | a3 | Area 3 | south | |
| | age_now | y0_5 | 0 to 5 | young | |
| | age_now | y6_17 | 6 to 17 | young | |
| | age_now | y18 | 18 and over | grown | |
"""

SETTINGS = """
| settings |
| | form_title | form_id | version | default_language | sdc_k | sdc_l | sdc_table_min | sdc_max_drop |
| | Small | small | 1 | English (en) | 5 | 2 | 5 | 0.2 |
"""

SURVEY = """
| survey |
| | type | name | label::English (en) | sensitivity | lifetime | sdc_role | sdc_method | sdc_rank | sdc_seek | calculation |
| | text | her_name | Name | S1 | | direct | drop | | | |
| | text | unplanned | Forgotten | S1 | | | | | | |
| | integer | age | Age | S1 | | quasi | band:18,25,35,45,55 | 1 | | |
| | integer | children_n | Children | S1 | | quasi | top:4 | 2 | | |
| | select_one offence | offence | Offence | S1 | | quasi | level:0 | 3 | | |
| | select_one area | area | Area | S1 | | quasi | level:0 | 4 | | |
| | date | met | Day | S1 | | quasi | date:year | | | |
| | select_one yes_no | fed | Enough food | S1 | | sensitive | keep | | | |
| | select_one yes_no | hurt | Hurt | S3 | | sensitive | keep | | | |
| | select_multiple yes_no | told | Told | S1 | | sensitive | keep | | | |
| | select_one yes_no | tv | Television | S0 | | safe | keep | | | |
| | integer | interviewer | Interviewer | S0 | | meta | keep | | | |
| | text | code | Code | S0 | | meta | pseudonym | | | |
| | text | story | Story | S2 | | text | review | | | |
| | text | remark | Remark | S1 | | sensitive | keep | | | |
| | begin_repeat | child | Child | | | | | | | |
| | text | nickname | Nickname | S0 | screen | direct | drop | | | |
| | select_one age_now | age_now | Age now | S1 | | quasi | level:0 | | | |
| | select_one yes_no | lives_with | With her | S2 | | sensitive | keep | | | |
| | text | good_at | Good at | S0 | | text | review | | | |
| | end_repeat | | | | | | | | | |
"""


def form_of(survey=SURVEY, choices=CHOICES, settings=SETTINGS):
    compiled = compile_form(workbook_from_markdown(survey + choices + settings), {})
    return parse(compiled.xform, compiled.files)


def plan_from(survey=SURVEY, choices=CHOICES, settings=SETTINGS):
    return plan_of(form_of(survey, choices, settings))


@dataclass(frozen=True)
class Said:
    ref: str
    name: str
    value: str = ""
    empty: int = 0


@dataclass(frozen=True)
class Talk:
    """A finished interview, as far as the disclosure room wants to know it."""

    answers: tuple[Said, ...]
    form_id: str = "small"
    form_version: str = "1"
    form_hash: str = "00" * 32
    language: str = "ur"
    extra: dict[str, str] = field(default_factory=dict)


def talk(form, children=(), **values):
    """Return an interview with `values`, and one roster row for each of `children`."""
    said = [Said(form.questions[name].path, name, str(value)) for name, value in values.items()]
    for number, child in enumerate(children, start=1):
        for name, value in child.items():
            path = form.questions[name].path.replace("/child/", f"/child[{number}]/")
            said.append(Said(path, name, str(value)))
    return Talk(tuple(said))


def record(**values):
    """Return a record; None stands for an answer she refused."""
    cells = {
        name: Cell(None, 91) if value is None else Cell(str(value))
        for name, value in values.items()
    }
    return Record(cells)


@cache
def shipped(form_id):
    """Return a form of the project, compiled with its translations."""
    compiled = load_form(PROJECT / "forms" / form_id, PROJECT / "translations")
    return parse(compiled.xform, compiled.files)
