"""The first run: choose a language, then the demo study or a study pack, then passphrases.

Room: web, field desk.
Promise: passphrases made here are shown until they were written down, then never again.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from survey_app.durable import typed_path
from survey_app.i18n.locales import LANGUAGES
from survey_app.vault.passphrase import new_passphrase
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.forms.door import PackForm, PeopleForm
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import forgetting
from survey_app.web.field.marks import N_
from survey_app.web.field.remembering import remember_looks
from survey_app.workflows import enrol
from survey_app.workflows.demonstration.end import coordinator_of, end_demo, is_own_demo
from survey_app.workflows.errors import PackDamagedError
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.places import shipped_referrals
from survey_app.workflows.study.care_settings import CareSettings
from survey_app.workflows.study.packs_aside import refuse_unreadable
from survey_app.workflows.study.referrals import read_referrals

pages = Blueprint("wizard", __name__)

DEMO_PEOPLE = ("interviewer", "supervisor", "coordinator")
DEMO_COVER = N_("Women and family life")


@pages.get("/welcome")
def welcome() -> ResponseReturnValue:
    """Greet, and offer the two ways to begin."""
    laptop = the_desk().laptop()
    if laptop is None:
        return render("wizard/welcome.html", form=PageForm())
    return _to("wizard.people" if laptop.device is None else "door.unlock")


@pages.post("/welcome/demo")
def demo() -> ResponseReturnValue:
    """Show the demo's passphrases; nothing is made before they are on paper."""
    visit = current_visit()
    if the_desk().laptop() is None:
        for person in DEMO_PEOPLE:
            visit.fresh_passphrases.setdefault(person, new_passphrase("digits"))
    return _to("wizard.passphrases")


@pages.get("/welcome/passphrases")
def passphrases() -> ResponseReturnValue:
    """Show the demo's passphrases until they were written down."""
    made = current_visit().fresh_passphrases
    if "coordinator" not in made or the_desk().laptop() is not None:
        return _to("wizard.welcome")
    return render("wizard/passphrases.html", made=made, form=PageForm())


@pages.post("/welcome/written")
def written() -> ResponseReturnValue:
    """Make the demo study with the passphrases that are on paper now, and forget them."""
    from survey_app.workflows.demonstration import study as demo_study  # noqa: PLC0415 - compiles forms, once

    desk, visit = the_desk(), current_visit()
    if "coordinator" not in visit.fresh_passphrases or desk.laptop() is not None:
        return _to("wizard.welcome")
    demo_study.install_demo(
        desk.data,
        coordinator_of(desk.data),
        demo_study.DemoPassphrases(*(visit.fresh_passphrases[one] for one in DEMO_PEOPLE)),
        form_folders=desk.forms,
        translations=desk.translations,
        cover_titles={tag: desk.wording(tag).gettext(DEMO_COVER) for tag in LANGUAGES},
        care=CareSettings(read_referrals(shipped_referrals().read_bytes())),
    )
    remember_looks()  # the language was chosen before there was a folder to keep it in
    visit.fresh_passphrases.clear()
    return _to("door.unlock")


@pages.route("/welcome/anew", methods=["GET", "POST"])
def anew() -> ResponseReturnValue:
    """Take away a demo that was made here, when the box was ticked as well."""
    desk = the_desk()
    laptop = desk.laptop()
    if laptop is None or not is_own_demo(desk.data, laptop.study):
        return _to("wizard.welcome")
    if request.method == "GET" or request.form.get("sure") != "yes":
        forgot = request.method == "POST"
        return render("wizard/anew.html", form=PageForm(), forgot=forgot), 422 if forgot else 200
    desk.stop_long_work()
    desk.visits.end_all()
    desk.let_go()
    end_demo(desk.data)
    return forgetting(redirect(url_for("wizard.welcome"), code=303))


@pages.route("/welcome/install", methods=["GET", "POST"])
def install() -> ResponseReturnValue:
    """Take a study pack from a file or a place on this machine."""
    desk = the_desk()
    with suppress(PackDamagedError):  # a good copy is what mends that
        if desk.laptop() is not None:
            return _to("wizard.welcome")
    form = PackForm()
    if not form.validate_on_submit():
        return render("wizard/install.html", form=form), 422 if form.errors else 200
    if form.pack.data:
        _install_upload(desk.data, form.pack.data)
    else:
        _install(desk.data, typed_path(form.path.data.strip()))
    remember_looks()
    return _to("wizard.people")


@pages.route("/welcome/people", methods=["GET", "POST"])
def people() -> ResponseReturnValue:
    """Choose the passphrases of the people who use this laptop."""
    desk, visit = the_desk(), current_visit()
    laptop = desk.laptop()
    if laptop is None or laptop.device is not None:
        return _to("wizard.welcome")
    for role in (Role.INTERVIEWER, Role.SUPERVISOR):
        visit.fresh_passphrases.setdefault(role, new_passphrase("digits"))
    form = PeopleForm()
    if not form.validate_on_submit():
        html = render(
            "wizard/people.html",
            form=form,
            study=laptop.study,
            suggested=visit.fresh_passphrases,
        )
        return html, 422 if form.errors else 200
    desk.let_go()
    enrol.enrol_laptop(desk.data, _new_people(form))
    visit.fresh_passphrases.clear()
    return redirect(url_for("door.unlock", news="ready"), code=303)


def _new_people(form: PeopleForm) -> tuple[enrol.NewPerson, ...]:
    if form.alone:
        return (enrol.NewPerson(Role.SOLO, form.interviewer.data),)
    return (
        enrol.NewPerson(Role.INTERVIEWER, form.interviewer.data),
        enrol.NewPerson(Role.SUPERVISOR, form.supervisor.data),
    )


def _install_upload(data: Path, upload: FileStorage) -> None:
    """Install an uploaded pack; a pack is public, so it may lie in a file for a moment."""
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        path = Path(folder) / "study.pack"
        upload.save(path)
        _install(data, path)


def _install(data: Path, pack: Path) -> None:
    refuse_unreadable(pack)
    enrol.install_pack(data, pack)


def _to(endpoint: str) -> ResponseReturnValue:
    return redirect(url_for(endpoint), code=303)
