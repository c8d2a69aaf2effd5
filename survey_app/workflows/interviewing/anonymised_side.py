"""The anonymised side of an interview as it is finished on this laptop.

Room: workflows.
Spec: docs/spec/view.md.
Promise: what needs a key, new names for codes and moved dates, is made with the laptop's own.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from survey_app.disclosure.deidentified.views import View, as_read, awaits_a_reader, deidentify
from survey_app.disclosure.free_text.lexicon import beside_cues, lexicon, lists_are_read
from survey_app.disclosure.free_text.suggest import Readings
from survey_app.disclosure.planning.plan import plan_of
from survey_app.interview import Submission
from survey_app.microdata.flat import name_of
from survey_app.vault.pseudonyms import days_back, pseudonyms
from survey_app.workflows.field_laptop.laptop import Person
from survey_app.xform import FormDef


def read_lists() -> None:
    """Read the lists of names now, so that no interview waits for them when it is finished."""
    lexicon().work_out()
    beside_cues().work_out()


def anonymised_side(
    person: Person,
    form: FormDef,
    submission: Submission,
    *,
    record: str,
    receipt: str,
    spoken: Iterable[str],
    readings: Readings | None = None,
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
        readings=readings,
    )


def read_texts(form: FormDef, texts: Mapping[str, str], readings: Readings) -> None:
    """Read those of `texts`, by their places in the instance, that a reader will see one day.

    Done when she has given them, so that nobody waits for it at the end. While the lists of names
    are not read yet nothing is done here: no answer waits for them.
    """
    if not lists_are_read():
        return
    rules = plan_of(form).rules
    for ref, text in texts.items():
        if text and awaits_a_reader(rules.get(name_of(ref))):
            with suppress(Exception):  # it is read again at the end, and marked whole if need be
                readings.keep(ref, as_read(text))
