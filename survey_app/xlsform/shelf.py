"""Compiled forms on disk, found again by the hash of all that went into them.

Room: xlsform (floor 4).
Spec: docs/spec/compiled-forms.md.
Promise: holds forms and findings, never an answer and never code; whatever is not exactly what
was put there is not used; a folder that cannot be written costs time and nothing else.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import cast

import survey_app
from survey_app.canonical import Json, length_prefixed, sha256_hex
from survey_app.durable import write_durably
from survey_app.xlsform.checking import Checked
from survey_app.xlsform.rulebook.findings import Finding, Rule, Severity
from survey_app.xlsform.to_xform.compiled import CompiledForm

FORMAT = "survey-app-compiled-1"
FOLDER_SETTING = "SURVEY_APP_CACHE"
MOST_FORMS = 60
MOST_BYTES = 60_000_000
ENDING = ".compiled"
_ROOMS = ("xlsform", "xpath", "xform", "i18n", "disclosure", "workflows")


@dataclass(frozen=True)
class Shelf:
    """A folder of compiled forms."""

    folder: Path

    def find(self, key: str, files: Mapping[str, bytes]) -> Checked | None:
        """Return what was kept under `key`, with its media; None when it is not whole."""
        try:
            data = (self.folder / f"{key}{ENDING}").read_bytes()
            digest, _, body = data.partition(b"\n")
            if digest != _digest(key, body):
                return None
            return _checked(cast("Mapping[str, Json]", json.loads(body)), files)
        except (OSError, KeyError, TypeError, ValueError, AttributeError):
            return None

    def keep(self, key: str, checked: Checked) -> None:
        """Put `checked` under `key`; the oldest forms leave when the shelf is full."""
        body = json.dumps(_as_json(checked)).encode()
        with suppress(OSError):
            write_durably(self.folder / f"{key}{ENDING}", _digest(key, body) + b"\n" + body)
            self._make_room()

    def _make_room(self) -> None:
        forms = sorted(self.folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime)
        size = sum(path.stat().st_size for path in forms)
        while len(forms) > MOST_FORMS or (size > MOST_BYTES and len(forms) > 1):
            oldest = forms.pop(0)
            size -= oldest.stat().st_size
            oldest.unlink(missing_ok=True)


def user_shelf() -> Shelf | None:
    """Return the shelf of this person on this computer; None when she wants none.

    The setting SURVEY_APP_CACHE names another folder, or is `off`.
    """
    setting = os.environ.get(FOLDER_SETTING, "")
    if setting.lower() == "off":
        return None
    return Shelf(Path(setting) if setting else _usual_folder())


def key_of(
    source: str, workbook: bytes, texts: Mapping[str, bytes], files: Mapping[str, bytes]
) -> str:
    """Return the hash of all that decides about a compiled form and its findings.

    The program itself is part of it, down to the time its files were changed, and so is the
    version of pyxform: no form of another program is ever taken for one of this.
    """
    parts = [FORMAT, survey_app.__version__, version("pyxform"), sys.version, *_program(), source]
    given = [workbook]
    for folder in (texts, files):
        given += [str(len(folder)).encode()]
        for name, data in sorted(folder.items()):
            given += [name.encode(), sha256_hex(data).encode()]
    return sha256_hex(length_prefixed(*(part.encode() for part in parts), *given))


def _program() -> Iterator[str]:
    """Yield what tells one state of the program's own files from another."""
    for room in _ROOMS:
        for path in sorted((Path(survey_app.__file__).parent / room).rglob("*.py")):
            known = path.stat()
            yield f"{path.name} {known.st_size} {known.st_mtime_ns}"


def _usual_folder() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "survey_app" / "compiled"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "survey_app"


def _digest(key: str, body: bytes) -> bytes:
    return sha256_hex(length_prefixed(key.encode(), body)).encode()


def _as_json(checked: Checked) -> Mapping[str, Json]:
    form = checked.form
    return {
        "findings": [_finding_as_json(finding) for finding in checked.findings],
        "form": None if form is None else _form_as_json(form),
    }


def _finding_as_json(finding: Finding) -> Mapping[str, Json]:
    rule = finding.rule
    return {
        "rule": [rule.code, rule.severity, rule.msgid, rule.remedy],
        "place": [finding.sheet, finding.row, finding.column, finding.line],
        "details": dict(finding.details),
        "softened": finding.is_softened,
        "hardened": finding.is_hardened,
    }


def _form_as_json(form: CompiledForm) -> Mapping[str, Json]:
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "xform": form.xform.decode(),
        "text_hashes": dict(form.text_hashes),
        "titles": dict(form.titles),
        "unreviewed": list(form.unreviewed),
        "languages": list(form.languages),
        "incomplete": list(form.incomplete),
    }


def _checked(kept: Mapping[str, Json], files: Mapping[str, bytes]) -> Checked:
    findings = cast("list[Mapping[str, Json]]", kept["findings"])
    form = cast("Mapping[str, Json] | None", kept["form"])
    return Checked(
        tuple(_finding(one) for one in findings), None if form is None else _form(form, files)
    )


def _finding(kept: Mapping[str, Json]) -> Finding:
    code, severity, msgid, remedy = cast("list[str]", kept["rule"])
    sheet, row, column, line = cast("list[str]", kept["place"])
    return Finding(
        Rule(code, cast("Severity", severity), msgid, remedy),
        sheet,
        int(row),
        column,
        int(line),
        cast("Mapping[str, str | int]", kept["details"]),
        is_softened=kept["softened"] is True,
        is_hardened=kept["hardened"] is True,
    )


def _form(kept: Mapping[str, Json], files: Mapping[str, bytes]) -> CompiledForm:
    xform = cast("str", kept["xform"]).encode()
    return CompiledForm(
        form_id=cast("str", kept["form_id"]),
        version=cast("str", kept["version"]),
        title=cast("str", kept["title"]),
        xform=xform,
        files=MappingProxyType(dict(sorted(files.items()))),
        form_hash=sha256_hex(xform),
        text_hashes=MappingProxyType(dict(cast("Mapping[str, str]", kept["text_hashes"]))),
        unreviewed=tuple(cast("list[str]", kept["unreviewed"])),
        titles=MappingProxyType(dict(cast("Mapping[str, str]", kept["titles"]))),
        languages=tuple(cast("list[str]", kept["languages"])),
        incomplete=tuple(cast("list[str]", kept["incomplete"])),
    )
