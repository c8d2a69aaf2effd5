"""What else an interview says, in words: helps to judge one text of it.

Room: web, field desk. The values are those that would leave: banded, without names.
"""

from collections.abc import Mapping

from survey_app.microdata.cells import Cell
from survey_app.workflows.laptop import Laptop
from survey_app.xform import FormDef, QuestionDef

MOST_LINES = 40


def in_words(
    laptop: Laptop, answers: Mapping[str, Cell], variable: str, tag: str
) -> tuple[tuple[str, str], ...]:
    """Return question and answer of each value that was given, in the language `tag`."""
    form = _form_of(laptop, answers, variable)
    if form is None:
        return ()
    lines = [
        (_label(form, question, tag), _value(question, cell.value, tag))
        for name, cell in answers.items()
        if cell.value and (question := form.questions.get(name)) is not None and question.label
    ]
    return tuple(lines[:MOST_LINES])


def _form_of(laptop: Laptop, answers: Mapping[str, Cell], variable: str) -> FormDef | None:
    names = {variable, *answers}
    for installed in laptop.forms.values():
        if names <= set(installed.definition.questions):
            return installed.definition
    return None


def _label(form: FormDef, question: QuestionDef, tag: str) -> str:
    return form.wording(question.label, tag) or question.name


def _value(question: QuestionDef, value: str, tag: str) -> str:
    known = {choice.value: choice.labels for choice in question.choices_all()}
    words = value.split() if question.control == "select" else [value]
    return ", ".join(_of_language(known.get(word, {}), tag) or word for word in words)


def _of_language(labels: Mapping[str, str], tag: str) -> str:
    return next(
        (label for name, label in labels.items() if name == tag or name.endswith(f"({tag})")), ""
    )
