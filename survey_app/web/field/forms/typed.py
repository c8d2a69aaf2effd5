"""One answer of a page: what was typed or chosen, and the value it stands for.

Room: web, field desk.
"""

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from survey_app.web.field.forms.words import PageForm, say
from survey_app.web.field.marks import N_


class Answer(Field):  # type: ignore[misc]
    """What was typed, and the value it stands for; one blank answer is no answer.

    `kept` is the present value and `drawn` how it stands in the boxes: boxes that nobody
    touched keep it, with the seconds, the zone or the day that they do not show.
    """

    def __init__(self, *, kept: str = "", drawn: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(**options)
        self.kept = kept
        self.drawn = drawn
        self.typed: tuple[str, ...] = ()
        self.data: str | list[str] | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what the page sent."""
        self.typed = tuple(valuelist)
        text = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""
        self.data = text or None

    def pre_validate(self, form: PageForm) -> None:
        """Turn a typed text into its value, or complain."""
        del form
        if self.kept and self.typed == self.drawn:
            self.data = self.kept
        elif isinstance(self.data, str):
            self.data = self.understood(self.data)

    def understood(self, text: str) -> str:
        """Return the value that `text` stands for. Raises: ValidationError."""
        return text


class Choice(Answer):
    """One of the choices shown; anything else did not come from our page."""

    def __init__(self, *, values: Sequence[str] = (), **options: Any) -> None:
        super().__init__(**options)
        self.values = frozenset(values)

    def understood(self, text: str) -> str:
        """Return the choice."""
        if text not in self.values:
            raise ValidationError(say(N_("Choose one of the answers shown.")))
        return text


class Choices(Choice):
    """Any number of the choices shown."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take every choice, in the order of the page."""
        self.typed = tuple(value for value in valuelist if value)
        self.data = list(self.typed) or None

    def pre_validate(self, form: PageForm) -> None:
        """Complain about a value that was not shown."""
        del form
        for value in self.typed:
            self.understood(value)


class AnyChoices(Choices):
    """Any number of choices, known to the interview."""

    def understood(self, text: str) -> str:
        """Return the choice; the interview refuses what it does not offer."""
        return text
