"""The definition of a form: what may be asked, immutable and shared.

Room: xform (floor 3). Reads XForm XML; holds no answer.
Spec: docs/spec/form-definition.md; ODK XForms 1.0.
Door: `parse` makes a `FormDef`; `EmptyKind` says why an answer is not there.
"""

from survey_app.xform.definition import (
    ChoiceDef,
    FormDef,
    GroupDef,
    NodeDef,
    QuestionDef,
    RepeatDef,
)
from survey_app.xform.empties import EmptyKind, empty_kind
from survey_app.xform.errors import FormError
from survey_app.xform.parsing import parse

__all__ = [
    "ChoiceDef",
    "EmptyKind",
    "FormDef",
    "FormError",
    "GroupDef",
    "NodeDef",
    "QuestionDef",
    "RepeatDef",
    "empty_kind",
    "parse",
]
