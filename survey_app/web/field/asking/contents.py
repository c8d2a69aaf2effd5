"""The interview at a glance: its parts, how far each is, and what needs another look.

Room: web, field desk.
Promise: shows numbers and titles of the form, never an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.interview import Interview, Screen, Validity
from survey_app.interview.private import is_private
from survey_app.web.field.asking.place import present_screen
from survey_app.web.field.asking.taking import complaint
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows.interviewing.sitting import Sitting

_Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Chapter:
    """One part of the interview; `screen` is its first one."""

    title: Markup
    screen: str
    asked: int
    answered: int
    here: bool

    @property
    def state(self) -> str:
        """Return how far it is: "whole", "begun" or "open"."""
        if self.answered == self.asked:
            return "whole"
        return "begun" if self.answered else "open"


@dataclass(frozen=True)
class Part:
    """A group right below the root: its name in the form, and its title."""

    module: str
    title: Markup


@dataclass(frozen=True)
class Look:
    """A question that needs another look, and why."""

    asked: Markup
    screen: str
    complaint: str


def chapters(sitting: Sitting) -> tuple[Chapter, ...]:
    """Return the parts of the interview that can be reached, in order."""
    interview, here = sitting.interview, present_screen(sitting).key
    depth = _depth(interview)
    return tuple(_chapter(interview, part, depth, here) for part in parts_of(interview))


def parts_of(interview: Interview) -> list[list[Screen]]:
    """Return the screens that can be reached, part by part."""
    depth = _depth(interview)
    parts: dict[_Key, list[Screen]] = {}
    for screen in (one for one in interview.screens() if not is_private(one.kind)):
        parts.setdefault((screen.module, screen.group_titles[:depth]), []).append(screen)
    return list(parts.values())


def begins_a_part(interview: Interview, screen: Screen) -> bool:
    """Say whether the screen is the first of a part, so that nothing is cut in the middle."""
    return any(part[0].key == screen.key for part in parts_of(interview))


def phone_parts(sitting: Sitting) -> tuple[Part, ...]:
    """Return the parts of the interview that a phone can be given by themselves."""
    first: dict[str, Screen] = {}
    for screen in sitting.interview.screens():
        first.setdefault(screen.module, screen)
    named = ((module, screen) for module, screen in first.items() if module and screen.titles)
    return tuple(Part(module, told_in_line(screen.titles[0])) for module, screen in named)


def needs_a_look(sitting: Sitting) -> tuple[Look, ...]:
    """Return what does not fit, and what was passed by without the answer it needs."""
    interview, here = sitting.interview, present_screen(sitting).key
    found: list[Look] = []
    passed = not interview.stopped
    for screen in interview.screens():
        passed = passed and screen.key != here
        for ref in screen.refs:
            validity = interview.validity(ref)
            if validity is Validity.REQUIRED_BUT_EMPTY and not passed:
                continue
            if validity is not Validity.OK:
                asked = told_in_line(interview.label_parts(ref))
                found.append(Look(asked, screen.key, complaint(sitting, ref, validity)))
    return tuple(found)


def _depth(interview: Interview) -> int:
    """Return how many titles tell one part from another."""
    return 1 if len({screen.module for screen in interview.screens()}) > 1 else 2


def _chapter(interview: Interview, part: Sequence[Screen], depth: int, here: str) -> Chapter:
    asked = [ref for screen in part for ref in screen.refs if _is_asked(interview, ref)]
    return Chapter(
        title=_title(interview, part[0], depth),
        screen=part[0].key,
        asked=len(asked),
        answered=sum(
            bool(interview.value(ref)) or interview.empty(ref) is not None for ref in asked
        ),
        here=any(screen.key == here for screen in part),
    )


def _title(interview: Interview, screen: Screen, depth: int) -> Markup:
    if screen.titles:
        return told_in_line(screen.titles[:depth][-1])
    return told_in_line(interview.label_parts(screen.refs[0])) if screen.refs else Markup("")


def _is_asked(interview: Interview, ref: str) -> bool:
    return interview.question(ref).control is not None and not interview.readonly(ref)
