"""Tables of counts, offered where rows would expose someone.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 3.
Promise: a count that is not shown is told apart from nobody; labels come from the form.
"""

from collections.abc import Sequence
from functools import partial

from survey_app.disclosure.counts.asked_tables import NO_TABLES, AskedTables
from survey_app.disclosure.counts.tables import CountTable
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import (
    code,
    heading,
    in_every_language,
    paragraph,
    table,
    text,
    whole_page,
)
from survey_app.microdata.codebook import Codebook
from survey_app.release.asked_parts import NOT_SHOWN, answer_label, asked_sections
from survey_app.release.bars import STYLE as BARS
from survey_app.release.codebook_page import label

HEAD = ("variable", "label", "count", "total", "smallest_count_shown")


def count_rows(tables: Sequence[CountTable]) -> list[list[str]]:
    """Return all tables as one table of text, for CSV; a hidden count says that it is."""
    totals = [
        [one.variable, "all", str(one.total), str(one.total), str(one.minimum)]
        for one in tables
        if not one.counts
    ]
    return [list(HEAD), *totals] + [
        [
            one.variable,
            line.label or "no answer",
            NOT_SHOWN if line.count is None else str(line.count),
            str(one.total),
            str(one.minimum),
        ]
        for one in tables
        for line in one.counts
    ]


def counts_page(
    tables: Sequence[CountTable],
    codebook: Codebook,
    translators: tuple[Translator, ...],
    asked: AskedTables = NO_TABLES,
) -> bytes:
    """Return the page of all tables: first one question each, then what the plan asks for."""
    make = partial(_section, tables, asked, codebook)
    return whole_page(codebook.title, in_every_language(translators, make), style=BARS)


def _section(
    tables: Sequence[CountTable], asked: AskedTables, codebook: Codebook, words: Translator
) -> str:
    gettext = words.gettext
    parts = [
        heading(gettext("Counts"), 1),
        paragraph(
            gettext(
                "A small count is not shown, and with it some others, so that it cannot be "
                "worked out."
            )
        ),
    ]
    for one in tables:
        variable = codebook.variables.get(one.variable)
        if variable is not None:
            question = label(variable.labels, words.language.tag)
            parts.append(f"<h2>{text(question)} {code(one.variable)}</h2>\n")
        if not one.is_exclusive:
            parts.append(paragraph(gettext("A woman can be in several lines.")))
        rows = [
            [answer_label(line.label, variable, words), _count(line.count, words)]
            for line in one.counts
        ]
        rows.append([text(gettext("All women")), text(one.total)])
        parts.append(table([gettext("Answer"), gettext("Women")], rows))
    return "".join(parts) + asked_sections(asked, codebook, words)


def _count(count: int | None, words: Translator) -> str:
    return text(words.gettext("not shown") if count is None else count)
