"""What an interview begins with: the world around it, values of the study and of the first page.

Room: workflows.
Spec: docs/adr/0068-values-from-the-study-not-from-an-address.md.
"""

import random
import uuid
from collections.abc import Mapping

from survey_app.interview import Environment, Interview
from survey_app.vault.signing import is_signed
from survey_app.workflows.errors import PresetNotTakenError
from survey_app.workflows.field_laptop.laptop import InstalledForm, Laptop, Person, the_device


def environment_of(laptop: Laptop, person: Person) -> Environment:
    """Return what an interview of this person takes from outside."""
    return Environment(
        clock=laptop.clock,
        random=random.SystemRandom(),
        new_uuid=lambda: str(uuid.uuid4()),
        user=person.person_id,
        device=the_device(laptop).device_id,
        is_signed=is_signed,
        private_aside=True,
    )


def presets_of(laptop: Laptop, installed: InstalledForm) -> Mapping[str, str]:
    """Return what the study set for this form, by the names of its questions."""
    wanted = {**laptop.presets, "open_modules": " ".join(laptop.study.open_modules)}
    known = installed.definition.questions
    return {name: value for name, value in wanted.items() if value and name in known}


def take_first(laptop: Laptop, interview: Interview, asked_first: Mapping[str, str]) -> None:
    """Answer what the pack leaves to the laptop, with the rules of the form.

    Raises: PresetNotTakenError.
    """
    for name, value in asked_first.items():
        question = interview.form.questions.get(name)
        if question is None or laptop.presets.get(name) != "" or not value.strip():
            continue
        if not interview.answer(question.path, value.strip()).ok:
            raise PresetNotTakenError(name=name)
