"""The questionnaire that is shown in the place of an interview when somebody comes in.

Room: workflows. Its questions are about bread, water and the market; they belong to no study.
Spec: docs/adr/0132-a-decoy-that-keeps-nothing.md.
Promise: every page of it is made anew from the form alone, so there is nowhere an answer to it
    could stay.
"""

from functools import cache
from pathlib import Path

from survey_app.clock import Clock
from survey_app.workflows.interviewing.practice import Practice, try_out
from survey_app.xform import FormDef
from survey_app.xform.parsing import parse

_COMPILED = Path(__file__).resolve().parent / "everyday" / "everyday.xml"


@cache
def everyday() -> FormDef:
    """Return the form about everyday life, compiled from `everyday/form.md`."""
    return parse(_COMPILED.read_bytes(), {})


def decoy(language: str, clock: Clock, place: int) -> Practice:
    """Return the decoy, unanswered, at screen `place`; after the last comes the first."""
    made = try_out(everyday(), language, clock)
    screens = made.interview.screens()
    made.screen_key = screens[place % len(screens)].key
    return made
