"""The feature matrix of ODK Web Forms, answered by us row by row: read, checked, rendered."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "feature-matrix.csv"
ANSWERS = ("yes", "partly", "no")

_HEAD = """## Feature matrix

The rows are those of ODK Web Forms' own feature matrix (github.com/getodk/web-forms, Apache-2.0),
the answers are ours: `docs/feature-matrix.csv`. A yes names a test that proves it.
"""


@dataclass(frozen=True)
class Feature:
    """One row: what is asked, what we answer, how, and what proves it."""

    section: str
    row: str
    answer: str
    how: str
    proof: str


def read_features() -> list[Feature]:
    """Return the rows in their order."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [Feature(**row) for row in csv.DictReader(lines)]


def matrix_section() -> str:
    """Return the section of docs/conformance.md."""
    features = read_features()
    sections = list(dict.fromkeys(one.section for one in features))
    parts = [_HEAD, _summary(sections, features)]
    for section in sections:
        parts.append(f"### {section}\n")
        parts.append("| row | answer | how | proof |\n|---|---|---|---|")
        parts.extend(_line(one) for one in features if one.section == section)
        parts.append("")
    return "\n".join(parts)


def _summary(sections: list[str], features: list[Feature]) -> str:
    lines = ["| section | rows | yes | partly | no |", "|---|---|---|---|---|"]
    for section in (*sections, None):
        rows = [one for one in features if section in {None, one.section}]
        counts = Counter(one.answer for one in rows)
        said = " | ".join(str(counts[answer]) for answer in ANSWERS)
        lines.append(f"| {section or 'all'} | {len(rows)} | {said} |")
    return "\n".join(lines) + "\n"


def _line(one: Feature) -> str:
    cells = (one.row, one.answer, one.how, f"`{one.proof}`" if one.proof else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
