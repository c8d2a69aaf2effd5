"""Parquet files that depend on their rows and on nothing else.

Room: merge (floor 6). The only writer and reader of Parquet.
Spec: docs/spec/merged-dataset.md section 3.
Promise: the same rows give the same bytes; a file is whole or absent.
"""

import glob
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.durable import sync_file
from survey_app.merge.engine import ColumnType, DuckDBEngine, Value, quoted
from survey_app.merge.tables import Column

ROW_GROUP = 65_536
_SHAPE = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"


@dataclass(frozen=True)
class ReadTable:
    """The columns and rows of a Parquet file, in their order."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def write_parquet(
    path: Path,
    columns: Sequence[Column],
    rows: Sequence[tuple[Value, ...]],
    *,
    notes: Mapping[str, str] | None = None,
) -> None:
    """Make `path` hold `rows` in the order given; `notes` become the file's own metadata.

    Raises: OSError.
    """
    waiting = path.with_name(f".{path.name}.part")
    waiting.unlink(missing_ok=True)
    engine = DuckDBEngine()
    try:
        _fill(engine, columns, rows)
        engine.write_file(_copy_text(waiting, columns, notes or {}))
        sync_file(waiting)
        waiting.replace(path)
    finally:
        engine.close()
        waiting.unlink(missing_ok=True)


def read_parquet(path: Path) -> ReadTable:
    """Return what `path` holds. Raises: OSError when it cannot be read as Parquet."""
    engine = DuckDBEngine()
    try:
        place = _text(glob.escape(str(path)))
        return ReadTable(*engine.read_file(f"SELECT * FROM read_parquet({place})"))  # noqa: S608
    finally:
        engine.close()


def _fill(
    engine: DuckDBEngine, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]]
) -> None:
    """Load the rows under neutral names: two questions may differ in capitals only."""
    kinds: dict[str, ColumnType] = {"place": "BIGINT"}
    kinds |= {f"c{at}": column.kind for at, column in enumerate(columns)}
    engine.create("outgoing", kinds)
    numbered: list[list[Value]] = [list(range(len(rows)))]
    numbered += [[row[at] for row in rows] for at in range(len(columns))]
    engine.load("outgoing", numbered)


def _copy_text(path: Path, columns: Sequence[Column], notes: Mapping[str, str]) -> str:
    names = ", ".join(f"c{at} AS {quoted(column.name)}" for at, column in enumerate(columns))
    chosen = f"SELECT {names} FROM outgoing ORDER BY place"  # noqa: S608 - names are quoted
    kept = ", ".join(f"{quoted(name)}: {_text(value)}" for name, value in sorted(notes.items()))
    options = f"{_SHAPE}, KV_METADATA {{{kept}}}" if kept else _SHAPE
    return f"COPY ({chosen}) TO {_text(str(path))} ({options})"


def _text(value: str) -> str:
    """Return `value` as an SQL text literal."""
    return "'" + value.replace("'", "''") + "'"
