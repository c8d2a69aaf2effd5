"""Play one form: read every question, answer what is relevant, check, finish, save, resume."""

import random
import uuid
from datetime import UTC, datetime

from survey_app.clock import FrozenClock
from survey_app.interview import Environment, Interview, begin, resume
from survey_app.xform import FormDef, QuestionDef

MOST_ANSWERS = 400
MOST_INSTANCES = 3
NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
_PLAUSIBLE = {
    "int": "7",
    "decimal": "7.5",
    "date": "2024-05-06",
    "time": "10:20:30.000+00:00",
    "dateTime": "2024-05-06T10:20:30.000+00:00",
    "geopoint": "31.5 74.3 0 5",
    "geotrace": "31.5 74.3 0 5; 31.6 74.4 0 5",
    "geoshape": "31.5 74.3 0 5; 31.6 74.4 0 5; 31.5 74.5 0 5; 31.5 74.3 0 5",
    "boolean": "1",
    "binary": "picture.jpg",
}


class PlayedWrongError(Exception):
    """An interview that came out different after saving and resuming."""


def play_through(form: FormDef) -> int:
    """Play an interview with `form` to its end; return how many answers were taken.

    Raises: what the engine raises, and PlayedWrongError.
    """
    interview = begin(form, _world(), language=form.default_language)
    taken = 0
    seen: set[str] = set()
    for _round in range(MOST_INSTANCES):
        taken += _answer_screens(interview, seen)
        _grow(interview)
    interview.validate()
    finished = interview.finalize().xml
    saved = interview.save()
    again = resume(form, saved, _world())
    if again.save() != saved or again.finalize().xml != finished:
        raise PlayedWrongError(form.form_id)
    return taken


def _world() -> Environment:
    chance = random.Random(1)
    return Environment(
        FrozenClock(NOON), chance, lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))
    )


def _answer_screens(interview: Interview, seen: set[str]) -> int:
    taken = 0
    for screen in interview.screens():
        for ref in screen.refs:
            if ref in seen or len(seen) > MOST_ANSWERS or not interview.exists(ref):
                continue
            seen.add(ref)
            _read(interview, ref)
            if interview.relevant(ref) and not interview.readonly(ref):
                value = _plausible(interview, ref, interview.question(ref))
                taken += bool(value) and interview.answer(ref, value).ok
    return taken


def _read(interview: Interview, ref: str) -> None:
    interview.label(ref)
    interview.hint(ref)
    interview.guidance(ref)
    interview.choices(ref)
    interview.required(ref)
    interview.validity(ref)


def _plausible(interview: Interview, ref: str, question: QuestionDef) -> str:
    if question.control in {"select", "select1", "rank"}:
        offered = [one.value for one in interview.choices(ref)]
        return " ".join(offered) if question.control == "rank" else "".join(offered[:1])
    if question.control in {None, "note"}:
        return ""
    if question.control == "trigger":
        return "OK"
    if question.control == "range":
        return question.parameters.get("start", "1")
    return _PLAUSIBLE.get(question.data_type, "something")


def _grow(interview: Interview) -> None:
    """Add an instance wherever a person may."""
    for screen in interview.screens():
        if screen.kind == "repeat" and interview.can_add_repeat(screen.repeat_ref):
            interview.add_repeat(screen.repeat_ref)
