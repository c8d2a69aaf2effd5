"""The kinds of empty in words: why a cell holds no value.

Room: microdata (floor 4).
Spec: docs/spec/view.md section 2 lists the codes.
"""

from collections.abc import Mapping
from types import MappingProxyType

from survey_app.i18n.marking import N_
from survey_app.xform.empties import EmptyKind

KINDS_OF_EMPTY: Mapping[EmptyKind, str] = MappingProxyType(
    {
        EmptyKind.REFUSED: N_("She prefers not to say."),
        EmptyKind.DONT_KNOW: N_("She does not know or does not remember."),
        EmptyKind.NOT_ASKED: N_("The researcher left it out on purpose."),
        EmptyKind.NOT_APPLICABLE: N_("The question does not apply to her."),
        EmptyKind.STOPPED: N_("The interview ended before this question."),
        EmptyKind.NOT_IN_VERSION: N_("This version of the form did not ask it."),
        EmptyKind.WITHDRAWN: N_("Removed at her request."),
        EmptyKind.REDACTED: N_("Kept back to protect her."),
        EmptyKind.UNREACHED: N_("The question was never opened."),
    }
)
