"""Crossings and sums of a release: as text for CSV, as parts of the page of counts.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 3.
Promise: what is not shown is told apart from nobody and from nothing; labels come from the form.
"""

from collections.abc import Sequence

from survey_app.disclosure.counts.asked_tables import AskedTables
from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.magnitudes import SumTable
from survey_app.disclosure.counts.tables import NO_ANSWER, TOGETHER
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import code, table, text
from survey_app.microdata.codebook import Codebook, Variable
from survey_app.release.codebook_page import label

NOT_SHOWN = "not shown"
CROSSING_HEAD = (
    "row_variable", "row_label", "column_variable", "column_label",
    "count", "total", "smallest_count_shown",
)  # fmt: skip
SUM_HEAD = ("variable", "by", "label", "sum")


def crossing_rows(tables: Sequence[CrossTable]) -> list[list[str]]:
    """Return all crossings as one table of text, a line for each cell."""
    return [list(CROSSING_HEAD)] + [
        [
            one.row_variable,
            row or "no answer",
            one.column_variable,
            column or "no answer",
            NOT_SHOWN if count is None else str(count),
            str(one.total),
            str(one.minimum),
        ]
        for one in tables
        for row, line in zip(one.row_labels, one.counts, strict=True)
        for column, count in zip(one.column_labels, line, strict=True)
    ]


def sum_rows(tables: Sequence[SumTable]) -> list[list[str]]:
    """Return all sums as one table of text; the last line of each variable is the sum of all."""
    rows = [list(SUM_HEAD)]
    for one in tables:
        rows += [
            [
                one.variable,
                one.by,
                line.label or "no answer",
                NOT_SHOWN if line.total is None else f"{line.total:f}",
            ]
            for line in one.sums
        ]
        rows.append([one.variable, one.by, "all", f"{one.total:f}"])
    return rows


def asked_sections(asked: AskedTables, codebook: Codebook, words: Translator) -> str:
    """Return the crossings and the sums as parts of a page; nothing for none."""
    parts = [_crossing(one, codebook, words) for one in asked.crossings]
    parts += [_sums(one, codebook, words) for one in asked.sums]
    return "".join(parts)


def answer_label(given: str, variable: Variable | None, words: Translator) -> str:
    """Return a category in the language of `words`, as finished HTML; of choices together, each."""
    if given == NO_ANSWER:
        return text(words.gettext("No answer"))
    if given == TOGETHER:
        return text(words.gettext("All others together"))
    known = {} if variable is None else {one.code: one.labels for one in variable.choices}
    codes = [given] if given in known else given.split()
    if not known.keys() >= set(codes):
        return text(given)
    return " + ".join(text(label(known[one], words.language.tag) or one) for one in codes)


def _crossing(one: CrossTable, codebook: Codebook, words: Translator) -> str:
    rows = codebook.variables.get(one.row_variable)
    columns = codebook.variables.get(one.column_variable)
    head = [words.gettext("Answer")]
    lines = [
        [answer_label(row, rows, words), *(_shown(count, words) for count in line)]
        for row, line in zip(one.row_labels, one.counts, strict=True)
    ]
    labels = [answer_label(column, columns, words) for column in one.column_labels]
    return _title(one.row_variable, one.column_variable, codebook, words) + table(
        head, lines, categories=labels
    )


def _sums(one: SumTable, codebook: Codebook, words: Translator) -> str:
    by = codebook.variables.get(one.by)
    lines = [
        [
            answer_label(line.label, by, words),
            _shown(None if line.total is None else f"{line.total:f}", words),
        ]
        for line in one.sums
    ]
    lines.append([text(words.gettext("All women")), text(f"{one.total:f}")])
    head = [words.gettext("Answer"), words.gettext("Sum")]
    return _title(one.variable, one.by, codebook, words) + table(head, lines)


def _title(first: str, second: str, codebook: Codebook, words: Translator) -> str:
    names = [_name(one, codebook, words) for one in (first, second)]
    return f"<h2>{' × '.join(names)}</h2>\n"


def _name(name: str, codebook: Codebook, words: Translator) -> str:
    variable = codebook.variables.get(name)
    asked = "" if variable is None else text(label(variable.labels, words.language.tag))
    return f"{asked} {code(name)}"


def _shown(value: int | str | None, words: Translator) -> str:
    return text(words.gettext("not shown") if value is None else value)
