"""What was said for the screen only, such as the nickname of a child.

Room: disclosure (floor 5).
Spec: docs/spec/view.md section 6.
Promise: read from the running interview, used to find names in the texts, kept nowhere.
"""

from collections.abc import Iterator

from survey_app.interview import Interview
from survey_app.xform import QuestionDef, RepeatDef


def screen_answers(interview: Interview) -> tuple[str, ...]:
    """Return the values of all screen-only questions that may be sought in texts.

    Each once, in the order of the interview.
    """
    questions = interview.form.questions.values()
    values = (
        interview.value(ref)
        for question in questions
        if question.screen_only and question.bind.extra.get("sdc:seek") != "no"
        for ref in _refs(interview, question)
    )
    return tuple(dict.fromkeys(value for value in values if value))


def _refs(interview: Interview, question: QuestionDef) -> Iterator[str]:
    """Yield the places of a question: one in each row of the repeats around it."""
    refs = [""]
    path = ""
    for name in question.path.split("/")[1:]:
        path = f"{path}/{name}"
        is_repeat = isinstance(interview.form.nodes.get(path), RepeatDef)
        refs = [
            place
            for ref in refs
            for place in _places(interview, f"{ref}/{name}", is_repeat=is_repeat)
        ]
    yield from refs


def _places(interview: Interview, ref: str, *, is_repeat: bool) -> Iterator[str]:
    if not is_repeat:
        yield ref
        return
    for number in range(1, interview.count_repeats(ref) + 1):
        yield f"{ref}[{number}]"
