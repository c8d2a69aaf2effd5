"""The forms of a backup: where it goes, and which one is opened.

Room: web, field desk.
Promise: a passphrase is never sent back to a page.
"""

from typing import Any

from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from survey_app.web.field.forms.outgoing import PlaceForm, typed_or_chosen
from survey_app.web.field.forms.words import PageForm, say
from survey_app.web.field.marks import N_


class FolderForm(PlaceForm):
    """The folder that the backup is written into."""


class FileForm(PageForm):
    """The backup that shall be opened, and a passphrase where it is of another laptop."""

    chosen = StringField()
    path = StringField()
    passphrase = PasswordField()

    @property
    def file(self) -> str:
        """Return where the file lies; what was typed counts before what stood chosen."""
        return typed_or_chosen(self.path, self.chosen)

    def validate_path(self, field: Any) -> None:
        """Complain when no file was given."""
        del field
        if not self.file:
            raise ValidationError(say(N_("Choose a backup, or type where the file is.")))
