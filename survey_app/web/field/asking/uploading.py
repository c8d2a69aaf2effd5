"""The files of a page: what is asked for, what is kept, what was sent.

Room: web, field desk.
Promise: a file is committed before the page calls it saved; an address of one is noise
outside this visit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask import request, url_for
from markupsafe import Markup

from survey_app.canonical import sha256_hex
from survey_app.media import Family, kind_named
from survey_app.media.errors import (
    MediaDamagedError,
    NotAFilmError,
    NotAPictureError,
    NotASoundError,
)
from survey_app.web.controls import Control
from survey_app.web.field.asking.naming import field_name
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.marks import N_
from survey_app.web.field.visits import Visit
from survey_app.web.uploads import Upload, upload_of
from survey_app.web.wording import Wording
from survey_app.workflows.interviewing.attaching import asked_family
from survey_app.workflows.interviewing.attaching_errors import (
    AnotherFileKeptError,
    AttachmentTooLargeError,
    InterviewFullError,
)
from survey_app.workflows.interviewing.sitting import Sitting
from survey_app.xform import FormDef, QuestionDef

OF_THE_FILE = (
    NotAPictureError,
    NotASoundError,
    NotAFilmError,
    MediaDamagedError,
    AttachmentTooLargeError,
    InterviewFullError,
    AnotherFileKeptError,
)
KEPT = {
    Family.IMAGE: N_("A picture is kept, encrypted."),
    Family.AUDIO: N_("A recording is kept, encrypted."),
    Family.VIDEO: N_("A film is kept, encrypted."),
    Family.FILE: N_("A file is kept, encrypted."),
}
_MOST_DIGITS = 9
_KILO, _MEGA = 1024, 1024 * 1024


def with_uploads(
    controls: Sequence[Control], refs: Sequence[str], visit: Visit, wording: Wording
) -> tuple[Control, ...]:
    """Return the controls, those that ask for a file told what is there."""
    sitting = visit.sitting
    if sitting is None or not any(control.kind == "upload" for control in controls):
        return tuple(controls)
    pairs = zip(controls, refs, strict=True)
    return tuple(
        _with_upload(control, ref, sitting, visit, wording) if control.kind == "upload" else control
        for control, ref in pairs
    )


def take_files(
    sitting: Sitting, refs: Sequence[str], controls: Sequence[Control], wording: Wording
) -> Mapping[str, str]:
    """Commit every file that the page sent; return what is wrong with those not taken.

    Raises: what is not the file's fault, a full disk above all; PieceOutOfPlaceError.
    """
    refused: dict[str, str] = {}
    for ref, data, name in _sent(refs, controls):
        try:
            _attach(current_visit(), sitting, ref, data, name)
        except OF_THE_FILE as error:
            refused[ref] = wording.of_error(error)
    return refused


def scripts_of(form: FormDef) -> tuple[str, ...]:
    """Return the scripts that the form's questions for files need, in their order."""
    tools = {_upload(question, 0).tool for question in _asking(form)}
    if not tools:
        return ()
    more = {"recorder": "record" in tools, "drawing": bool(tools - {"", "record"})}
    return ("uploads", *(name for name, is_needed in more.items() if is_needed))


def asks_for_sound(form: FormDef) -> bool:
    """Say whether some question of the form asks for a sound, so that its pages may record."""
    return any(asked_family(question) is Family.AUDIO for question in _asking(form))


def file_of(visit: Visit, mark: str) -> tuple[bytes, str] | None:
    """Return bytes and content type of the kept file whose address ends in `mark`.

    Raises: SealBrokenError.
    """
    sitting = visit.sitting
    if sitting is None:
        return None
    for screen in sitting.interview.screens():
        # a phone that was given one part may remember addresses from when it saw more
        for ref in screen.refs if visit.may_see(screen.module) else ():
            question, name = sitting.interview.question(ref), sitting.interview.value(ref)
            if question.control == "upload" and name and _mark(visit, name) == mark:
                kind = kind_named(name).content_type(asked_family(question))
                return (sitting.files.open(name), kind) if sitting.files.holds(name) else None
    return None


