"""One value has one text, and nothing else is read as canonical."""

import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.canonical import (
    NotCanonicalError,
    canonical_json,
    length_prefixed,
    read_canonical_json,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(VALUES)
def test_reading_canonical_bytes_gives_bytes_that_write_the_same(value):
    data = canonical_json(value)
    assert canonical_json(read_canonical_json(data)) == data


@given(st.dictionaries(TEXTS, st.integers(), min_size=2))
def test_the_order_of_insertion_does_not_matter(value):
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)


def test_composed_and_decomposed_letters_are_one_text():
    assert canonical_json({"a": "\u0627\u0653"}) == canonical_json({"a": "\u0622"})


def test_frozen_mappings_and_tuples_are_welcome():
    value = types.MappingProxyType({"a": (1, types.MappingProxyType({"b": None}))})
    assert canonical_json(value) == b'{"a":[1,{"b":null}]}'


@pytest.mark.parametrize(
    "value", [1.5, [0.1], {"a": float("nan")}, float("inf"), b"x", {"a": {1}}, "\ud800", object()]
)
def test_what_has_no_one_text_is_refused(value):
    with pytest.raises(NotCanonicalError):
        canonical_json(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b"NaN",
        b"-Infinity",
        b'"\\ud800"',
        b'"\\u0041"',
        b"\xff",
        b"9" * 5000,
        b"[" * 100_000,
        '"\u0627\u0653"'.encode(),  # alef and a separate madda: not composed
    ],
)
def test_bytes_in_another_form_are_refused_with_one_error(data):
    with pytest.raises(NotCanonicalError):
        read_canonical_json(data)


@given(st.lists(st.binary()), st.lists(st.binary()))
def test_two_lists_never_share_their_joined_bytes(one, two):
    assert (length_prefixed(*one) == length_prefixed(*two)) == (one == two)
