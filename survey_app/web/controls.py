"""What a page needs to draw one question: a plain picture of it, without the engine.

Room: web. A desk fills a Control; the macros in templates/controls/ draw it.
Promise: which control is drawn follows from the form alone, the same in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from survey_app.web.beside import NOTHING_BESIDE, Beside, Medium

Kind = Literal[
    "text",
    "multiline",
    "integer",
    "decimal",
    "one",
    "one_of_many",
    "scale",
    "many",
    "date",
    "month",
    "year",
    "time",
    "acknowledge",
    "note",
    "unsupported",
]

NOTHING = Markup("")
MOST_BUTTONS = 12  # beyond this a list of choices folds into a select
LONGEST_SCALE = 11


@dataclass(frozen=True)
class Option:
    """One choice: its value in the data, its words on the page, what is seen and heard with it."""

    value: str
    label: Markup
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class NoAnswer:
    """A way not to answer, offered as large as an answer."""

    code: int
    label: Markup
    chosen: bool = False


@dataclass(frozen=True)
class Control:
    """One question as the page draws it.

    `name` is the field's name and the stem of its ids; `typed` are the values to show, as
    they were typed if they could not be taken.
    """

    name: str
    kind: Kind
    label: Markup
    hint: Markup = NOTHING
    for_researcher: Markup = NOTHING
    options: tuple[Option, ...] = ()
    no_answers: tuple[NoAnswer, ...] = ()
    typed: tuple[str, ...] = ()
    required: bool = False
    readonly: bool = False
    own_voice: bool = False
    complaint: str = ""
    beside: Beside = NOTHING_BESIDE

    @property
    def value(self) -> str:
        """Return the one value to show."""
        return self.typed[0] if self.typed else ""

    @property
    def answered(self) -> bool:
        """Say whether there is something typed or chosen."""
        return any(self.typed)

    @property
    def pictured(self) -> bool:
        """Say whether choices are shown as pictures."""
        return any(one.sort == "image" for option in self.options for one in option.media)

    @property
    def first_id(self) -> str:
        """Return the id of the field to stand in when this question needs another look."""
        match self.kind:
            case "one" | "many" | "scale":
                return f"{self.name}-1"
            case "date":
                return f"{self.name}-day"
            case "month":
                return f"{self.name}-month"
            case _:
                return self.name

    @property
    def described_by(self) -> str:
        """Return the ids of what a screen reader should read after the label."""
        parts = [
            ("more", self.beside.more),
            ("hint", self.hint),
            ("note", self.for_researcher),
            ("wrong", self.complaint),
        ]
        return " ".join(f"{self.name}-{part}" for part, text in parts if text)


def kind_of(control: str, data_type: str, appearance: str, choices: int) -> Kind:
    """Return how a question is drawn.

    >>> kind_of("input", "int", "", 0), kind_of("select1", "string", "minimal", 3)
    ('integer', 'one_of_many')
    """
    words = appearance.split()
    if control in {"select1", "select"}:
        return _choosing(control, words, choices)
    if control == "range":
        return "scale" if 0 < choices <= LONGEST_SCALE else _number(data_type)
    if control == "trigger":
        return "acknowledge"
    if control == "note":
        return "note"
    return _typing(data_type, words) if control == "input" else "unsupported"


def scale_values(start: str, end: str, step: str) -> tuple[str, ...]:
    """Return the steps of a range of whole numbers; none when it is not a short one.

    >>> scale_values("1", "5", "1")
    ('1', '2', '3', '4', '5')
    >>> scale_values("0", "1", "0.1"), scale_values("0", "100", "1")
    ((), ())
    """
    try:
        first, last, width = int(start), int(end), int(step)
    except ValueError:
        return ()
    if width == 0 or abs(last - first) // abs(width) >= LONGEST_SCALE:
        return ()
    width = abs(width) if last >= first else -abs(width)
    return tuple(str(value) for value in range(first, last + (1 if width > 0 else -1), width))


def options_of(values: Sequence[str]) -> tuple[Option, ...]:
    """Return choices whose words are their values: the steps of a scale."""
    return tuple(Option(value, Markup("<bdi>{}</bdi>").format(value)) for value in values)


def _choosing(control: str, words: Sequence[str], choices: int) -> Kind:
    if control == "select":
        return "many"
    folded = choices > MOST_BUTTONS or bool({"minimal", "autocomplete"} & set(words))
    return "one_of_many" if folded else "one"


def _typing(data_type: str, words: Sequence[str]) -> Kind:
    if data_type == "date":
        return "year" if "year" in words else "month" if "month-year" in words else "date"
    if data_type in {"int", "decimal"}:
        return _number(data_type)
    if data_type == "time":
        return "time"
    if data_type == "string":
        return "multiline" if "multiline" in words else "integer" if "numbers" in words else "text"
    return "unsupported"


def _number(data_type: str) -> Kind:
    return "decimal" if data_type == "decimal" else "integer"
