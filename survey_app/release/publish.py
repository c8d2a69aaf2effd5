"""Write a release folder: whole or absent, every file read back.

Room: release (floor 7).
Spec: docs/spec/release-folder.md.
Promise: the same merged state and the same wish give the same bytes; a release is never
    written over anything.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.disclosure.rows.protect import ProtectedMicrodata
from survey_app.durable import read_back, sync_folder, write_durably
from survey_app.i18n.catalogues import Translator
from survey_app.merge.parquet import read_parquet, write_parquet
from survey_app.merge.tables import EMPTY_SUFFIX, variable_columns
from survey_app.microdata.codebook import codebook_of
from survey_app.release.asked_parts import crossing_rows, sum_rows
from survey_app.release.codebook_page import codebook_page, label
from survey_app.release.counts_page import count_rows, counts_page
from survey_app.release.csv_text import exact_csv, excel_csv, read_csv
from survey_app.release.errors import ReleaseFolderError, ReleaseNotWrittenError
from survey_app.release.gate import Passed
from survey_app.release.readme import readme_text
from survey_app.release.risk_page import risk_page


def claim_new(folder: Path) -> None:
    """Return when `folder` can be made. Raises: ReleaseFolderError when anything is there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReleaseFolderError(folder=str(folder))


def publish(
    folder: Path,
    passed: Sequence[Passed],
    *,
    digest: str,
    translators: tuple[Translator, ...],
    before_showing: Callable[[], None] = lambda: None,
) -> None:
    """Make `folder` the release of what `passed` the gate.

    Everything is written beside it first. `before_showing` runs before the first byte of it: a
    stick that is pulled out in the middle holds rows already.

    Raises: ReleaseFolderError, ReleaseNotWrittenError.
    """
    claim_new(folder)
    waiting = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        before_showing()
        for one in passed:
            _write_series(waiting / one.series.name, one, translators)
        write_durably(waiting / "README.txt", readme_text(passed, digest).encode())
        write_durably(waiting / "CHECKSUMS", _checksums(waiting))
        with suppress(OSError):
            folder.rmdir()  # an empty folder that the person made
        waiting.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise ReleaseNotWrittenError(folder=str(folder), reason=reason) from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _write_series(place: Path, passed: Passed, translators: tuple[Translator, ...]) -> None:
    place.mkdir(parents=True)
    book = codebook_of(passed.series.form)
    files: dict[str, bytes] = {
        "risk_report.json": canonical_json(passed.report.to_json()),
        "risk_report.html": risk_page(passed.report, translators),
    }
    if passed.rows is not None:
        methods = {column.name: str(column.method) for column in passed.rows.columns}
        files["codebook.html"] = codebook_page(book, methods, translators, passed.rows)
        files |= _tables_as_csv("data", _header_and_rows(passed.rows))
        labels = {name: book.variables[name].labels for name in methods if name in book.variables}
        _write_parquet(place / "data.parquet", passed.rows, labels)
    if passed.tables:
        rules = passed.plan.rules
        counted = [one.variable for one in passed.tables if one.variable in rules]
        methods = {name: str(rules[name].method) for name in counted}
        files["codebook.html"] = codebook_page(book, methods, translators)
        files |= _tables_as_csv("counts", count_rows(passed.tables))
        if passed.asked.crossings:
            files |= _tables_as_csv("crossings", crossing_rows(passed.asked.crossings))
        if passed.asked.sums:
            files |= _tables_as_csv("sums", sum_rows(passed.asked.sums))
        files["counts.html"] = counts_page(passed.tables, book, translators, passed.asked)
    for name, data in files.items():
        _write_and_read_back(place / name, data)


def _tables_as_csv(stem: str, rows: list[list[str]]) -> Mapping[str, bytes]:
    exact = exact_csv(rows)
    if read_csv(exact) != rows:
        raise OSError(None, "the file could not be read back")
    return {f"{stem}.csv": exact, f"{stem}_excel.csv": excel_csv(rows)}


def _header_and_rows(rows: ProtectedMicrodata) -> list[list[str]]:
    header = [name for one in rows.columns for name in (one.name, one.name + EMPTY_SUFFIX)]
    lines = [
        [part for cell in row for part in (cell.value or "", str(int(cell.empty)))]
        for row in rows.rows
    ]
    return [header, *lines]


def _write_parquet(
    path: Path, rows: ProtectedMicrodata, labels: Mapping[str, Mapping[str, str]]
) -> None:
    lines = [
        tuple(part for cell in row for part in (cell.value, int(cell.empty))) for row in rows.rows
    ]
    notes = {f"label:{tag}:{name}": label(one, tag) for name, one in labels.items() for tag in one}
    write_parquet(path, variable_columns([one.name for one in rows.columns]), lines, notes=notes)
    if read_parquet(path).rows != lines:
        raise OSError(None, "the file could not be read back")


def _write_and_read_back(path: Path, data: bytes) -> None:
    write_durably(path, data)
    if read_back(path) != data:
        raise OSError(None, "the file could not be read back")


def _checksums(folder: Path) -> bytes:
    """Return the list that `sha256sum --check` reads."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{sha256_hex(path.read_bytes())}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    ]
    return "".join(lines).encode()
