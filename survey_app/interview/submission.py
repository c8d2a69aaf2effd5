"""A finished interview: OpenRosa XML, and the answers in it.

Room: interview.
Spec: docs/spec/submission.md; OpenRosa metadata; ODK XForms 1.0.
Promise: the same interview gives the same bytes; irrelevant places and values that must not
leave the screen are not in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from lxml import etree

from survey_app.interview.attached import holds_attachment, is_attachment_name
from survey_app.interview.entities import EntityChange, entity_changes
from survey_app.interview.errors import SubmissionDamagedError, SubmissionEncryptedError
from survey_app.interview.live import LiveNode
from survey_app.xform.definition import FormDef, GroupDef, QuestionDef, RepeatDef
from survey_app.xform.document import elements, read_xml
from survey_app.xform.empties import EmptyKind, empty_kind
from survey_app.xform.errors import FormXmlError
from survey_app.xform.names import OPENROSA, SURVEY, WELL_KNOWN, XFORMS, local

EMPTY = f"{{{SURVEY}}}empty"
_REASON = f"{{{SURVEY}}}reason"
_COMMENT = f"{{{SURVEY}}}comment"
_LANGUAGE = f"{{{SURVEY}}}language"
_STOPPED = f"{{{SURVEY}}}stopped"
_FORM = f"{{{SURVEY}}}form"


class Answer(NamedTuple):
    """One value of a submission, or why there is none."""

    ref: str
    name: str
    path: str
    value: str
    empty: EmptyKind


@dataclass(frozen=True)
class Submission:
    """A finished interview. Only `finalize` and `read_submission` make one.

    `audit` is the log, a table, where the form asks for one: it goes with the record, sealed.
    `attachments` are the files that answers name, in document order, each once.
    """

    form_id: str
    form_version: str
    form_hash: str
    instance_id: str
    language: str
    xml: bytes
    answers: tuple[Answer, ...]
    stopped: bool
    entities: tuple[EntityChange, ...] = ()
    audit: bytes = b""
    attachments: tuple[str, ...] = ()


def write_submission(
    form: FormDef,
    root: LiveNode,
    *,
    instance_id: str,
    language: str,
    stopped: bool,
    deprecated: str = "",
) -> bytes:
    """Return the OpenRosa XML of what stands in the interview."""
    blank = EmptyKind.STOPPED if stopped else EmptyKind.UNREACHED
    element = etree.Element(_tag(root), nsmap=_prefixes(form, root))
    _fill(element, root, blank)
    _ensure_meta(element, "instanceID", instance_id)
    if deprecated:
        _ensure_meta(element, "deprecatedID", deprecated)
    if language:
        element.set(_LANGUAGE, language)
    element.set(_FORM, form.form_hash)
    if stopped:
        element.set(_STOPPED, "true")
    written: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=True)
    return written


def write_piece(form: FormDef, root: LiveNode, path: str, *, stopped: bool) -> bytes:
    """Return what stands at the group `path` as `write_submission` writes it there.

    b"" when the group is not there, or cannot be reached.
    """
    blank = EmptyKind.STOPPED if stopped else EmptyKind.UNREACHED
    node, element = root, etree.Element(_tag(root), nsmap=_prefixes(form, root))
    for name in path.split("/")[2:]:
        found = next((one for one in node.named(name) if one.relevant), None)
        if found is None:
            return b""
        node, element = found, etree.SubElement(element, _tag(found))
    _fill(element, node, blank)
    written: bytes = etree.tostring(element)
    return written


def read_piece(form: FormDef, path: str, xml: bytes) -> tuple[Answer, ...]:
    """Return the answers that a piece of `write_piece` holds. Raises: SubmissionDamagedError."""
    group = form.nodes[path]
    element = element_of(form, xml) if xml else None
    return tuple(_answers(group, element, path)) if isinstance(group, GroupDef) else ()


def read_submission(form: FormDef, xml: bytes) -> Submission:
    """Return the submission that `xml` is. Raises: SubmissionDamagedError."""
    element = submission_element(form, xml)
    answers = tuple(_answers(form.root, element, form.root.path))
    meta = f"{form.root.path}/meta/"
    return Submission(
        form_id=form.form_id,
        form_version=form.version,
        form_hash=form.form_hash,
        instance_id=instance_id_of(element),
        language=language_of(element),
        xml=xml,
        answers=tuple(one for one in answers if not one.path.startswith(meta)),
        stopped=was_stopped(element),
        entities=entity_changes(form, element),
        attachments=tuple(
            dict.fromkeys(one.value.strip() for one in answers if _names_a_file(form, one))
        ),
    )


def submission_element(form: FormDef, xml: bytes) -> etree._Element:
    """Return the root element of a submission of this form.

    Raises: SubmissionDamagedError; SubmissionEncryptedError for one whose answers lie elsewhere.
    """
    element = element_of(form, xml)
    if element.get("encrypted") == "yes" and _named(element, "encryptedXmlFile"):
        raise SubmissionEncryptedError
    if local(element) != form.root.name or element.get("id", form.form_id) != form.form_id:
        raise SubmissionDamagedError(form=form.form_id)
    return element


def instance_id_of(element: etree._Element) -> str:
    """Return the id that a submission says it has, "" for none."""
    for meta in _named(element, "meta"):
        for own in _named(meta, "instanceID"):
            return (own.text or "").strip()
    return ""


def language_of(element: etree._Element) -> str:
    """Return the tag of the language that a submission of ours was held in, "" for none."""
    return element.get(_LANGUAGE, "")


def made_with(element: etree._Element) -> str:
    """Return the hash of the form that a submission of ours was made with, "" for none."""
    return element.get(_FORM, "")


def was_stopped(element: etree._Element) -> bool:
    """Say whether she stopped before the end."""
    return element.get(_STOPPED) == "true"


# -- writing ------------------------------------------------------------------------------


def _fill(element: etree._Element, node: LiveNode, blank: EmptyKind) -> None:
    """Write a node and all inside it, without recursion into irrelevant places."""
    for attribute in node.attributes:
        element.set(_attribute(attribute.prefix, attribute.name), attribute.value)
    question = node.question
    if question is not None:
        element.text = node.shown or None
        if node.comment:
            element.set(_COMMENT, node.comment)
        if not node.shown and question.control not in {None, "note"}:
            element.set(EMPTY, (node.empty or blank).word)
            if node.reason:
                element.set(_REASON, node.reason)
        return
    for child in node.children:
        if child.relevant and not (child.question is not None and child.question.screen_only):
            _fill(etree.SubElement(element, _tag(child)), child, blank)


def _tag(node: LiveNode) -> str:
    definition = node.definition
    uri = "" if definition is None or definition.uri == XFORMS else definition.uri
    return f"{{{uri}}}{node.name}" if uri else node.name


def _attribute(prefix: str, name: str) -> str:
    if not prefix:
        return name
    return f"{{{WELL_KNOWN.get(prefix, prefix)}}}{name}"


def _prefixes(form: FormDef, root: LiveNode) -> Mapping[str, str]:
    """Return the prefixes the root declares; the form's own default namespace has none."""
    used = {node.prefix for node in form.nodes.values()}
    used.update(attribute.prefix for attribute in root.attributes)
    uris = {name.rpartition(":")[0] for node in form.nodes.values() for name, _ in node.attributes}
    used.update(prefix for prefix, uri in form.namespaces.items() if uri in uris)
    known = {**form.namespaces, **WELL_KNOWN}
    found = {"sa": SURVEY, **{one: known[one] for one in sorted(used) if one in known}}
    uri = form.root.uri
    if not form.root.prefix and uri and uri != XFORMS:
        return cast("Mapping[str, str]", {None: uri, **found})
    return found


