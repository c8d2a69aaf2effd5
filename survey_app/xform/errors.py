"""What can be wrong with a form, one class for each thing its author can mend.

Room: xform.
Promise: a text names places in the form, never an answer.
"""

from survey_app.errors import SurveyError


class FormError(SurveyError):
    """A form that cannot be used as it is."""

    code = "XFORM-001"
    msgid = "The form cannot be used: {problem}. Correct the form and compile it again."
    exit_code = 2


class FormXmlError(FormError):
    """Not XML, or XML that forms may not hold."""

    code = "XFORM-002"
    msgid = "The form is not readable XML (line {line}). Compile it again from its workbook."


class FormDepthError(FormXmlError):
    """Elements inside each other deeper than XML is read here."""

    code = "XFORM-011"
    msgid = (
        "The form holds elements more than {limit} deep inside each other; the deepest that can "
        "be read is {place}, in line {line}. Look there for a group that does not end where it "
        "should, or take some groups out of the others."
    )


class FormStructureError(FormError):
    """XML that lacks something every form has."""

    code = "XFORM-003"
    msgid = "The form lacks {part}. Compile it again from its workbook."


class FormExpressionError(FormError):
    """An expression that cannot be read or calls what does not exist."""

    code = "XFORM-004"
    msgid = "In {place}, the expression {expression} is wrong: {problem}"


class FormPathError(FormError):
    """A reference to a question the form does not have."""

    code = "XFORM-005"
    msgid = "{place} refers to {path}, which the form does not have. Check the name."


class FormCycleError(FormError):
    """Questions that wait for each other."""

    code = "XFORM-006"
    msgid = (
        "These questions depend on each other in a circle: {names}. "
        "Change one of their calculations or conditions."
    )


class FormItextError(FormError):
    """A text that no language of the form holds."""

    code = "XFORM-007"
    msgid = "{place} asks for the text {text}, which the form does not have. Add it."


class FormChoicesError(FormError):
    """A select whose list of choices does not say where it is."""

    code = "XFORM-008"
    msgid = "The select {place} has no list of choices. Add choices or correct the list's name."


class FormListError(FormError):
    """An external list that cannot be read."""

    code = "XFORM-009"
    msgid = "The list {file} cannot be read. Check that it is a table with a header line."


class FormDrawingError(FormError):
    """A file that is called a drawing and is none."""

    code = "XFORM-010"
    msgid = "A drawing that came with the form is no SVG. Export it again as plain SVG."


class FormEventError(FormError):
    """An action that names an event nobody knows, beside events that happen."""

    code = "XFORM-012"
    msgid = (
        "{place} also names the event {event}, which never happens here; at its other events it "
        "is done. Check the name."
    )
