"""What a form asks for that this program does not do, told with the row of the workbook.

Room: workflows. The definition knows places, the workbook knows rows; here they meet.
"""

from collections.abc import Mapping

from survey_app.media import is_map_layer, read_layer
from survey_app.media.errors import MapLayerError
from survey_app.xform.definition import FormDef
from survey_app.xlsform.rulebook.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.rulebook.offer_rules import BY_KIND, UNREADABLE_MAP
from survey_app.xlsform.workbook import SETTINGS, SURVEY, Workbook

_SETTINGS = {"lock": "public_key", "address": "submission_url"}


def offer_findings(workbook: Workbook, form: FormDef) -> tuple[Finding, ...]:
    """Return everything that `form` asks for in vain, placed in `workbook`."""
    rows = {row.get("name"): row for row in workbook.survey.rows}
    settings = workbook.sheet(SETTINGS).rows[:1]
    found: list[Finding] = []
    for one in form.not_offered:
        rule, row = BY_KIND[one.kind], rows.get(one.name)
        column = _SETTINGS.get(one.kind, "")
        if column and settings:
            found.append(at_cell(rule, SETTINGS, settings[0], column, found=one.name))
        elif row is None:
            sheet = SURVEY if one.kind == "function" else SETTINGS
            found.append(at_sheet(rule, sheet, found=one.name))
        else:
            found.append(at_cell(rule, SURVEY, row, found=one.name))
    return tuple(found)


def map_findings(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return a finding for each map beside the form that cannot be shown."""
    return tuple(
        at_sheet(UNREADABLE_MAP, SURVEY, found=name)
        for name in files
        if is_map_layer(name) and not _can_be_read(files[name])
    )


def _can_be_read(data: bytes) -> bool:
    try:
        read_layer(data)
    except MapLayerError:
        return False
    return True


def offer_sentences(form: FormDef) -> tuple[str, ...]:
    """Return the same as sentences, in English, for the outline."""
    return tuple(one.sentence.format(found=one.name) for one in form.not_offered)
