"""What a submission brings before it becomes an interview: its name, its form, what has no place.

Room: interview.
Spec: docs/spec/submission.md, "Back into an interview".
Promise: names places only, never what stands in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from survey_app.interview.errors import NotASubmissionError
from survey_app.interview.submission import (
    instance_id_of,
    language_of,
    made_with,
    submission_element,
)
from survey_app.xform.definition import FormDef, NodeDef, QuestionDef, RepeatDef
from survey_app.xform.document import elements, read_xml
from survey_app.xform.errors import FormXmlError
from survey_app.xform.names import local

_OF_EVERY_SUBMISSION = frozenset({"instanceID", "instanceName", "deprecatedID", "audit", "entity"})


@dataclass(frozen=True)
class Arrival:
    """What a submission says of itself.

    `form_hash` is that of the form it was made with, "" when another tool made it; `set_aside`
    are the places in it that hold something and that the form does not have, each once.
    """

    form_version: str
    form_hash: str
    instance_id: str
    language: str
    set_aside: tuple[str, ...]


def form_id_of(xml: bytes) -> str:
    """Return the id of the form that a submission says it answers.

    Raises: NotASubmissionError for what is no submission, or does not say it.
    """
    try:
        found = read_xml(xml).get("id", "")
    except FormXmlError as error:
        raise NotASubmissionError from error
    if not found:
        raise NotASubmissionError
    return found


def look_at(form: FormDef, submission_xml: bytes) -> Arrival:
    """Return what a submission brings for `form`. Raises: SubmissionDamagedError."""
    root = submission_element(form, submission_xml)
    return Arrival(
        form_version=root.get("version", ""),
        form_hash=made_with(root),
        instance_id=instance_id_of(root),
        language=language_of(root),
        set_aside=tuple(dict.fromkeys(_without_place(root, form.root, form.root.path))),
    )


def _without_place(element: etree._Element, definition: NodeDef, path: str) -> Iterator[str]:
    known = {} if isinstance(definition, QuestionDef) else {d.name: d for d in definition.children}
    times: dict[str, int] = {}
    for child in elements(element):
        name = local(child)
        place = f"{path}/{name}"
        inner = known.get(name)
        times[name] = times.get(name, 0) + 1
        if inner is None:
            if _says_something(child) and not _is_of_every_submission(path, name):
                yield place
        elif times[name] > _most(inner):
            if _says_something(child):
                yield f"{place}[{times[name]}]"
        else:
            yield from _without_place(child, inner, place)


def _most(definition: NodeDef) -> float:
    """Return how many elements of this name the form takes in one place."""
    if not isinstance(definition, RepeatDef):
        return 1
    is_fixed = definition.fixed and definition.count is None
    return len(definition.defaults) if is_fixed else float("inf")


def _says_something(element: etree._Element) -> bool:
    return bool(str(element.xpath("string()")).strip())


def _is_of_every_submission(path: str, name: str) -> bool:
    return name == "meta" or (path.endswith("/meta") and name in _OF_EVERY_SUBMISSION)
