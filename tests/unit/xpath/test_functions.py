"""Functions and comparisons over a small document."""

from contextlib import suppress
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from math import isnan, nan
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.xpath.errors import ArgumentCountError, EvaluationError, XPathError
from survey_app.xpath.evaluation import Context
from survey_app.xpath.expression import compile_expression
from survey_app.xpath.functions.numbers import rounded
from survey_app.xpath.functions.table import FUNCTIONS
from survey_app.xpath.nodes import NodeKind, TreeNode
from survey_app.xpath.values import number_text, text_of

KARACHI = ZoneInfo("Asia/Karachi")


def tree(name, *inside):
    node = TreeNode(NodeKind.ELEMENT, name)
    for one in inside:
        if isinstance(one, str):
            node.value = one
        else:
            node.add(one)
    return node


DOCUMENT = TreeNode(NodeKind.DOCUMENT)
DATA = DOCUMENT.add(
    tree(
        "data",
        tree("age", "34"),
        tree("name", "رضیہ"),
        tree("blank", ""),
        tree("many", "a b c"),
        tree("child", tree("age", "3"), tree("nick", "x")),
        tree("child", tree("age", "9"), tree("nick", "y")),
        tree("day", "2026-02-28"),
    )
)
DATA.add(TreeNode(NodeKind.ATTRIBUTE, "version", value="3"))
LIST = TreeNode(NodeKind.DOCUMENT)
LIST.add(
    tree(
        "root",
        tree("item", tree("name", "pb"), tree("label", "Punjab")),
        tree("item", tree("name", "sd"), tree("label", "Sindh")),
        tree("item", tree("name", "sd"), tree("label", "Sindh again")),
    )
)


class Host:
    def now(self):
        return datetime(2026, 3, 1, 9, 30, tzinfo=KARACHI)

    def root(self, _node):
        return DOCUMENT

    def instance(self, name):
        return LIST if name == "places" else None

    def random(self):
        return 0.25

    def uuid(self):
        return "00000000-0000-4000-8000-000000000000"

    def itext(self, name):
        return f"text {name}"

    def choice_name(self, value, path, _node):
        return f"{value} of {path}"


def value_of(expression, node=DATA):
    return compile_expression(expression).value(Context(node, Host()))


