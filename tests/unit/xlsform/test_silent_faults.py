"""Rules for what pyxform lets pass, or names without a place: it is found in its cell."""

import pytest

from survey_app.xlsform.checking import check_form, checked
from survey_app.xlsform.files.reading import workbook_from_markdown

TAIL = """
| choices  | list_name | name | label | k | k2 |
|          | yn        | yes  | Yes   | 1 |    |
|          | yn        | no   | No    | 2 |    |
|          | town      | lhr  | Lahore|   | 1  |
| settings | form_id   | form_title | version |
|          | x         | X          | 1       |
"""
FILES = {
    "f.csv": b"key,val,name,label\n1,2,a,A\n",
    "bare.csv": b"a,b\n1,2\n",
    "bad.csv": b"\xff\xfe",
}
QUIET = {"CHECK-036", "CHECK-057"}


def book(*rows, columns="", tail=TAIL):
    head = f"| survey | type | name | label | {columns} |\n"
    sound = "| | integer | age | Age? |\n| | select_one yn | q | So? |\n"
    lines = "".join(f"| | {row} |\n" for row in rows)
    return workbook_from_markdown(head + sound + lines + tail)


def found(workbook, files=FILES):
    every = checked(workbook, {}, names=files.keys(), files=files).findings
    return [(one.code, one.sheet, one.row, one.column) for one in every if one.code not in QUIET]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("/data/nope/x = 1", "CHECK-100"),
        ("../nope = 1", "CHECK-100"),
        ("current()/../nope = 1", "CHECK-100"),
        ("/data/age/deeper = 1", "CHECK-100"),
        ("count(/data/nope) > 1", "CHECK-100"),
        ("/html/head = 1", "CHECK-100"),
        ("abc = 3", "CHECK-133"),
        ("$x = 1", "CHECK-099"),
        ("regex(${q}, '(')", "CHECK-101"),
        ("digest(${q}, 'foo') = 'x'", "CHECK-101"),
        ("digest(${q}, 'SHA-256', 'binary') = 'x'", "CHECK-101"),
        ("jr:choice-name(${age}, '${age}') = 'x'", "CHECK-103"),
        ("instance('zz')/root/item/a = 1", "CHECK-104"),
        ("instance('yn')/root/item/nocol = 1", "CHECK-105"),
        ("instance('yn')/root/item[nocol = 1]/name = 1", "CHECK-105"),
        ("pulldata('missing', 'a', 'b', ${q}) = 1", "CHECK-038"),
        ("pulldata('f', 'nocol', 'key', ${q}) = 1", "CHECK-105"),
        ("pulldata('f', 'val', 'nokey', ${q}) = 1", "CHECK-105"),
        (". > 3", "CHECK-024"),
        ("/data/a = 1", "CHECK-024"),
        ("../a = 1", "CHECK-024"),
        ("//* = 1", "CHECK-125"),
        ("${age} > date('2020-13-45')", "CHECK-135"),
        ("format-date('31.3.2026', '%Y') = '2026'", "CHECK-135"),
        ("${q} + ' ' + ${age} = 'x'", "CHECK-136"),
        ("${last-saved#nobody} = 1", "CHECK-020"),
        ("(((" * 80 + "1" + ")))" * 80, "CHECK-102"),
    ],
)
def test_a_condition_that_can_never_work_is_one_finding_in_its_cell(expression, code):
    workbook = book(f"text | a | A? | {expression}", columns="relevant")
    assert found(workbook) == [(code, "survey", 4, "relevant")]


@pytest.mark.parametrize(
    "expression",
    [
        "${age} > date('2020-12-31')",
        "date('') = ''",
        "format-date(date('2026-03-31T10:00:00+05:00'), '%Y') = '2026'",
        "/data/age = 1",
        "../age = 1",
        "current()/../age = 1",
        "${last-saved#age} = 1",
        "instance('town')/root/item[k2 = 1]/label = 'Lahore'",
        "pulldata('f', 'val', 'key', ${q}) = 1",
        "jr:choice-name(${q}, '${q}') = 'Yes'",
        "/data/meta/instanceID != ''",
        "//age = 1",
        "/data/*[1] = 1",
        "../../data/age = 1",
    ],
)
def test_a_path_that_leads_somewhere_is_no_finding(expression):
    assert found(book(f"text | a | A? | {expression}", columns="relevant")) == []


