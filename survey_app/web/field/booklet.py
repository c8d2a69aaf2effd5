"""A questionnaire as a booklet to print: every question with its code, every choice with its.

Room: web, field desk. Knows the form, and no interview.
Spec: docs/spec/keying.md, "Booklet".
Promise: the codes on paper are those of the data, in whichever language it is printed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.interview import EmptyKind, TextPart
from survey_app.web.field.asking.drawing import WAYS_OUT
from survey_app.web.rich_text.telling import told_in_line
from survey_app.web.scales import Scale, scale_of
from survey_app.xform.definition import BodyItem, FormDef, NodeDef, QuestionDef

LONGEST_LIST = 40
LINES = {"string": 3}
_PATH = re.compile(r"(?:\.\./|\./|current\(\)/)*/?(?:[\w.-]+/)+([\w.-]+)|\.\./([\w.-]+)")
_OF_CHOICES = {"select1": "one", "select": "many", "rank": "order"}
_OF_OTHERS = {"upload": "file", "note": "note", "trigger": "tick"}


@dataclass(frozen=True)
class Box:
    """One choice: its code and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One thing on paper. `kind`: section, rows, note, one, many, order, tick, list, line, file.

    `only_if` is the condition under which it is asked, with the codes of questions; `ways_out` are
    the codes and words of the kinds of empty that the question offers; a number that has ends and
    steps has its `scale`. `guidance` is the note for whoever asks.
    """

    kind: str
    label: Markup
    code: str = ""
    hint: str = ""
    guidance: str = ""
    only_if: str = ""
    boxes: tuple[Box, ...] = ()
    ways_out: tuple[tuple[str, str], ...] = ()
    lines: int = 1
    for_researcher: bool = False
    scale: Scale | None = None


def booklet(form: FormDef, tag: str) -> tuple[Entry, ...]:
    """Return the form as entries in the order of its pages, in the language `tag`."""
    return booklet_of(form, form.body, tag)


def booklet_of(form: FormDef, items: tuple[BodyItem, ...], tag: str) -> tuple[Entry, ...]:
    """Return a part of the form as entries."""
    return tuple(_of(form, items, tag))


def _of(form: FormDef, items: tuple[BodyItem, ...], tag: str) -> Iterator[Entry]:
    for item in items:
        node = form.nodes.get(item.path or "")
        if isinstance(node, QuestionDef):
            if item.kind == "question" and node.control is not None:
                yield _question(form, node, tag)
            continue
        label = _label(form.wording(item.label, tag))
        if label or item.kind == "repeat":
            kind = "rows" if item.kind == "repeat" else "section"
            yield Entry(kind, label, only_if=_only_if(node))
        yield from _of(form, item.children, tag)


def _question(form: FormDef, question: QuestionDef, tag: str) -> Entry:
    boxes = tuple(_boxes(form, question, tag))
    return Entry(
        kind=_kind(question, len(boxes)),
        label=_label(form.wording(question.label, tag) or question.name),
        code=question.name,
        hint=form.wording(question.hint, tag),
        guidance=form.wording(question.hint, tag, "guidance"),
        only_if=_only_if(question),
        boxes=boxes if len(boxes) <= LONGEST_LIST else (),
        ways_out=tuple(
            (kind.word, WAYS_OUT[EmptyKind(kind)]) for kind in question.empties if kind in WAYS_OUT
        ),
        lines=LINES.get(question.data_type, 1),
        for_researcher=question.voice == "researcher",
        scale=scale_of(question.parameters) if question.control == "range" else None,
    )


def _kind(question: QuestionDef, choices: int) -> str:
    if question.control in _OF_CHOICES:
        if not 0 < choices <= LONGEST_LIST:
            return "list"
        return _OF_CHOICES[question.control]
    return _OF_OTHERS.get(question.control or "", "line")


def _boxes(form: FormDef, question: QuestionDef, tag: str) -> Iterator[Box]:
    if question.control not in _OF_CHOICES:
        return
    tongue = form.language_for(tag) or form.default_language
    for choice in question.choices_all():
        yield Box(choice.value, choice.labels.get(tongue) or choice.value)


def _label(text: str) -> Markup:
    return told_in_line([TextPart(text)]) if text else Markup("")


def _only_if(node: NodeDef | None) -> str:
    """Return the condition of a place with the codes of questions in it, "" for none.

    >>> _PATH.sub(lambda found: found[1] or found[2], "/data/a/consent = 'yes' and ../age > 3")
    "consent = 'yes' and age > 3"
    """
    if node is None or node.bind.relevant is None:
        return ""
    said = _PATH.sub(lambda found: found[1] or found[2], node.bind.relevant.source)
    return " ".join(said.split())
