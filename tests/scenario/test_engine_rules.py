"""The engine seen from outside: relevance, calculation, constraints, kinds of empty."""

import pytest
from scenario import xform_of

from survey_app.interview.errors import (
    IncompleteError,
    KindNotAllowedError,
    NoSuchQuestionError,
    NoSuchScreenError,
)
from survey_app.xform import EmptyKind, parse

CHILD = """
    | survey | type    | name  | label::English (en) | relevant       |
    |        | text    | child | Child with you?     |                |
    |        | integer | age   | Age of the child    | ${child}='yes' |
"""


def test_an_answer_that_became_irrelevant_is_not_submitted(scenario):
    interview = scenario(CHILD)
    interview.answer(child="yes", age="3").answer(child="no")
    assert interview.finalize().values() == {"/data/child": "no"}
    assert interview.finalize().kinds() == {"/data/age": "not_applicable"}


def test_an_answer_that_became_relevant_again_is_still_there(scenario):
    interview = scenario(CHILD).answer(child="yes", age="3").answer(child="no")
    assert interview.value("age") == ""
    assert interview.answer(child="yes").value("age") == "3"


def test_a_hidden_group_hides_everything_inside_and_rules_see_it_blank(scenario):
    interview = scenario("""
        | survey | type        | name  | label::English (en) | relevant        | calculation           |
        |        | text        | gate  | Open?               |                 |                       |
        |        | begin group | outer | Outer               | ${gate} = 'yes' |                       |
        |        | begin group | inner | Inner               |                 |                       |
        |        | integer     | n     | Number              |                 |                       |
        |        | end group   |       |                     |                 |                       |
        |        | end group   |       |                     |                 |                       |
        |        | calculate   | seen  |                     |                 | coalesce(${n}, 'none') |
    """)
    interview.answer(gate="yes", n="4")
    assert interview.value("seen") == "4"
    interview.answer(gate="no")
    assert (interview.relevant("n"), interview.value("seen")) == (False, "none")
    assert "outer" not in interview.finalize().text()


def test_what_counts_places_sees_a_blank_one_come_and_go(scenario):
    interview = scenario("""
        | survey | type      | name  | label::English (en) | relevant        | calculation            |
        |        | text      | gate  | Open?               |                 |                        |
        |        | text      | a     | A                   | ${gate} = 'yes' |                        |
        |        | calculate | many  |                     |                 | count(${a})            |
        |        | calculate | row   |                     |                 | join('-', 'x', ${a})   |
        |        | calculate | blank |                     |                 | if(${a} = '', 'b', 'f') |
    """)
    names = ("many", "row", "blank")
    assert [interview.value(one) for one in names] == ["0", "x", "b"]
    interview.answer(gate="yes")
    assert [interview.value(one) for one in names] == ["1", "x-", "b"]
    interview.answer(gate="no")
    assert [interview.value(one) for one in names] == ["0", "x", "b"]


def test_what_sees_only_texts_is_not_asked_again_for_a_blank_place():
    form = parse(
        xform_of("""
        | survey | type      | name  | label::English (en) | relevant            | calculation |
        |        | text      | a     | A                   |                     |             |
        |        | text      | b     | B                   | selected(${a}, 'x') |             |
        |        | text      | c     | C                   | count(${a}) = 1     |             |
        |        | calculate | first |                     |                     | ${a}        |
        |        | calculate | named |                     |                     | ${a}/@name  |
    """)
    )
    ranks = {rule.rank: rule.path for rule in form.rules}

    def looking(routes):
        return {ranks[one.rank] for one in routes["/data/a"]}

    assert looking(form.routes.near) == {"/data/b", "/data/c", "/data/first", "/data/named"}
    assert looking(form.routes.asking) == {"/data/c", "/data/named"}


@pytest.mark.parametrize(
    ("chosen", "asked", "found"),
    [
        ("a b", "a", True),
        ("a b", " b ", True),
        ("ab", "a", False),
        ("ab", "ab", True),
        ("a b", "a b", False),
        ("", "", True),
        ("a", "", False),
        ("", "a", False),
    ],
)
def test_a_choice_is_selected_by_its_whole_name(scenario, chosen, asked, found):
    interview = scenario(f"""
        | survey | type      | name | label::English (en) | calculation |
        |        | text      | a    | A                   |             |
        |        | calculate | f    |                     | string(selected(${{a}}, '{asked}')) |
    """)
    assert interview.answer(a=chosen).value("f") == ("true" if found else "false")


def test_calculations_run_in_the_order_of_their_needs_not_of_the_table(scenario):
    interview = scenario("""
        | survey | type      | name  | label::English (en) | calculation      |
        |        | calculate | third |                     | ${second} * 2    |
        |        | calculate | second |                    | ${first} + 1     |
        |        | integer   | first | First               |                  |
    """)
    assert interview.answer(first="4").value("third") == "10"


