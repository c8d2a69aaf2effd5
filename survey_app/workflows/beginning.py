"""What an interview begins with: values of the study, and those said on the first page.

Room: workflows.
Spec: docs/adr/0068-values-from-the-study-not-from-an-address.md.
"""

from collections.abc import Mapping

from survey_app.interview import Interview
from survey_app.workflows.errors import PresetNotTakenError
from survey_app.workflows.laptop import InstalledForm, Laptop


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
