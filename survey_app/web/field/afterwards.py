"""What a finished interview can be asked about: its questionnaire in parts, in words.

Room: web, field desk. Knows the form and none of its answers: it is the same for every woman.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.web.field.booklet import Entry, booklet_of
from survey_app.xform.definition import BodyItem, FormDef, GroupDef, QuestionDef, RepeatDef

_NO_ANSWER = frozenset({"note", "section", "rows"})
NUMBERS = frozenset({"int", "decimal"})
_WRITTEN = frozenset({"string", "date", *NUMBERS})


@dataclass(frozen=True)
class Part:
    """A module of the questionnaire: the name of its group, its title, and its questions."""

    name: str
    title: Markup
    entries: tuple[Entry, ...]


def parts_of(form: FormDef, tag: str) -> tuple[Part, ...]:
    """Return the parts of `form` that hold questions, in the language `tag`."""
    return tuple(part for item in form.body for part in _part(form, item, tag) if part.entries)


def correctable_parts(form: FormDef, tag: str, correctable: Collection[str]) -> tuple[Part, ...]:
    """Return the parts with those questions alone whose answer can be put right on a page."""
    named = {one.name: one for one in form.questions.values()}
    kept = (
        Part(
            part.name,
            part.title,
            tuple(
                one
                for one in part.entries
                if one.code in correctable and _can_be_written(named[one.code], one)
            ),
        )
        for part in parts_of(form, tag)
    )
    return tuple(part for part in kept if part.entries)


def words_of(parts: Collection[Part], names: Collection[str]) -> tuple[Markup, ...]:
    """Return the titles of the named parts and the words of the named questions."""
    said = [part.title for part in parts if part.name in names]
    return (*said, *(one.label for part in parts for one in part.entries if one.code in names))


def _part(form: FormDef, item: BodyItem, tag: str) -> Iterator[Part]:
    node = form.nodes.get(item.path or "")
    if not isinstance(node, GroupDef | RepeatDef):
        return
    entries = booklet_of(form, (item,), tag)
    title = next((one.label for one in entries if one.kind == "section"), Markup(""))
    asked = tuple(one for one in entries if one.kind not in _NO_ANSWER)
    yield Part(node.name, title or Markup.escape(node.name), asked)


def _can_be_written(question: QuestionDef, entry: Entry) -> bool:
    if entry.kind in {"one", "many"}:
        return question.control != "rank"
    return entry.kind == "line" and question.data_type in _WRITTEN