def test_what_pyxform_adds_by_itself_can_be_named():
    rows = (
        "select_one yn or_other | o | O? | ",
        "begin repeat | r | R | ${age} + 1",
        "text | t | T | ",
        "end repeat | | | ",
    )
    asked = "calculate | c | | | concat(/data/o_other, /data/r_count, /data/r/t)"
    assert found(book(*rows, asked, columns="repeat_count | calculation")) == []


@pytest.mark.parametrize(
    ("column", "type_", "cell", "code"),
    [
        ("repeat_count", "begin repeat", "abc", "CHECK-133"),
        ("repeat_count", "begin repeat", "-1", "CHECK-107"),
        ("repeat_count", "begin repeat", "1.5", "CHECK-107"),
        ("repeat_count", "begin repeat", "'many'", "CHECK-107"),
        ("default", "integer", "abc", "CHECK-108"),
        ("default", "integer", "1.5", "CHECK-108"),
        ("default", "decimal", "1,5", "CHECK-108"),
        ("default", "date", "2020-13-45", "CHECK-108"),
        ("default", "date", "2023-02-29", "CHECK-108"),
        ("default", "time", "25:99", "CHECK-108"),
        ("default", "time", "noon", "CHECK-108"),
        ("default", "datetime", "yesterday", "CHECK-108"),
        ("default", "geopoint", "here", "CHECK-108"),
        ("default", "geopoint", "91 181 0 0", "CHECK-108"),
        ("default", "geotrace", "31 74", "CHECK-108"),
        ("default", "range", "99", "CHECK-108"),
        ("default", "select_one yn", "maybe", "CHECK-095"),
        ("default", "rank yn", "yes maybe", "CHECK-095"),
        ("default", "image", "nobody.png", "CHECK-038"),
        ("calculation", "calculate", "$x", "CHECK-099"),
        ("calculation", "calculate", "jr:choice-name(${q}, 'q')", "CHECK-100"),
        ("trigger", "text", "${age}", "CHECK-127"),
        ("autoplay", "text", "loud", "CHECK-130"),
        ("rows", "text", "-1", "CHECK-130"),
        ("constraint_message", "text", "No", "CHECK-131"),
        ("required_message", "text", "No", "CHECK-131"),
        ("appearance", "select_one town", "search('f')", "CHECK-132"),
        ("choice_filter", "select_one yn", "k2 = 1", "CHECK-106"),
        ("choice_filter", "select_one yn", "k = ../age", "CHECK-100"),
        ("choice_filter", "select_one_from_file f.csv", "nocol = 1", "CHECK-105"),
        ("bind::nodeset", "text", "/data/x", "CHECK-090"),
        ("bind::type", "text", "strnig", "CHECK-130"),
        ("bind::jr:preload", "text", "timestmap", "CHECK-130"),
    ],
)
def test_a_cell_that_cannot_mean_anything_is_one_finding(column, type_, cell, code):
    label = "" if type_ == "calculate" else "A?"
    rows = [f"{type_} | a | {label} | {cell}"]
    if type_ == "begin repeat":
        rows += ["text | t | T | ", "end repeat | | | "]
    assert found(book(*rows, columns=column)) == [(code, "survey", 4, column)]


@pytest.mark.parametrize(
    ("type_", "default"),
    [
        ("integer", "-5"),
        ("integer", "'5'"),
        ("decimal", ".5"),
        ("date", "2024-02-29"),
        ("date", "today()"),
        ("time", "14:30"),
        ("time", "14:30:00"),
        ("datetime", "2026-11-26T14:30:00"),
        ("geopoint", "31.5 74.3 0 0"),
        ("geoshape", "31 74; 31 75; 32 75; 31 74"),
        ("range", "5"),
        ("text", "$5"),
    ],
)
def test_a_default_that_the_type_can_hold_is_no_finding(type_, default):
    assert found(book(f"{type_} | a | A? | {default}", columns="default")) == []


