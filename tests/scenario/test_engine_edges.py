"""Edges of the engine: what comes and goes blank, places in lists, repeats that grow, sizes."""

import pytest
from scenario import environment

from survey_app.interview import begin
from survey_app.interview.recalculation import MOST_INSTANCES
from survey_app.xform import parse
from survey_app.xform.errors import FormStructureError


def test_a_blank_question_that_comes_in_counts_at_once(scenario):
    story = scenario("""
        | survey | type        | name | label::English (en) | relevant      | calculation    |
        |        | text        | c    | Go on?              |               |                |
        |        | begin group | g    |                     | ${c} = 'yes'  |                |
        |        | text        | nm   | Name                |               |                |
        |        | end group   |      |                     |               |                |
        |        | calculate   | n    |                     |               | count(${nm})   |
        |        | note        | seen | One place           | ${n} = 1      |                |
    """)
    assert story.value("n") == "0"
    story.answer(c="yes")
    assert story.value("n") == "1"
    assert story.relevant("seen")
    assert story.saved_and_loaded().value("n") == "1"
    assert story.answer(c="no").value("n") == "0"


LISTED = """
    | survey  | type            | name | label::English (en) | choice_filter |
    |         | text            | area | Area                |               |
    |         | select_one rows | row  | Row                 | {filter}      |
    | choices | list_name | name | label::English (en) | area |
    |         | rows      | a    | A                   | x    |
    |         | rows      | b    | B                   | y    |
    |         | rows      | c    | C                   | y    |
"""


@pytest.mark.parametrize(
    ("condition", "offered"),
    [
        ("area = ${area} and position() < 3", ["b"]),
        ("position() = last() and area = ${area}", ["c"]),
        ("area = ${area}", ["b", "c"]),
    ],
)
def test_a_place_in_a_list_counts_all_rows_of_it(scenario, condition, offered):
    assert scenario(LISTED.format(filter=condition)).answer(area="y").choices("row") == offered


def test_a_repeat_may_grow_as_far_as_its_own_place_allows(scenario):
    story = scenario("""
        | survey | type         | name  | label::English (en) | relevant        |
        |        | begin repeat | child | Child               | position(.) < 4 |
        |        | text         | name  | Name                |                 |
        |        | end repeat   |       |                     |                 |
    """)
    while story.interview.can_add_repeat("/data/child"):
        story.add("/data/child")
    assert story.interview.count_repeats("/data/child") == 3


def test_counts_inside_counts_make_no_more_than_one_count_may(scenario):
    story = scenario("""
        | survey | type         | name | label::English (en) | repeat_count |
        |        | integer      | n    | How many            |              |
        |        | begin repeat | a    | A                   | ${n}         |
        |        | begin repeat | b    | B                   | ${n}         |
        |        | text         | x    | X                   |              |
        |        | end repeat   |      |                     |              |
        |        | end repeat   |      |                     |              |
    """).answer(n="300")
    inner = [story.interview.count_repeats(f"/data/a[{at}]/b") for at in range(1, 301)]
    assert story.interview.count_repeats("/data/a") == 300
    assert 300 + sum(inner) == MOST_INSTANCES


def test_a_form_that_repeats_its_root_is_refused():
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
      <h:head><h:title>t</h:title><model><instance><data id="t"><a/></data></instance></model>
      </h:head><h:body><group ref="/data"><repeat nodeset="/data"><input ref="/data/a">
      <label>A</label></input></repeat></group></h:body></h:html>"""
    with pytest.raises(FormStructureError, match="root"):
        parse(xform)


def test_a_bracketed_path_means_what_it_means_at_each_of_its_places():
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
      <h:head><h:title>t</h:title><model><instance><data id="t"><g><a>1</a><b/></g>
      <k><a>2</a><b/></k></data></instance><bind nodeset="/data/g/b" calculate="(../a)[1]"/>
      <bind nodeset="/data/k/b" calculate="(../a)[1]"/></model></h:head><h:body/></h:html>"""
    interview = begin(parse(xform), environment(), language="")
    assert [interview.value("/data/g/b"), interview.value("/data/k/b")] == ["1", "2"]


def test_a_number_longer_than_any_number_goes_into_a_calculation_and_ends_nothing(scenario):
    story = scenario("""
        | survey | type      | name  | label::English (en) | calculation | bind::type |
        |        | text      | typed | Number              |             |            |
        |        | calculate | whole |                     | ${typed}    | int        |
    """)
    digits = "9" * 5000
    assert story.answer(typed=f"{digits}.5").value("whole") == digits
    assert story.answer(typed="-007.5").value("whole") == "-7"


@pytest.mark.parametrize(
    ("data_type", "written", "kept"),
    [
        ("int", "007", "7"),
        ("int", "5.7", "5"),
        ("int", "abc", ""),
        ("int", "3000000000", ""),
        ("int", "-2147483648", "-2147483648"),
        ("decimal", "2.50", "2.5"),
        ("decimal", "1e-3", "0.001"),
        ("decimal", "1,5", ""),
        ("date", "2026-3-1", "2026-03-01"),
        ("date", "2026-03-01 00:00:00", "2026-03-01"),
        ("date", "2026-02-30", ""),
        ("time", "9:20", "09:20"),
        ("dateTime", "2026-03-01", "2026-03-01T00:00"),
        ("dateTime", "2026-03-01 10:20", "2026-03-01T10:20"),
        ("geopoint", "31.50 74 1 2", "31.5 74.0 1.0 2.0"),
        ("string", " 007 ", " 007 "),
    ],
)
def test_what_a_form_brings_is_kept_as_an_answer_of_its_type_would_be(data_type, written, kept):
    form = parse(
        f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
        <h:head><h:title>t</h:title><model><instance><data id="t"><a>{written}</a><b/></data></instance>
        <bind nodeset="/data/a" type="{data_type}"/>
        <bind nodeset="/data/b" type="string" calculate="string(/data/a)"/></model></h:head>
        <h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>""".encode()
    )
    interview = begin(form, environment(), language="")
    assert (interview.value("/data/a"), interview.value("/data/b")) == (kept, kept)