def is_meant(visit: Visit, ref: str, meant: str) -> bool:
    """Say whether a wish to remove means the file that is kept: it was shown, or recorded there."""
    if visit.sitting is None:
        return False
    name = visit.sitting.interview.value(ref)
    return meant == _mark(visit, name) or visit.sitting.was_recorded_by(name, meant)


def size_in_words(size: int, wording: Wording) -> Markup:
    """Return about how large a file is."""
    if size < _MEGA:
        return wording.markup(N_("About {number} KB"), number=max(1, size // _KILO))
    return wording.markup(N_("About {number} MB"), number=f"{size / _MEGA:.1f}")


def _asking(form: FormDef) -> Iterator[QuestionDef]:
    """Yield the questions of a form that ask for a file."""
    for node in form.nodes.values():
        if isinstance(node, QuestionDef) and node.control == "upload":
            yield node


def _upload(question: QuestionDef, most_bytes: int) -> Upload:
    facts = {**question.parameters, **question.bind.extra}
    return upload_of(asked_family(question), question.appearance, facts, most_bytes)


def _with_upload(
    control: Control, ref: str, sitting: Sitting, visit: Visit, wording: Wording
) -> Control:
    question, name = sitting.interview.question(ref), sitting.interview.value(ref)
    family = asked_family(question)
    upload = _upload(question, sitting.files.bounds.file)
    if not sitting.files.holds(name):
        return replace(control, upload=upload)
    damaged, most = sitting.files.damaged(name), sitting.files.bounds.file
    follows = family is Family.AUDIO and kind_named(name).suffix == "webm"
    shown = kind_named(name).content_type(family) != "application/octet-stream"
    address = url_for("kept_files.kept", mark=_mark(visit, name)) if shown else ""
    upload = replace(
        upload,
        mark=_mark(visit, name),
        address=address,
        size=size_in_words(sitting.files.size(name), wording),
        asking=visit.file_to_remove == ref,
        damaged=damaged,
        left_bytes=0 if damaged or not follows else max(0, most - sitting.files.size(name)),
    )
    return replace(control, upload=upload)


def _attach(visit: Visit, sitting: Sitting, ref: str, data: bytes, name: str) -> None:
    """Take a file, all of a recording, or a piece of it, by what the page says beside it."""
    behind, recorder = _behind(f"{name}-behind"), request.form.get(f"{name}:recorder", "")
    if behind is not None:
        sitting.attach_more(ref, data, behind=behind + sitting.before_take(ref, recorder))
    elif recorder:
        goes_on = is_meant(visit, ref, request.form.get(f"{name}:goes-on", ""))
        sitting.attach_recording(ref, data, recorder=recorder, goes_on=goes_on)
    else:
        sitting.attach(ref, data)


def _sent(refs: Sequence[str], controls: Sequence[Control]) -> Iterator[tuple[str, bytes, str]]:
    """Yield what was sent for each question, and the name of its field."""
    by_name = {field_name(ref): ref for ref in refs}
    for control in controls:
        if control.kind != "upload" or control.readonly:
            continue
        for sent in request.files.getlist(control.name):
            data = sent.stream.read()
            if sent.filename or data:  # a browser sends an empty part for no choice
                yield by_name[control.name], data, control.name


def _behind(field: str) -> int | None:
    """Return the bytes before a piece of a recording, None for a file; -1 fits nowhere."""
    said = request.form.get(field)
    if said is None:
        return None
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS else -1


def _mark(visit: Visit, name: str) -> str:
    """Return the end of a file's address: it changes with the file and with every visit."""
    size = visit.sitting.files.size(name) if visit.sitting is not None else 0
    return sha256_hex(f"{visit.sitting_mark} {name} {size}".encode())[:24]
