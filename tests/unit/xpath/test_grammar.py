"""The grammar: what can be read, what is refused and where."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.xpath.errors import (
    ArgumentCountError,
    ExpressionTooLargeError,
    NotNodesError,
    UnknownFunctionError,
    VariableError,
    XPathError,
    XPathSyntaxError,
)
from survey_app.xpath.expression import compile_expression
from survey_app.xpath.parser import parse
from survey_app.xpath.syntax import Arithmetic, Call, Comparison, Logic, Negation, Path


def test_operators_bind_as_the_standard_says():
    tree = parse("1 + 2 * 3 < 8 and not(a) or b = 'x'")
    assert isinstance(tree, Logic)
    assert tree.operator == "or"
    conjunction, equality = tree.operands
    assert isinstance(conjunction, Logic)
    assert isinstance(equality, Comparison)
    less = conjunction.operands[0]
    assert isinstance(less, Comparison)
    assert isinstance(less.left, Arithmetic)
    assert less.left.rest[0][0] == "+"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("div div div", Arithmetic),
        ("* * *", Arithmetic),
        ("mod", Path),
        ("and-then", Path),
        ("a-b", Path),
        ("a -b", Arithmetic),
        ("--1", Negation),
        ("child::div", Path),
        ("text()", Path),
        ("jr:itext('a')", Call),
        ("../نام", Path),
        ("/", Path),
        ("//a[1]//b", Path),
        ("id('a')/b[c]", Path),
    ],
)
def test_names_and_operators_are_told_apart_by_what_stands_before(text, kind):
    assert isinstance(parse(text), kind)


@pytest.mark.parametrize(
    ("text", "position"),
    [("", 1), ("1 +", 4), ("a[", 3), ("a]", 2), ("'open", 1), ("a b", 3), ("foo(1,", 7),
     ("@", 2), ("a::b", 1), ("..[1]", 3), ("//", 3), ("1 = = 2", 5), ("#", 1), ("$", 2),
     ("a/(b)", 3), ("text('x')", 6)],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(text, position):
    with pytest.raises(XPathSyntaxError) as caught:
        parse(text)
    assert caught.value.details["position"] == position


@pytest.mark.parametrize(
    "text",
    ["(" * 5000 + "1" + ")" * 5000, "if(1," * 2000 + "1", "a[" * 3000, "1" * 70_000,
     "1" + "=1" * 20_000, "f(" * 101 + ")" * 101],
)  # fmt: skip
def test_a_hostile_expression_is_refused_at_once(text):
    with pytest.raises((ExpressionTooLargeError, XPathSyntaxError)):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 99 + "1" + ")" * 99, "if(1, " * 98 + "1" + ", 2)" * 98, " or ".join(["a"] * 9000),
     " + ".join(["1"] * 9000), "-" * 9000 + "1", "/".join(["a"] * 9000),
     "not(1 + 2 * " * 40 + "1" + ")" * 40],
)  # fmt: skip
def test_a_long_honest_expression_is_read_and_compiled(text):
    assert compile_expression(text).source == text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("nothing()", UnknownFunctionError),
        ("if(1, 2)", ArgumentCountError),
        ("true(1)", ArgumentCountError),
        ("1 or nothing()", UnknownFunctionError),
        ("count(1)", NotNodesError),
        ("(1)[1]", NotNodesError),
        ("'a' | b", NotNodesError),
        ("$x + 1", VariableError),
    ],
)
def test_a_wrong_call_is_refused_when_the_form_is_read(text, error):
    with pytest.raises(error):
        compile_expression(text)


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "/data",
        ".",
        "..",
        "/",
        "//",
        "*",
        "|",
        "+",
        "-",
        "=",
        "!=",
        "<",
        "<=",
        "div",
        "mod",
        "and",
        "or",
        "(",
        ")",
        "[",
        "]",
        ",",
        "'",
        '"',
        "1",
        "2.5",
        "@",
        "::",
        "$x",
        "not(",
        "count(",
        "if(",
        "sum(",
        "position()",
        "last()",
        "today()",
        "'x'",
        "child::",
        "ancestor::",
        "text()",
        "instance('l')",
        "regex(",
        "'a+'",
        "substr(",
        "concat(",
        "date(",
        "round(",
        "selected(",
        "current()",
        "1e9",
        "-",
    ]
)


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=30))
def test_no_text_raises_anything_but_our_own_errors(text):
    with suppress(XPathError):
        compile_expression(text)
