"""The forms of passphrases and people.

Room: web, field desk.
Promise: a passphrase is never sent back to a page, not even a wrong one.
"""

from typing import Any

from flask_wtf.file import FileField
from wtforms import PasswordField, StringField
from wtforms.validators import AnyOf, ValidationError

from survey_app.web.field.forms.door import same_again, strong_enough
from survey_app.web.field.forms.words import Needed, PageForm, say
from survey_app.web.field.marks import N_
from survey_app.workflows.field_laptop.person_slots import Role


class ChangeForm(PageForm):
    """The present passphrase, and the new one typed twice."""

    present = PasswordField(validators=[Needed(N_("Type the passphrase that you have now."))])
    fresh = PasswordField()
    fresh_again = PasswordField()

    def validate_fresh(self, field: Any) -> None:
        """Complain when the passphrase could be guessed."""
        strong_enough(field)

    def validate_fresh_again(self, field: Any) -> None:
        """Complain when the two do not agree: better now than tomorrow."""
        same_again(field, self.fresh)


class AddForm(PageForm):
    """What the new person does here."""

    role = StringField(validators=[AnyOf([str(role) for role in Role])])


class RemoveForm(PageForm):
    """Whose passphrase goes, and the passphrase of the supervisor who decides it."""

    slot = StringField()
    passphrase = PasswordField()


class AnswerForm(PageForm):
    """The answer of the custodian, and the passphrase that was made with the request."""

    answer = FileField()
    passphrase = PasswordField(validators=[Needed(N_("Type the new passphrase from the paper."))])

    def validate_answer(self, field: Any) -> None:
        """Complain when no file was chosen."""
        if not field.data:
            raise ValidationError(say(N_("Choose the file that she sent.")))
