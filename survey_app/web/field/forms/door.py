"""The forms at the door: a passphrase, and the passphrases of the set-up.

Room: web, field desk.
Promise: a passphrase is never sent back to a page, not even a wrong one.
"""

from typing import Any

from flask_wtf.file import FileField
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from survey_app.errors import SurveyError
from survey_app.vault.passphrase import normalised, require_strong
from survey_app.web.field import page
from survey_app.web.field.forms.words import Needed, PageForm, say
from survey_app.web.field.marks import N_

TEAM, ALONE = "team", "alone"


class UnlockForm(PageForm):
    """One passphrase; it also tells whose it is."""

    passphrase = PasswordField(validators=[Needed(N_("Type your passphrase, then press Unlock."))])


class PackForm(PageForm):
    """A study pack: the file itself, or where it lies on this machine."""

    pack = FileField()
    path = StringField()

    def validate_path(self, field: Any) -> None:
        """Complain when neither a file nor a place was given."""
        if not (field.data or "").strip() and not self.pack.data:
            raise ValidationError(
                say(N_("Choose the study pack, or type where it lies on this laptop."))
            )


class PeopleForm(PageForm):
    """Two passphrases for two people, or one for somebody who works alone; each typed twice."""

    team = StringField(default=TEAM)
    interviewer = PasswordField()
    interviewer_again = PasswordField()
    supervisor = PasswordField()
    supervisor_again = PasswordField()

    @property
    def alone(self) -> bool:
        """Say whether one person does everything."""
        return bool(self.team.data == ALONE)

    def validate_interviewer(self, field: Any) -> None:
        """Complain when the passphrase could be guessed."""
        strong_enough(field)

    def validate_interviewer_again(self, field: Any) -> None:
        """Complain when the two do not agree: better now than tomorrow."""
        same_again(field, self.interviewer)

    def validate_supervisor(self, field: Any) -> None:
        """Complain when it could be guessed, or opens nothing of its own."""
        if self.alone:
            return
        strong_enough(field)
        if normalised(field.data) == normalised(self.interviewer.data or ""):
            raise ValidationError(say(N_("The two passphrases must be different.")))

    def validate_supervisor_again(self, field: Any) -> None:
        """Complain when the two do not agree."""
        if not self.alone:
            same_again(field, self.supervisor)


def strong_enough(field: Any) -> None:
    """Complain when the passphrase could be guessed."""
    try:
        require_strong(field.data or "")
    except SurveyError as error:
        raise ValidationError(page.current_wording().of_error(error)) from error


def same_again(field: Any, first: Any) -> None:
    """Complain when what was typed again is not the same passphrase."""
    if normalised(field.data or "") != normalised(first.data or ""):
        raise ValidationError(
            say(N_("This is not the same passphrase. Read it from the paper and type it again."))
        )
