"""Hidden numbers that nothing of the form reads are worked out when somebody asks for them."""

import re

import pytest

ROSTER = """
    | survey | type         | name  | label::English (en) | calculation        | repeat_count |
    |        | integer      | n     | Rows                |                    |              |
    |        | begin_repeat | r     | Row                 |                    | ${n}         |
    |        | integer      | x     | Number              |                    |              |
    |        | calculate    | share |                     | ${x} div ${all}    |              |
    |        | end_repeat   |       |                     |                    |              |
    |        | calculate    | all   |                     | sum(${x})          |              |
"""
HALVES = ["0.25", "0.75"]


def waiting(story):
    return {path.rpartition("/")[2] for path in story.interview.form.routes.waiting}


def filled(scenario):
    story = scenario(ROSTER).answer(n="2")
    return story.answer(("/data/r[1]/x", "5"), ("/data/r[2]/x", "3"), ("/data/r[1]/x", "1"))


def refs(story):
    return [f"/data/r[{at}]/share" for at in range(1, story.interview.count_repeats("/data/r") + 1)]


def by_value(story):
    return [story.interview.value(ref) for ref in refs(story)]


def by_view(story):
    return [view.value for view in story.interview.views(refs(story))]


def by_xml(story):
    return re.findall("<share>([^<]*)</share>", story.interview.instance_xml().decode())


def by_piece(story):
    return re.findall("<share>([^<]*)</share>", story.interview.piece_xml("/data").decode())


def by_saving(story):
    return [view.value for view in story.saved_and_loaded().interview.views(refs(story))]


def by_submission(story):
    found = story.interview.finalize().answers
    return [one.value for one in found if one.ref.endswith("/share")]


LOOKS = [by_value, by_view, by_xml, by_piece, by_saving, by_submission]


@pytest.mark.parametrize("look", LOOKS)
def test_whoever_looks_finds_it_worked_out(scenario, look):
    story = filled(scenario)
    assert waiting(story) == {"share"}
    assert look(story) == HALVES


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_that_was_shown_before_is_shown_anew(scenario, look):
    story = filled(scenario)
    assert by_view(story) == HALVES
    story.answer(("/data/r[2]/x", "1"))
    assert look(story) == ["0.5", "0.5"]


def test_rows_come_and_go_while_it_waits(scenario):
    story = filled(scenario).answer(n="1").answer(("/data/r[1]/x", "4"))
    assert by_value(story) == ["1"]
    story.answer(n="2")
    assert by_value(story) == [str(4 / 7), str(3 / 7)]


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        ("| integer | y | Y | ${half} + 1 | |", "another rule reads it"),
        ("| note | y | It is ${half}. | | |", "a text shows it"),
        ("| select_one one | y | Which? | | |", "a choice shows it"),
        ("| integer | y | Y | | . < ${half} |", "a constraint asks it"),
        ("| note | y | All: ${g}. | | |", "a text shows the group around it"),
    ],
)
def test_what_the_form_reads_does_not_wait(scenario, reader, told):
    shows = "It is ${half}" if "choice" in told else "One"
    story = scenario(f"""
        | survey | type        | name | label::English (en) | calculation | constraint |
        |        | integer     | n    | N                   |             |            |
        |        | begin_group | g    |                     |             |            |
        |        | calculate   | half |                     | ${{n}} div 2 |           |
        |        | end_group   |      |                     |             |            |
        |        {reader}

        | choices | list_name | name | label::English (en) | label::Urdu (ur) |
        |         | one       | a    | {shows}             | {shows}          |
    """)
    assert waiting(story) == set(), told


@pytest.mark.parametrize(
    "rule", ["concat('a', ${n})", "now() - ${n}", "random() * ${n}", "once(${n} + 1)", "${n}"]
)
def test_texts_times_and_chance_do_not_wait(scenario, rule):
    story = scenario(f"""
        | survey | type      | name | label::English (en) | calculation |
        |        | integer   | n    | N                   |             |
        |        | calculate | c    |                     | {rule}      |
    """)
    assert waiting(story) == set()


def test_what_an_action_reads_or_sets_does_not_wait(scenario):
    story = scenario("""
        | survey | type      | name  | label::English (en) | calculation  | trigger |
        |        | integer   | n     | N                   |              |         |
        |        | calculate | half  |                     | ${n} div 2   |         |
        |        | calculate | third |                     | ${n} div 3   |         |
        |        | integer   | y     | Y                   | ${half} + 1  | ${n}    |
    """)
    assert waiting(story) == {"third"}
    assert story.answer(n="4").value("y") == "3"
