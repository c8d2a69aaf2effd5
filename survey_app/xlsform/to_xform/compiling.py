"""From a workbook and its translations to a compiled form.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 5; ODK XForms 1.0.
Promise: the same workbook and texts give the same bytes; no Java, no network, no temp file.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from survey_app.canonical import sha256_hex
from survey_app.xform.definition import TITLE_ITEXT
from survey_app.xlsform.errors import FormHasErrorsError
from survey_app.xlsform.headings import OUR_SETTINGS, PLAN_SETTINGS
from survey_app.xlsform.to_xform.compiled import CompiledForm
from survey_app.xlsform.to_xform.converter import NotCompiledError, document_of
from survey_app.xlsform.to_xform.sheets import SA_NAMESPACE, SDC_NAMESPACE
from survey_app.xlsform.translating.recordings import read_recordings, with_sounds
from survey_app.xlsform.translating.texts import TITLE_CONTEXT
from survey_app.xlsform.translating.tongues import Texts, spoken
from survey_app.xlsform.workbook import Workbook

_XFORMS = "{http://www.w3.org/2002/xforms}"
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


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
    document = document_of(workbook, tongues)
    model = document.find(f".//{_XFORMS}model")
    if model is None:
        raise NotCompiledError("The form came out without a model.", "survey", 0)
    _write_plan(model, workbook.settings)
    _write_digests(model, files)
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


def _write_plan(model: etree._Element, settings: Mapping[str, str]) -> None:
    """Write the study's plan (settings `sdc_*`) and our own (`sa_*`) onto the model."""
    for name in sorted(PLAN_SETTINGS):
        if settings.get(name):
            model.set(f"{{{SDC_NAMESPACE}}}{name.removeprefix('sdc_')}", settings[name])
    for name in OUR_SETTINGS:
        if settings.get(name):
            model.set(f"{{{SA_NAMESPACE}}}{name.removeprefix('sa_')}", settings[name])


def _write_digests(model: etree._Element, files: Mapping[str, bytes]) -> None:
    """Write onto each list that lies in a file what is in it: another list is another form.

    A draft finds its form by the hash of the XForm, and would else go on with other choices.
    """
    for instance in model.iterfind(f"{_XFORMS}instance[@src]"):
        data = files.get(instance.get("src", "").rpartition("/")[2])
        if data is not None:
            instance.set(f"{{{SA_NAMESPACE}}}digest", sha256_hex(data))


def _write_titles(model: etree._Element, titles: Mapping[str, str]) -> None:
    """Write the title in each language as one more text; XForms itself has one title only."""
    for translation in model.iterfind(f"{_XFORMS}itext/{_XFORMS}translation"):
        title = titles.get(translation.get("lang", ""))
        if title:
            text = etree.SubElement(translation, f"{_XFORMS}text", id=TITLE_ITEXT)
            etree.SubElement(text, f"{_XFORMS}value").text = title
