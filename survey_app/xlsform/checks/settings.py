"""The settings: values that programs know, and languages that the workbook speaks.

Room: xlsform (floor 4).
Spec: XLSForm, "settings"; docs/spec/form-columns.md section 1.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from survey_app.i18n.marking import N_
from survey_app.xlsform.headings import written_language
from survey_app.xlsform.parameters import Wanted
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.spelling import nearest
from survey_app.xlsform.spoken import language_named
from survey_app.xlsform.workbook import SETTINGS, Row, Workbook

_STYLES = ("pages", "theme-grid", "theme-formhub")
_PAIRS = r"""(?:[^\W\d][\w.-]*\s*=\s*(?:"[^"\s]+"|'[^'\s]+')\s*)+"""


def _wanted(pattern: str, meant: str) -> Wanted:
    return Wanted(re.compile(rf"(?:{pattern})\Z", re.IGNORECASE), meant)


_YES = _wanted(r"yes|no|true(?:\(\))?|false(?:\(\))?", N_("yes or no"))
KNOWN: Mapping[str, Wanted] = MappingProxyType(
    {
        "allow_choice_duplicates": _YES,
        "auto_delete": _YES,
        "auto_send": _YES,
        "clean_text_values": _YES,
        "client_editable": _YES,
        "omit_instanceid": _YES,
        "sa_keep_entities": _YES,
        "entity_version": _wanted(
            r"v?2024\.1\.0|v?2025\.1\.0|v?202[45]_1_0",
            N_("2024.1.0 or 2025.1.0, or leave it empty"),
        ),
        "instance_xmlns": _wanted(r"[^\s<>\"{}|\\^`]+", N_("an address without blanks")),
        "name": _wanted(
            r"[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?",
            N_("a name of letters, digits, _ and - that begins with a letter, or leave it empty"),
        ),
        "namespaces": _wanted(_PAIRS, N_('pairs such as esri="http://esri.com/xforms"')),
    }
)


def check_settings(workbook: Workbook) -> Iterator[Finding]:
    """Yield settings with values that no program knows."""
    for row in workbook.sheet(SETTINGS).rows[:1]:
        for setting, wanted in KNOWN.items():
            found = row.get(setting)
            if found and not wanted.pattern.match(found):
                yield at_cell(
                    value_rules.WRONG_SETTING,
                    SETTINGS,
                    row,
                    setting,
                    setting=setting,
                    found=found,
                    meant=wanted.meant,
                )
        yield from _style(row)
        yield from _language(workbook, row)


def _style(row: Row) -> Iterator[Finding]:
    for word in row.get("style").split():
        if word not in _STYLES and not word.startswith("theme-"):
            meant = nearest(word, _STYLES) or "–"
            yield at_cell(
                value_rules.UNKNOWN_STYLE, SETTINGS, row, "style", found=word, meant=meant
            )


def _language(workbook: Workbook, row: Row) -> Iterator[Finding]:
    """Yield a default language in which nothing is written."""
    wanted = row.get("default_language")
    columns = (*workbook.survey.columns, *workbook.choices.columns)
    texts = [written_language(column.name) for column in columns]
    written = dict.fromkeys(name for name in texts if name)
    known = {language_named(name)[1] for name in written}
    bare = any(column.name in {"label", "hint"} for column in columns)
    if not wanted or wanted.lower() == "default" or bare or not known:
        return
    if language_named(wanted)[1] not in known:
        yield at_cell(
            value_rules.LANGUAGE_NOT_SPOKEN,
            SETTINGS,
            row,
            "default_language",
            found=wanted,
            languages=", ".join(written),
        )
