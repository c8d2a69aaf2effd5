"""Draw the questions of a screen: what the engine knows, as the page's controls.

Room: web, field desk.
Promise: a value inside a question is isolated, so it cannot turn the sentence around it and
is never read as markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from survey_app.interview import EmptyKind, Interview
from survey_app.web.controls import NOT_ASKED, Control, NoAnswer
from survey_app.web.field.asking import illustrating
from survey_app.web.field.asking.boxes import in_boxes
from survey_app.web.field.asking.naming import field_name
from survey_app.web.field.asking.offering import Facts, offered
from survey_app.web.field.asking.remarks import remark_on
from survey_app.web.field.asking.saying import in_words, usual_date
from survey_app.web.field.asking.seeking import look_through
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.web.kinds import Kind, kind_of
from survey_app.web.looks import look_of
from survey_app.web.rich_text.telling import told, told_below_heading
from survey_app.web.scales import Scale, scale_of
from survey_app.web.wording import Wording
from survey_app.xform import QuestionDef

MOST_ROWS = 30
UNFOLDED: Mapping[Kind, Kind] = {"one_of_many": "one", "many_folded": "many"}
"""A folded list shows no pictures and plays nothing."""

WAYS_OUT = {
    EmptyKind.REFUSED: N_("Prefers not to answer"),
    EmptyKind.DONT_KNOW: N_("Does not know"),
    EmptyKind.NOT_ASKED: N_("Not asked"),
}


def draw(
    interview: Interview,
    refs: Sequence[str],
    wording: Wording,
    pending: Pending,
    seeking: Mapping[str, str],
    *,
    files: Mapping[str, bytes],
) -> tuple[Control, ...]:
    """Return the controls of the questions `refs`, with their present answers.

    `seeking` are the letters written to look through long lists, by question; `files` are
    those of the form: its pictures, sounds and films.
    """
    drawn = (_control(interview, ref, wording, pending, files) for ref in refs)
    return tuple(
        _looked_through(control, seeking.get(ref, ""))
        for ref, control in zip(refs, drawn, strict=True)
    )


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
    look = look_of(question.appearance)
    scale = scale_of(question.parameters) if question.control == "range" else None
    kind = _kind(interview, ref, question, scale)
    value = str(interview.value(ref) or "")
    drawn = in_boxes(value, kind, look)
    typed = tuple(pending.typed.get(ref) or drawn)
    heading, more = told_below_heading(interview.label_parts(ref))
    choices = interview.choices(ref)
    return Control(
        name=field_name(ref),
        kind=kind,
        label=heading,
        hint=told(interview.hint_parts(ref)),
        for_researcher=told(interview.guidance_parts(ref)),
        options=offered(choices, kind, Facts(look, scale, typed, wording, files)),
        no_answers=_ways_out(interview, ref, question, wording),
        typed=typed,
        kept=value,
        drawn=drawn,
        required=interview.required(ref),
        readonly=interview.readonly(ref),
        own_voice=is_researchers(question),
        complaint=pending.complaints.get(ref, ""),
        look=look,
        scale=scale,
        shown=_in_words(interview, ref, kind, wording),
        remark=remark_on(question, look, wording) if kind not in NOT_ASKED else Markup(""),
        rows=_rows(question),
        closes=question.data_type == "geoshape",
        stand_at=pending.stand_at,
        beside=replace(illustrating.beside(interview, ref, files, choices), more=more),
    )


def _kind(interview: Interview, ref: str, question: QuestionDef, scale: Scale | None) -> Kind:
    control = question.control or "note"
    if control in {"input", "range", "rank"} and interview.readonly(ref):
        return "note"
    choices = () if control == "range" else interview.choices(ref)
    count = (scale.count if scale else 0) if control == "range" else len(choices)
    kind = kind_of(control, question.data_type, question.appearance, count)
    if kind in UNFOLDED and (_is_map(question) or any(one.media for one in choices)):
        return UNFOLDED[kind]
    return "multiline" if kind == "text" and _rows(question) else kind


def _is_map(question: QuestionDef) -> bool:
    return "image-map" in question.appearance.split()


def _rows(question: QuestionDef) -> int:
    text = question.parameters.get("rows", "")
    return min(int(text), MOST_ROWS) if text.isdecimal() else 0


def _looked_through(control: Control, sought: str) -> Control:
    """Return a control of a long list with the part of it that is to be shown."""
    if control.kind not in {"one_sought", "many_sought"}:
        return control
    options, unseen = look_through(control.options, control.typed, sought)
    return replace(control, options=options, unseen=unseen, sought=sought)


def _in_words(interview: Interview, ref: str, kind: Kind, wording: Wording) -> Markup:
    """Return the present answer in words where the fields do not say it."""
    value = str(interview.value(ref) or "")
    question = interview.question(ref)
    if not value:
        return Markup("")
    if kind in {"note", "link"}:
        return in_words(interview, ref, value, wording)
    if kind in {"date", "month", "year", "datetime"}:
        return usual_date(value, look_of(question.appearance), wording)
    return Markup("")


def _ways_out(
    interview: Interview, ref: str, question: QuestionDef, wording: Wording
) -> tuple[NoAnswer, ...]:
    chosen = interview.empty(ref)
    return tuple(
        NoAnswer(int(kind), wording.markup(WAYS_OUT[kind]), chosen == kind)
        for kind in WAYS_OUT
        if kind in question.empties
    )
