"""Draw the questions of a screen: what the engine knows, as the page's controls.

Room: web, field desk.
Promise: a value inside a question is isolated, so it cannot turn the sentence around it and
is never read as markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey_app.interview import EmptyKind, Interview
from survey_app.web.controls import (
    Control,
    Kind,
    NoAnswer,
    Option,
    kind_of,
    options_of,
    scale_values,
)
from survey_app.web.field.asking import illustrating
from survey_app.web.field.asking.naming import field_name
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.web.rich_text.telling import told, told_below_heading
from survey_app.web.wording import Wording
from survey_app.xform import QuestionDef

WAYS_OUT = {
    EmptyKind.REFUSED: N_("Prefers not to answer"),
    EmptyKind.DONT_KNOW: N_("Does not know"),
    EmptyKind.NOT_ASKED: N_("Not asked"),
}

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def draw(
    interview: Interview,
    refs: Sequence[str],
    wording: Wording,
    pending: Pending,
    files: Mapping[str, bytes],
) -> tuple[Control, ...]:
    """Return the controls of the questions `refs`, with their present answers.

    `files` are those of the form: its pictures, sounds and films.
    """
    return tuple(_control(interview, ref, wording, pending, files) for ref in refs)


def is_researchers(question: QuestionDef) -> bool:
    """Say whether a question is for the researcher and is not read to her."""
    return question.voice == "researcher"


def _control(
    interview: Interview,
    ref: str,
    wording: Wording,
    pending: Pending,
    files: Mapping[str, bytes],
) -> Control:
    question = interview.question(ref)
    kind, options = _kind_and_options(interview, ref, question, wording, files)
    heading, more = told_below_heading(interview.label_parts(ref))
    return Control(
        name=field_name(ref),
        kind=kind,
        label=heading,
        hint=told(interview.hint_parts(ref)),
        for_researcher=told(interview.guidance_parts(ref)),
        options=options,
        no_answers=_ways_out(interview, ref, question, wording),
        typed=tuple(pending.typed.get(ref) or _shown(interview.value(ref), kind)),
        required=interview.required(ref),
        readonly=interview.readonly(ref),
        own_voice=is_researchers(question),
        complaint=pending.complaints.get(ref, ""),
        beside=replace(
            illustrating.beside(interview, ref, files, interview.choices(ref)), more=more
        ),
    )


def _kind_and_options(
    interview: Interview,
    ref: str,
    question: QuestionDef,
    wording: Wording,
    files: Mapping[str, bytes],
) -> tuple[Kind, tuple[Option, ...]]:
    choices = interview.choices(ref)
    if question.control == "range":
        steps = scale_values(
            *(question.parameters.get(key, "") for key in ("start", "end", "step"))
        )
        kind = kind_of("range", question.data_type, question.appearance, len(steps))
        return kind, options_of(steps) if kind == "scale" else ()
    control = question.control or "note"
    if control == "input" and interview.readonly(ref):
        control = "note"
    kind = kind_of(control, question.data_type, question.appearance, len(choices))
    if kind in {"date", "month"}:
        return kind, _months(wording)
    options = tuple(illustrating.option(choice, files) for choice in choices)
    if kind == "one_of_many" and (any(one.media for one in options) or _is_map(question)):
        kind = "one"  # a folded list shows no pictures and plays nothing
    return kind, options


def _is_map(question: QuestionDef) -> bool:
    return "image-map" in question.appearance.split()


def _months(wording: Wording) -> tuple[Option, ...]:
    return tuple(
        Option(str(number), wording.markup(name)) for number, name in enumerate(MONTHS, start=1)
    )


def _ways_out(
    interview: Interview, ref: str, question: QuestionDef, wording: Wording
) -> tuple[NoAnswer, ...]:
    chosen = interview.empty(ref)
    return tuple(
        NoAnswer(int(kind), wording.markup(WAYS_OUT[kind]), chosen == kind)
        for kind in WAYS_OUT
        if kind in question.empties
    )


def _shown(value: str | None, kind: Kind) -> tuple[str, ...]:
    """Return a stored value as it stands in its boxes."""
    if not value:
        return ()
    match kind:
        case "many":
            return tuple(value.split())
        case "date" | "month":
            return tuple(part.lstrip("0") for part in value[:10].split("-"))
        case "year":
            return (value[:4],)
        case "time":
            return (value[:5],)
        case _:
            return (value,)
