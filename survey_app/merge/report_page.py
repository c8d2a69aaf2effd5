"""The report of a merge as a page: a sentence and a table for each thing that needs a person.

Room: merge (floor 6). The report in, HTML out; it decides nothing.
Spec: docs/spec/merged-dataset.md section 5.
Promise: the same report gives the same page; every value is escaped and isolated.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import cast

from survey_app.canonical import Json
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import (
    heading,
    in_every_language,
    paragraph,
    table,
    text,
    whole_page,
)
from survey_app.i18n.marking import N_

_TITLE = N_("What was merged")
_HEADS = {
    "form": N_("Form"),
    "version": N_("Version"),
    "records": N_("Interviews"),
    "device": N_("Laptop"),
    "rows": N_("Rows"),
    "last_place": N_("Last entry of its log"),
    "first": N_("From number"),
    "last": N_("To number"),
    "record": N_("Interview"),
    "differs in": N_("Differs in"),
    "waits_for": N_("Waits for"),
    "place": N_("Number"),
    "what": N_("Where"),
    "bundle": N_("Bundle number"),
    "log": N_("Log is at"),
    "known": N_("Log was at"),
    "kind": N_("Change"),
    "variable": N_("Question"),
    "before": N_("Before"),
    "after": N_("After"),
}

_CHANGES = {
    "added": N_("Added"),
    "removed": N_("Removed"),
    "renamed": N_("Renamed"),
    "type": N_("Another kind of answer"),
    "choices": N_("Other choices"),
    "roster": N_("Moved to another table"),
}

_CLAIMED = {"log": N_("Its log"), "bundle": N_("Its bundles")}


def report_page(report: Mapping[str, Json], translators: Sequence[Translator]) -> bytes:
    """Return the page of `report` in every language, one section each."""
    title = translators[0].gettext(_TITLE)
    return whole_page(title, in_every_language(translators, partial(_section, report)))


def _section(report: Mapping[str, Json], words: Translator) -> str:
    _ = words.gettext
    agreed = " ".join(cast("Sequence[str]", report["digest_words"]))
    told = partial(_rows, _)
    parts = [
        heading(_(_TITLE), 1),
        paragraph(_("Two people who merged the same bundles read the same eight words:")),
        f"<p><strong>{text(agreed)}</strong></p>\n",
        _pairs(_counted(cast("Mapping[str, int]", report["counts"]), _)),
        told(_("Forms"), report["forms"], ("form", "version", "records")),
        told(_("Laptops"), report["laptops"], ("device", "rows", "records", "last_place")),
        told(_("Rows that never arrived"), report["missing_rows"], ("device", "first", "last")),
        told(
            _("Bundles that never arrived"), report["missing_bundles"], ("device", "first", "last")
        ),
        told(_("Two versions of one interview"), _versions(report), ("record", "differs in")),
        told(
            _("Changes that wait for what they change"),
            report["incomplete"],
            ("record", "waits_for"),
        ),
        told(_("Laptops that share one identity"), report["clones"], ("device", "place")),
        told(
            _("Places of a laptop's log or bundles that two claim"),
            _told_in_words(report["forks"], "what", _CLAIMED, _),
            ("device", "what", "place"),
        ),
        told(
            _("Laptops that were put back to an older day"),
            report["setbacks"],
            ("device", "bundle", "log", "known"),
        ),
        told(
            _("Questions that differ between versions of a form"),
            _told_in_words(report["form_changes"], "kind", _CHANGES, _),
            ("kind", "form", "variable", "before", "after"),
        ),
    ]
    return "".join(parts)


def _counted(counts: Mapping[str, int], _: Callable[[str], str]) -> list[tuple[str, int]]:
    return [
        (_("Interviews in the data"), counts["records"]),
        (_("Withdrawn, and gone for good"), counts["withdrawn"]),
        (_("Bundles"), counts["bundles"]),
        (_("Rows received"), counts["revisions"]),
        (_("Rows that came more than once"), counts["repeated_rows"]),
        (_("Interviews with two versions"), counts["conflicts"]),
        (_("Changes that wait for what they change"), counts["incomplete"]),
        (_("Places where something is missing"), counts["gaps"]),
        (_("Places that two laptops claim"), counts["clones"] + counts["forks"]),
        (_("Bundles of a laptop that was put back"), counts["setbacks"]),
    ]


def _versions(report: Mapping[str, Json]) -> Json:
    found: list[Json] = []
    for conflict in cast("Sequence[Mapping[str, Json]]", report["conflicts"]):
        versions = cast("Sequence[Mapping[str, Sequence[str]]]", conflict["versions"])
        names = sorted({name for version in versions for name in version["differs_in"]})
        found.append({"record": conflict["record"], "differs in": ", ".join(names)})
    return found


def _told_in_words(
    rows: Json, name: str, words: Mapping[str, str], _: Callable[[str], str]
) -> Json:
    """Return `rows` with the word of a list under `name` said in the language of `_`."""
    given = cast("Sequence[Mapping[str, str]]", rows)
    return [{**row, name: _(words[row[name]])} for row in given]


def _pairs(rows: Sequence[tuple[str, int]]) -> str:
    return table((), [[text(label), text(count)] for label, count in rows])


def _rows(_: Callable[[str], str], title: str, rows: Json, names: Sequence[str]) -> str:
    if not rows:
        return ""
    told = cast("Sequence[Mapping[str, Json]]", rows)
    body = [[text(str(row[name])) for name in names] for row in told]
    return heading(title) + table([_(_HEADS[name]) for name in names], body)