@pytest.mark.parametrize(
    ("type_", "parameters", "code"),
    [
        ("image", "max-pixels=abc", "CHECK-112"),
        ("image", "max-pixels=-5", "CHECK-112"),
        ("image", "max-pixels", "CHECK-110"),
        ("image", "foo=1", "CHECK-111"),
        ("audio", "quality=super", "CHECK-112"),
        ("background-audio", "quality=external", "CHECK-112"),
        ("video", "quality=low", "CHECK-114"),
        ("date", "start=1", "CHECK-114"),
        ("select_one yn", "randomize=maybe", "CHECK-112"),
        ("select_one yn", "randomize=true seed=abc", "CHECK-112"),
        ("select_one yn", "seed=3", "CHECK-113"),
        ("select_one yn", "randomize=true seed=${nobody}", "CHECK-020"),
        ("rank yn", "randomize=x", "CHECK-112"),
        ("text", "rows=-1", "CHECK-112"),
        ("text", "rows=abc", "CHECK-112"),
        ("geopoint", "capture-accuracy=-1", "CHECK-112"),
        ("geopoint", "allow-mock-accuracy=maybe", "CHECK-112"),
        ("range", "start=5 end=1", "CHECK-093"),
        ("range", "start=1 end=5 step=0", "CHECK-093"),
        ("range", "start=1 end=5 step=-1", "CHECK-093"),
        ("range", "start=1 end=5 step=9", "CHECK-093"),
        ("range", "start=a end=5", "CHECK-112"),
        ("range", "start=1 end=5 tick_interval=x", "CHECK-112"),
        ("select_one_from_file f.csv", "value=nocol", "CHECK-105"),
        ("select_one_from_file f.csv", "shuffle=1", "CHECK-111"),
        ("audit", "location-priority=balanced", "CHECK-113"),
        ("audit", "track-changes=maybe", "CHECK-112"),
        ("audit", "identify-user=1", "CHECK-112"),
        ("audit", "foo=1", "CHECK-111"),
    ],
)
def test_a_wrong_parameter_is_one_finding_in_its_cell(type_, parameters, code):
    name, label = ("audit", "") if type_ == "audit" else ("a", "A?")
    workbook = book(f"{type_} | {name} | {label} | {parameters}", columns="parameters")
    assert found(workbook) == [(code, "survey", 4, "parameters")]


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("namespaces", "bad", "CHECK-115"),
        ("namespaces", 'a="b', "CHECK-115"),
        ("style", "pagesss", "CHECK-116"),
        ("allow_choice_duplicates", "maybe", "CHECK-115"),
        ("omit_instanceid", "x", "CHECK-115"),
        ("auto_send", "perhaps", "CHECK-115"),
        ("clean_text_values", "x", "CHECK-115"),
        ("instance_xmlns", "bad uri", "CHECK-115"),
        ("name", "my root", "CHECK-115"),
        ("entity_version", "x", "CHECK-115"),
        ("default_language", "Klingon", "CHECK-121"),
        ("instance_name", "$x", "CHECK-099"),
        ("instance_name", "regex('a', '(')", "CHECK-101"),
        ("instance_name", "concat('a'", "CHECK-021"),
        ("instance_name", "foo(1)", "CHECK-022"),
    ],
)
def test_a_setting_that_cannot_be_is_one_finding_in_its_cell(setting, value, code):
    tail = f"| settings | form_id | form_title | version | {setting} |\n| | x | X | 1 | {value} |\n"
    head = "| survey | type | name | label |\n| | text | a | A? |\n"
    assert found(workbook_from_markdown(head + tail)) == [(code, "settings", 2, setting)]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("bind::zz:a", "CHECK-118"),
        ("body::zz:a", "CHECK-118"),
        ("instance::zz:a", "CHECK-118"),
        ("instance::1a", "CHECK-119"),
    ],
)
def test_an_attribute_that_no_form_can_carry_is_found_at_its_heading(heading, code):
    workbook = book("text | a | A? | 1", columns=heading)
    assert found(workbook) == [(code, "survey", 1, heading)]


@pytest.mark.parametrize(("heading", "rows"), [("instance::tag", [5]), ("bind::tag", [4, 5])])
def test_an_attribute_that_pyxform_needs_itself_is_found_in_its_cells(heading, rows):
    workbook = book(
        "text | a | A? | 1\n| | begin group | g | G | 1\n| | text | b | B | \n| | end group | | |",
        columns=heading,
    )
    assert found(workbook) == [("CHECK-149", "survey", row, heading) for row in rows]


