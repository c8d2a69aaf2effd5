"""Which control a question gets: one table, read from the top; the first row that fits.

Room: web.
Promise: which control is drawn follows from the form alone, the same in every language.
"""

from dataclasses import dataclass
from typing import Literal

from survey_app.web.looks import Look, look_of

Kind = Literal[
    "text",
    "multiline",
    "digits",
    "integer",
    "decimal",
    "link",
    "one",
    "one_of_many",
    "one_sought",
    "many",
    "many_folded",
    "many_sought",
    "heading",
    "rank",
    "scale",
    "rating",
    "slider",
    "date",
    "month",
    "year",
    "time",
    "datetime",
    "about_date",
    "place",
    "places",
    "acknowledge",
    "upload",
    "note",
    "unsupported",
]

MOST_BUTTONS = 12  # beyond this a list of choices folds into a select
MOST_IN_COLUMNS = 60  # columns need less room than one choice a line
MOST_BOXES = 60  # beyond this a list of boxes is looked through
MOST_FOLDED = 200  # nobody scrolls through more than this
LONGEST_SCALE = 11
MOST_STARS = 10
LONGEST_PICKER = 500

SOUGHT = frozenset({"autocomplete", "search"})
LAID_OUT = frozenset({"columns", "columns-pack", "likert", "list", "list-nolabel", "no-buttons"})
NUMBERS = frozenset({"int", "long", "decimal"})


@dataclass(frozen=True)
class Row:
    """Questions of these controls, types, words and numbers of choices get this kind."""

    kind: Kind
    control: str
    types: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    at_least: int = 0
    at_most: int | None = None

    def fits(self, control: str, data_type: str, look: Look, choices: int) -> bool:
        """Say whether a question belongs to this row."""
        return (
            control == self.control
            and (not self.types or data_type in self.types)
            and (not self.words or bool(self.words & look.words))
            and choices >= self.at_least
            and (self.at_most is None or choices <= self.at_most)
        )


def _words(*words: str) -> frozenset[str]:
    return frozenset(words)


TABLE: tuple[Row, ...] = (
    Row("acknowledge", "trigger"),
    Row("upload", "upload"),
    Row("note", "note"),
    # one choice
    Row("heading", "select1", words=_words("label")),
    Row("one_sought", "select1", words=SOUGHT),
    Row("one_sought", "select1", at_least=MOST_FOLDED + 1),
    Row("one_of_many", "select1", words=_words("minimal")),
    Row("one", "select1", words=LAID_OUT, at_most=MOST_IN_COLUMNS),
    Row("one", "select1", at_most=MOST_BUTTONS),
    Row("one_of_many", "select1"),
    # several choices
    Row("heading", "select", words=_words("label")),
    Row("many_sought", "select", words=SOUGHT),
    Row("many_sought", "select", at_least=MOST_BOXES + 1),
    Row("many_folded", "select", words=_words("minimal")),
    Row("many", "select"),
    Row("rank", "rank"),
    # a number on a scale; its choices are the steps
    Row("rating", "range", words=_words("rating"), at_least=1, at_most=MOST_STARS),
    Row("one_of_many", "range", words=_words("picker"), at_least=1, at_most=LONGEST_PICKER),
    Row("slider", "range", words=_words("no-ticks"), at_least=1),
    Row("scale", "range", at_least=1, at_most=LONGEST_SCALE),
    Row("slider", "range", at_least=1),
    Row("integer", "range", types=_words("int")),
    Row("decimal", "range"),
    # what is written
    Row("year", "input", types=_words("date"), words=_words("year")),
    Row("month", "input", types=_words("date"), words=_words("month-year")),
    Row("date", "input", types=_words("date")),
    Row("datetime", "input", types=_words("dateTime")),
    Row("time", "input", types=_words("time")),
    Row("integer", "input", types=_words("int", "long")),
    Row("decimal", "input", types=_words("decimal")),
    Row("place", "input", types=_words("geopoint")),
    Row("places", "input", types=_words("geotrace", "geoshape")),
    Row("text", "input", types=_words("barcode", "boolean", "intent")),
    Row("about_date", "input", types=_words("string"), words=_words("about-date")),
    Row("link", "input", types=_words("string"), words=_words("url")),
    Row("multiline", "input", types=_words("string"), words=_words("multiline")),
    Row("digits", "input", types=_words("string"), words=_words("numbers")),
    Row("text", "input", types=_words("string")),
)


def kind_of(control: str, data_type: str, appearance: str, choices: int) -> Kind:
    """Return how a question is drawn.

    `choices` are those of a select, or the steps of a range.

    >>> kind_of("input", "int", "", 0), kind_of("select1", "string", "minimal", 3)
    ('integer', 'one_of_many')
    >>> kind_of("select1", "string", "", 5000), kind_of("input", "binary", "", 0)
    ('one_sought', 'unsupported')
    """
    look = look_of(appearance)
    rows = (row.kind for row in TABLE if row.fits(control, data_type, look, choices))
    return next(rows, "unsupported")
