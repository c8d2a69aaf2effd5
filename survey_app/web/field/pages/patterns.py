"""Every control on one page, for whoever works on them; not there in the field.

Room: web, field desk. The look of a control is judged here, in both languages.
"""

from flask import Blueprint
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.media import Family
from survey_app.web.controls import Control, Kind, NoAnswer, Option
from survey_app.web.field import page
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
KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("text", ("فہیم Fahim 12",)),
    ("multiline", ("0-18, 2019-03-14, -5",)),
    ("integer", ("12",)),
    ("decimal", ("1.5",)),
    ("one", ("a",)),
    ("one_of_many", ("b",)),
    ("scale", ("b",)),
    ("many", ("a", "b")),
    ("date", ("2021", "5", "2")),
    ("month", ("2021", "5")),
    ("year", ("2021",)),
    ("time", ("14:30",)),
    ("acknowledge", ()),
    ("upload", ()),
    ("note", ()),
    ("unsupported", ()),
)


@pages.get("/-/patterns")
def patterns() -> ResponseReturnValue:
    """Show each kind of control: plain, and with everything that can stand around it."""
    controls = [_control(kind, typed, full=full) for kind, typed in KINDS for full in (False, True)]
    return render("patterns/patterns.html", controls=controls)


def _control(kind: Kind, typed: tuple[str, ...], *, full: bool) -> Control:
    asked, hint, first, second, word = (Markup.escape(t) for t in SAMPLES[page.current_language()])
    options: tuple[Option, ...] = (Option("a", first), Option("b", second), Option("c", word))
    if kind in {"date", "month"}:
        options = tuple(Option(str(n), Markup.escape(f"{word} {n}")) for n in range(1, 13))
    return Control(
        name=f"q-{kind}-{'full' if full else 'plain'}",
        kind=kind,
        label=asked,
        hint=hint if full else Markup(""),
        for_researcher=hint if full else Markup(""),
        options=options,
        no_answers=(NoAnswer(91, word), NoAnswer(92, second, chosen=True)) if full else (),
        typed=typed,
        own_voice=full and kind == "note",
        complaint=str(hint) if full else "",
        upload=_upload(hint, full=full) if kind == "upload" else None,
    )


def _upload(size: Markup, *, full: bool) -> Upload:
    if full:
        return Upload(Family.FILE, kept=True, size=size, asking=True)
    return Upload(Family.AUDIO, tool="record", bits=24_000)
