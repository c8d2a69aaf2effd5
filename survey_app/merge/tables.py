"""The tables of a merged dataset: named columns, rows in a fixed order.

Room: merge (floor 6). Values only.
Spec: docs/spec/merged-dataset.md section 3.
Promise: a column of ours always has a colon in its name, which no question can have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from survey_app.merge.engine import ColumnType, Value

RECORD = ":record"
ROW = ":row"
FORM_VERSION = ":form_version"
FORM_HASH = ":form_hash"
PLAN_HASH = ":plan_hash"
LANGUAGE = ":language"
IN_CONFLICT = ":in_conflict"
EMPTY_SUFFIX = ":empty"
TEXTS = "~texts"  # the table of reviewed texts; no repeat can have this name
VARIABLE = ":variable"
ROSTER = ":roster"
VERDICT = ":verdict"
TEXT = ":text"
READ = ":read"


@dataclass(frozen=True)
class Column:
    """A column and how it is stored."""

    name: str
    kind: ColumnType


@dataclass(frozen=True)
class Table:
    """One table of one form: `roster` is "" for respondents, TEXTS for reviewed texts."""

    form_id: str
    roster: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]

    @property
    def file_name(self) -> str:
        """The name of its file in the dataset; no name of a form can leave the folder.

        >>> Table("f", "children", (), ()).file_name, Table("../f", "", (), ()).file_name
        ('f.children.parquet', '..%2Ff.parquet')
        """
        names = [self.form_id, self.roster] if self.roster else [self.form_id]
        return ".".join([*(quote(name, safe="") for name in names), "parquet"])


def variable_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Return two columns per variable: the value, and why there is none (0 when there is)."""
    pairs = [(Column(name, "VARCHAR"), Column(f"{name}{EMPTY_SUFFIX}", "BIGINT")) for name in names]
    return tuple(column for pair in pairs for column in pair)
