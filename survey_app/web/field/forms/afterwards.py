"""The forms of what is done to a finished interview: her number, the wish, the reason.

Room: web, field desk.
"""

from typing import Any

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from survey_app.web.field.forms.days import day_of
from survey_app.web.field.forms.numbers import PointNumber, WholeNumber
from survey_app.web.field.forms.words import Needed, PageForm, say
from survey_app.web.field.marks import N_
from survey_app.workflows.interviewing.receipts import read_receipt_code
from survey_app.xform.definition import QuestionDef

NO_REASON = N_("Write in a few words why.")


class NumberForm(PageForm):
    """The number that she was given."""

    number = StringField()

    def validate_number(self, field: Any) -> None:
        """Complain when the digits cannot be one of our numbers: a slip of the tongue or hand."""
        if read_receipt_code(field.data or "") is None:
            raise ValidationError(
                say(N_("This is not such a number: a digit is wrong or missing. Hear it again."))
            )


class WholeForm(PageForm):
    """The tick without which nothing is destroyed."""

    sure = BooleanField()

    def validate_sure(self, field: Any) -> None:
        """Complain when nothing was ticked."""
        if not field.data:
            raise ValidationError(say(N_("Tick the line first. Nothing was destroyed.")))


class AnyOfThem(SelectMultipleField):  # type: ignore[misc]
    """Names that the page offered; what it did not offer, the workflow refuses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[], validate_choice=False, **options)


class PartForm(PageForm):
    """What she takes back, and why."""

    names = AnyOfThem()
    files = BooleanField()
    reason = TextAreaField(validators=[Needed(NO_REASON)])

    def validate_names(self, field: Any) -> None:
        """Complain when nothing was chosen."""
        if not field.data and not self.files.data:
            raise ValidationError(say(N_("Tick at least one part or one question.")))


class AnswerForm(PageForm):
    """The right answer of one question, and why the first one was wrong."""

    values = AnyOfThem()
    written = TextAreaField()
    year = StringField()
    month = StringField()
    day = StringField()
    reason = TextAreaField(validators=[Needed(NO_REASON)])

    def __init__(self, question: QuestionDef) -> None:
        super().__init__()
        self.question = question
        self.value = ""

    def validate_written(self, field: Any) -> None:
        """Understand the answer as its question wants it, or complain at the field."""
        self.value = self._understood(field.data or "")
        if not self.value:
            raise ValidationError(say(N_("Give the right answer.")))

    def _understood(self, text: str) -> str:
        chosen = [one for one in self.values.data or () if one in self._codes()]
        if self.question.control == "select1":
            return "".join(chosen[:1])
        if self.question.control == "select":
            return " ".join(chosen)
        if self.question.data_type == "date":
            return day_of("", *(one.data or "" for one in (self.year, self.month, self.day)))
        plain = text.replace("\r\n", "\n").strip()
        reads = {"int": WholeNumber, "decimal": PointNumber}.get(self.question.data_type)
        if reads is None or not plain:
            return plain
        return str(reads(name="written", _form=self).understood(plain))

    def _codes(self) -> frozenset[str]:
        return frozenset(one.value for one in self.question.choices_all())
