"""Patterns: the same answer as the machine's own engine, in time that never explodes."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.xpath.letters import PatternError
from survey_app.xpath.patterns import pattern

ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", "(a|b)", "(?:ab|a)", "x", r"\.",
     "(?=a)", "(?!ab|x)", "(?=.*b)", "(?:(?!b(?=x)).)"]
)  # fmt: skip
COUNTED = st.tuples(ATOMS, st.sampled_from(["", "*", "+", "?", "{2}", "{1,2}", "{0,}"])).map(
    "".join
)
PATTERNS = st.lists(COUNTED, min_size=1, max_size=5).map("".join)


@settings(max_examples=300)
@given(PATTERNS, st.text(alphabet="abx.1", max_size=8))
def test_every_pattern_matches_what_it_should(source, text):
    assert pattern(source).matches(text) is (re.fullmatch(source, text) is not None)


@pytest.mark.parametrize(
    "source",
    [
        "(a+)+",
        "(a|a)*",
        "(a|aa)+",
        "(.*a){12}",
        "(a*)*b",
        "((a?)*)*",
        "(?:(?!(a|a)*!).)*",
        "(?=(a|a)*$)a*",
    ],
)
def test_no_pattern_takes_for_ever(source):
    started = time.process_time()
    assert pattern(source).matches("a" * 2000 + "!") is False
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "source",
    ["(", ")", "a)", "[a", "*", "a**+", r"\1", "(?<!a)", "(?>a)", "(?=a", "a{2,1}", "a{99999}", "a{x}",
     "a{" + "9" * 5000 + "}", "a" + "*" * 3000, "a" + "{1}" * 1500, r"\x-1", r"\u+123",
     "[z-a]", r"\p{Klingon1}", r"\pL", "a(?i)", "\\", "(" * 200 + ")" * 200, "((a{60}){60}){60}", r"\xZZ", r"\q"],
)  # fmt: skip
def test_what_is_not_a_plain_pattern_is_refused(source):
    with pytest.raises(PatternError):
        pattern(source)


@pytest.mark.parametrize(
    ("source", "text", "matches"),
    [
        (r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,4}$", "a.b@c.org", True),
        (r"[\u0600-\u06FF ]+", "رضیہ بی بی", True),
        (r"\bword\b", "word", True),
        (r"[^\s]+", "a b", False),
        (r"[-a]+", "a-a", True),
        (r"[]a]+", "]a", True),
        (r"", "", True),
        (r"a|", "", True),
        (r"^(?!0+$)[0-9]{4}$", "0000", False),
        (r"^(?!0+$)[0-9]{4}$", "0100", True),
        (r"(?=.*\d)(?=.*[a-z]).{3,}", "ab1", True),
        (r"(?=.*\d)(?=.*[a-z]).{3,}", "abc", False),
        (r"(?:(?!ab).)*", "aabb", False),
        (r"(?!.*\d).*", "a " * 5000, True),
        (r"(?i)yes|[^n]o", "yES", True),
        (r"(?i)yes|[^n]o", "No", False),
        (r"[\p{L} .-]+", "رضیہ A.", True),
        (r"\p{Lu}\P{L}\p{IsArabic}+", "A1رض", True),
        (r"\w+", "رضیہ", False),
        (r"\d+", "۱۲", False),
        (r"(\+92|0)3\d{2}-?\d{7}", "+923001234567", True),
    ],
)
def test_patterns_that_forms_use(source, text, matches):
    assert pattern(source).matches(text) is matches