def _ensure_meta(element: etree._Element, name: str, value: str) -> None:
    meta = next((one for one in elements(element) if local(one) == "meta"), None)
    if meta is None:
        meta = etree.SubElement(element, f"{{{OPENROSA}}}meta", nsmap={"orx": OPENROSA})
    own = next((one for one in elements(meta) if local(one) == name), None)
    if own is None:
        uri = etree.QName(meta).namespace
        own = etree.SubElement(meta, f"{{{uri}}}{name}" if uri else name)
    if not own.text:
        own.text = value


# -- reading ------------------------------------------------------------------------------


def element_of(form: FormDef, xml: bytes) -> etree._Element:
    """Return the root element of what belongs to this form. Raises: SubmissionDamagedError."""
    try:
        return read_xml(xml)
    except FormXmlError as error:
        raise SubmissionDamagedError(form=form.form_id) from error


def _answers(
    definition: GroupDef | RepeatDef, element: etree._Element | None, ref: str
) -> list[Answer]:
    found: list[Answer] = []
    _gather(definition, element, ref, found)
    return found


def _gather(
    definition: GroupDef | RepeatDef,
    element: etree._Element | None,
    ref: str,
    into: list[Answer],
) -> None:
    rows: dict[str, list[etree._Element]] = {}
    for one in () if element is None else elements(element):
        rows.setdefault(local(one), []).append(one)
    for child in definition.children:
        row, place = rows.get(child.name, ()), f"{ref}/{child.name}"
        if isinstance(child, QuestionDef):
            if child.control != "note" and not child.screen_only:
                value, kind = _value(child, row[0] if row else None)
                into.append(Answer(place, child.name, child.path, value, kind))
        elif isinstance(child, RepeatDef):
            for at, one in enumerate(row, start=1):
                _gather(child, one, f"{place}[{at}]", into)
        else:
            _gather(child, row[0] if row else None, place, into)


def _names_a_file(form: FormDef, answer: Answer) -> bool:
    if not answer.value:
        return False
    question = form.nodes[answer.path]
    held = isinstance(question, QuestionDef) and holds_attachment(question)
    return held and is_attachment_name(answer.value.strip())


def _value(question: QuestionDef, element: etree._Element | None) -> tuple[str, EmptyKind]:
    if element is None:
        return "", EmptyKind.NOT_APPLICABLE
    value = str(element.xpath("string()")) if len(element) else element.text or ""
    if value:
        return value, EmptyKind.ANSWERED
    if question.control is None:
        return "", EmptyKind.NOT_APPLICABLE
    return "", empty_kind(element.get(EMPTY, "")) or EmptyKind.UNREACHED


def _named(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in elements(element) if local(one) == name]
