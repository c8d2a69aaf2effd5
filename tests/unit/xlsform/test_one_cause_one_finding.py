"""Rules for refusals: each cause once, in its cell, and none hides another."""

from survey_app.xlsform.checking import check_form
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.judges.judging import MOST_CELLS, judge

CHOICES = "| choices | list_name | name | label |\n| | yn | yes | Yes |\n"
QUIET = {"CHECK-036", "CHECK-057", "CHECK-008"}


def book(columns, *rows, tail=CHOICES):
    head = f"| survey | type | name | label | {columns} |\n"
    return workbook_from_markdown(head + "".join(f"| | {row} |\n" for row in rows) + tail)


def errors(workbook):
    every = (one for one in check_form(workbook, {}) if one.severity == "error")
    return [(one.code, one.row, one.column) for one in every if one.code not in QUIET]


def test_expressions_of_all_kinds_that_are_wrong_are_each_said_once():
    workbook = book(
        "relevant | constraint | calculation",
        "integer | a | A? | ( | | ",
        "integer | b | B? | | nope(1) | ",
        "integer | c | C? | | . > if(1) | ",
        "calculate | d | | | | $x",
        "calculate | e | | | | //*",
    )
    assert errors(workbook) == [
        ("CHECK-021", 2, "relevant"),
        ("CHECK-022", 3, "constraint"),
        ("CHECK-023", 4, "constraint"),
        ("CHECK-099", 5, "calculation"),
        ("CHECK-090", 6, "calculation"),
    ]


def test_a_finding_for_a_study_becomes_an_error_where_the_form_is_refused_for_it():
    workbook = book(
        "parameters",
        "integer | a | A? | ",
        "integer | a | A? | ",
        "integer | meta | M? | ",
        "text | b | | ",
        "range | r | R? | start=1 end=5 step=0",
    )
    assert errors(workbook) == [
        ("CHECK-014", 3, "name"),
        ("CHECK-015", 4, "name"),
        ("CHECK-018", 5, "label"),
        ("CHECK-093", 6, "parameters"),
    ]


def test_what_the_form_is_not_refused_for_stays_for_a_study():
    workbook = book("parameters", "range | r | R? | start=5 end=1", "text | texxt | T? | ")
    broken = book("parameters", "range | r | R? | start=5 end=1", "texxt | t | T? | ")
    assert errors(workbook) == []
    assert errors(broken) == [("CHECK-011", 3, "type")]


def test_entities_parameters_triggers_and_last_saved_are_all_said_at_once():
    workbook = book(
        "parameters | default | trigger | calculation | save_to",
        "text | a | A? | | ${last-saved#nobody} | | | 1st",
        "image | i | I? | max-pixels=z | | | | ",
        "calculate | c | | | | a | 1 | ",
        "calculate | d | | | | ${nobody} | 1 | ",
        "text | e | E? | | | | | label",
        tail=CHOICES
        + "| entities | list_name | label | create_if |\n| | my list | ${a} | ${nobody} = 1 |\n",
    )
    assert errors(workbook) == [
        ("CHECK-020", 2, "default"),
        ("CHECK-090", 2, "save_to"),
        ("CHECK-112", 3, "parameters"),
        ("CHECK-090", 4, "trigger"),
        ("CHECK-020", 5, "trigger"),
        ("CHECK-090", 6, "save_to"),
        ("CHECK-020", 2, "create_if"),
        ("CHECK-090", 2, "list_name"),
    ]


def test_a_refusal_without_a_place_is_narrowed_down_to_its_cell():
    workbook = book(
        "bind::nodeset | relevant",
        *[f"text | t{at} | T? | | " for at in range(9)],
        "text | a | A? | /data/x | 1",
    )
    assert errors(workbook) == [("CHECK-090", 11, "bind::nodeset")]


def test_names_that_cannot_be_do_not_make_their_references_wrong():
    workbook = book("relevant", "text | 1a | A? | ", "text | b | B? | ${1a} = 'x'")
    assert errors(workbook) == [("CHECK-013", 2, "name")]


def test_a_calculation_that_is_missing_is_found_in_its_empty_cell():
    assert errors(book("calculation", "calculate | c | | ")) == [("CHECK-090", 2, "calculation")]


def test_groups_that_cross_are_said_and_hide_nothing():
    workbook = book(
        "relevant",
        "begin group | g | G | ",
        "begin repeat | r | R | ",
        "text | a | A? | $x",
        "end group | | | ",
        "end repeat | | | ",
    )
    assert errors(workbook) == [
        ("CHECK-016", 2, "type"),
        ("CHECK-099", 4, "relevant"),
        ("CHECK-017", 5, "type"),
    ]


def test_a_sheet_of_choices_without_names_is_one_finding_of_the_whole_sheet():
    tail = "| choices | list_name | label |\n| | yn | Yes |\n"
    assert errors(book("hint", "select_one yn | a | A? | ", tail=tail)) == [("CHECK-006", 0, "")]


def test_the_asking_ends_in_a_large_workbook():
    rows = [f"text | t{at} | T? | h | l{at}" for at in range(MOST_CELLS // 12)]
    bad = [f"text | z{at} | T? | h | {at}bad" for at in range(30)]
    workbook = book("hint | save_to", *rows, *bad)
    said = judge(workbook, {}, []).findings
    assert 1 <= len(said) < 30
    assert all(one.row for one in said)


def test_a_refusal_calls_a_row_as_its_author_does_and_not_as_it_was_set_aside():
    book = workbook_from_markdown("| survey | type | say |\n| | user_branch | x |\n")
    told = [one.message for one in check_form(book, {})]
    assert not [message for message in told if "aside_" in message]
    assert any("'user_branch' has no label" in message for message in told)


def test_a_question_that_is_called_as_a_column_is_no_word_for_that_column():
    assert errors(book("", "text | name | ")) == [("CHECK-018", 2, "label")]
