"""A part that she answers alone, as the page draws it.

Room: web, field desk.
Spec: docs/spec/private-part.md; docs/adr/0126-alone-with-shapes.md.
Promise: when every text of a question can be heard, none of its words is on the screen unless she
asks for them; how far she is, is told in quarters and never in questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.interview import Screen
from survey_app.web.beside import Medium
from survey_app.web.controls import Control
from survey_app.web.field.alone import Alone
from survey_app.web.field.asking.drawing import draw
from survey_app.web.field.pending import Pending
from survey_app.web.wording import Wording
from survey_app.workflows.interviewing.sitting import Sitting

SHAPES = ("circle", "square", "triangle", "star", "diamond", "cross", "moon", "drop")
QUARTERS = 4


@dataclass(frozen=True)
class Shaped:
    """One choice as a shape: its words are heard, or read by whoever asks for them."""

    shape: str
    number: int
    label: Markup
    chosen: bool
    sound: Medium | None
    picture: Medium | None


@dataclass(frozen=True)
class AloneSheet:
    """One screen of the part. `shapes` stand in the place of the fields of `controls`."""

    key: str
    controls: tuple[Control, ...]
    shapes: tuple[Shaped, ...]
    researchers: bool
    heard: bool
    aloud: bool
    quarter: int

    @property
    def words(self) -> bool:
        """Say whether the words are shown without being asked for."""
        return self.researchers or self.aloud or not self.heard


def alone_sheet(
    alone: Alone,
    sitting: Sitting,
    screen: Screen,
    wording: Wording,
    pending: Pending,
    *,
    listens: bool,
) -> AloneSheet:
    """Return what the page of `screen` shows; without the wish to listen the words stand there."""
    interview = alone.talk.interview
    controls = draw(interview, screen.refs, wording, pending, {}, files=sitting.media)
    one = controls[0] if len(controls) == 1 else None
    shaped = one is not None and not alone.is_researchers and can_be_shaped(one)
    return AloneSheet(
        key=screen.key,
        controls=controls,
        shapes=shapes_of(one) if one is not None and shaped else (),
        researchers=alone.is_researchers,
        heard=listens and all(map(can_be_heard, controls)),
        aloud=alone.aloud,
        quarter=quarter_of(alone, screen),
    )


def can_be_shaped(control: Control) -> bool:
    """Say whether the choices of a question fit the shapes there are."""
    return (
        control.kind in {"one", "many"}
        and not control.readonly
        and 0 < len(control.options) <= len(SHAPES)
    )


def can_be_heard(control: Control) -> bool:
    """Say whether the question and each of its choices has a sound."""
    every = [control.beside.media, *(option.media for option in control.options)]
    return all(sound_in(media) is not None for media in every)


def shapes_of(control: Control) -> tuple[Shaped, ...]:
    """Return the choices of a question as shapes, always in the same order."""
    return tuple(
        Shaped(
            SHAPES[at],
            at + 1,
            option.label,
            option.value in control.typed,
            sound_in(option.media),
            next((one for one in option.media if one.sort == "image"), None),
        )
        for at, option in enumerate(control.options)
    )


def sound_in(media: Sequence[Medium]) -> Medium | None:
    """Return the sound among what stands beside a text."""
    return next((one for one in media if one.sort == "audio"), None)


def quarter_of(alone: Alone, screen: Screen) -> int:
    """Return how far she is, 1 to 4: by the place in the form, so that no answer shows in it."""
    names = alone.talk.part.names
    name = alone.talk.interview.question(screen.refs[0]).name if screen.refs else names[0]
    return 1 + names.index(name) * QUARTERS // len(names)


def chosen_value(control: Control, number: int, *, wanted: bool) -> str | list[str] | None:
    """Return the answer after the shape `number` was pressed: chosen, or taken away again.

    A press that arrives twice says the same twice.
    """
    present = control.kept.split()
    if not 1 <= number <= len(control.options):
        return present if control.kind == "many" else control.kept
    pressed = control.options[number - 1].value
    if control.kind == "one":
        if wanted:
            return pressed
        return None if present == [pressed] else control.kept
    rest = [one for one in present if one != pressed]
    return [*rest, pressed] if wanted else rest
