"""What an author can write in a workbook reaches the interview: the rows of form logic."""

import pytest


def test_a_trigger_sets_a_dynamic_default_each_time_its_question_changes(scenario):
    story = scenario("""
        | survey | type | name | label::English (en) | calculation      | trigger |
        |        | text | a    | A                   |                  |         |
        |        | text | b    | B                   | concat(${a}, '!')| ${a}    |
    """)
    assert story.answer(a="x").value("b") == "x!"
    assert story.answer(b="own").value("b") == "own"
    assert story.answer(a="y").value("b") == "y!"


def test_a_default_that_is_an_expression_is_worked_out_once_at_the_beginning(scenario):
    story = scenario("""
        | survey | type    | name | label::English (en) | default |
        |        | date    | day  | Day                 | today() |
        |        | integer | n    | Number              | 3 + 4   |
        |        | text    | t    | Text                | plain   |
    """)
    assert (story.value("day"), story.value("n"), story.value("t")) == ("2026-03-01", "7", "plain")
    assert story.answer(n="9").saved_and_loaded().value("n") == "9"


def test_messages_of_required_and_constraint_are_those_of_the_form(scenario):
    story = scenario("""
        | survey | type    | name | label::English (en) | required | required_message::English (en) | constraint | constraint_message::English (en) |
        |        | integer | n    | Number              | yes      | Please say it                  | . < 10     | Too many, ${n}                   |
    """)  # fmt: skip
    assert story.validity("n") == "REQUIRED_BUT_EMPTY"
    assert story.interview.required_message("/data/n") == "Please say it"
    assert story.answer(n="12").validity("n") == "CONSTRAINT_VIOLATED"
    assert story.interview.constraint_message("/data/n") == "Too many, 12"
    assert story.answer(n="9").validity("n") == "OK"


@pytest.mark.parametrize("seed", ["7", "${mark}"])
def test_a_seed_makes_the_same_order_in_every_interview(scenario, seed):
    rows = "\n".join(f"|         | l | c{at} | C{at} |" for at in range(9))
    table = f"""
| survey  | type         | name | label::English (en) | parameters                  | default |
|         | integer      | mark | Mark                |                             | 5       |
|         | select_one l | a    | A                   | randomize=true, seed={seed} |         |
| choices | list_name    | name | label::English (en) |
{rows}
"""
    one, other = scenario(table, seed=1), scenario(table, seed=2)
    assert one.choices("a") == other.choices("a")
    assert sorted(one.choices("a")) == [f"c{at}" for at in range(9)]


def test_value_and_label_name_the_columns_of_a_list_in_a_file(scenario):
    story = scenario(
        """
        | survey | type                       | name | label::English (en) | parameters            |
        |        | select_one_from_file p.csv | a    | A                   | value=code, label=say |
        """,
        files={"p.csv": b"code,say\npb,Punjab\nsd,Sindh\n"},
    )
    assert story.choices("a") == ["pb", "sd"]
    assert story.labels("a") == ["Punjab", "Sindh"]


def test_facts_of_the_interview_are_filled_in_by_the_program(scenario):
    story = scenario("""
        | survey | type  | name  | label::English (en) |
        |        | start | began |                     |
        |        | end   | ended |                     |
        |        | today | day   |                     |
        |        | text  | a     | A                   |
    """)
    values = story.answer(a="x").finalize().values()
    assert values["/data/began"] == "2026-03-01T12:00:00.000+00:00"
    assert values["/data/ended"] == "2026-03-01T12:00:00.000+00:00"
    assert values["/data/day"] == "2026-03-01"


def test_a_table_beside_the_form_is_looked_up(scenario):
    story = scenario(
        """
        | survey | type         | name  | label::English (en) | calculation                                |
        |        | csv-external | towns |                     |                                            |
        |        | text         | code  | Code                |                                            |
        |        | calculate    | town  |                     | pulldata('towns', 'name', 'code', ${code}) |
        """,
        files={"towns.csv": b"code,name\nlhe,Lahore\n"},
    )
    assert story.answer(code="lhe").value("town") == "Lahore"


def test_a_text_in_another_language_holds_the_answer_too(scenario):
    story = scenario("""
        | survey | type | name | label::English (en) | label::Urdu (ur)  |
        |        | text | who  | Who?                | کون؟              |
        |        | text | why  | Why ${who}?         | ${who} کیوں؟      |
    """)
    story.answer(who="Amna")
    story.interview.set_language("ur")
    assert story.label("why") == "Amna کیوں؟"