def test_a_declared_prefix_is_no_finding():
    tail = '| settings | form_id | form_title | version | namespaces |\n| | x | X | 1 | zz="http://z.z" |\n'
    head = "| survey | type | name | label | bind::zz:a |\n| | text | a | A? | 1 |\n"
    assert found(workbook_from_markdown(head + tail)) == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("select_one_from_file bad.csv | a | A?", "CHECK-124", "type"),
        ("select_one_from_file bare.csv | a | A?", "CHECK-105", "type"),
        ("select_one_from_file x.doc | a | A?", "CHECK-090", "type"),
        ("csv-external | nobody | ", "CHECK-038", "name"),
        ("begin group | g | G |\n| | end group | | ", "CHECK-128", "type"),
        ("text | AGE | A?", "CHECK-129", "name"),
        ("text | b\x07 | A?", "CHECK-120", "name"),
        ("text | b | A\x00\x07?", "CHECK-120", "label"),
        ("text | b | #REF!", "CHECK-145", "label"),
    ],
)
def test_a_row_that_asks_for_what_is_not_there_is_found(row, code, column):
    assert (code, "survey", 4, column) in found(book(row))


def test_texts_that_one_language_lacks_are_found_wherever_the_gap_is():
    head = "| survey | type | name | label::English (en) | label::Urdu (ur) | hint::Urdu (ur) |\n"
    rows = "| | text | a | A? | | |\n| | text | b | | ب | |\n| | text | c | C? | پ | ت |\n"
    gaps = {
        (one.code, one.row, one.column)
        for one in check_form(workbook_from_markdown(head + rows), {})
    }
    assert {
        ("CHECK-079", 2, "label::Urdu (ur)"),
        ("CHECK-123", 3, "label::English (en)"),
        ("CHECK-123", 4, "hint::English (en)"),
    } <= gaps


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("label::Klingon", "CHECK-121"),
        ("label::French (zz)", "CHECK-121"),
        ("label::Englsh (en)", "CHECK-122"),
    ],
)
def test_a_language_that_is_misspelt_or_unknown_is_found_at_its_heading(heading, code):
    head = f"| survey | type | name | label::English (en) | {heading} |\n"
    workbook = workbook_from_markdown(head + "| | text | a | A? | B? |\n")
    assert (code, "survey", 1, heading) in found(workbook)


def test_a_list_that_an_expression_reads_is_not_called_unused():
    workbook = book("calculate | c | | instance('town')/root/item[1]/label", columns="calculation")
    assert "CHECK-036" not in [one.code for one in check_form(workbook, {})]


def test_a_language_that_is_hardly_begun_is_one_finding_with_a_count():
    head = "| survey | type | name | label::English (en) | label::Urdu (ur) |\n| | text | a | A? | ا |\n"
    rows = "".join(f"| | text | t{at} | T? | |\n" for at in range(9))
    gaps = [
        one
        for one in check_form(workbook_from_markdown(head + rows), {})
        if one.code == "CHECK-134"
    ]
    assert [(one.row, one.column, one.details["count"]) for one in gaps] == [
        (3, "label::Urdu (ur)", 9)
    ]


def test_a_filter_where_nothing_is_chosen_is_never_used_and_no_expression():
    rows = ("begin group | g | G | field-list summary", "text | t | T | ", "end group | | | ")
    told = found(book(*rows, columns="choice_filter"))
    assert told == [("CHECK-094", "survey", 4, "choice_filter")]


def test_a_question_named_as_its_group_is_no_ring():
    inside = ("integer | g | N | ", "end group | | | ")
    good = book("begin group | g | G | ${age} > 3", *inside, columns="relevant")
    assert "CHECK-025" not in {code for code, *_ in found(good)}
    ring = book("begin group | g | G | /data/g/g > 3", *inside, columns="relevant")
    assert "CHECK-025" in {code for code, *_ in found(ring)}


def test_one_of_several_answers_is_asked_for_with_selected():
    workbook = book(
        "select_multiple yn | help | H? | ",
        "text | a | A? | ${help} = 'yes'",
        "text | b | B? | selected(${help}, 'yes') or ${help} = ''",
        columns="relevant",
    )
    assert found(workbook) == [("CHECK-138", "survey", 5, "relevant")]
    (finding,) = (one for one in check_form(workbook, {}) if one.code == "CHECK-138")
    assert "selected(${help}, 'yes')" in finding.remedy


