"""Every control on one page, for whoever works on them; not there in the field.

Room: web, field desk. The look of a control is judged here, in both languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Blueprint
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.i18n.calendars import CALENDARS, USUAL_MONTHS
from survey_app.media import Family
from survey_app.web.controls import Control, NoAnswer, Option, options_of
from survey_app.web.field import page
from survey_app.web.field.asking.offering import about_options
from survey_app.web.kinds import Kind
from survey_app.web.looks import Look, look_of
from survey_app.web.scales import Scale, scale_of
from survey_app.web.uploads import Upload

pages = Blueprint("patterns", __name__)

SAMPLES = {
    "en": ("Was your child with you?", "You need not answer.", "Yes, all the time", "No", "Word"),
    "ur": (
        "کیا آپ کا بچہ آپ کے ساتھ رہتا تھا؟",
        "جواب دینا ضروری نہیں۔",
        "جی ہاں، سارا وقت",
        "جی نہیں",
        "لفظ",
    ),
}


@dataclass(frozen=True)
class Pattern:
    """A kind of control in one appearance, with something typed or chosen."""

    kind: Kind
    typed: tuple[str, ...] = ()
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    unseen: int = 0


def _range(start: str, end: str, step: str) -> Mapping[str, str]:
    return {"start": start, "end": end, "step": step}


PATTERNS = (
    Pattern("text", ("فہیم Fahim 12",)),
    Pattern("text", ("فہیم Fahim 12",), "masked"),
    Pattern("multiline", ("0-18, 2019-03-14, -5",)),
    Pattern("multiline", ("0-18",), "", rows=2),
    Pattern("digits", ("0300 1234567",), "numbers"),
    Pattern("integer", ("12",)),
    Pattern("integer", ("1,234,567",), "thousands-sep"),
    Pattern("integer", ("3",), "counter"),
    Pattern("decimal", ("1.5",)),
    Pattern("link", (), "url"),
    Pattern("place", ("31.5204 74.3587",)),
    Pattern("place", (), "hide-input"),
    Pattern("places", ("31.5204 74.3587\n31.5300 74.3600",)),
    Pattern("one", ("a",)),
    Pattern("one", ("a",), "quick"),
    Pattern("one", ("a",), "columns"),
    Pattern("one", ("a",), "columns-2"),
    Pattern("one", ("b",), "columns-pack"),
    Pattern("one", ("b",), "columns-pack no-buttons"),
    Pattern("one", ("b",), "likert"),
    Pattern("one_of_many", ("b",), "minimal"),
    Pattern("one_sought", ("b",), "autocomplete", unseen=4970),
    Pattern("many", ("a", "b")),
    Pattern("many_folded", ("a", "b"), "minimal"),
    Pattern("many_sought", ("a",), "autocomplete"),
    Pattern("heading", (), "label"),
    Pattern("one", ("a",), "list-nolabel"),
    Pattern("many", ("b",), "list-nolabel"),
    Pattern("rank", ("b", "a", "c")),
    Pattern("rank"),
    Pattern("scale", ("3",), "", _range("1", "5", "1")),
    Pattern("scale", ("0.5",), "", _range("1", "-1", "-0.5")),
    Pattern("scale", ("3",), "vertical", _range("1", "5", "1")),
    Pattern("rating", ("3",), "rating", _range("1", "5", "1")),
    Pattern("one_of_many", ("30",), "picker", _range("0", "100", "10")),
    Pattern("slider", ("40",), "", {**_range("0", "100", "1"), "odk:tick-interval": "20"}),
    Pattern("slider", (), "no-ticks", {**_range("0", "100", "1"), "odk:placeholder": "50"}),
    Pattern("slider", ("2",), "vertical", _range("0", "20", "0.5")),
    Pattern("slider", ("12",), "", _range("20", "0", "-1")),
    Pattern("date", ("2021", "5", "2")),
    Pattern("date", ("1442", "9", "1"), "islamic"),
    Pattern("date", ("1403", "1", "1"), "persian"),
    Pattern("date", ("2016", "13", "1"), "ethiopian"),
    Pattern("date", ("1740", "4", "1"), "coptic"),
    Pattern("month", ("2021", "5"), "month-year"),
    Pattern("year", ("2021",), "year"),
    Pattern("about_date", ("moon", "", "", "2021", "9", "", "years", "")),
    Pattern("time", ("14:30",)),
    Pattern("datetime", ("2021", "5", "2", "14:30")),
    Pattern("acknowledge"),
    Pattern("upload"),
    Pattern("note"),
    Pattern("unsupported"),
)


@pages.get("/-/patterns")
def patterns() -> ResponseReturnValue:
    """Show each kind of control in each look: plain, and with all that can stand around it."""
    controls = [
        _control(pattern, place, full=full)
        for place, pattern in enumerate(PATTERNS)
        for full in (False, True)
        if not full or not pattern.appearance
    ]
    return render("patterns/patterns.html", controls=controls)


def _control(pattern: Pattern, place: int, *, full: bool) -> Control:
    asked, hint, _first, second, word = _samples()
    look, scale = look_of(pattern.appearance), scale_of(pattern.parameters)
    control = Control(
        name=f"q-{place}-{'full' if full else 'plain'}",
        kind=pattern.kind,
        label=asked,
        options=_options(pattern.kind, look, scale),
        typed=pattern.typed,
        look=look,
        scale=scale,
        shown=hint if look.calendar or pattern.kind == "link" else Markup(""),
        remark=hint if pattern.kind in {"place", "places"} else Markup(""),
        rows=pattern.rows,
        unseen=pattern.unseen,
        upload=_upload(hint, full=full) if pattern.kind == "upload" else None,
    )
    if not full:
        return control
    return replace(
        control,
        hint=hint,
        for_researcher=hint,
        no_answers=(NoAnswer(91, word), NoAnswer(92, second, chosen=True)),
        own_voice=pattern.kind == "note",
        complaint=str(hint),
    )


def _options(kind: Kind, look: Look, scale: Scale | None) -> tuple[Option, ...]:
    if scale is not None:
        values = scale.ticks if kind == "slider" else scale.values
        return options_of(values[::-1] if "vertical" in look else values)
    if kind in {"date", "month", "datetime"}:
        calendar = CALENDARS.get(look.calendar)
        names = calendar.months if calendar else USUAL_MONTHS
        say = page.current_wording().markup
        return tuple(Option(str(at), say(name)) for at, name in enumerate(names, start=1))
    if kind == "about_date":
        return about_options(page.current_wording())
    _asked, _hint, first, second, word = _samples()
    return (Option("a", first), Option("b", second), Option("c", word))


def _samples() -> tuple[Markup, ...]:
    return tuple(Markup.escape(text) for text in SAMPLES[page.current_language()])


def _upload(size: Markup, *, full: bool) -> Upload:
    if full:
        return Upload(Family.FILE, mark="shown", size=size, asking=True)
    return Upload(Family.AUDIO, tool="record", bits=24_000)
