"""The merge report as one page that needs nothing else.

Room: merge (floor 6). Text in, HTML out; every value is escaped and kept apart.
Spec: docs/spec/merged-dataset.md section 5.
Promise: the page asks nothing of any server and runs no script.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import cast

from survey_app.canonical import Json

_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #767676;padding:.25rem .6rem;text-align:start;vertical-align:top}"
    "code{overflow-wrap:anywhere}"
)


def report_page(report: Mapping[str, Json], gettext: Callable[[str], str] = str) -> str:
    """Return the page of `report`, in the language of `gettext`."""
    _ = gettext
    counts = cast("Mapping[str, int]", report["counts"])
    words = " ".join(cast("Sequence[str]", report["digest_words"]))
    title = _("What was merged")
    agreed = _("Two people who merged the same bundles read the same eight words:")
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(agreed)}</p>",
        f"<p><strong><bdi>{escape(words)}</bdi></strong></p>",
        _pairs(_counted(counts, _)),
        _rows(_("Forms"), report["forms"], ("form", "version", "records")),
        _rows(_("Laptops"), report["laptops"], ("device", "rows", "records", "last_place")),
        _rows(_("Rows that never arrived"), report["missing_rows"], ("device", "first", "last")),
        _rows(
            _("Bundles that never arrived"), report["missing_bundles"], ("device", "first", "last")
        ),
        _rows(_("Two versions of one interview"), _versions(report), ("record", "differs in")),
        _rows(
            _("Changes that wait for what they change"),
            report["incomplete"],
            ("record", "waits_for"),
        ),
        _rows(_("Laptops that share one identity"), report["clones"], ("device", "place")),
        _rows(
            _("Places of a laptop's log or bundles that two claim"),
            report["forks"],
            ("device", "what", "place"),
        ),
        _rows(
            _("Laptops that were put back to an older day"),
            report["setbacks"],
            ("device", "bundle", "log", "known"),
        ),
        _rows(
            _("Questions that differ between versions of a form"),
            report["form_changes"],
            ("kind", "form", "variable", "before", "after"),
        ),
    ]
    return _page(title, "".join(parts))


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


def _pairs(rows: Sequence[tuple[str, int]]) -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{count}</td></tr>' for label, count in rows
    )
    return f"<table><tbody>{body}</tbody></table>"


def _rows(title: str, rows: Json, names: Sequence[str]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{_value(row[name])}</td>" for name in names) + "</tr>"
        for row in cast("Sequence[Mapping[str, Json]]", rows)
    )
    return (
        f"<h2>{escape(title)}</h2>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _value(value: Json) -> str:
    return f"<bdi>{escape(str(value))}</bdi>"


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )
