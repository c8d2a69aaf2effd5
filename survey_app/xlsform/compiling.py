"""From a workbook and its translations to a compiled form.

Room: xlsform (floor 4). The only module that calls pyxform to build a document.
Spec: docs/spec/form-columns.md section 5; ODK XForms 1.0.
Promise: the same workbook and texts give the same bytes; no Java, no network, no temp file.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from lxml import etree

from survey_app.canonical import sha256_hex
from survey_app.lean import without
from survey_app.xlsform.compiled import CompiledForm
from survey_app.xlsform.errors import FormHasErrorsError
from survey_app.xlsform.headings import OUR_SETTINGS, PLAN_SETTINGS
from survey_app.xlsform.layout import ROOT
from survey_app.xlsform.recordings import read_recordings, with_sounds
from survey_app.xlsform.sheets import RENAMED, SA_NAMESPACE, SDC_NAMESPACE, pyxform_sheets
from survey_app.xlsform.texts import TITLE_CONTEXT
from survey_app.xlsform.tongues import Texts, Tongue, spoken
from survey_app.xlsform.workbook import CHOICES, Workbook

with without("numpy"):
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

TITLE_ITEXT = "form_title"

_XFORMS = "{http://www.w3.org/2002/xforms}"
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_XML_PLACE = re.compile(r",? line \d+(, column \d+)?( \(.*\))?$")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")
_OURS: Mapping[str, str] = MappingProxyType(
    {**{theirs: name for name, theirs in RENAMED.items()}, "dataset": "list_name"}
)
"""The columns of pyxform's messages under the names that authors write."""
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class NotCompiledError(Exception):
    """What pyxform said, with the place it named: for the check of this room alone."""

    def __init__(self, message: str, sheet: str, row: int, column: str = "") -> None:
        super().__init__(message)
        self.message, self.sheet, self.row, self.column = message, sheet, row, column


def compile_form(
    workbook: Workbook, texts: Texts, *, files: Mapping[str, bytes] = _NO_FILES
) -> CompiledForm:
    """Return the compiled form of `workbook` in English and in the languages of `texts`.

    A language with a respondent text that is missing, stale, fuzzy or broken is left out
    and named in `incomplete`. `files` are the media beside the workbook, by name.

    Raises: FormHasErrorsError, naming the first thing pyxform could not understand.
    """
    try:
        return compiled_or_reason(workbook, texts, files=files)
    except NotCompiledError as error:
        first = error.message.rstrip(".") + "."
        name = workbook.form_id or workbook.source
        raise FormHasErrorsError(form=name, count=1, first=first) from error


def compiled_or_reason(
    workbook: Workbook, texts: Texts, *, files: Mapping[str, bytes] = _NO_FILES
) -> CompiledForm:
    """Return the compiled form.

    Raises: NotCompiledError, with the place that pyxform named.
    """
    found, left_out = spoken(workbook, texts)
    tongues = with_sounds(workbook, found, files, read_recordings(files))
    document = _document(workbook, tongues)
    model = document.find(f".//{_XFORMS}model")
    if model is None:
        raise NotCompiledError("The form came out without a model.", "survey", 0)
    _write_plan(model, workbook.settings)
    titles = {tongue.tag: tongue.words.get(TITLE_CONTEXT, workbook.title) for tongue in tongues}
    _write_titles(model, {tongue.name: titles[tongue.tag] for tongue in tongues})
    xform = etree.tostring(document, xml_declaration=True, encoding="utf-8")
    return CompiledForm(
        form_id=workbook.form_id,
        version=workbook.settings.get("version", ""),
        title=workbook.title,
        xform=xform,
        files=MappingProxyType(dict(sorted(files.items()))),
        form_hash=sha256_hex(xform),
        text_hashes=MappingProxyType({tongue.tag: tongue.text_hash for tongue in tongues}),
        unreviewed=tuple(tongue.tag for tongue in tongues if not tongue.is_reviewed),
        titles=MappingProxyType(titles),
        languages=tuple(tongue.tag for tongue in tongues),
        incomplete=tuple(left_out),
    )


def _document(workbook: Workbook, tongues: Sequence[Tongue]) -> etree._Element:
    """Return the XForm as pyxform writes it, parsed again to prove that it is well formed."""
    sheets = pyxform_sheets(workbook, tongues)
    try:
        made = convert(sheets, warnings=[], validate=False, pretty_print=False, form_name=ROOT)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(made.xform.encode(), parser)
    except PyXFormError as error:
        raise _reason(error) from error
    except etree.XMLSyntaxError as error:
        said = _XML_PLACE.sub("", str(error.msg))
        raise NotCompiledError(f"The form came out ill-formed: {said}.", "survey", 0) from error
    except Exception as error:
        kind = type(error).__name__
        raise NotCompiledError(f"pyxform stopped at it ({kind}).", "survey", 0) from error


def _reason(error: PyXFormError) -> NotCompiledError:
    said = str(error)
    row, sheet = _ROW.search(said), _SHEET.search(said)
    context = error.context or {}
    number = context.get("row") or (int(row[1]) if row else 0)
    named = context.get("sheet") or (sheet[1] if sheet else "survey")
    column = str(context.get("column") or "")
    theirs = "" if named == CHOICES else _OURS.get(column, column)
    message = _ROW.sub("", said).strip()
    for name, ours in _OURS.items() if named != CHOICES else ():
        message = message.replace(f"'{name}'", f"'{ours}'")
    return NotCompiledError(message, str(named), int(number), theirs or column)


def _write_plan(model: etree._Element, settings: Mapping[str, str]) -> None:
    """Write the study's plan (settings `sdc_*`) and our own (`sa_*`) onto the model."""
    for name in sorted(PLAN_SETTINGS):
        if settings.get(name):
            model.set(f"{{{SDC_NAMESPACE}}}{name.removeprefix('sdc_')}", settings[name])
    for name in OUR_SETTINGS:
        if settings.get(name):
            model.set(f"{{{SA_NAMESPACE}}}{name.removeprefix('sa_')}", settings[name])


def _write_titles(model: etree._Element, titles: Mapping[str, str]) -> None:
    """Write the title in each language as one more text; XForms itself has one title only."""
    for translation in model.iterfind(f"{_XFORMS}itext/{_XFORMS}translation"):
        title = titles.get(translation.get("lang", ""))
        if title:
            text = etree.SubElement(translation, f"{_XFORMS}text", id=TITLE_ITEXT)
            etree.SubElement(text, f"{_XFORMS}value").text = title
