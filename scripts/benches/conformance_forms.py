"""Load and play every form of a folder: an interview to its end, or one clear refusal."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from conformance_play import play_through
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from survey_app.errors import SurveyError
from survey_app.xform import FormDef, parse

KINDS = (".xml", ".xlsx", ".xls", ".md")
LISTS = (".csv", ".xml", ".geojson")
PATIENCE = 2.0
"""Unit: seconds for one form. A form that takes longer is named, never failed for it."""


@dataclass(frozen=True)
class FormPlayed:
    """What became of one form: plays, refused, crash; and why."""

    name: str
    state: str
    why: str
    set_aside: tuple[str, ...]
    answers: int


@dataclass(frozen=True)
class FormsPlayed:
    """All forms of a folder."""

    forms: list[FormPlayed]
    counts: Counter[str]
    line: str


def play_forms(folder: Path) -> FormsPlayed:
    """Play every form of `folder` and of the folders in it."""
    played, slow = [], []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in KINDS or not _is_form(path):
            continue
        began = time.process_time()
        one = _play(path, path.relative_to(folder).as_posix())
        taken = time.process_time() - began
        if taken > PATIENCE:
            slow.append(f"{one.name} took {taken:.1f} s")
        played.append(one)
    counts = Counter(one.state for one in played)
    said = ", ".join(f"{state} {counts[state]}" for state in ("plays", "refused", "crash"))
    for line in slow:
        print(line)
    return FormsPlayed(played, counts, f"forms {len(played)}: {said}; {len(slow)} over 2 s")


def _play(path: Path, name: str) -> FormPlayed:
    try:
        form = parse(_xform(path), _files(path))
        answers = play_through(form)
    except SurveyError as error:
        return FormPlayed(name, "refused", error.message(), (), 0)
    except PyXFormError as error:
        return FormPlayed(name, "refused", _one_line(str(error)), (), 0)
    except Exception as error:  # noqa: BLE001 - a crash is what is looked for
        return FormPlayed(name, "crash", f"{type(error).__name__}: {error}", (), 0)
    return FormPlayed(name, "plays", "", _set_aside(form), answers)


def _set_aside(form: FormDef) -> tuple[str, ...]:
    return tuple(one.message() for one in form.set_aside)


def _is_form(path: Path) -> bool:
    """Say whether a file is a form: XML lists and read-me files stand beside forms."""
    if path.suffix == ".xml":
        return b"model" in path.read_bytes() and not path.parent.name.endswith("-media")
    return path.suffix != ".md" or "| survey" in path.read_text(encoding="utf-8")


def _xform(path: Path) -> bytes:
    if path.suffix == ".xml":
        return path.read_bytes()
    done = convert(path.read_bytes(), file_type=path.suffix, form_name="data")
    return done.xform.encode()


def _files(path: Path) -> dict[str, bytes]:
    """Return the lists beside a form, and those of its own media folder."""
    found: dict[str, bytes] = {}
    for folder in (path.parent, path.with_name(f"{path.stem}-media")):
        for one in sorted(folder.iterdir()) if folder.is_dir() else ():
            if one.suffix in LISTS and one != path and one.is_file():
                found[one.name] = one.read_bytes()
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())
