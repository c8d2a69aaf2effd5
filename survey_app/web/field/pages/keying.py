"""Questionnaires on paper: print one, key one in, compare two keyings.

Room: web, field desk. No draft and no number of a paper is named in an address.
Spec: docs/spec/keying.md.
Promise: where two keyings differ nothing is chosen beforehand; what was chosen is on the disk
    when the page says so; a page about one paper decides nothing about another.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.errors import SurveyError
from survey_app.i18n.locales import LANGUAGES
from survey_app.interview import EmptyKind, Interview
from survey_app.interview.private import private_parts
from survey_app.web.field import once, page
from survey_app.web.field.asking.drawing import WAYS_OUT
from survey_app.web.field.asking.naming import field_name
from survey_app.web.field.asking.old_pages import say_it_was_old
from survey_app.web.field.asking.place import close_everywhere, languages_of, sit_down
from survey_app.web.field.asking.saying import in_words
from survey_app.web.field.booklet import booklet
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.giveaways import quiet_name
from survey_app.web.field.marks import N_
from survey_app.web.field.overview import form_title
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows import keying as leg
from survey_app.workflows.field_laptop.laptop import InstalledForm
from survey_app.workflows.keying import Difference, Pair, Which
from survey_app.xform import FormDef

pages = Blueprint("keying", __name__)

NOT_READY = N_("This questionnaire is not ready in that language. Choose another language.")
JOINED = N_("The two keyings are one now. Look at it once more, then finish it.")
UNFIT = N_(
    "Some decisions do not fit what else was decided here, and were not kept. "
    "Look at these places again."
)
ANEW = N_("At some questions neither keying was right: answer them from the paper.")


@dataclass(frozen=True)
class Shown:
    """One difference in words."""

    name: str
    asked: Markup
    first: Markup
    second: Markup
    is_rows: bool

    @property
    def can_be_told_apart(self) -> bool:
        """Say whether a person sees which is which: of an answer that is not shown nobody does."""
        return self.first != self.second


@pages.get("/paper")
@unlocked_only
def paper() -> ResponseReturnValue:
    """Offer to print a questionnaire and to key one in."""
    return _paper()


def _paper(wrong: Markup | None = None) -> str:
    """Return the page; after a mistake with what was chosen, and what is `wrong`."""
    laptop, person = who(current_visit())
    person.interviews()
    forms = [
        (quiet_name(form_id), form_title(one.definition, form_id))
        for form_id, one in laptop.forms.items()
    ]
    return render(
        "keying/paper.html",
        forms=forms,
        languages=LANGUAGES.values(),
        form=PageForm(),
        said=request.form.to_dict(),
        wrong=wrong,
    )


@pages.post("/paper/print")
@unlocked_only
def printed() -> ResponseReturnValue:
    """Show the whole questionnaire as a booklet for the printer."""
    installed, tag = _chosen_form(), request.form.get("language", "")
    definition = installed.definition
    if not _is_ready(definition, tag):
        return _paper(page.current_wording().markup(NOT_READY)), 422
    page.speak(tag)
    return render(
        "keying/booklet.html",
        title=form_title(definition, definition.form_id),
        version=definition.version,
        entries=booklet(definition, tag),
    )


@pages.post("/paper/begin")
@unlocked_only
def begin() -> ResponseReturnValue:
    """Begin to key a paper in."""
    visit, wording, fields = current_visit(), page.current_wording(), request.form
    led = visit.done.led_to(once.name_of_form(request))
    if led:  # the button was pressed twice
        return redirect(led, code=303)
    if visit.receipt is not None:  # another interview would take the place of her number
        return redirect(url_for("ending.receipt"), code=303)
    laptop, person = who(visit)
    keying = 2 if fields.get("keying") == "2" else 1
    definition = _chosen_form().definition
    tag = fields.get("language", "")
    if not _is_ready(definition, tag):
        return _paper(wording.markup(NOT_READY)), 422
    try:
        number = fields.get("number", "")
        form_id = definition.form_id
        sitting = leg.begin(laptop, person, form_id, tag, number=number, keying=keying)
    except SurveyError as error:
        return _paper(wording.of_error(error)), 422
    sit_down(the_desk().visits, visit, sitting)
    reply = redirect(url_for("interview.question"), code=303)
    visit.done.note(once.name_of_form(request), reply)
    return reply


def _is_ready(definition: FormDef, tag: str) -> bool:
    return tag in {one.tag for one in languages_of(definition)}


@pages.post("/paper/compare")
@unlocked_only
def compare() -> ResponseReturnValue:
    """Open the two keyings of a paper beside each other."""
    current_visit().comparing = request.form.get("draft", "")
    return redirect(url_for("keying.compared"), code=303)


@pages.get("/paper/compare")
@unlocked_only
def compared() -> ResponseReturnValue:
    """Show where the two keyings differ."""
    try:
        pair = _pair()
    except SurveyError:
        return redirect(url_for("home.first_page"), code=303)
    _speak_of(pair)
    return render(
        "keying/compare.html",
        number=pair.paper.number,
        draft=pair.first.draft_id,
        decided=len(pair.paper.chosen),
        differences=[_shown(pair, one) for one in leg.differences(pair)],
        has_sealed_parts=bool(private_parts(pair.first.interview.form)),
        which=Which,
        form=PageForm(),
    )


@pages.post("/paper/choose")
@unlocked_only
def choose() -> ResponseReturnValue:
    """Take the decisions of the page; when nothing differs any more, make one of both."""
    visit = current_visit()
    _, person = who(visit)
    if request.form.get("draft") != visit.comparing:  # a page about another paper
        say_it_was_old()
        return redirect(url_for("keying.compared"), code=303)
    try:
        pair = _pair()
        known = {field_name(one.ref): one.ref for one in leg.differences(pair)}
        choices = {
            ref: Which(request.form[name])
            for name, ref in known.items()
            if request.form.get(name) in set(Which)
        }
        if leg.choose(pair, person, choices):
            visit.tell(page.current_wording().gettext(UNFIT), good=False)
        if request.form.get("do") == "join" and not leg.differences(pair):
            return _joined(pair)
    except SurveyError as error:
        visit.tell(page.current_wording().of_error(error), good=False)
    return redirect(url_for("keying.compared"), code=303)


def _joined(pair: Pair) -> ResponseReturnValue:
    visit, wording = current_visit(), page.current_wording()
    sitting = leg.join(pair)
    visit.comparing = ""
    sit_down(the_desk().visits, visit, sitting)
    visit.tell(wording.gettext(JOINED))
    anew = leg.to_answer_anew(sitting)
    screens = [one.key for one in sitting.interview.screens() if set(anew) & set(one.refs)]
    if screens:
        visit.tell(wording.gettext(ANEW), good=False)
        sitting.go(screens[0])
        return redirect(url_for("interview.question"), code=303)
    return redirect(url_for("ending.answers"), code=303)


def _pair() -> Pair:
    visit = current_visit()
    pair = leg.open_pair(*who(visit), visit.comparing)
    for sitting in (pair.first, pair.second):
        close_everywhere(the_desk().visits, sitting.draft_id)
    return pair


def _speak_of(pair: Pair) -> None:
    """Let both keyings speak the language of this page, for it alone: nothing is committed."""
    tag = page.current_language()
    for interview in (pair.first.interview, pair.second.interview):
        if interview.language != tag and interview.form.language_for(tag):
            interview.set_language(tag)


def _shown(pair: Pair, one: Difference) -> Shown:
    if one.rows is not None:
        here, there = one.rows
        title = _title(pair, one.ref)
        return Shown(field_name(one.ref), title, _rows(here), _rows(there), is_rows=True)
    first, second = pair.first.interview, pair.second.interview
    asked = told_in_line(first.label_parts(one.ref))
    return Shown(
        field_name(one.ref), asked, _said(first, one.ref), _said(second, one.ref), is_rows=False
    )


def _title(pair: Pair, repeat_ref: str) -> Markup:
    for interview in (pair.first.interview, pair.second.interview):
        for screen in interview.screens():
            if screen.repeat_ref == repeat_ref and screen.titles:
                return told_in_line(screen.titles[-1])
    return Markup("")


def _rows(count: int) -> Markup:
    return page.current_wording().ngettext("{count} row", "{count} rows", count)


def _said(interview: Interview, ref: str) -> Markup:
    wording, value, kind = page.current_wording(), interview.value(ref), interview.empty(ref)
    if value:
        return in_words(interview, ref, value, wording)
    if kind in WAYS_OUT:
        return wording.markup(WAYS_OUT[EmptyKind(kind)])
    return wording.markup(N_("Nothing stands there"))


def _chosen_form() -> InstalledForm:
    laptop, person = who(current_visit())
    person.interviews()
    wished = request.form.get("form", "")
    known = {quiet_name(form_id): one for form_id, one in laptop.forms.items()}
    if wished not in known:
        abort(404)
    return known[wished]
