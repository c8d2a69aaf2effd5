"""One sealed file that holds the whole laptop: written, opened again, and known when.

Room: web, field desk. The leg is `workflows.backup`; the page only waits for it.
Promise: nothing is called a backup here that was not opened and compared; a lock stops what is
    under way, and nothing half-written is left of it.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Blueprint, redirect, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.durable import typed_path
from survey_app.errors import SurveyError
from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import language
from survey_app.vault.errors import WrongPassphraseError
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import Desk, the_desk, who
from survey_app.web.field.forms.backup import FileForm, FolderForm
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.long_work import LongWork, Outcome, Progress
from survey_app.web.field.marks import N_
from survey_app.web.field.sticks import sticks
from survey_app.workflows import backup as leg
from survey_app.workflows.backing_up.last_backup import last_backup, reminder
from survey_app.workflows.backing_up.opening import Key, MakeKey, by_passphrase
from survey_app.workflows.backing_up.sealed_file import Front
from survey_app.workflows.field_laptop.laptop import Laptop, Person

pages = Blueprint("backup", __name__)

MAKE, VERIFY = "make", "verify"
AT_ONCE = 1.5  # seconds in which a small laptop is done, so that no page has to wait for it
MOST_FILES = 12
FELL = N_(
    "The work ended before it was done, and nothing of it is left. Nothing was changed on the "
    "laptop. Try again."
)


@dataclass(frozen=True)
class Found:
    """A file on a stick that looks like a backup: where it is, its name, and of which day."""

    path: str
    name: str
    day: str


@pages.get("/backup")
@pages.get("/backup/look", endpoint="look")
@unlocked_only
def backup() -> ResponseReturnValue:
    """Show when the last backup was made, what was asked for last, and the two wishes.

    A page without scripts comes back by itself to the second address, which is no sign of life.
    """
    work = current_visit().long_work
    if work is not None and work.outcome is None:
        return render("backup/working.html", work=work, form=PageForm())
    return _page(FolderForm(), FileForm(), None if work is None else work.outcome)


@pages.post("/backup")
@unlocked_only
def make() -> ResponseReturnValue:
    """Write a backup into a folder, open it again, compare it."""
    laptop, person = who(current_visit())
    form = FolderForm()
    if not form.validate_on_submit():
        return _page(form, FileForm()), 422
    folder = typed_path(form.place)
    return _begun(MAKE, lambda told: leg.make(laptop, person, folder, on_progress=told), rounds=2)


@pages.post("/backup/open")
@unlocked_only
def verify() -> ResponseReturnValue:
    """Open a backup in a scratch place and compare all of it; the laptop stays as it is."""
    laptop, person = who(current_visit())
    form = FileForm()
    if not form.validate_on_submit():
        return _page(FolderForm(), form), 422
    path = typed_path(form.file)
    key = _key(laptop, person, form.passphrase.data or "")
    return _begun(
        VERIFY, lambda told: leg.verify_backup(path, key, laptop.data, on_progress=told), rounds=1
    )


@pages.get("/backup/far")
@unlocked_only
def far() -> ResponseReturnValue:
    """Say in a line how far the work is, for the script of the page: a number, 100 at the end."""
    work = current_visit().long_work
    is_over = work is None or work.outcome is not None
    return {"percent": 100 if is_over or work is None else work.percent, "over": is_over}


@pages.post("/backup/stop")
@unlocked_only
def stop() -> ResponseReturnValue:
    """Stop what is under way."""
    work = current_visit().long_work
    if work is not None:
        work.stop()
        work.wait(AT_ONCE)
    return _back()


def _begun(
    kind: str, deed: Callable[[Progress], leg.Checked], *, rounds: int
) -> ResponseReturnValue:
    """Begin the work; a small one is over before the page comes."""
    visit = current_visit()
    work = LongWork(kind, deed, rounds)
    try:
        work.begin(the_desk().one_long_work)
    except SurveyError as error:
        visit.tell(page.current_wording().of_error(error), good=False)
        return _back()
    visit.long_work = work
    work.wait(AT_ONCE)
    return _back()


def _key(laptop: Laptop, person: Person, passphrase: str) -> MakeKey:
    """Return the laptop's own key, or that of a passphrase, tried as slowly as at the door."""
    if not passphrase.strip():
        return leg.by_person(laptop, person)
    throttle, opening = the_desk().throttle, by_passphrase(passphrase)

    def key(front: Front) -> Key:
        return throttle.try_once(lambda: opening(front), WrongPassphraseError)

    return key


def _page(folder: FolderForm, file: FileForm, outcome: Outcome | None = None) -> str:
    laptop, person = who(current_visit())
    work, last = current_visit().long_work, last_backup(laptop, person)
    result = outcome.result if outcome else None
    places = sticks()
    return render(
        "backup/backup.html",
        form=folder,
        file_form=file,
        checked=result if isinstance(result, leg.Checked) else None,
        on_this_disk=isinstance(result, leg.Checked) and _on_this_disk(the_desk(), result.path),
        made=work is not None and work.kind == MAKE,
        wrong=_wrong(outcome),
        stopped=outcome is not None and outcome.stopped,
        last=last,
        day="" if last is None else _told(last.day),
        due=reminder(laptop, person),
        sticks=places,
        found=_found([*places, *([Path(last.folder)] if last else [])]),
    )


def _wrong(outcome: Outcome | None) -> Markup | None:
    if outcome is None:
        return None
    wording = page.current_wording()
    if outcome.error is not None:
        return wording.of_error(outcome.error)
    return wording.markup(FELL) if outcome.fell else None


def _on_this_disk(desk: Desk, path: Path) -> bool:
    """Say whether the backup lies on the disk of the laptop, and would be lost with it."""
    with suppress(OSError):
        return path.stat().st_dev == desk.data.stat().st_dev
    return False


def _found(folders: list[Path]) -> list[Found]:
    """Return the newest backups in the folders."""
    files = {path: moment for folder in folders for path, moment in _files(folder)}
    newest = sorted(files, key=lambda path: -files[path])[:MOST_FILES]
    return [
        Found(str(path), path.name, _told(datetime.fromtimestamp(files[path], UTC).date()))
        for path in newest
    ]


def _files(folder: Path) -> Iterator[tuple[Path, float]]:
    with suppress(OSError):
        for path in folder.glob("*.backup"):
            yield path, path.stat().st_mtime


def _told(day: date) -> str:
    return long_date(day, language(page.current_language()))


def _back() -> ResponseReturnValue:
    return redirect(url_for("backup.backup"), code=303)
