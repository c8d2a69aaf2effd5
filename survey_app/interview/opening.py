"""Begin an interview, or go on with a saved one.

Room: interview. The doors: `begin`, `resume`; `edit` goes on with a finished one.
Spec: docs/spec/interview-draft.md.
"""

from collections.abc import Mapping

from survey_app.interview.environment import Environment
from survey_app.interview.keeping import NOTHING_KEPT, Kept
from survey_app.interview.running import Interview
from survey_app.interview.works import loaded_works, new_works
from survey_app.xform.definition import FormDef


def begin(
    form: FormDef,
    environment: Environment,
    *,
    language: str,
    presets: Mapping[str, str] | None = None,
    kept: Kept = NOTHING_KEPT,
) -> Interview:
    """Return a new interview; `presets` are values that the program sets, by question name.

    `kept` is what earlier interviews on this laptop left for it.
    Raises: NoSuchQuestionError for a preset the form does not know; EndlessRulesError.
    """
    return Interview(new_works(form, environment, language, presets or {}, kept))


def resume(
    form: FormDef, saved: bytes, environment: Environment, *, kept: Kept = NOTHING_KEPT
) -> Interview:
    """Return the interview that was saved, unchanged. Raises: DraftDamagedError.

    Of what was `kept` only the entities count: the answers it began with are in the draft.
    """
    return Interview(loaded_works(form, saved, environment, kept.entities))
