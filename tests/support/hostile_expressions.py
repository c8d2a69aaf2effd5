"""Expressions that no honest author writes, each from a number: soup, mutants, and bombs.

A kind is a function of a chance; `expression(seed)` picks one. Real expressions to be mutated are
read from the forms of this repository, and from the conformance cases where they are present.
"""

import json
import re
from functools import cache
from pathlib import Path

from chance import from_seed

from survey_app.xpath.functions.table import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "conformance" / "xpath_cases.jsonl"
AXES = ["ancestor", "ancestor-or-self", "child", "descendant", "descendant-or-self", "following"]
AXES += ["following-sibling", "parent", "preceding", "preceding-sibling", "self", "attribute"]
AXES += ["namespace"]
NAMES = sorted(FUNCTIONS)
TOKENS = ["(", ")", "[", "]", "/", "//", "..", ".", "@", ",", "|", "+", "-", "*", "=", "!=", "<"]
TOKENS += [
    ">=",
    "and",
    "or",
    "div",
    "mod",
    "$x",
    "::",
    ":",
    "'",
    '"',
    "1",
    "0.5",
    "1e308",
    ".",
    "*",
]
TOKENS += ["data", "q", "rep", "item", "name", "current()", "position()", "last()", "''", "'a'"]
LETTERS = ["\0", "\ud800", "\udfff", "\u202e", "\u200f", "\u061c", "\ufeff", "\uffff", "\U0010ffff"]
LETTERS += [
    "ﷺ",
    "e\u0301" * 50,
    "۲",
    "٣",
    "½",
    "²",
    "\u2028",
    "\x85",
    "\xa0",
    "·",
    "’",
    "−",
    "\x1b",
]
FIGURES = [
    "1e308",
    "1e309",
    "-1e308",
    "9" * 400,
    "1e-400",
    "0",
    "-0",
    "'NaN'",
    "1 div 0",
    "-1 div 0",
]
FIGURES += ["0 div 0", "99999999999999999999", "2147483648", "0." + "0" * 300 + "1", "1e9", "-1e9"]
FIGURES += ["4000000", "1e15", "36500000", "-3000000"]
TEXTS = ["''", "'a'", "'%'", "'%Y%m%d%%%'", "'2026-02-30'", "'0000-01-01'", "'9999-12-31'", "//*"]
TEXTS += ["'2026-03-01T25:61:00'", "'9999-12-31T23:59:59-14:00'", "'0001-01-01T00:00:00+14:00'"]
TEXTS += ["'24:00'", "'23:59:59.999+14:00'", "'1 2 3 4; 5 6'", "'91 181'", "'nan nan'", "'1e5 inf'"]
TEXTS += ["'\\'", "'===='", "'/w=='", "/data", ".", "instance('none')", "instance('big')", "/"]
PATTERNS = [
    "(a+)+$",
    "(a|aa)+$",
    "(a|a?)+$",
    "(.*)*x",
    "((a{1,99}){1,99}){1,99}",
    "a{4000}",
    "[",
    "(",
]
PATTERNS += [
    "a{99999999999}",
    "(a*)*" * 20,
    "(?=a)",
    "\\1",
    "[z-a]",
    "a**",
    "(" * 500,
    "\\u12",
    "[]a]",
]
PATTERNS += [
    "(((((a?){20}){20}){20}){20}){20}",
    ".{0,4000}" * 3,
    "\\d" * 3000,
    "[a-z]{2000}b",
    "x*+",
]


def expression(seed):
    """The hostile expression of a number."""
    chance = from_seed(seed)
    return chance.pick(KINDS)(chance)


# -- kinds ---------------------------------------------------------------------------------


def soup(chance):
    between = chance.pick(["", " ", "  ", "\n"])
    return between.join(_token(chance) for _ in range(chance.whole(1, 40)))


def mutant(chance):
    source = chance.pick(real_expressions())
    for _ in range(chance.whole(1, 6)):
        source = chance.pick(MUTATIONS)(chance, source)
    return source


def nested(chance):
    opening, closing = chance.pick(
        [
            ("(", ")"),
            ("not(", ")"),
            ("-", ""),
            ("- ", ""),
            ("q[", "]"),
            ("if(1, ", ", 2)"),
            ("concat('a', ", ")"),
            ("/data/rep[", "]"),
            ("1 + (", ")"),
            ("coalesce(", ", 1)"),
            ("(1 = ", ")"),
            ("//*[", "]"),
            ("count(//*[", "])"),
            ("(//*)[", "]"),
            ("instance('big')/root/item[", "]"),
            ("q[if(1, ", ", 2)]"),
            ("q[coalesce(", ", 1)]"),
            ("indexed-repeat(q[1], q[1], ", ")"),
        ]
    )
    depth = chance.pick([3, 40, 90, 99, 100, 101, 130, 500, 5000, 20000])
    closing = closing * chance.pick([depth, depth, depth, depth - 1])
    return opening * depth + chance.pick(["1", "q", ".", "'x'", "//*"]) + closing


