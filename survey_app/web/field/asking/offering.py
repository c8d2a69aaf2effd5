"""The choices of a control: of a list, of a scale, or the months of a calendar.

Room: web, field desk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from survey_app.i18n.about_dates import EVENTS, PRECISIONS, UNITS
from survey_app.i18n.calendars import CALENDARS, USUAL_MONTHS
from survey_app.interview import Choice
from survey_app.web.controls import Option, options_of
from survey_app.web.field.asking.illustrating import option
from survey_app.web.kinds import Kind
from survey_app.web.looks import Look
from survey_app.web.scales import Scale
from survey_app.web.wording import Wording


@dataclass(frozen=True)
class Facts:
    """What the choices of a control are drawn from, besides the choices."""

    look: Look
    scale: Scale | None
    typed: tuple[str, ...]
    wording: Wording
    files: Mapping[str, bytes]


def offered(choices: Sequence[Choice], kind: Kind, facts: Facts) -> tuple[Option, ...]:
    """Return what a control offers, in the order in which it stands on the page."""
    if kind in {"date", "month", "datetime"}:
        return _months(facts.look.calendar, facts.wording)
    if kind == "about_date":
        return about_options(facts.wording)
    shown = tuple(option(choice, facts.files) for choice in choices)
    if facts.scale is not None:
        return _steps(kind, facts, {one.value: one.label for one in shown})
    if kind == "rank":
        place = {value: at for at, value in enumerate(facts.typed)}
        return tuple(sorted(shown, key=lambda one: place.get(one.value, len(shown))))
    return shown


def about_options(wording: Wording) -> tuple[Option, ...]:
    """Return all lists of a remembered date; what stands before the colon says of which."""
    lists = (
        ("how", PRECISIONS.items()),
        ("month", _numbered(USUAL_MONTHS)),
        ("moon", _numbered(CALENDARS["islamic"].months)),
        ("unit", UNITS.items()),
        ("event", EVENTS.items()),
    )
    return tuple(
        Option(f"{name}:{value}", wording.markup(words))
        for name, choices in lists
        for value, words in choices
    )


def _numbered(names: Sequence[str]) -> Sequence[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(names, start=1)]


def _steps(kind: Kind, facts: Facts, labels: Mapping[str, Markup]) -> tuple[Option, ...]:
    """Return the steps of a scale, or the marks beside a slider, with the author's words."""
    scale = facts.scale
    if scale is None or kind not in {"scale", "rating", "one_of_many", "slider"}:
        return ()
    values = scale.values if kind != "slider" else scale.ticks
    if kind == "slider" and "no-ticks" in facts.look:
        values = (scale.first, scale.last)
    upwards = "vertical" in facts.look and not scale.falling
    steps = options_of(values[::-1] if upwards else values)
    worded = Markup('{} <span class="tick">{}</span>')
    return tuple(
        replace(step, label=worded.format(step.label, labels[step.value]))
        if step.value in labels
        else step
        for step in steps
    )


def _months(calendar: str, wording: Wording) -> tuple[Option, ...]:
    names = CALENDARS[calendar].months if calendar in CALENDARS else USUAL_MONTHS
    return tuple(
        Option(str(number), wording.markup(name)) for number, name in enumerate(names, start=1)
    )
