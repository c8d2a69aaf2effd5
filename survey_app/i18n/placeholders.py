"""The placeholders of a text: which there are, and how they are filled.

Room: i18n (floor 1).
Promise: a text that passed `same_placeholders` can be filled wherever its source could.

Two ways of writing are known: `{name}` (Python messages) and `%(name)s` (templates).
"""

import re
from collections.abc import Mapping
from string import Formatter

from survey_app.i18n.bidi import isolate

_PERCENT = re.compile(r"%(?:\((?P<name>\w+)\)(?P<kind>[sd])|(?P<literal>%))")
_BRACES = re.compile(r"\{(\w+)\}")


def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders of `text` as they are written; ill-formed ones are left out.

    >>> sorted(placeholders("{n} of %(all)s, 50%"))
    ['%(all)s', '{n}']
    """
    return _percent_names(text) | _brace_names(text)


def same_placeholders(source: str, translation: str) -> bool:
    """Say whether `translation` can stand for `source` wherever values are filled in.

    A bare `%` or brace counts as a difference when the source has none: filling would fail.

    >>> same_placeholders("Wait {n} days", "{n} دن رکیں")
    True
    >>> same_placeholders("Wait {n} days", "{m} دن رکیں")
    False
    >>> same_placeholders("Half done", "50% ہو گیا")
    False
    """
    if placeholders(source) != placeholders(translation):
        return False
    worsened = not _percent_is_sound(translation) and _percent_is_sound(source)
    broken = not _braces_are_sound(translation) and _braces_are_sound(source)
    return not worsened and not broken


def fill(text: str, values: Mapping[str, str | int]) -> str:
    r"""Return `text` with its placeholders replaced, each value isolated; never fails.

    A placeholder without a value stays as it is written.

    >>> fill("{n} of %(all)s{left}", {"n": 1, "all": 2}) == (
    ...     "\u20681\u2069 of \u20682\u2069{left}")
    True
    """

    def value_of(found: re.Match[str]) -> str:
        if found.group().startswith("%%"):
            return "%"
        name = found.group(1) or found.group(2)
        return isolate(str(values[name])) if name in values else found.group()

    return re.sub(r"%%|%\((\w+)\)[sd]|\{(\w+)\}", value_of, text)


def _percent_names(text: str) -> frozenset[str]:
    return frozenset(
        found.group() for found in _PERCENT.finditer(text) if not found.group("literal")
    )


def _brace_names(text: str) -> frozenset[str]:
    return frozenset(found.group() for found in _BRACES.finditer(text))


def _percent_is_sound(text: str) -> bool:
    return "%" not in _PERCENT.sub("", text)


def _braces_are_sound(text: str) -> bool:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError:
        return False
    return all(field.isidentifier() for field in fields)
