"""How she wants the questions: read to her, heard, or read by herself; and what cannot be heard.

Room: web, field desk.
Spec: docs/spec/recordings.md section 4.
Promise: "listen" is offered only where something can be heard in her language.
"""

from collections.abc import Sequence
from typing import cast

from survey_app.web.field.marks import N_
from survey_app.web.media_types import sort_of
from survey_app.workflows.interviewing.sitting import Sitting
from survey_app.xform import QuestionDef

TOLD, HEARD, READ = "told", "heard", "read"
WAYS = (
    (TOLD, N_("Read it to me")),
    (HEARD, N_("I want to listen")),
    (READ, N_("I read it myself")),
)


def ways_of(sitting: Sitting) -> tuple[tuple[str, str], ...]:
    """Return the ways that are there for her, with their words."""
    can_hear = bool(_heard(sitting))
    return tuple((way, words) for way, words in WAYS if can_hear or way != HEARD)


def unheard(sitting: Sitting) -> tuple[int, int]:
    """Return how many questions to her have no sound in her language, and how many there are.

    (0, 0) for a form that has no sound in this language at all: nobody expects one.
    """
    heard = _heard(sitting)
    count = sum(map(_is_hers, sitting.interview.form.questions.values()))
    return (count - len(heard), count) if heard else (0, 0)


def is_heard(sitting: Sitting, question: QuestionDef) -> bool:
    """Say whether the label of a question has a sound in the language of the moment."""
    return question.path in _heard(sitting)


def are_heard(sitting: Sitting, names: Sequence[str]) -> bool:
    """Say whether each named question that is hers has a sound in the language of the moment."""
    named = (sitting.interview.form.questions[name] for name in names)
    return all(is_heard(sitting, one) for one in named if _is_hers(one))


def _heard(sitting: Sitting) -> frozenset[str]:
    """Return the paths of her questions with a sound, worked out once for form and language."""
    form = sitting.interview.form
    tongue = form.language_for(sitting.interview.language) or form.default_language
    known = form.keep("heard questions")
    if tongue not in known:
        hers = filter(_is_hers, form.questions.values())
        known[tongue] = frozenset(one.path for one in hers if _sounds(sitting, tongue, one))
    return cast("frozenset[str]", known[tongue])


def _sounds(sitting: Sitting, tongue: str, question: QuestionDef) -> bool:
    form, label = sitting.interview.form, question.label
    if label is None or label.text_id is None:
        return False
    found = form.translations.find(label.text_id, tongue, "audio")
    name = str(found[0]).rpartition("/")[2] if found else ""
    return sort_of(name) == "audio" and name in sitting.media


def _is_hers(question: QuestionDef) -> bool:
    spoken = question.control is not None and question.label is not None
    return spoken and question.voice != "researcher"
