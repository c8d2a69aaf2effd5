"""Asking whether a list holds a value gives what looking at every row would give, at any length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outside import evaluate

ROWS = 4_000
UNIQUE = "instance('l')/root/item[not(name = preceding-sibling::item/name)]"


def rows_of(cells):
    items = "".join(f"<item><name>{name}</name><r>{r}</r></item>" for name, r in cells)
    return f'<html><instance id="l"><root>{items}</root></instance></html>'


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (UNIQUE, 40),
        ("instance('l')/root/item[not(preceding-sibling::item/name = ./name)]", 40),
        ("instance('l')/root/item[not(name = following-sibling::item/name)]", 40),
        (
            "instance('l')/root/item[r = '1' and not(name = preceding-sibling::item[r = '1']/name)]",
            40,
        ),
        ("instance('l')/root/item[name = instance('l')/root/item[r = '0']/name]", ROWS),
    ],
)
def test_the_unique_values_of_thousands_of_rows_are_found(expression, found):
    cells = [(f"n{at % 40}", (at // 40) % 3) for at in range(ROWS)]
    assert evaluate(f"count({expression})", rows_of(cells), "number") == found


CELLS = st.lists(st.tuples(st.sampled_from(["", "a", "b", "1", "1.0"]), st.sampled_from("01")))
SHAPES = [
    "item[{a} = {axis}::item{narrow}/name]",
    "item[not({a} = {axis}::item{narrow}/name)]",
    "item[{axis}::item{narrow}/name = {a}]",
]


@settings(max_examples=200, deadline=None)
@given(
    CELLS,
    st.sampled_from(SHAPES),
    st.sampled_from(["preceding-sibling", "following-sibling"]),
    st.sampled_from(["name", "r", "'a'", "../item/name", "name | r", "string(name)", "number(r)"]),
    st.sampled_from(["", "[r = '1']", "[r = current()/root/item/r]", "[1]", "[name]", "[last()]"]),
)
def test_what_an_index_tells_is_what_every_row_tells(cells, shape, axis, asked, narrow):
    shape = shape.format(a=asked, axis=axis, narrow=narrow)
    slow = shape.replace("::item", "::*[self::item]").replace("]/name", "]/*[self::name]")
    slow = slow if narrow else slow.replace("[self::item]/name", "[self::item]/*[self::name]")
    xml, start = rows_of(cells), "instance('l')/root/"
    fast, sure = (evaluate(f"{start}{one}", xml, "nodeset") for one in (shape, slow))
    assert fast == sure