def said(expression, node=DATA):
    return text_of(value_of(expression, node))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("/data/age + 1", "35"),
        ("age", "34"),
        ("sum(child/age)", "12"),
        ("count(/data/child)", "2"),
        ("/data/child[2]/nick", "y"),
        ("/data/child[age > 5]/nick", "y"),
        ("/data/child[last()]/nick", "y"),
        ("/data/child[position() = 1]/age", "3"),
        ("string(/data/none)", ""),
        ("concat(child/nick, '-', age)", "xy-34"),
        ("join(', ', child/nick)", "x, y"),
        ("max(child/age) - min(child/age)", "6"),
        ("if(age > 18, 'grown', 'young')", "grown"),
        ("coalesce(blank, 'none')", "none"),
        ("once(9)", "9"),
        ("pow(0, -1)", "Infinity"),
        ("pow(-10, 309)", "-Infinity"),
        ("pow(-10, 400)", "Infinity"),
        ("pow(-1, 1 div 0)", "NaN"),
        ("pow(1, blank)", "NaN"),
        ("int(-1 div 0)", "-Infinity"),
        ("max()", "NaN"),
        ("checklist(0, 1)", "true"),
        ("base64-decode('U2Fs YWFt')", "Salaam"),
        ("selected(many, 'b')", "true"),
        ("selected-at(many, 2)", "c"),
        ("selected-at(many, 9)", ""),
        ("count-selected(many)", "3"),
        ("count-selected(blank)", "0"),
        ("count-non-empty(*)", "6"),
        ("round(2.345, 2)", "2.35"),
        ("round(1234, -2)", "1200"),
        ("int(-2.7)", "-2"),
        ("5 mod -2", "1"),
        ("1 div 0", "Infinity"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("0.00001", "0.00001"),
        ("100000000000000000000", "100000000000000000000"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("substring('12345', 2, 3)", "234"),
        ("string-length('رضیہ')", "4"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('2019/01', '/', '-')", "2019-01"),
        ("regex('0300-1234567', '0[0-9]{3}-[0-9]{7}')", "true"),
        ("regex('xabc', 'abc')", "false"),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("boolean('false')", "true"),
        ("boolean-from-string('false')", "false"),
        ("instance('places')/root/item[name = 'sd']/label", "Sindh"),
        ("count(instance('places')/root/item[name = 'sd'])", "2"),
        ("instance('places')/root/item[name = 'sd' and label != 'Sindh']/label", "Sindh again"),
        ("instance('places')/root/item[name = 'sd'][2]/label", "Sindh again"),
        ("count(instance('places')/root/item[name = /data/child/nick])", "0"),
        ("count(instance('nowhere')/root/item)", "0"),
        ("pulldata('places', 'label', 'name', 'pb')", "Punjab"),
        ("jr:itext('x')", "text x"),
        ("version()", "3"),
        ("jr:choice-name(age, '/data/age')", "34 of /data/age"),
        ("position(/data/child[2])", "2"),
        ("indexed-repeat(/data/child/age, /data/child, 2)", "9"),
        ("today()", "2026-03-01"),
        ("now()", "2026-03-01T09:30:00.000+05:00"),
        ("date('2026-02-28') + 1 = today()", "true"),
        ("date(today() + 10)", "2026-03-11"),
        ("day < today()", "true"),
        ("today() - day", "1"),
        ("format-date(day, '%e %b %Y (%a) %%')", "28 Feb 2026 (Sat) %"),
        ("format-date('2026-01-04', '%W')", "1"),
        ("format-date('never', '%Y')", ""),
        ("date('2026-02-30')", ""),
        ("decimal-date-time('1970-01-01T00:00:00Z')", "0"),
        ("decimal-time('12:00:00.000+05:00')", "0.5"),
        ("decimal-time('2026-03-01T18:00:00.000+05:00')", "0.75"),
        ("area('0 0;0 1;1 1')> 6000000000", "true"),
        ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "true"),
        ("child/age | child/nick | child/age", "3"),
        ("count(child/age | child/nick | child/age)", "4"),
        ("count(//age)", "3"),
        ("count(//age[. > 5])", "2"),
        ("name(..)", "data"),
        ("../following-sibling::child/age", "9"),
        ("string(preceding::nick)", ""),
        ("blank = ''", "true"),
        ("none = ''", "false"),
        ("child/age = 9 and child/age != 9", "true"),
        ("not(child/age = 4)", "true"),
    ],
)
def test_an_expression_gives_what_the_standard_says(expression, expected):
    starts_in_child = expression in {"name(..)", "../following-sibling::child/age"}
    node = DATA.named("child")[0].named("age")[0] if starts_in_child else DATA
    if expression == "name(..)":
        node = DATA.named("age")[0]
    if expression == "../following-sibling::child/age":
        assert said(expression, node) == expected
        return
    if expression == "once(9)":
        node = DATA.named("blank")[0]
    assert said(expression, node) == expected


def test_what_is_not_needed_is_not_worked_out():
    for text in ("false() and digest('a', 'none')", "true() or digest('a', 'none')",
                 "if(true(), 1, digest('a', 'none'))", "coalesce(1, digest('a', 'none'))"):  # fmt: skip
        value_of(text)
    with pytest.raises(XPathError):
        value_of("true() and digest('a', 'none') = ''")


def test_the_row_of_a_long_list_is_found_without_reading_it_all():
    class Counting(TreeNode):
        read = 0

        def text(self):
            Counting.read += 1
            return super().text()

    top = TreeNode(NodeKind.DOCUMENT)
    root = top.add(TreeNode(NodeKind.ELEMENT, "root"))
    for n in range(2000):
        item = root.add(TreeNode(NodeKind.ELEMENT, "item"))
        item.add(Counting(NodeKind.ELEMENT, "name", value=str(n)))

    class Long(Host):
        def instance(self, _name):
            return top

    expression = compile_expression("count(instance('long')/root/item[name = '77'])")
    assert expression.value(Context(DATA, Long())) == 1
    Counting.read = 0
    assert expression.value(Context(DATA, Long())) == 1
    assert Counting.read < 5


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_plainly_and_read_back_the_same(number):
    text = number_text(number)
    assert "e" not in text.lower()
    assert value_of(f"number('{text}')") == number


