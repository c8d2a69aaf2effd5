"""Where the plan runs: DuckDB as the embedded default, sqlite3 as the second witness.

Room: merge (floor 6). Sole user of the query engine; knows no view by name.
Spec: docs/adr/0007-duckdb-and-portable-sql.md.
Promise: an engine opens no connection, loads no extension and spills nothing to a temp folder.
"""

import errno
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

import duckdb

Value: TypeAlias = "str | int | None"
ColumnType: TypeAlias = Literal["VARCHAR", "BIGINT"]


class Engine(Protocol):
    """What the plan needs: make a table, fill it by columns, run text, read rows."""

    def create(self, table: str, columns: Mapping[str, ColumnType]) -> None:
        """Make an empty table."""

    def load(self, table: str, columns: Sequence[Sequence[Value]]) -> None:
        """Append rows given as equally long columns, in the order of the table."""

    def run(self, statement: str) -> None:
        """Run one statement that answers nothing."""

    def rows(self, query: str) -> list[tuple[Value, ...]]:
        """Return every row of the answer."""

    def close(self) -> None:
        """Forget everything."""


class DuckDBEngine:
    """One in-memory DuckDB, one thread: the same rows give the same bytes."""

    def __init__(self) -> None:
        self._types: dict[str, tuple[ColumnType, ...]] = {}
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "threads": 1,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": "",
            },
        )

    def create(self, table: str, columns: Mapping[str, ColumnType]) -> None:
        """Make an empty table."""
        fields = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
        self.connection.execute(f"CREATE TABLE {quoted(table)} ({fields})")
        self._types[table] = tuple(columns.values())

    def load(self, table: str, columns: Sequence[Sequence[Value]]) -> None:
        """Append rows given as equally long columns, as one bound list per column."""
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in self._types[table])
        self.connection.execute(
            f"INSERT INTO {quoted(table)} SELECT {lists}",
            [list(column) for column in columns],
        )

    def run(self, statement: str) -> None:
        """Run one statement that answers nothing."""
        self.connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Value, ...]]:
        """Return every row of the answer."""
        return self.connection.execute(query).fetchall()

    def write_file(self, statement: str) -> None:
        """Run a statement that writes a file. Raises: OSError."""
        try:
            self.connection.execute(statement)
        except duckdb.Error as error:
            raise OSError(errno.EIO, type(error).__name__) from error

    def read_file(self, query: str) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
        """Return the column names and the rows of a file. Raises: OSError."""
        try:
            found = self.connection.execute(query)
            return tuple(entry[0] for entry in found.description or ()), found.fetchall()
        except duckdb.Error as error:
            raise OSError(errno.EIO, type(error).__name__) from error

    def close(self) -> None:
        """Forget everything."""
        self.connection.close()


class SqliteEngine:
    """The standard library's SQLite in memory: proves that the plan's text is portable."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")

    def create(self, table: str, columns: Mapping[str, ColumnType]) -> None:
        """Make an empty table."""
        fields = ", ".join(
            f"{quoted(name)} {'TEXT' if kind == 'VARCHAR' else 'INTEGER'}"
            for name, kind in columns.items()
        )
        self.connection.execute(f"CREATE TABLE {quoted(table)} ({fields})")

    def load(self, table: str, columns: Sequence[Sequence[Value]]) -> None:
        """Append rows given as equally long columns."""
        marks = ", ".join("?" for _ in columns)
        self.connection.executemany(
            f"INSERT INTO {quoted(table)} VALUES ({marks})",  # noqa: S608 - names are quoted
            zip(*columns, strict=True),
        )

    def run(self, statement: str) -> None:
        """Run one statement that answers nothing."""
        self.connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Value, ...]]:
        """Return every row of the answer."""
        return self.connection.execute(query).fetchall()

    def close(self) -> None:
        """Forget everything."""
        self.connection.close()


def quoted(name: str) -> str:
    """Return a table or column name as an SQL identifier, whatever it holds.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'
