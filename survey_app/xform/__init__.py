"""The definition of a form: what may be asked, immutable and shared.

Room: xform (floor 3). Reads XForm XML; holds no answer.
Spec: docs/spec/form-definition.md; ODK XForms 1.0.
Door: `parse` makes a `FormDef`; `EmptyKind` says why an answer is not there.
Promise: who needs the kinds of empty alone loads neither the parser nor XPath.
"""

from typing import TYPE_CHECKING

from survey_app.xform.empties import EmptyKind, empty_kind
from survey_app.xform.errors import FormError

if TYPE_CHECKING:
    from survey_app.xform.definition import (
        ChoiceDef,
        FormDef,
        GroupDef,
        NodeDef,
        QuestionDef,
        RepeatDef,
    )
    from survey_app.xform.parsing import parse
else:

    def __getattr__(name: str) -> object:
        """Fetch a noun of the definition, or `parse`, when somebody first asks for it."""
        if name == "parse":
            from survey_app.xform.parsing import parse  # noqa: PLC0415 - only who reads a form

            return parse
        if name not in __all__:
            raise AttributeError(name)
        from survey_app.xform import definition  # noqa: PLC0415 - only who asks for its nouns

        return getattr(definition, name)


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
