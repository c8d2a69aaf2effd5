"""The anonymised side of an interview as it is finished on this laptop.

Room: workflows.
Spec: docs/spec/view.md.
Promise: what needs a key, new names for codes and moved dates, is made with the laptop's own.
"""

from collections.abc import Iterable

from survey_app.disclosure.free_text.lexicon import lexicon
from survey_app.disclosure.plan import plan_of
from survey_app.disclosure.views import View, deidentify
from survey_app.interview import Submission
from survey_app.vault.pseudonyms import days_back, pseudonyms
from survey_app.workflows.laptop import Person
from survey_app.xform import FormDef


def read_lists() -> None:
    """Read the lists of names now, so that no interview waits for them when it is finished."""
    lexicon()


def anonymised_side(
    person: Person,
    form: FormDef,
    submission: Submission,
    *,
    record: str,
    receipt: str,
    spoken: Iterable[str],
) -> View:
    """Return the view of `submission`, to be sealed as `record`."""
    return deidentify(
        plan_of(form),
        form,
        submission,
        record=record,
        receipt=receipt,
        spoken=spoken,
        pseudonym=pseudonyms(person.device_seed),
        shift=days_back(person.device_seed, record),
    )
