"""The merged dataset as a folder: written table by table, its list last; read after a check.

Room: merge (floor 6).
Spec: docs/spec/merged-dataset.md section 3.
Promise: a folder whose list fits holds exactly what the merge wrote; the received bundles in
    it are never touched.

    dataset.json          the list: study, digest, every file with its SHA-256 (written last)
    data/*.parquet        the tables
    forms/<hash>/form.xml the questionnaires, with the files they read
    merge_report.json     and .html
    objects/*.bundle      the bundles as they came, still sealed
    releases.jsonl        the ledger of releases, when there was one
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    read_canonical_json,
    sha256_hex,
)
from survey_app.durable import write_durably
from survey_app.i18n.catalogues import Translator, untranslated
from survey_app.merge.engine import Value
from survey_app.merge.errors import (
    DamagedDatasetError,
    DatasetFullError,
    DatasetOfOtherStudyError,
    NotADatasetError,
)
from survey_app.merge.merging import Merged
from survey_app.merge.parquet import read_parquet, write_parquet
from survey_app.merge.report import merge_report
from survey_app.merge.report_page import report_page
from survey_app.merge.tables import Table

FORMAT = "survey-app/dataset/1"
LIST = "dataset.json"
OBJECTS = "objects"
RELEASES = "releases.jsonl"  # kept by the release room: what was published before
ROUNDING = "rounding.key"
BUDGET = "privacy_budget.jsonl"  # what dashboards have spent
_OURS = frozenset(
    (
        LIST,
        "data",
        "forms",
        OBJECTS,
        RELEASES,
        ROUNDING,
        BUDGET,
        "merge_report.json",
        "merge_report.html",
    )
)


@dataclass(frozen=True)
class StoredForm:
    """A questionnaire as it lies in the dataset: its XForm and the files it reads."""

    xform: bytes
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class ReadTable:
    """A table of a dataset: its columns in their order, and its rows."""

    form_id: str
    roster: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]


@dataclass(frozen=True)
class Dataset:
    """A dataset that was read and found whole."""

    study: str
    digest: str
    tables: tuple[ReadTable, ...]
    forms: Mapping[str, StoredForm]


def claim(folder: Path, study: str) -> None:
    """Return when `folder` may take a dataset of `study`: it is empty, new, or one already.

    What else lies in a dataset, as a release that was written into it, is no reason to refuse it:
    whoever merged into a new folder instead would leave the ledger of releases behind.

    Raises: NotADatasetError, DatasetOfOtherStudyError.
    """
    if not folder.is_dir():
        if folder.exists():
            raise NotADatasetError(folder=str(folder))
        return
    entries = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    if LIST not in entries and not entries <= _OURS:
        raise NotADatasetError(folder=str(folder))
    if LIST in entries and _read_list(folder)["study"] != study:
        raise DatasetOfOtherStudyError(folder=str(folder))


def write_dataset(
    folder: Path,
    merged: Merged,
    *,
    study: str,
    forms: Mapping[str, StoredForm],
    translators: Sequence[Translator] = (untranslated(),),
) -> dict[str, Json]:
    """Make `folder` the dataset of `merged` and return its report.

    The report's page has a section in the language of each of `translators`.

    Raises: DatasetFullError; what was there before is then still there or is written again by
        the next merge.
    """
    report = merge_report(merged, study)
    try:
        names = [*_write_tables(folder, merged), *_write_forms(folder, merged, forms)]
        names += _write_report(folder, report, translators)
        write_durably(folder / LIST, _list_of(folder, merged, study, names))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatasetFullError(folder=str(folder), reason=reason) from error
    return report


def read_dataset(folder: Path) -> Dataset:
    """Return the dataset in `folder`, every file compared with the list.

    Raises: NotADatasetError, DamagedDatasetError.
    """
    fields = _read_list(folder)
    for name, digest in cast("Mapping[str, str]", fields["files"]).items():
        if _digest_of(folder / name) != digest:
            raise DamagedDatasetError(file=name)
    tables = tuple(
        _read_table(folder, entry)
        for entry in cast("Sequence[Mapping[str, Json]]", fields["tables"])
    )
    forms = {name: _read_form(folder / "forms" / name) for name in _form_names(folder)}
    return Dataset(cast("str", fields["study"]), cast("str", fields["digest"]), tables, forms)


def _write_tables(folder: Path, merged: Merged) -> list[str]:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    names = []
    for table in merged.tables:
        names.append(f"data/{table.file_name}")
        write_parquet(folder / names[-1], table.columns, table.rows)
    for stale in (folder / "data").iterdir():
        if f"data/{stale.name}" not in names:
            stale.unlink()
    return names


def _write_forms(folder: Path, merged: Merged, forms: Mapping[str, StoredForm]) -> list[str]:
    used = {merged.revisions[rev].form_ver for rev in merged.views.winners.values()}
    written = (_write_form(folder, one, forms[one]) for one in sorted(used & set(forms)))
    return [name for names in written for name in names]


def _write_report(
    folder: Path, report: Mapping[str, Json], translators: Sequence[Translator]
) -> list[str]:
    write_durably(folder / "merge_report.json", canonical_json(report))
    write_durably(folder / "merge_report.html", report_page(report, translators))
    return ["merge_report.json", "merge_report.html"]


def _write_form(folder: Path, form_hash: str, form: StoredForm) -> list[str]:
    place = folder / "forms" / form_hash
    place.mkdir(parents=True, exist_ok=True)
    for name, data in {"form.xml": form.xform, **form.files}.items():
        write_durably(place / Path(name).name, data)
    return [f"forms/{form_hash}/{Path(name).name}" for name in ("form.xml", *form.files)]


def _list_of(folder: Path, merged: Merged, study: str, names: Sequence[str]) -> bytes:
    return canonical_json(
        {
            "format": FORMAT,
            "study": study,
            "digest": merged.views.digest,
            "files": {name: sha256_hex((folder / name).read_bytes()) for name in names},
            "tables": [_described(table) for table in merged.tables],
        }
    )


def _described(table: Table) -> Json:
    return {
        "file": table.file_name,
        "form": table.form_id,
        "roster": table.roster,
        "columns": [column.name for column in table.columns],
        "rows": len(table.rows),
    }


def _read_list(folder: Path) -> Mapping[str, Json]:
    try:
        fields = read_canonical_json((folder / LIST).read_bytes())
    except OSError as error:
        raise NotADatasetError(folder=str(folder)) from error
    except (NotCanonicalError, ValueError, RecursionError) as error:
        raise DamagedDatasetError(file=LIST) from error
    known = {"format", "study", "digest", "files", "tables"}
    if not isinstance(fields, Mapping) or set(fields) != known or fields["format"] != FORMAT:
        raise DamagedDatasetError(file=LIST)
    return fields


def _read_table(folder: Path, entry: Mapping[str, Json]) -> ReadTable:
    name = cast("str", entry["file"])
    columns = tuple(cast("Sequence[str]", entry["columns"]))
    try:
        found = read_parquet(folder / "data" / name)
    except OSError as error:
        raise DamagedDatasetError(file=name) from error
    if len(found.columns) != len(columns):
        raise DamagedDatasetError(file=name)
    return ReadTable(cast("str", entry["form"]), cast("str", entry["roster"]), columns, found.rows)


def _form_names(folder: Path) -> list[str]:
    place = folder / "forms"
    return sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []


def _read_form(place: Path) -> StoredForm:
    files = {entry.name: entry.read_bytes() for entry in sorted(place.iterdir())}
    return StoredForm(files.pop("form.xml", b""), files)


def _digest_of(path: Path) -> str:
    try:
        return sha256_hex(path.read_bytes())
    except OSError:
        return ""