def test_a_calculation_without_a_number_is_blank(scenario):
    interview = scenario("""
        | survey | type      | name | label::English (en) | calculation |
        |        | integer   | a    | A                   |             |
        |        | calculate | b    |                     | ${a} * 2    |
    """)
    assert interview.value("b") == ""


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("integer", "۱۲", "12"),
        ("integer", "١٢", "12"),
        ("integer", " 007 ", "7"),
        ("decimal", "۱۲٫۵۰", "12.5"),
        ("decimal", "0.000001", "0.000001"),
        ("date", "۲۰۲۴-۰۲-۲۹", "2024-02-29"),
        ("time", "۰۹:۳۰", "09:30"),
        ("text", "  ۱۲ عمر ", "  ۱۲ عمر "),
        ("text", "a\r\nb\x07", "a\nb"),
        ("text", "آ", "آ"),
    ],
)
def test_a_value_is_kept_in_one_form_whatever_digits_were_typed(scenario, kind, typed, kept):
    interview = scenario(f"""
        | survey | type   | name | label::English (en) |
        |        | {kind} | a    | A                   |
    """)
    interview.answer(a=typed)
    assert (interview.value("a"), interview.outcome.validity.value) == (kept, "OK")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("integer", "twelve"),
        ("integer", "1.5"),
        ("integer", "99999999999"),
        ("integer", "1e3"),
        ("decimal", "1,5"),
        ("decimal", "NaN"),
        ("decimal", "infinity"),
        ("date", "2023-02-29"),
        ("date", "29/02/2024"),
        ("time", "25:00"),
        ("dateTime", "2024-01-01"),
        ("geopoint", "91 0"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_and_the_old_one_stays(scenario, kind, typed):
    good = {"integer": "1", "decimal": "1", "date": "2024-01-01", "time": "10:00",
            "dateTime": "2024-01-01T10:00", "geopoint": "1 1"}[kind]  # fmt: skip
    interview = scenario(f"""
        | survey | type   | name | label::English (en) |
        |        | {kind} | a    | A                   |
    """).answer(a=good)
    before = interview.value("a")
    interview.answer(a=typed)
    assert interview.outcome.validity.value == "WRONG_TYPE"
    assert interview.value("a") == before


def test_a_constraint_speaks_only_of_what_was_answered(scenario):
    interview = scenario("""
        | survey | type    | name | label::English (en) | constraint | constraint_message::English (en) |
        |        | integer | age  | Age                 | . < 120    | Below 120, please.               |
    """)
    assert interview.validity("age") == "OK"
    assert interview.answer(age="130").validity("age") == "CONSTRAINT_VIOLATED"
    assert interview.value("age") == "130", "what was typed is kept"
    assert interview.interview.constraint_message("/data/age") == "Below 120, please."


def test_a_required_question_may_be_refused(scenario):
    interview = scenario("""
        | survey | type | name | label::English (en) | required | bind::sa:empties     |
        |        | text | why  | Why?                | yes      | refused dont_know    |
    """)
    assert interview.validity("why") == "REQUIRED_BUT_EMPTY"
    with pytest.raises(IncompleteError):
        interview.interview.finalize(allow_incomplete=False)
    interview.empty("why", "refused")
    assert interview.validity("why") == "OK"
    assert interview.finalize().kinds() == {"/data/why": "refused"}
    assert interview.interview.question("/data/why").empties == (
        EmptyKind.REFUSED,
        EmptyKind.DONT_KNOW,
    )


def test_a_kind_of_empty_takes_the_value_and_an_answer_takes_the_kind(scenario):
    interview = scenario(CHILD).answer(child="yes").empty("child", "dont_know")
    assert (interview.value("child"), interview.relevant("age")) == ("", False)
    interview.answer(child="yes")
    assert interview.interview.empty("/data/child") is None


def test_only_the_program_says_not_applicable(scenario):
    with pytest.raises(KindNotAllowedError):
        scenario(CHILD).empty("child", "not_applicable")


def test_a_struck_answer_is_gone_and_may_be_given_again(scenario):
    interview = scenario(CHILD).answer(child="yes", age="3")
    interview.interview.strike("/data/child")
    assert interview.value("child") == ""
    assert interview.interview.empty("/data/child") is EmptyKind.WITHDRAWN
    assert "yes" not in interview.interview.save().decode()
    assert interview.answer(child="yes").value("age") == "3"


def test_what_was_not_reached_when_she_stopped_says_so(scenario):
    interview = scenario("""
        | survey | type | name | label::English (en) |
        |        | text | a    | A                   |
        |        | text | b    | B                   |
    """).answer(a="x")
    assert interview.finalize().kinds() == {"/data/b": "unreached"}
    interview.interview.stop()
    finished = interview.finalize()
    assert finished.kinds() == {"/data/b": "stopped"}
    assert finished.submission.stopped


def test_a_value_for_the_screen_only_is_in_no_submission_nor_anything_made_from_it(scenario):
    interview = scenario("""
        | survey | type      | name | label::English (en) | calculation        | bind::sa:lifetime |
        |        | text      | nick | What to call her?   |                    | screen            |
        |        | calculate | made |                     | concat(${nick},'!') |                  |
        |        | text      | note | About ${nick}       |                    |                   |
    """).answer(nick="Munni", note="well")
    assert interview.label("note") == "About Munni"
    finished = interview.finalize()
    assert "Munni" not in finished.text()
    assert "nick" not in finished.text()
    assert {one.name for one in finished.submission.answers} == {"made", "note"}
    assert interview.value("nick") == "Munni", "the running interview is left as it is"


def test_a_reference_to_nowhere_is_one_clear_error(scenario):
    interview = scenario(CHILD)
    for ref in ("/data/none", "data/child", "/data/child[2]", "/data/child[", "", "/"):
        with pytest.raises(NoSuchQuestionError):
            interview.interview.answer(ref, "x")
    with pytest.raises(NoSuchScreenError):
        interview.interview.screen("/data/none")


def test_presets_are_set_before_the_first_rule_runs(scenario):
    interview = scenario(
        """
        | survey | type      | name         | label::English (en) | relevant                          |
        |        | hidden    | open_modules |                     |                                   |
        |        | text      | m9           | Nine                | selected(${open_modules}, 'm9')   |
        |        | text      | m13          | Thirteen            | selected(${open_modules}, 'm13')  |
        """,
        presets={"open_modules": "m9 m14"},
    )
    assert interview.keys() == ["/data/m9"]


def test_values_in_a_label_are_told_apart_so_that_they_can_be_isolated(scenario):
    interview = scenario("""
        | survey | type | name | label::English (en)      |
        |        | text | nick | Name                     |
        |        | text | b    | How old is ${nick} now?  |
    """).answer(nick="منی")
    parts = interview.interview.label_parts("/data/b")
    assert [(part.text, part.is_value) for part in parts] == [
        ("How old is ", False),
        ("منی", True),
        (" now?", False),
    ]


def test_a_range_takes_only_what_lies_on_its_scale(scenario):
    interview = scenario("""
        | survey | type  | name | label::English (en) | parameters           |
        |        | range | r    | How much?           | start=0 end=10 step=2 |
    """).answer(r="۴")
    for wrong in ("11", "3", "-2"):
        interview.answer(r=wrong)
        assert interview.outcome.validity.value == "OUT_OF_RANGE"
    assert interview.value("r") == "4"


def test_nobody_writes_into_a_readonly_place(scenario):
    interview = scenario("""
        | survey | type | name | label::English (en) | readonly | default |
        |        | text | a    | A                   | yes      | fixed   |
    """).answer(a="mine")
    assert (interview.value("a"), interview.outcome.validity.value) == ("fixed", "READ_ONLY")


def test_the_same_page_is_worked_out_once_between_two_changes(scenario):
    interview = scenario(CHILD).interview
    assert interview.screens() is interview.screens()
    before = interview.screens()
    interview.answer("/data/child", "yes")
    assert interview.screens() is not before


def test_once_keeps_its_value_while_the_place_is_not_relevant(scenario):
    interview = (
        scenario("""
        | survey | type      | name  | label::English (en) | relevant      | calculation      |
        |        | integer   | first | Number              |               |                  |
        |        | text      | shut  | Shut?               |               |                  |
        |        | calculate | kept  |                     | ${shut} = ''  | once(${first})   |
    """)
        .answer(first="1")
        .answer(shut="x")
        .answer(first="2")
    )
    assert interview.value("kept") == ""
    assert interview.answer(shut="").value("kept") == "1"


def test_an_answer_counts_as_true_by_what_it_says_and_not_by_being_asked(scenario):
    interview = scenario("""
        | survey | type        | name  | label | calculation                | relevant  |
        |        | text        | who   | Who   |                            |           |
        |        | integer     | many  | Many  |                            |           |
        |        | text        | more  | More  |                            | ${who}    |
        |        | begin group | g     | G     |                            |           |
        |        | calculate   | said  |       | if(${many}, 'some', 'none') |          |
        |        | calculate   | blank |       | not(${who}) or ${many} > 9 |           |
        |        | end group   |       |       |                            |           |
        |        | calculate   | there |       | boolean(${g})               |           |
    """)
    told = lambda: [interview.value(name) for name in ("said", "blank", "there")]  # noqa: E731
    assert not interview.interview.relevant("/data/more")
    assert told() == ["none", "true", "true"]
    interview.answer(who="0", many="0")
    assert interview.interview.relevant("/data/more")
    assert told() == ["none", "false", "true"]
    assert interview.answer(many="3").value("said") == "some"
