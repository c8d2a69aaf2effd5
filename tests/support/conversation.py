"""A whole conversation, held by the real engine: a story in, what was asked out.

Support for tests. A story maps the name of a question, or a name with the number of the child
it is about, to what is answered there: a code, several codes, a kind of empty, or PASSED for a
page that is turned without an answer. Where the story is silent, the first choice is taken.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from survey_app.clock import FrozenClock
from survey_app.interview import Environment, Interview, Screen, begin
from survey_app.workflows.author import load_form
from survey_app.xform import FormDef, QuestionDef, parse
from survey_app.xform.empties import EmptyKind

PROJECT: Final = Path(__file__).resolve().parents[2]
PASSED: Final = object()
MORE_PAGES_THAN_ANY_FORM: Final = 3000
FREE_WORDS: Final = "ایک بات"

Told = str | Sequence[str] | EmptyKind | object
Story = Mapping[str | tuple[str, int], Told]


@dataclass(frozen=True)
class Asked:
    """One question that was shown, with the number of the child it is about; 0 for none."""

    name: str
    child: int
    module: str


@dataclass
class Conversation:
    """An interview with what was shown in it, in order, and every word of it."""

    interview: Interview
    shown: list[Asked] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)

    def names(self) -> set[str]:
        """Return the names of all questions that were shown."""
        return {asked.name for asked in self.shown}

    def modules(self) -> list[str]:
        """Return the modules that were shown, each once, in the order of the talk."""
        return list(dict.fromkeys(asked.module for asked in self.shown))

    def about_child(self, number: int) -> set[str]:
        """Return the names of the questions that were shown about one child."""
        return {asked.name for asked in self.shown if asked.child == number}


@cache
def shipped_form(form_id: str) -> FormDef:
    """Return a form of the project, compiled with its translations."""
    compiled = load_form(PROJECT / "forms" / form_id, PROJECT / "translations")
    return parse(compiled.xform, compiled.files)


def still_world(seed: int = 1) -> Environment:
    """Return a world in which time stands and chance repeats itself."""
    chance = random.Random(seed)
    return Environment(
        clock=FrozenClock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)),
        random=chance,
        new_uuid=lambda: f"{chance.getrandbits(128):032x}",
    )


def hold(
    form_id: str, story: Story, *, language: str = "ur", modules: str = "", until: str = ""
) -> Conversation:
    """Return the conversation of `story`, held to its end or to the question `until`."""
    form = shipped_form(form_id)
    interview = begin(form, still_world(), language=language, presets={"open_modules": modules})
    talk = Conversation(interview)
    screen: Screen | None = interview.screens()[0]
    for _ in range(MORE_PAGES_THAN_ANY_FORM):
        if screen is None:
            return talk
        for ref in screen.refs:
            name, child = named(ref)
            if name == until:
                return talk
            _note(talk, screen, ref)
            _tell(talk, ref, story, name, child)
        screen = interview.next_screen(screen.key)
    message = "the conversation does not end"
    raise AssertionError(message)


def named(ref: str) -> tuple[str, int]:
    """Return the name at the end of a reference and the last number in it."""
    places = re.findall(r"\[(\d+)\]", ref)
    return ref.rsplit("/", 1)[-1].split("[", maxsplit=1)[0], int(places[-1]) if places else 0


def _note(talk: Conversation, screen: Screen, ref: str) -> None:
    name, child = named(ref)
    interview = talk.interview
    talk.shown.append(Asked(name, child, screen.module))
    said = [interview.label(ref), interview.hint(ref), interview.guidance(ref)]
    said += [choice.label for choice in interview.choices(ref)]
    said += screen.group_titles
    talk.words.extend((name, word) for word in said if word)


def _tell(talk: Conversation, ref: str, story: Story, name: str, child: int) -> None:
    interview = talk.interview
    told = story.get((name, child), story.get(name))
    if told is PASSED or (told is None and interview.value(ref)):
        return
    if isinstance(told, EmptyKind):
        interview.mark_empty(ref, told)
        return
    question = interview.question(ref)
    answer = _first_answer(interview, ref, question) if told is None else told
    if answer is not None:
        interview.answer(ref, answer)


def _first_answer(interview: Interview, ref: str, question: QuestionDef) -> str | list[str] | None:
    choices = interview.choices(ref)
    if choices:
        first = choices[0].value
        return [first] if question.control == "select" else first
    if question.control == "trigger":
        return "OK"
    if interview.readonly(ref) or question.control == "note":
        return None
    return "5" if question.data_type == "int" else FREE_WORDS
