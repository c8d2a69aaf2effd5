"""What was answered, to be read back: module by module, each answer with its question.

Room: web, field desk.
"""

from dataclasses import dataclass

from markupsafe import Markup

from survey_app.interview import EmptyKind, Interview, Screen
from survey_app.web.field.asking.drawing import WAYS_OUT
from survey_app.web.field.asking.naming import field_name
from survey_app.web.field.asking.saying import in_words
from survey_app.web.field.marks import N_
from survey_app.web.rich_text.telling import told, told_in_line
from survey_app.web.wording import Wording

NOT_HER_WORDS = frozenset({None, "note", "trigger"})


@dataclass(frozen=True)
class Line:
    """One question and what was answered, in words."""

    name: str
    screen: str
    asked: Markup
    answer: Markup
    without_answer: bool


@dataclass(frozen=True)
class Part:
    """The lines of one module."""

    title: Markup
    lines: tuple[Line, ...]


def read_back(interview: Interview, wording: Wording) -> tuple[Part, ...]:
    """Return every answer and every marked refusal, in the order of the interview.

    What is for the researcher alone is left out: these are her words.
    """
    parts: dict[str, list[Line]] = {}
    titles: dict[str, Markup] = {}
    for screen in interview.screens():
        lines = _lines(interview, screen, wording)
        if lines:
            parts.setdefault(screen.module, []).extend(lines)
            titles.setdefault(
                screen.module, told_in_line(screen.titles[0] if screen.titles else ())
            )
    return tuple(Part(titles[module], tuple(lines)) for module, lines in parts.items())


def closing_words(interview: Interview) -> Markup:
    """Return what the form has to say after the end: its notes with the appearance `closing`."""
    said = [
        told(interview.label_parts(question.path))
        for question in interview.form.questions.values()
        if question.is_closing and question.repeat is None and interview.relevant(question.path)
    ]
    return Markup("\n").join(Markup("<div>{}</div>").format(words) for words in said)


def _lines(interview: Interview, screen: Screen, wording: Wording) -> list[Line]:
    lines = []
    for ref in screen.refs:
        question = interview.question(ref)
        if question.voice == "researcher" or question.control in NOT_HER_WORDS:
            continue
        said = _answer(interview, ref, wording)
        if said is not None:
            marked = interview.value(ref) in {None, ""}
            asked = told_in_line(interview.label_parts(ref))
            lines.append(Line(field_name(ref), screen.key, asked, said, marked))
    return lines


def _answer(interview: Interview, ref: str, wording: Wording) -> Markup | None:
    value = interview.value(ref)
    if value:
        return in_words(interview, ref, str(value), wording)
    kind = interview.empty(ref)
    if kind in WAYS_OUT:
        words = wording.markup(WAYS_OUT[EmptyKind(kind)])
        reason = interview.empty_reason(ref)  # one that came with a submission
        return Markup("{} · <bdi>{}</bdi>").format(words, reason) if reason else words
    return wording.markup(N_("Removed at her wish")) if kind is EmptyKind.WITHDRAWN else None
