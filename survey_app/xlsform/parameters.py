"""The parameters of a question, read as XLSForm means them, and what each may be.

Room: xlsform (floor 4).
Spec: XLSForm, "parameters"; ODK XForms 1.0 for what they become.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.i18n.marking import N_
from survey_app.xlsform.workbook import Row

_PAIR = re.compile(r"[\s,;]*([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_REST = re.compile(r"[\s,;]*")
_KEEP_CASE = frozenset({"label", "value"})


@dataclass(frozen=True)
class Wanted:
    """What a parameter may be: a pattern of its whole text, and how to say so."""

    pattern: re.Pattern[str]
    meant: str


def _wanted(pattern: str, meant: str) -> Wanted:
    return Wanted(re.compile(rf"(?:{pattern})\Z", re.IGNORECASE), meant)


_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_TRUTH = _wanted("true|false", N_("true or false"))
_COUNT = _wanted(r"\d+", N_("a whole number of 0 or more"))
_POSITIVE = _wanted(r"0*[1-9]\d*", N_("a whole number above 0"))
_METRES = _wanted(_NUMBER.removeprefix("[+-]?"), N_("a number of metres"))
_PLAIN = _wanted(_NUMBER, N_("a number such as 5 or 0.5"))
_SEED = _wanted(rf"{_NUMBER}|\$\{{.*\}}", N_("a number, or an answer such as ${seed}"))
_COLUMN = _wanted(r"[^\W\d][\w.-]*", N_("the name of a column"))
_ANY = _wanted(r".+", N_("a text"))
_APP = _wanted(r"[a-z_]\w*(?:\.[a-z_]\w*)+", N_("the name of an Android package"))
_QUALITY = _wanted("voice-only|low|normal|external", N_("voice-only, low, normal or external"))
_RECORDED = _wanted("voice-only|low|normal", N_("voice-only, low or normal"))
_PRIORITY = _wanted(
    "no-power|low-power|balanced|high-accuracy",
    N_("no-power, low-power, balanced or high-accuracy"),
)

_CHOOSING = {"randomize": _TRUTH, "seed": _SEED}
_FROM_FILE = {"label": _COLUMN, "value": _COLUMN, **_CHOOSING}
_LINE = {"allow-mock-accuracy": _TRUTH, "incremental": _TRUTH, "reference-geometry": _ANY}
KNOWN: Mapping[str, Mapping[str, Wanted]] = MappingProxyType(
    {
        "audit": {
            "identify-user": _TRUTH,
            "location-max-age": _COUNT,
            "location-min-interval": _COUNT,
            "location-priority": _PRIORITY,
            "track-changes": _TRUTH,
            "track-changes-reasons": _wanted("on-form-edit", N_("on-form-edit")),
        },
        "audio": {"quality": _QUALITY},
        "background-audio": {"quality": _RECORDED},
        "geopoint": {
            "allow-mock-accuracy": _TRUTH,
            "capture-accuracy": _METRES,
            "reference-geometry": _ANY,
            "warning-accuracy": _METRES,
        },
        "geoshape": _LINE,
        "geotrace": _LINE,
        "image": {"app": _APP, "max-pixels": _POSITIVE},
        "range": {
            "end": _PLAIN,
            "placeholder": _ANY,
            "start": _PLAIN,
            "step": _PLAIN,
            "tick_interval": _PLAIN,
            "tick_labelset": _ANY,
        },
        "rank": _CHOOSING,
        "select_multiple": _CHOOSING,
        "select_multiple_from_file": _FROM_FILE,
        "select_one": _CHOOSING,
        "select_one_from_file": _FROM_FILE,
        "text": {"rows": _POSITIVE},
    }
)
"""The parameters of each kind of question; other kinds have none."""

NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "seed": ("randomize",),
        "location-max-age": ("location-priority", "location-min-interval"),
        "location-min-interval": ("location-priority", "location-max-age"),
        "location-priority": ("location-min-interval", "location-max-age"),
    }
)
"""Parameters that stand for nothing without others beside them."""


def parameters_of(row: Row) -> Mapping[str, str]:
    """Return the parameters of `row` by name, as far as they can be read.

    >>> from survey_app.xlsform.workbook import Row
    >>> dict(parameters_of(Row(2, {"parameters": "start=0; end = 5"})))
    {'start': '0', 'end': '5'}
    """
    return split_parameters(row.get("parameters"))[0]


def split_parameters(text: str) -> tuple[Mapping[str, str], str]:
    """Return the parameters in `text`, and the rest of it that cannot be read.

    >>> split_parameters("rows=3 rest")
    ({'rows': '3'}, 'rest')
    """
    found: dict[str, str] = {}
    at = 0
    while pair := _PAIR.match(text, at):
        name = pair[1].lower()
        found[name] = pair[2] if name in _KEEP_CASE else pair[2].lower()
        at = pair.end()
    blank = _REST.match(text, at)
    return found, text[blank.end() if blank else at :]
