"""pyxform, which makes XForms: it is loaded when a form is made, and not before.

Room: xlsform (floor 4). With `known_types` the only module that imports pyxform.
Promise: a form that was checked before, a comparison or a conversion of workbooks waits for none
of it; reading its own grammar takes it longer than all else that a command loads.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from survey_app.lean import without
from survey_app.xlsform.layout import ROOT
from survey_app.xlsform.to_xform.sheets import RENAMED, pyxform_sheets
from survey_app.xlsform.translating.tongues import Tongue
from survey_app.xlsform.workbook import CHOICES, Workbook

if TYPE_CHECKING:
    from pyxform.errors import PyXFormError

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_XML_PLACE = re.compile(r",? line \d+(, column \d+)?( \(.*\))?$")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")
_OURS: Mapping[str, str] = MappingProxyType(
    {**{theirs: name for name, theirs in RENAMED.items()}, "dataset": "list_name"}
)
"""The columns of pyxform's messages under the names that authors write."""


class NotCompiledError(Exception):
    """What pyxform said, with the place it named: for the check of this room alone."""

    def __init__(self, message: str, sheet: str, row: int, column: str = "") -> None:
        super().__init__(message)
        self.message, self.sheet, self.row, self.column = message, sheet, row, column


def document_of(workbook: Workbook, tongues: Sequence[Tongue]) -> etree._Element:
    """Return the XForm as pyxform writes it, parsed again to prove that it is well formed.

    Its own steps, without the search for lists of the old kind in a file of their own: that one
    walks over every choice of every question, ten million in a form of thousands.

    Raises: NotCompiledError.
    """
    with without("numpy"):
        from pyxform.builder import create_survey_element_from_dict as built  # noqa: PLC0415
        from pyxform.errors import PyXFormError  # noqa: PLC0415 - see the promise
        from pyxform.xls2json import workbook_to_json  # noqa: PLC0415 - see the promise
        from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415 - see the promise

    sheets = pyxform_sheets(workbook, tongues)
    try:
        told = workbook_to_json(get_xlsform(sheets), form_name=ROOT, warnings=[])
        survey = built(told)  # type: ignore[no-untyped-call]
        made = survey.to_xml(validate=False, pretty_print=False, warnings=[], enketo=False)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(made.encode(), parser)
    except PyXFormError as error:
        raise _reason(error) from error
    except etree.XMLSyntaxError as error:
        said = _XML_PLACE.sub("", str(error.msg))
        raise NotCompiledError(f"The form came out ill-formed: {said}.", "survey", 0) from error
    except Exception as error:
        kind = type(error).__name__
        raise NotCompiledError(f"pyxform stopped at it ({kind}).", "survey", 0) from error


def _reason(error: "PyXFormError") -> NotCompiledError:
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
