"""What is done to a finished interview: taken back whole or in part, an answer put right.

Room: web, field desk. The legs are `workflows.withdraw` and `workflows.amend`.
Promise: nobody is told who she is or what she said: the number she brings is the only way in, the
    pages show the questionnaire as it is for every woman, and nothing is destroyed at one press.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.errors import SurveyError
from survey_app.web.field import page
from survey_app.web.field.afterwards import Part, correctable_parts, parts_of, words_of
from survey_app.web.field.booklet import Entry
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.afterwards import AnswerForm, NumberForm, PartForm, WholeForm
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.overview import form_title
from survey_app.workflows.amend import Subject, Wish, amend, subject
from survey_app.workflows.amend_errors import NoSuchAnswerError
from survey_app.workflows.errors import NoSuchRecordError
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.withdraw import withdraw

pages = Blueprint("afterwards", __name__)

Arguments = ParamSpec("Arguments")
HER_WISH = N_("Her own wish")
DESTROYED = N_(
    "The interview is destroyed on this laptop, with its photographs, recordings and keys. The "
    "next packed file tells the coordinator."
)
TAKEN_OUT = N_(
    "The part is destroyed, here and in the sealed interview. The reason is sealed with it."
)
LEFT_OUT = N_(
    "This interview was finished with an earlier version: what was taken back stays sealed under "
    "the study key, and whoever opens the interview is given it without. Only taking it back whole "
    "destroys it."
)
PUT_RIGHT = N_("The right answer is sealed beside the interview, with who, when and why.")


@pages.route("/afterwards", methods=["GET", "POST"])
@unlocked_only
def number() -> ResponseReturnValue:
    """Ask for the number that she was given."""
    visit, form = current_visit(), NumberForm()
    laptop, person = who(visit)
    person.reviews()
    wrong: Markup | None = None
    if form.validate_on_submit():
        try:
            subject(laptop, person, form.number.data)
        except NoSuchRecordError as error:
            wrong = page.current_wording().of_error(error)
        else:
            visit.her_number = form.number.data
            return redirect(url_for("afterwards.wishes"), code=303)
    visit.her_number = ""
    html = render("afterwards/number.html", form=form, wrong=wrong)
    return html, 422 if form.errors or wrong else 200


def of_her_number(
    view: "Callable[Concatenate[Subject, Arguments], ResponseReturnValue]",
) -> "Callable[Arguments, ResponseReturnValue]":
    """Give the page the interview whose number was typed; without one, ask for it."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        visit = current_visit()
        laptop, person = who(visit)
        try:
            found = subject(laptop, person, visit.her_number)
        except NoSuchRecordError:
            return redirect(url_for("afterwards.number"), code=303)
        return view(found, *args, **kwargs)

    return unlocked_only(guarded)


@pages.get("/afterwards/wishes")
@of_her_number
def wishes(found: Subject) -> ResponseReturnValue:
    """Show what can be done, and what it does and does not do."""
    form = found.form
    return render(
        "afterwards/wishes.html",
        title=form_title(form, form.form_id),
        has_left=found.has_left,
        form=PageForm(),
    )


@pages.route("/afterwards/whole", methods=["GET", "POST"])
@of_her_number
def whole(found: Subject) -> ResponseReturnValue:
    """Destroy the whole interview, once the line is ticked."""
    form = WholeForm()
    if form.validate_on_submit():
        return _done(_withdrawn)
    html = render("afterwards/whole.html", form=form, has_left=found.has_left)
    return html, 422 if form.errors else 200


@pages.route("/afterwards/part", methods=["GET", "POST"])
@of_her_number
def part(found: Subject) -> ResponseReturnValue:
    """Choose parts and questions, read them once more, then destroy them."""
    if found.has_left:
        return redirect(url_for("afterwards.wishes"), code=303)
    form = PartForm()
    parts = parts_of(found.form, page.current_language())
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.reason.data = page.current_wording().gettext(HER_WISH)
        html = render("afterwards/part.html", form=form, parts=parts)
        return html, 422 if form.errors else 200
    if request.form.get("sure") != "yes":
        chosen = words_of(parts, form.names.data)
        return render("afterwards/sure_of_part.html", form=form, chosen=chosen)
    wish = Wish(form.reason.data, withdrawn=form.names.data, drop_files=form.files.data)
    return _done(lambda laptop, person: _amended(laptop, person, wish, TAKEN_OUT))


@pages.get("/afterwards/answer")
@of_her_number
def answer(found: Subject) -> ResponseReturnValue:
    """Choose the question whose answer was wrong."""
    if found.has_left:
        return redirect(url_for("afterwards.wishes"), code=303)
    return render("afterwards/choose.html", parts=_correctable(found), form=PageForm())


@pages.post("/afterwards/answer")
@of_her_number
def put_right(found: Subject) -> ResponseReturnValue:
    """Take the right answer, read it once more, then seal it beside the interview."""
    name = request.form.get("question", "")
    entry = _entry(_correctable(found), name)
    form = AnswerForm(found.form.questions[name])
    if request.form.get("do") != "answer":
        return render("afterwards/answer.html", form=form, entry=entry, kind=_kind(form, entry))
    if not form.validate_on_submit():
        html = render("afterwards/answer.html", form=form, entry=entry, kind=_kind(form, entry))
        return html, 422
    if request.form.get("sure") != "yes":
        said = _in_words(entry, form.value)
        return render("afterwards/sure_of_answer.html", form=form, entry=entry, said=said)
    wish = Wish(form.reason.data, {name: form.value})
    return _done(lambda laptop, person: _amended(laptop, person, wish, PUT_RIGHT))


def _correctable(found: Subject) -> tuple[Part, ...]:
    return correctable_parts(found.form, page.current_language(), found.correctable)


def _entry(parts: Sequence[Part], name: str) -> Entry:
    found = next((one for part in parts for one in part.entries if one.code == name), None)
    if found is None:
        raise NoSuchAnswerError(name=name)
    return found


def _kind(form: AnswerForm, entry: Entry) -> str:
    """Return how the right answer is given: one, many, date, number or text."""
    if entry.boxes:
        return entry.kind
    kinds = {"date": "date", "int": "number", "decimal": "number"}
    return kinds.get(form.question.data_type, "text")


def _in_words(entry: Entry, value: str) -> str:
    labels = {box.code: box.label for box in entry.boxes}
    if entry.kind == "line":
        return value
    chosen = [value] if value in labels else value.split()
    return " · ".join(labels.get(one, one) for one in chosen)


def _amended(laptop: Laptop, person: Person, wish: Wish, said: str) -> str:
    """Amend; return what to say of it: `said`, unless a part could only be left out."""
    the_desk().stop_long_work()
    return said if amend(laptop, person, current_visit().her_number, wish) else LEFT_OUT


def _withdrawn(laptop: Laptop, person: Person) -> str:
    the_desk().stop_long_work()
    withdraw(laptop, person, current_visit().her_number)
    return DESTROYED


def _done(deed: Callable[[Laptop, Person], str]) -> ResponseReturnValue:
    """Do it, forget the number, and say on the first page that it is done, or why not."""
    visit, wording = current_visit(), page.current_wording()
    try:
        said = deed(*who(visit))
    except SurveyError as error:
        visit.tell(wording.of_error(error), good=False)
    else:
        visit.tell(wording.gettext(said), good=said is not LEFT_OUT)
    visit.her_number = ""
    return redirect(url_for("home.first_page"), code=303)
