"""What leaves the laptop: packing to a folder, sending, receipts; what waits is always seen.

Room: web, field desk.
Promise: only reviewed, sealed interviews leave, and only when somebody presses the button.
"""

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.disclosure.reports.preview import Preview
from survey_app.disclosure.sentences import Sentence
from survey_app.durable import typed_path
from survey_app.errors import SurveyError
from survey_app.i18n.marking import N_
from survey_app.interview import TextPart
from survey_app.release.preview_bars import preview_bars
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import who
from survey_app.web.field.finding import A_FEW, MOST_LETTERS, holds
from survey_app.web.field.forms.outgoing import PlaceForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.overview import form_title
from survey_app.web.field.sticks import sticks
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows import export as leg
from survey_app.workflows.field_laptop.laptop import Laptop
from survey_app.workflows.integrity import evidence
from survey_app.workflows.risk_preview import risk_previews
from survey_app.xform.definition import FormDef

pages = Blueprint("outgoing", __name__)


@pages.route("/export", methods=["GET", "POST"])
@unlocked_only
def export() -> ResponseReturnValue:
    """Pack everything reviewed into one sealed file in a folder."""
    laptop, person = who(current_visit())
    form = PlaceForm()
    wrong: object = None
    if form.validate_on_submit():
        try:
            done = leg.pack(laptop, person, typed_path(form.place))
        except SurveyError as error:
            wrong = page.current_wording().of_error(error)
        else:
            current_visit().tell(_packed(done))
            for contradiction in evidence.seen_at(laptop, done.path.parent):
                told = page.current_wording().of_error(contradiction)
                current_visit().tell(told, good=False)
            return redirect(url_for("outgoing.sync"), code=303)
    html = render(
        "outgoing/export.html",
        form=form,
        wrong=wrong,
        waiting=leg.waiting(laptop, person),
        sticks=sticks(),
    )
    return html, 422 if form.errors or wrong else 200


@pages.get("/risk")
@unlocked_only
def risk() -> ResponseReturnValue:
    """Show in numbers and words how easily a woman could be found among what is here."""
    laptop, person = who(current_visit())
    wording = page.current_wording()
    shown = []
    for one in risk_previews(laptop, person):
        words = _words_of_questions(laptop, one)
        drawn = preview_bars(one, wording.gettext, words)
        shown.append(
            {
                "title": form_title(_form(laptop, one.form_id), one.form_id),
                "drawn": Markup(drawn),  # noqa: S704 - our own, escaped
                "sentences": [_said(sentence, words) for sentence in one.sentences],
            }
        )
    return render("outgoing/risk.html", previews=shown)


def _form(laptop: Laptop, form_id: str) -> FormDef | None:
    return laptop.forms[form_id].definition if form_id in laptop.forms else None


def _words_of_questions(laptop: Laptop, one: Preview) -> dict[str, str]:
    """Return the questions that single women out in their own words, in the page's language."""
    if one.form_id not in laptop.forms:
        return {}
    form, tag = laptop.forms[one.form_id].definition, page.current_language()
    labels = {
        name: form.wording(form.questions[name].label, tag)
        for name in one.causes
        if name in form.questions
    }
    return {
        name: str(told_in_line([TextPart(label)]).striptags()) for name, label in labels.items()
    }


def _said(sentence: Sentence, words: Mapping[str, str]) -> Markup:
    """Return a sentence of the preview, with a question's words in the place of its name."""
    params = dict(sentence.params)
    name = str(params.get("variable", ""))
    if words.get(name):
        params["variable"] = words[name]
    return page.current_wording().markup(sentence.msgid, **params)


@pages.route("/sync", methods=["GET", "POST"])
@unlocked_only
def sync() -> ResponseReturnValue:
    """Bring packed files to a folder or the office; show who confirmed to have what."""
    laptop, _ = who(current_visit())
    form = PlaceForm()
    wrong: object = None
    if form.validate_on_submit():
        try:
            done = leg.push(laptop, form.place)
        except SurveyError as error:
            wrong = page.current_wording().of_error(error)
        else:
            current_visit().tell(_pushed(done))
            return redirect(url_for("outgoing.sync"), code=303)
    history, (words, is_open) = leg.history(laptop), current_visit().looked_in_packed
    html = render(
        "outgoing/sync.html",
        form=form,
        wrong=wrong,
        to_send=leg.to_send(laptop),
        history=history,
        found=[one for one in history if _fits(one, words, is_open=is_open)],
        wanted=words,
        wants_open=is_open,
        may_find=bool(words) or is_open or len(history) > A_FEW,
        targets=laptop.study.targets,
        sticks=sticks(),
    )
    return html, 422 if form.errors or wrong else 200


@pages.post("/sync/find")
@unlocked_only
def find() -> ResponseReturnValue:
    """Look for packed files by words, or for those without a receipt; or stop looking."""
    stop = request.form.get("do") == "all"
    words = "" if stop else request.form.get("words", "").strip()[:MOST_LETTERS]
    current_visit().looked_in_packed = words, not stop and request.form.get("open") == "yes"
    return redirect(url_for("outgoing.sync"), code=303)


def _fits(sent: leg.SentBundle, words: str, *, is_open: bool) -> bool:
    """Say whether a packed file is looked for: its place, its name, or who confirmed it."""
    named = [str(sent.place), sent.file_name, *(target for target, _receipt in sent.receipts)]
    return holds(named, words) and not (is_open and sent.receipts)


def _packed(done: leg.Exported) -> Markup:
    """Say what the file carries; one with withdrawals alone is not empty, and must not wait."""
    wording, file = page.current_wording(), f"{done.path.name[:8]}….bundle"
    interviews = wording.ngettext(
        "{count} interview was sealed into {file}. Take the file to the coordinator.",
        "{count} interviews were sealed into {file}. Take the file to the coordinator.",
        done.count,
        file=file,
    )
    withdrawals = wording.ngettext(
        "{file} tells the coordinator that {count} interview was taken back. Take it there soon.",
        "{file} tells the coordinator that {count} interviews were taken back. Take it there soon.",
        done.withdrawals,
        file=file,
    )
    told = [interviews] * bool(done.count) + [withdrawals] * bool(done.withdrawals)
    return Markup(" ").join(told)


def _pushed(done: leg.PushResult) -> Markup:
    wording = page.current_wording()
    if not done.delivered:
        return wording.markup(N_("Everything had arrived there before; nothing had to be sent."))
    return wording.ngettext(
        "{count} file arrived whole and was confirmed.",
        "{count} files arrived whole and were confirmed.",
        len(done.delivered),
    )
