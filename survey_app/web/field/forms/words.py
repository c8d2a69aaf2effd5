"""Forms that speak the page's language.

Room: web, field desk. WTForms knows no Urdu, so every sentence is ours.
"""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from survey_app.web.field import page


class _Words:
    """What WTForms asks of a translator."""

    def gettext(self, string: str) -> str:
        return page.current_wording().gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return page.current_wording().translator.ngettext(singular, plural, n)


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of a page; labels and complaints are in the page's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the sentences come from."""

        def get_translations(self, form: FlaskForm) -> _Words:  # noqa: ARG002
            """Return the translator of this request."""
            return _Words()


def say(msgid: str, **values: str | int) -> str:
    """Return a sentence in the language of the page that is being made."""
    return page.current_wording().gettext(msgid, **values)


class Needed:
    """Refuse an empty field with a sentence of ours."""

    def __init__(self, msgid: str) -> None:
        self.msgid = msgid

    def __call__(self, _form: Any, field: Any) -> None:
        """Complain when `field` is empty."""
        if not (field.data or "").strip():
            raise ValidationError(say(self.msgid))
