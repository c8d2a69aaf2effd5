"""Tables of counts, offered where rows would expose someone.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 3.
Promise: a count that is not shown is told apart from nobody; labels come from the form.
"""

from collections.abc import Sequence
from functools import partial

from survey_app.disclosure.tables import NO_ANSWER, TOGETHER, CountTable
from survey_app.i18n.catalogues import Translator
from survey_app.microdata.codebook import Codebook, Variable
from survey_app.release.codebook_page import label
from survey_app.release.page import (
    code,
    heading,
    in_every_language,
    paragraph,
    table,
    text,
    whole_page,
)

NOT_SHOWN = "not shown"
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
    tables: Sequence[CountTable], codebook: Codebook, translators: tuple[Translator, ...]
) -> bytes:
    """Return the page of all tables."""
    make = partial(_section, tables, codebook)
    return whole_page(codebook.title, in_every_language(translators, make))


def _section(tables: Sequence[CountTable], codebook: Codebook, words: Translator) -> str:
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
            asked = label(variable.labels, words.language.tag)
            parts.append(f"<h2>{text(asked)} {code(one.variable)}</h2>\n")
        if not one.is_exclusive:
            parts.append(paragraph(gettext("A woman can be in several lines.")))
        rows = [
            [_label(line.label, variable, words), _count(line.count, words)] for line in one.counts
        ]
        rows.append([text(gettext("All women")), text(one.total)])
        parts.append(table([gettext("Answer"), gettext("Women")], rows))
    return "".join(parts)


def _label(given: str, variable: Variable | None, words: Translator) -> str:
    if given == NO_ANSWER:
        return text(words.gettext("No answer"))
    if given == TOGETHER:
        return text(words.gettext("All others together"))
    choices = () if variable is None else variable.choices
    for choice in choices:
        if choice.code == given:
            return text(label(choice.labels, words.language.tag) or given)
    return text(given)


def _count(count: int | None, words: Translator) -> str:
    return text(words.gettext("not shown") if count is None else count)