def chain(chance):
    sign = chance.pick(
        [" + ", " and ", " or ", " = ", " | ", " - ", " div ", " < ", "/", "//", ", "]
    )
    part = chance.pick(["1", "q", "//*", "'a'", "..", "*", "true()", "instance('big')//*"])
    return sign.join([part] * chance.pick([3, 50, 99, 102, 1000, 8000, 20000]))


def megabyte(chance):
    part = chance.pick(["a", " ", "1", "(", "'", "/", "-", "[", "a ", "\0", "ی", ".", "'x'", "9e"])
    return (part * chance.pick([60_000, 70_000, 1_000_000]))[:1_000_000]


def monster_call(chance):
    """Every function, with arguments it was not made for."""
    name = chance.pick(NAMES)
    function = FUNCTIONS[name]
    most = function.most if function.most is not None else function.least + 3
    count = chance.whole(max(0, function.least - chance.below(2)), most)
    return f"{name}({', '.join(_argument(chance, 2) for _ in range(count))})"


def figures(chance):
    sign = chance.pick(["+", "-", "*", "div", "mod", "=", "<"])
    name = chance.pick(
        ["round", "pow", "int", "exp", "exp10", "date", "substr", "abs", "format-date"]
    )
    left, right = chance.pick(FIGURES), chance.pick(FIGURES)
    return chance.pick(
        [
            f"{left} {sign} {right}",
            f"{name}({left}, {right})",
            f"{name}({left})",
            f"substring('abc', {left}, {right})",
            f"string({left}) = {right}",
            f"q[{left}]",
            f"selected-at('a b', {left})",
            f"indexed-repeat(/data/rep/a, /data/rep, {left})",
            f"uuid({left})",
            f"date({left} * {right})",
            f"format-date-time({left}, '%Y-%m-%dT%H:%M:%S.%3')",
            f"decimal-date-time({left})",
            f"randomize(//*, {left})",
            f"checklist({left}, {right}, //*)",
        ]
    )


def doubling(chance):
    """Each level says the text of the level inside twice: 2 to the power of the depth."""
    inside = chance.pick(["'aaaaaaaaaa'", "string(/data)", "join('-', //*)", "instance('big')"])
    depth = chance.pick([5, 20, 40, 60])
    way = chance.pick(
        [
            lambda one: f"concat({one}, {one})",
            lambda one: f"join({one}, 'a', 'b', {one})",
            lambda one: f"translate({one}, 'a', {one})",
        ]
    )
    wide = chance.pick([1, 2])
    for _ in range(min(depth, 12) if wide == 2 else 1):
        inside = way(inside)
    return _dressed(chance, inside)


def growing_join(chance):
    """Text that multiplies: a long mark between many nodes, again and again."""
    many = chance.pick(["//*", "instance('big')//*", "instance('big')/root/item/name"])
    source = f"join(string-length(join({many}, {many})), {many})"
    for _ in range(chance.whole(1, 8)):
        source = chance.pick(
            [
                f"join({source}, {many})",
                f"join({source}, {many}, {many}, {many})",
                f"concat({many}, {source}, {source})",
                f"join(concat({source}, {source}), {many})",
            ]
        )
    return _dressed(chance, source[:60_000])


def crossed(chance):
    """Paths within paths: squares and cubes of the document."""
    many = chance.pick(["//*", "instance('big')//*", "instance('big')/root/item", "/data/rep/*"])
    axis = chance.pick(AXES)
    inner = chance.pick([f"{axis}::*", "//*", "count(//*)", f"count({axis}::node())", many])
    return chance.pick(
        [
            f"//*[//*[{inner}]]",
            f"//*[//*[//*[{inner}]]]",
            f"count({many}[{inner} = {many}])",
            f"{many} = {many}",
            f"{many}[. = {many}[. != {many}]]",
            f"{many}/{axis}::*/{chance.pick(AXES)}::*",
            f"{many}//*//*//*//node()",
            f"sum({many}/{axis}::node()/{axis}::node())",
            f"({many} | {many}/{axis}::*)[last()]",
            f"{many}/../*/../*/../*/../*/../*/../*",
            f"{many}[position() = last()]/preceding::*[count(preceding::*) > {inner}]",
            "instance('big')/root/item[name = instance('big')/root/item[cost = 3]/name]",
            f"instance('big')/root/item[count(../item[cost < current()/q]) > {inner}]",
            f"{many} < {many}",
            f"{many} != {many}",
            f"count({many}/{axis}::*[{many}])",
            f"randomize({many}[{inner}], {many})",
        ]
    )


