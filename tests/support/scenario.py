"""Tell an interview as a story over a form written as a table.

interview = scenario('''
    | survey | type | name  | label::English (en) |
    |        | text | child | Child with you?     |
''')
interview.answer(child="yes").finalize().values() == {"/data/child": "yes"}
"""

from __future__ import annotations

import random
import textwrap
import uuid
from datetime import UTC, datetime

from pyxform.xls2xform import convert

from survey_app.clock import FrozenClock
from survey_app.interview import Environment, begin, resume
from survey_app.xform import EmptyKind, parse

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NAMESPACES = 'sdc="urn:survey-app:sdc" sa="urn:survey-app:sa"'


def xform_of(table: str) -> bytes:
    """Return the XForm of a Markdown table, our namespaces declared."""
    text = textwrap.dedent(table).strip() + "\n"
    if "| settings" not in text:
        text += f"| settings | namespaces |\n| | {NAMESPACES} |\n"
    return convert(text, file_type=".md").xform.encode()


def environment(seed: int = 1, now: datetime = NOON) -> Environment:
    """Return a still clock and chance that repeats itself."""
    chance = random.Random(seed)
    return Environment(
        FrozenClock(now),
        chance,
        lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    )


def scenario(table: str, *, language: str = "en", presets=None, files=None, seed=1, now=NOON):
    """Return a story that begins with a new interview over the form in `table`."""
    form = parse(xform_of(table), files or {})
    world = environment(seed, now)
    return Story(begin(form, world, language=language, presets=presets or {}), world)


class Story:
    """An interview that is spoken to by question names; paths stand for themselves."""

    def __init__(self, interview, world):
        self.interview = interview
        self.world = world
        self.outcome = None

    def ref(self, name: str) -> str:
        if name.startswith("/"):
            return name
        form = self.interview.form
        return form.questions[name].path

    def answer(self, *pairs, **values):
        for ref, value in [*pairs, *values.items()]:
            self.outcome = self.interview.answer(self.ref(ref), value)
        return self

    def add(self, ref):
        self.interview.add_repeat(ref)
        return self

    def remove(self, ref):
        self.interview.remove_repeat(ref)
        return self

    def empty(self, name, kind, reason=""):
        self.interview.mark_empty(self.ref(name), EmptyKind[kind.upper()], reason)
        return self

    def value(self, name):
        return self.interview.value(self.ref(name))

    def relevant(self, name):
        return self.interview.relevant(self.ref(name))

    def validity(self, name):
        return self.interview.validity(self.ref(name)).value

    def choices(self, name):
        return [choice.value for choice in self.interview.choices(self.ref(name))]

    def labels(self, name):
        return [choice.label for choice in self.interview.choices(self.ref(name))]

    def label(self, name):
        return self.interview.label(self.ref(name))

    def keys(self):
        return [screen.key for screen in self.interview.screens()]

    def saved_and_loaded(self):
        loaded = resume(self.interview.form, self.interview.save(), self.world)
        return Story(loaded, self.world)

    def finalize(self):
        return Finished(self.interview.finalize())


class Finished:
    """A submission, looked at by reference."""

    def __init__(self, submission):
        self.submission = submission

    def values(self):
        return {one.ref: one.value for one in self.submission.answers if one.value}

    def kinds(self):
        return {one.ref: one.empty.word for one in self.submission.answers if not one.value}

    def text(self):
        return self.submission.xml.decode()
