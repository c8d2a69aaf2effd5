"""Play an invented woman through the real engine and the real vault.

Room: workflows. Goes screen by screen as the pages do: answers, commits, next.
"""

import random
from collections.abc import Mapping, Sequence

from survey_app.interview import EmptyKind, Interview, Screen
from survey_app.interview.private import is_private
from survey_app.workflows.collect import DraftSitting, Receipt
from survey_app.workflows.demonstration.women import Woman
from survey_app.workflows.interviewing.private import PrivateTalk, enter
from survey_app.workflows.interviewing.sitting import Value

_MOST_SCREENS = 2000
_SKIPS = 0.04
_PATIENCE = 20
_AGREEABLE = ("yes", "agree", "ok", "1")


class DemoStuckError(RuntimeError):
    """The demo's woman cannot get past a screen: a fault of the form or of the engine."""


def play(sitting: DraftSitting, woman: Woman) -> Receipt:
    """Answer every screen as `woman` would and finish; return the receipt.

    Raises: DemoStuckError when a screen does not end.
    """
    chance = random.Random(woman.seed)
    told = _Told(woman)
    screen: Screen | None = sitting.interview.screen(sitting.screen_key)
    for _ in range(_MOST_SCREENS):
        if screen is None:
            return sitting.finish()
        if is_private(screen.kind):
            _answer_alone(sitting, screen, woman, chance, told)
        else:
            _answer(sitting, screen, woman, chance, told)
        screen = sitting.interview.next_screen(screen.key)
    raise DemoStuckError(f"{woman.form_id}: no end after {_MOST_SCREENS} screens")


def _answer_alone(
    sitting: DraftSitting, screen: Screen, woman: Woman, chance: random.Random, told: "_Told"
) -> None:
    """Answer a private part as she would with the screen to herself."""
    part = sitting.private.part_at(sitting.interview, screen)
    if part is None:
        raise DemoStuckError(f"{woman.form_id}: {screen.key}")
    talk, done = enter(sitting, part), set[str]()
    while waiting := [one for one in talk.screens() if one.key not in done]:
        done.add(waiting[0].key)
        _answer(talk, waiting[0], woman, chance, told)


def _answer(
    sitting: DraftSitting | PrivateTalk,
    screen: Screen,
    woman: Woman,
    chance: random.Random,
    told: "_Told",
) -> None:
    """Answer one screen; what the form does not take is said differently, as people do."""
    for _ in range(_PATIENCE):
        values, empties = _answers(sitting.interview, screen, woman, chance, told)
        problems = sitting.answer(values, empties)
        if not problems:
            return
    raise DemoStuckError(f"{woman.form_id}: {screen.key}: {problems[0].validity}")


class _Told:
    """How many texts and children she has given so far; texts are told in order."""

    def __init__(self, woman: Woman) -> None:
        self._woman = woman
        self._texts = 0
        self._children = 0

    def next_text(self) -> str:
        self._texts += 1
        return self._woman.text(self._texts - 1)

    def next_child(self) -> str:
        self._children += 1
        return self._woman.child(self._children - 1)


def _answers(
    interview: Interview, screen: Screen, woman: Woman, chance: random.Random, told: _Told
) -> tuple[Mapping[str, Value], Mapping[str, EmptyKind]]:
    values: dict[str, Value] = {}
    empties: dict[str, EmptyKind] = {}
    for ref in screen.refs:
        question = interview.question(ref)
        fixed = woman.fixed.get(question.name)
        if fixed is not None:
            values[ref] = fixed
        elif question.empties and chance.random() < _SKIPS:
            empties[ref] = chance.choice(question.empties)
        else:
            value = _value(interview, ref, chance, told)
            if value is not None:
                values[ref] = value
    return values, empties


def _value(interview: Interview, ref: str, chance: random.Random, told: _Told) -> Value:
    question = interview.question(ref)
    if question.control in {"select1", "select"}:
        codes = [choice.value for choice in interview.choices(ref)]
        return _choice(codes, chance, question.control, agreeable=_is_gate(interview, ref))
    if question.control == "trigger":
        return "OK"
    if question.data_type == "int":
        return str(chance.randrange(1, 7))
    if question.control == "input" and question.data_type == "string":
        return told.next_child() if question.name.endswith("nickname") else told.next_text()
    return None


def _is_gate(interview: Interview, ref: str) -> bool:
    """A question that must be answered, or that asks for consent, gets a yes."""
    name = interview.question(ref).name
    return interview.required(ref) or name.startswith(("m0_", "m1_")) or "consent" in name


def _choice(codes: Sequence[str], chance: random.Random, control: str, *, agreeable: bool) -> Value:
    if not codes:
        return None
    if agreeable:
        return next((code for code in codes if code in _AGREEABLE), codes[0])
    if control == "select1":
        return chance.choice(codes)
    open_codes = [code for code in codes if code != "none"] or list(codes)
    return chance.sample(open_codes, k=min(len(open_codes), chance.randrange(1, 3)))
