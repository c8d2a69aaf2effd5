"""A study pack: everything a laptop needs, in one signed file.

Room: workflows. The pack holds forms, texts, public keys, settings and an enrolment ticket;
no secret of the study and no answer.
Spec: docs/spec/study-pack.md.
Promise: a pack with one altered byte is refused before anything of it is used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from survey_app.bundle.enrolment import Ticket
from survey_app.canonical import Json, canonical_json, read_canonical_json, sha256_hex
from survey_app.errors import SurveyError
from survey_app.vault import signing
from survey_app.workflows.errors import NotAPackError, PackDamagedError
from survey_app.workflows.study.care_settings import CareSettings, care_from_json
from survey_app.workflows.study.studies import StudyCard, card_from_json
from survey_app.xlsform.to_xform.compiled import CompiledForm

MAGIC = b"survey-app study pack 1\n"
PURPOSE = "study-pack"
_MARK = b"study pack 1\n"  # a file whose start was cut or shifted is still known by it
_HEADER_LIMIT = 4 * 1024 * 1024
_SIGNATURE_SIZE = 64
_NO_PRESETS: Mapping[str, str] = MappingProxyType({})
NO_CARE = CareSettings()


@dataclass(frozen=True)
class PackedForm:
    """A form as the laptop gets it; `unreviewed` languages show the draft banner."""

    form_id: str
    version: str
    title: str
    titles: Mapping[str, str]
    xform: bytes
    files: Mapping[str, bytes]
    text_hashes: Mapping[str, str]
    unreviewed: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Pack:
    """An opened, verified pack.

    `presets` are values for questions of every new interview, by name; a blank one is asked on
    the first page of the laptop. `care` says who helps and how many interviews a day are enough.
    """

    card: StudyCard
    forms: tuple[PackedForm, ...]
    ticket: Ticket
    pack_hash: str
    presets: Mapping[str, str]
    care: CareSettings = NO_CARE


def pack_bytes(
    card: StudyCard,
    forms: Sequence[CompiledForm],
    ticket: Ticket,
    authority_seed: bytes,
    presets: Mapping[str, str] = _NO_PRESETS,
    *,
    care: CareSettings = NO_CARE,
) -> bytes:
    """Return the pack: magic, header length, header, signature, parts.

    The header names every part by size and SHA-256, so one signature covers all.
    """
    parts: list[bytes] = [ticket.seed, ticket.vouched]
    described = [_describe(form, parts) for form in forms]
    header = canonical_json(
        {
            "study": card.to_json(),
            "forms": described,
            "presets": dict(presets),
            "care": care.to_json(),
            "parts": [{"size": len(part), "sha256": sha256_hex(part)} for part in parts],
        }
    )
    signature = signing.sign(authority_seed, header, PURPOSE)
    return b"".join((MAGIC, len(header).to_bytes(4, "big"), header, signature, *parts))


def read_pack(path: Path) -> Pack:
    """Return the verified pack in the file `path`.

    Raises: NotAPackError, PackDamagedError.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotAPackError(file=path.name) from error
    return open_pack(data, name=path.name)


def open_pack(data: bytes, *, name: str) -> Pack:
    """Return the verified pack in `data`; `name` is used in errors only.

    Raises: NotAPackError, PackDamagedError.
    """
    is_one = _MARK in data[: 2 * len(MAGIC)] or MAGIC.startswith(data)
    try:
        pack = _open(data[len(MAGIC) :], sha256_hex(data))
    except (SurveyError, KeyError, TypeError, ValueError, IndexError) as error:
        raise (PackDamagedError() if is_one else NotAPackError(file=name)) from error
    if not data.startswith(MAGIC):  # whole but for its first line
        raise PackDamagedError
    return pack


def _describe(form: CompiledForm, parts: list[bytes]) -> Json:
    names = sorted(form.files)
    first = len(parts)
    parts.append(form.xform)
    parts.extend(form.files[name] for name in names)
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "titles": dict(form.titles),
        "part": first,
        "files": list(names),
        "text_hashes": dict(form.text_hashes),
        "unreviewed": list(form.unreviewed),
    }


def _open(rest: bytes, pack_hash: str) -> Pack:
    size = int.from_bytes(rest[:4], "big")
    if size > _HEADER_LIMIT:
        raise ValueError(size)
    header, rest = rest[4 : 4 + size], rest[4 + size :]
    signature, rest = rest[:_SIGNATURE_SIZE], rest[_SIGNATURE_SIZE:]
    fields = cast("Mapping[str, Json]", read_canonical_json(header))
    card = card_from_json(fields["study"])
    signing.verify(card.authority_key, header, signature, PURPOSE)
    parts = _parts(cast("Sequence[Mapping[str, Json]]", fields["parts"]), rest)
    forms = cast("Sequence[Mapping[str, Json]]", fields["forms"])
    return Pack(
        card=card,
        forms=tuple(_packed_form(form, parts) for form in forms),
        ticket=Ticket(seed=parts[0], vouched=parts[1]),
        pack_hash=pack_hash,
        presets=MappingProxyType(dict(cast("Mapping[str, str]", fields.get("presets", {})))),
        care=care_from_json(fields.get("care")),
    )


def _parts(described: Sequence[Mapping[str, Json]], rest: bytes) -> list[bytes]:
    parts, at = [], 0
    for entry in described:
        size = cast("int", entry["size"])
        part = rest[at : at + size]
        if len(part) != size or sha256_hex(part) != entry["sha256"]:
            raise ValueError(at)
        parts.append(part)
        at += size
    if at != len(rest):
        raise ValueError(at)
    return parts


def _packed_form(fields: Mapping[str, Json], parts: Sequence[bytes]) -> PackedForm:
    first = cast("int", fields["part"])
    names = cast("Sequence[str]", fields["files"])
    files = {name: parts[first + 1 + at] for at, name in enumerate(names)}
    return PackedForm(
        form_id=cast("str", fields["form_id"]),
        version=cast("str", fields["version"]),
        title=cast("str", fields["title"]),
        titles=MappingProxyType(dict(cast("Mapping[str, str]", fields["titles"]))),
        xform=parts[first],
        files=MappingProxyType(files),
        text_hashes=MappingProxyType(dict(cast("Mapping[str, str]", fields["text_hashes"]))),
        unreviewed=tuple(cast("Sequence[str]", fields["unreviewed"])),
    )
