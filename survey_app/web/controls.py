"""What a page needs to draw one question: a plain picture of it, without the engine.

Room: web. A desk fills a Control; the macros in templates/controls/ draw it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.web.beside import NOTHING_BESIDE, Beside, Medium
from survey_app.web.kinds import Kind
from survey_app.web.looks import PLAIN, Look
from survey_app.web.map_picture import MapSheet
from survey_app.web.scales import Scale
from survey_app.web.uploads import Upload

NOTHING = Markup("")
LONG_STEP = 4  # digits that fit into a narrow button of a scale

NOT_ASKED = frozenset({"note", "link", "heading", "unsupported"})
RADIOS = frozenset({"one", "one_sought", "scale", "rating"})
IN_BOXES = frozenset({"date", "month", "datetime"})
GROUPED = RADIOS | IN_BOXES | {"about_date", "many", "many_folded", "many_sought", "rank"}
FIRST_FIELDS = {
    "many": "1",
    "many_sought": "seek",
    "one_sought": "seek",
    "rank": "1-down",
    "date": "day",
    "datetime": "day",
    "month": "month",
} | dict.fromkeys(("one", "scale", "rating", "about_date"), "1")


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
    they were typed if they could not be taken; `kept` is the present value and `drawn` how it
    looks in the boxes. `shown` is the present answer in words where
    the fields do not say it; `remark` is a sentence about what this page cannot do; `unseen`
    counts the choices that are there but not drawn while a list is looked through. `comment` is
    what the researcher noted, None where nothing can be noted.
    """

    name: str
    kind: Kind
    label: Markup
    hint: Markup = NOTHING
    for_researcher: Markup = NOTHING
    options: tuple[Option, ...] = ()
    no_answers: tuple[NoAnswer, ...] = ()
    typed: tuple[str, ...] = ()
    kept: str = ""
    drawn: tuple[str, ...] = ()
    required: bool = False
    readonly: bool = False
    own_voice: bool = False
    complaint: str = ""
    look: Look = PLAIN
    scale: Scale | None = None
    shown: Markup = NOTHING
    remark: Markup = NOTHING
    rows: int = 0
    sought: str = ""
    unseen: int = 0
    closes: bool = False
    stand_at: str = ""
    upload: Upload | None = None
    map: MapSheet | None = None
    beside: Beside = NOTHING_BESIDE
    comment: str | None = None

    @property
    def value(self) -> str:
        """Return the one value to show."""
        return self.typed[0] if self.typed else ""

    @property
    def answered(self) -> bool:
        """Say whether there is something typed or chosen."""
        return any(self.typed)

    @property
    def asked(self) -> bool:
        """Say whether there is something to answer here."""
        return self.kind not in NOT_ASKED

    @property
    def open(self) -> bool:
        """Say whether an answer can be given or taken away here."""
        return self.asked and not self.readonly

    @property
    def grouped(self) -> bool:
        """Say whether the label belongs to several fields."""
        return self.kind in GROUPED

    @property
    def radios(self) -> bool:
        """Say whether one of several buttons is pressed."""
        return self.kind in RADIOS

    @property
    def whole(self) -> bool:
        """Say whether only whole numbers are possible."""
        return self.kind in {"integer", "year"} or bool(self.scale and self.scale.whole)

    @property
    def long_steps(self) -> bool:
        """Say whether the steps of a scale are numbers that need wide buttons."""
        return any(len(option.value) > LONG_STEP for option in self.options)

    @property
    def in_table(self) -> bool:
        """Say whether the question is a row of a table of choices."""
        return self.kind == "heading" or (
            self.kind in {"one", "many"} and "list-nolabel" in self.look
        )

    @property
    def pictured(self) -> bool:
        """Say whether choices are shown as pictures."""
        return any(one.sort == "image" for option in self.options for one in option.media)

    @property
    def first_id(self) -> str:
        """Return the id of the field to stand in when this question needs another look."""
        part = FIRST_FIELDS.get(self.kind)
        return f"{self.name}-{part}" if part else self.name

    @property
    def described_by(self) -> str:
        """Return the ids of what a screen reader should read after the label."""
        parts = [
            ("more", self.beside.more),
            ("hint", self.hint),
            ("note", self.for_researcher),
            ("remark", self.remark),
            ("shown", self.shown),
            ("ends", self.kind == "slider"),
            ("wrong", self.complaint),
        ]
        return " ".join(f"{self.name}-{part}" for part, text in parts if text)


def options_of(values: Sequence[str]) -> tuple[Option, ...]:
    """Return choices whose words are their values: the steps of a scale."""
    return tuple(Option(value, Markup("<bdi>{}</bdi>").format(value)) for value in values)