def test_a_day_written_as_people_say_it_is_named_where_it_is_compared_with_a_date():
    workbook = book(
        "date | day | D? | . <= '31/12/2026' | ",
        "text | a | A? |  | ${day} = 'today'",
        "text | b | B? |  | ${day} <= '2026-12-31' and ${day} > date('2026-01-01') + '30'",
        columns="constraint | relevant",
    )
    assert found(workbook) == [
        ("CHECK-137", "survey", 4, "constraint"),
        ("CHECK-137", "survey", 5, "relevant"),
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("calculate | c | | ${old} + 1 | ", [("CHECK-140", "calculation")]),
        ("text | c | C | | ${old} > 5", [("CHECK-140", "relevant")]),
        ("note | c | Of ${old} | | ", [("CHECK-140", "label")]),
        ("calculate | c | | ${what} | ", [("CHECK-140", "calculation")]),
        ("calculate | c | | sum(${old}) + count(${toy}) | ", []),
        ("calculate | c | | indexed-repeat(${old}, ${child}, 1) | ", []),
        ("calculate | c | | count(${child}[${old} > 3]) | ", []),
        ("text | c | C | | ${age} = “5”", [("CHECK-141", "relevant")]),
        ("text | c | She said “no”, it isn’t | | ", []),
    ],
)
def test_what_reads_the_first_row_of_a_repeat_only_and_curly_quotes_are_told(asked, told):
    rows = (
        "begin repeat | child | Child | | ",
        "integer | old | Old of ${age} | | ",
        "text | nick | Nick of ${old} | | ${old} > 3",
        "begin repeat | toy | Toy | | ",
        "text | what | What | | ${old} > 2",
        "end repeat | | | | ",
        "end repeat | | | | ",
    )
    workbook = book(*rows, asked, columns="calculation | relevant")
    assert found(workbook) == [(code, "survey", 11, column) for code, column in told]


@pytest.mark.parametrize("heading", ["label::English (en)", "hint", "media::image", "foo"])
def test_a_column_that_the_sheet_of_entities_cannot_have_is_one_finding(heading):
    tail = f"{TAIL}| entities | list_name | {heading} |\n| | trees | ${{age}} |\n"
    told = [one for one in found(book(tail=tail)) if one[1] == "entities"]
    assert told[0] == ("CHECK-151", "entities", 1, heading)
    assert heading != "label::English (en)" or len(told) == 1, "no label is missed beside it"


def test_headings_below_a_title_are_found_where_they_stand():
    workbook = workbook_from_markdown(
        "| survey | My study |\n| | type | name | label |\n| | text | a | A |\n" + TAIL
    )
    told = found(workbook)
    assert told == [("CHECK-153", "survey", 2, "")], "one cause, one finding"


def test_a_reference_to_a_question_switched_off_says_which_row_did_it():
    workbook = workbook_from_markdown(
        "| survey | type | name | label | relevant | disabled |\n| | text | a | A | ${b} != '' | |\n"
        "| | text | b | B | | yes |\n| | text | c | C | ${b1} != '' | |\n" + TAIL
    )
    told = [one for one in check_form(workbook, {}) if one.column == "relevant"]
    assert [(one.code, one.row) for one in told] == [("CHECK-155", 2), ("CHECK-020", 4)]
    assert "row 3" in told[0].message


@pytest.mark.parametrize("written", ["begin_score", "score__row", "rank__level", "end_kobomatrix"])
def test_a_type_that_only_kobo_knows_is_told_with_what_to_write_instead(written):
    finding = next(one for one in check_form(book(f"{written} | m | M"), {}) if one.row == 4)
    assert (finding.code, finding.column) == ("CHECK-154", "type")
    assert "question of the type" in finding.remedy or "group" in finding.remedy


def test_a_label_is_missed_in_the_column_that_the_workbook_has():
    told = {one.code: one.remedy for one in check_form(book("text | m | "), {})}
    assert "“label”" in told["CHECK-018"]


def test_a_sheet_of_notes_is_not_taken_for_a_misspelt_one():
    notes, choises = "| remarks | x |\n| | y |\n", "| choises | x |\n| | y |\n"
    assert ("CHECK-152", "remarks", 0, "") in found(book(tail=TAIL + notes))
    assert ("CHECK-005", "choises", 0, "") in found(book(tail=TAIL + choises))