def pattern(chance):
    source = chance.pick(PATTERNS)
    text = chance.pick(["'a'", f"'{'a' * 5000}b'", f"'{'a' * 30000}'", "//*", "instance('big')"])
    return f"regex({text}, '{source}')"


def letters(chance):
    source = chance.pick(real_expressions())
    for _ in range(chance.whole(1, 5)):
        at = chance.below(len(source) + 1)
        source = source[:at] + chance.pick(LETTERS) + source[at:]
    return chance.pick(
        [source, f"'{source}'".replace("'", '"'), f"concat('{chance.pick(LETTERS)}', q)"]
    )


def lettered_call(chance):
    """Strange letters in the arguments of functions that look at single letters."""
    name = chance.pick(
        ["digest", "translate", "substr", "regex", "base64-decode", "normalize-space"]
    )
    row = [f"'{chance.pick(LETTERS)}'" for _ in range(3)]
    row += ["'SHA-256'", "'hex'", "'md5'"]
    count = {"digest": 3, "translate": 3, "substr": 2, "regex": 2}.get(name, 1)
    return f"{name}({', '.join(chance.pick(row) for _ in range(count))})"


KINDS = (
    [soup] * 4
    + [mutant] * 5
    + [nested, chain, megabyte, doubling, growing_join, pattern, letters, lettered_call]
    + [monster_call] * 4
    + [figures] * 2
    + [crossed]
)


# -- pieces --------------------------------------------------------------------------------


def _token(chance):
    if chance.sometimes(6):
        return chance.pick(NAMES) + chance.pick(["", "("])
    if chance.sometimes(12):
        return chance.pick(LETTERS)
    if chance.sometimes(12):
        return chance.pick(AXES) + "::"
    return chance.pick(TOKENS)


def _argument(chance, depth):
    if depth and chance.sometimes(4):
        name = chance.pick(NAMES)
        count = FUNCTIONS[name].least
        return f"{name}({', '.join(_argument(chance, depth - 1) for _ in range(count))})"
    if chance.sometimes(5):
        return f"'{'ab ' * chance.pick([1, 100, 20000 // 3])}'"
    return chance.pick(chance.pick([FIGURES, TEXTS, TEXTS, ["//*", "*", ".", "q", "/data/rep/a"]]))


def _dressed(chance, source):
    name = chance.pick(["string-length", "digest", "normalize-space", "base64-decode", "string"])
    return f"digest({source}, 'SHA-512')" if name == "digest" else f"{name}({source})"


def _cut(chance, source):
    at = chance.below(len(source) + 1)
    return source[:at] + source[at + chance.whole(1, 4) :]


def _doubled(chance, source):
    at, end = sorted((chance.below(len(source) + 1), chance.below(len(source) + 1)))
    return source[:end] + source[at:end] + source[end:]


def _spiked(chance, source):
    at = chance.below(len(source) + 1)
    return source[:at] + _token(chance) + source[at:]


def _swapped(chance, source):
    pieces = re.split(r"(\W)", source)
    one, other = chance.below(len(pieces)), chance.below(len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return "".join(pieces)


def _renamed(chance, source):
    return re.sub(r"[a-z-]+(?=\()", lambda _found: chance.pick(NAMES), source)


MUTATIONS = (_cut, _doubled, _spiked, _swapped, _renamed)


@cache
def real_expressions():
    """Expressions of the forms of this repository, and of the conformance cases."""
    found = {"/data/rep[a > 3]/a", "concat(q, '-', //name)", "selected(../q, 'a') and . < 5"}
    for form in sorted((ROOT / "forms").rglob("form.md")):
        found |= set(re.findall(r"\|\s*([^|]*\([^|]*\)[^|]*?)\s*\|", form.read_text("utf-8")))
    found = {re.sub(r"\$\{(\w+)\}", r"../\1", one) for one in found}
    if CASES.exists():
        lines = CASES.read_text("utf-8").splitlines()
        found |= {json.loads(line)["expression"] for line in lines}
    return sorted(found)
