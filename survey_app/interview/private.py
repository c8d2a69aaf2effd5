"""Parts of a form that a woman answers alone: which they are, and their answers as a piece of XML.

Room: interview.
Spec: docs/spec/private-part.md; docs/adr/0125-private-answers-sealed-at-once.md.
Promise: a piece holds the answers of its part and of no other place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from survey_app.interview.drafting import emptied
from survey_app.interview.environment import Environment
from survey_app.interview.opening import resume
from survey_app.interview.running import Interview
from survey_app.interview.screens import PRIVATE
from survey_app.interview.submission import EMPTY, Answer, element_of, read_piece
from survey_app.xform.definition import FormDef, GroupDef, QuestionDef
from survey_app.xform.document import elements
from survey_app.xform.names import local
from survey_app.xform.private import private_paths

_NOT_SAID = frozenset({"", "unreached", "not_applicable", "stopped"})


@dataclass(frozen=True)
class PrivatePart:
    """One part that is answered alone: the path of its group, and its questions by name.

    `own_check` says that the form itself begins it with a question to the researcher.
    """

    path: str
    names: tuple[str, ...]
    own_check: bool

    @property
    def name(self) -> str:
        """Return the name of the group."""
        return self.path.rpartition("/")[2]


def private_parts(form: FormDef) -> tuple[PrivatePart, ...]:
    """Return the parts of `form` that are answered alone, in their order."""
    return tuple(_part(form, path) for path in private_paths(form))


def apart(interview: Interview, environment: Environment) -> Interview:
    """Return the same interview as a second one, in which the private parts can be reached."""
    there = replace(environment, private_aside=False)
    return resume(interview.form, interview.save(), there)


def without_private(interview: Interview, environment: Environment) -> Interview:
    """Return the same interview with nothing in its private parts."""
    form = interview.form
    return resume(form, emptied(form, interview.save(), private_paths(form)), environment)


def is_private(kind: str) -> bool:
    """Say whether a screen of this kind stands for a whole private part."""
    return kind == PRIVATE


def piece_of(interview: Interview, part: PrivatePart) -> bytes:
    """Return what stands in the part now as XML, b"" when the part is not there."""
    return interview.piece_xml(part.path)


def answers_of(form: FormDef, part: PrivatePart, piece: bytes) -> tuple[Answer, ...]:
    """Return the answers in a piece of the part. Raises: SubmissionDamagedError."""
    return read_piece(form, part.path, piece)


def with_pieces(form: FormDef, xml: bytes, pieces: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the submission `xml` with each piece at its path; what a later piece says counts.

    Raises: SubmissionDamagedError.
    """
    root = element_of(form, xml)
    for path, piece in pieces:
        if piece:
            _put(root, path.split("/")[2:], element_of(form, piece))
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _part(form: FormDef, path: str) -> PrivatePart:
    group = form.nodes[path]
    inside = list(_questions(group)) if isinstance(group, GroupDef) else []
    asked = [one for one in inside if one.control is not None]
    return PrivatePart(
        path, tuple(one.name for one in inside), own_check=asked[0].voice == "researcher"
    )


def _questions(group: GroupDef) -> Iterator[QuestionDef]:
    for child in group.children:
        if isinstance(child, QuestionDef):
            yield child
        elif isinstance(child, GroupDef):
            yield from _questions(child)


def _put(root: etree._Element, steps: Sequence[str], piece: etree._Element) -> None:
    parent = root
    for step in steps[:-1]:
        found = _child(parent, step)
        parent = etree.SubElement(parent, step) if found is None else found
    _lay(parent, piece)


def _lay(parent: etree._Element, piece: etree._Element) -> None:
    """Put `piece` into `parent`, over what stands there; silence takes nothing away."""
    there = _child(parent, local(piece))
    if there is None:
        parent.append(piece)
        return
    inner = elements(piece)
    if (
        not inner
        and _says_something(piece)
        and not (_is_left_out(piece) and _says_something(there))
    ):
        parent.replace(there, piece)
    for one in list(inner):
        _lay(there, one)


def _is_left_out(element: etree._Element) -> bool:
    """Say whether the question was left out this time: that takes back no earlier answer."""
    return not element.text and element.get(EMPTY) == "not_asked"


def _says_something(element: etree._Element) -> bool:
    return bool(element.text) or element.get(EMPTY, "") not in _NOT_SAID


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in elements(element) if local(one) == name), None)