ODD = ["''", "'x'", "0", "-1", "1 div 0", "0 div 0", "1e300", "child/age", "none", "true()",
       "'2026-01-01'", "'9999-12-31'", "99999999", "'a b c'", "'(('"]  # fmt: skip


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_no_argument_makes_a_function_raise_anything_but_our_own_errors(name):
    function = FUNCTIONS[name]
    most = function.least + 2 if function.most is None else function.most
    for count in range(function.least, most + 1):
        for shift in range(len(ODD)):
            arguments = ", ".join(ODD[(shift + 4 * at) % len(ODD)] for at in range(count))
            with suppress(XPathError):
                text_of(value_of(f"{name}({arguments})", DATA.named("age")[0]))


def test_weights_that_stand_alone_are_refused():
    assert said("weighted-checklist(1, 1, age, 1)") == "true"
    with pytest.raises(ArgumentCountError):
        said("weighted-checklist(1, 1, age, 1, many)")


def test_a_shuffle_keeps_every_row_once():
    seen = {said(f"join('', randomize(/data/*, {seed}))") for seed in range(20)}
    assert len(seen) > 10
    assert {"".join(sorted(one)) for one in seen} == {"".join(sorted(said("join('', /data/*)")))}


EIGHT = tree("row", *(tree("letter", one) for one in "ABCDEFGH"))


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("'mirror'", "HGBEDFCA"),  # a digest below 2 to the power of 53
        ("'foo'", "EADBHGCF"),  # longer ones are rounded, as numbers are
        ("'somestring'", "EBCGDAFH"),
        ("-7.9", "AFCEHDBG"),
        ("-7", "AFCEHDBG"),
        ("1 div 0", "GCHDBAEF"),
        ("70000000000000000000000", "GCHDBAEF"),
        ("''", "CBHAFDGE"),
        ("0", "CBHAFDGE"),
        ("number('x')", "CBHAFDGE"),
    ],
)
def test_an_order_that_another_program_gave_comes_again_for_the_same_seed(seed, order):
    assert text_of(value_of(f"join('', randomize(letter, {seed}))", EIGHT)) == order


def test_what_is_no_number_is_nan():
    assert isnan(value_of("number('1,5')"))
    assert isnan(value_of("number('١٢')"))
    assert isnan(value_of("number('1e5')"))
    assert number_text(nan) == "NaN"


def test_the_distance_to_what_is_no_place_is_an_error():
    for text in ("distance('here')", "distance('0 0', '0 91; 0 181')", "distance('')",
                 "distance(name)"):  # fmt: skip
        with pytest.raises(EvaluationError):
            value_of(text)
    assert value_of("distance(blank)") == 0


def test_the_distance_along_a_single_point_is_a_number_like_any_other():
    assert said("distance('1 2')") == "0"
    assert said("distance('1 2') + 1") == "1"


def test_the_names_of_a_digest_and_of_its_coding_are_read_in_any_case():
    assert said("digest('abc', 'sha1', 'HEX')") == said("digest('abc', 'SHA-1', 'hex')")
    assert said("digest('abc', 'Sha-256', 'Base64')") == said("digest('abc', 'SHA256')")


def test_half_a_letter_is_digested_and_shuffled_by_like_any_other():
    assert len(said("digest('\udfff', 'MD5', 'hex')")) == 32
    assert said("count(randomize(child, '\udfff'))") == "2"


@given(
    st.one_of(
        st.floats(-1e12, 1e12),
        st.integers(-10_000, 10_000).map(lambda eighths: eighths / 8),
        st.integers(-100_000, 100_000).map(lambda cents: cents / 100),
    ),
    st.integers(0, 8),
)
def test_rounding_is_that_of_the_written_decimal(number, places):
    exact = Decimal(repr(number)).scaleb(places) + Decimal("0.5")
    wanted = float(exact.to_integral_value(rounding=ROUND_FLOOR).scaleb(-places))
    assert rounded(number, float(places)) == wanted
