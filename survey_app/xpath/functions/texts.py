"""Functions on text.

Room: xpath.
Spec: W3C XPath 1.0, section 4.2; ODK XForms 1.0.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from math import floor, isfinite, isnan

from survey_app.xpath.budget import charge, put_together
from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.errors import EvaluationError
from survey_app.xpath.evaluation import Context, Evaluate, Value
from survey_app.xpath.functions.building import from_text, from_texts
from survey_app.xpath.letters import PatternError
from survey_app.xpath.nodes import relevant_nodes
from survey_app.xpath.patterns import pattern
from survey_app.xpath.states import Pattern
from survey_app.xpath.syntax import Literal
from survey_app.xpath.values import text_of

_STEPS_LIKE_A_NODE = 4
_BLANKS = re.compile(r"[ \t\r\n]+")
_DIGESTS: Mapping[str, Callable[[bytes], "hashlib._Hash"]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),
    "SHA1": lambda data: hashlib.sha1(data, usedforsecurity=False),
    "SHA256": hashlib.sha256,
    "SHA384": hashlib.sha384,
    "SHA512": hashlib.sha512,
}
DIGEST_FORMS = frozenset({"hex", "base64"})


def texts_of(value: Value) -> list[str]:
    """Return one text for each node, or the one text of a single value."""
    if isinstance(value, str | float | bool | datetime):
        return [text_of(value)]
    return [node.text() for node in relevant_nodes(value)]


def _own_text(arguments: Arguments) -> Callable[[Context], str]:
    """Return argument 0 as text; without one, the text of where the expression stands."""
    return arguments.text(0) if len(arguments) else lambda context: context.node.text()


def _string(arguments: Arguments) -> Evaluate:
    return _own_text(arguments)


def _concat(arguments: Arguments) -> Evaluate:
    values = arguments.values()
    return lambda context: put_together(
        "", (text for value in values for text in texts_of(value(context)))
    )


def _join(arguments: Arguments) -> Evaluate:
    between, values = arguments.text(0), arguments.values(1)
    return lambda context: put_together(
        between(context), (text for value in values for text in texts_of(value(context)))
    )


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _substring(arguments: Arguments) -> Evaluate:
    text, start = arguments.text(0), arguments.number(1)
    length = arguments.number(2) if len(arguments) > 2 else None  # noqa: PLR2004

    def cut(context: Context) -> str:
        first = _rounded(start(context))
        whole = text(context)
        end = len(whole) + 1.0 if length is None else first + _rounded(length(context))
        return "".join(
            letter for place, letter in enumerate(whole, start=1) if first <= place < end
        )

    return cut


def _rounded(number: float) -> float:
    return float(floor(number + 0.5)) if isfinite(number) else number


def _substr(arguments: Arguments) -> Evaluate:
    text, start = arguments.text(0), arguments.number(1)
    end = arguments.number(2) if len(arguments) > 2 else None  # noqa: PLR2004

    def cut(context: Context) -> str:
        whole = text(context)
        last = len(whole) if end is None else _place(end(context), len(whole))
        return whole[_place(start(context), len(whole)) : last]

    return cut


def _place(number: float, length: int) -> int:
    """Return a 0-based place; negative ones count from the end."""
    if isnan(number):
        return 0
    bounded = int(max(-length, min(length, number)))
    return bounded + length if bounded < 0 else bounded


def _length(arguments: Arguments) -> Evaluate:
    text = _own_text(arguments)
    return lambda context: float(len(text(context)))


def _normalised(arguments: Arguments) -> Evaluate:
    text = _own_text(arguments)
    return lambda context: _BLANKS.sub(" ", text(context)).strip(" ")


def _translate(arguments: Arguments) -> Evaluate:
    text, old, new = arguments.text(0), arguments.text(1), arguments.text(2)

    def swap(context: Context) -> str:
        replacement = new(context)
        table: dict[int, str | None] = {}
        for at, letter in enumerate(old(context)):
            table.setdefault(ord(letter), replacement[at] if at < len(replacement) else None)
        return text(context).translate(table)

    return swap


def _regex(arguments: Arguments) -> Evaluate:
    text, source = arguments.text(0), arguments.text(1)
    written = arguments.expressions[1]
    if isinstance(written, Literal):
        _pattern(written.text)  # a wrong pattern in the form is refused with the form

    def matches(context: Context) -> bool:
        try:
            found, whole = _pattern(source(context)), text(context)
            charge(context, found.steps(whole) // _STEPS_LIKE_A_NODE)
            return found.matches(whole)
        except PatternError as error:
            raise EvaluationError(function="regex") from error

    return matches


def _pattern(source: str) -> Pattern:
    try:
        return pattern(source)
    except PatternError as error:
        raise EvaluationError(function="regex") from error


def digest_method(name: str) -> Callable[[bytes], "hashlib._Hash"] | None:
    """Return the method of digest() with this name; None when there is none.

    >>> digest_method("sha-256") is None, digest_method("foo") is None
    (False, True)
    """
    return _DIGESTS.get(name.upper().replace("-", ""))


def _digest(arguments: Arguments) -> Evaluate:
    text, method = arguments.text(0), arguments.text(1)
    coding = arguments.text(2) if len(arguments) > 2 else None  # noqa: PLR2004

    def compute(context: Context) -> str:
        maker = digest_method(method(context))
        form = "base64" if coding is None else coding(context).lower()
        if maker is None or form not in DIGEST_FORMS:
            raise EvaluationError(function="digest")
        done = maker(text(context).encode(errors="surrogatepass"))
        return done.hexdigest() if form == "hex" else base64.b64encode(done.digest()).decode()

    return compute


def _from_base64(text: str) -> str:
    """Return the text inside; lines may be broken anywhere (RFC 2045, section 6.8)."""
    try:
        return base64.b64decode(_BLANKS.sub("", text), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


FUNCTIONS: Mapping[str, Function] = {
    "base64-decode": Function(Kind.TEXT, 1, 1, from_text(_from_base64)),
    "concat": Function(Kind.TEXT, 0, None, _concat),
    "contains": Function(Kind.TRUTH, 2, 2, from_texts(lambda text, part: part in text)),
    "digest": Function(Kind.TEXT, 2, 3, _digest),
    "ends-with": Function(Kind.TRUTH, 2, 2, from_texts(str.endswith)),
    "join": Function(Kind.TEXT, 1, None, _join, asks_relevance=True),
    "normalize-space": Function(Kind.TEXT, 0, 1, _normalised),
    "regex": Function(Kind.TRUTH, 2, 2, _regex),
    "starts-with": Function(Kind.TRUTH, 2, 2, from_texts(str.startswith)),
    "string": Function(Kind.TEXT, 0, 1, _string),
    "string-length": Function(Kind.NUMBER, 0, 1, _length),
    "substr": Function(Kind.TEXT, 2, 3, _substr),
    "substring": Function(Kind.TEXT, 2, 3, _substring),
    "substring-after": Function(Kind.TEXT, 2, 2, from_texts(_after)),
    "substring-before": Function(Kind.TEXT, 2, 2, from_texts(_before)),
    "translate": Function(Kind.TEXT, 3, 3, _translate),
}
