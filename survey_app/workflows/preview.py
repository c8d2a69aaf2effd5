"""A desk to throw away: one questionnaire on a laptop that exists while someone looks at it.

Room: workflows.

    form folder -> study, pack, laptop with one person, all in a temporary folder -> gone

Promise: the preview is a real laptop, so nothing in its folder can be read without its
passphrase, which is written nowhere; when the preview ends, the folder is removed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.author import load_form
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study


@dataclass(frozen=True, repr=False)
class Preview:
    """A laptop to look at a form: its folder, its passphrase, the languages left out."""

    data: Path
    passphrase: str
    left_out: tuple[str, ...]


@contextmanager
def preview(form: Path, translations: Path, *, cost: Argon2Cost | None = None) -> Iterator[Preview]:
    """Yield a laptop with the questionnaire in the folder `form`, and remove it at the end.

    A language whose texts are not complete is left out and named.

    Raises: FormHasErrorsError, WorkbookUnreadableError, NoWorkbookError, CatalogueError.
    """
    left_out = load_form(form, translations).incomplete
    with TemporaryDirectory(prefix="survey-app-preview-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        words = translations if translations.is_dir() and not left_out else place
        passphrase = new_passphrase("digits")
        _install(place, form, words, passphrase, cost or calibrated_cost())
        yield Preview(place / "data", passphrase, left_out)


def _install(
    place: Path, form: Path, translations: Path, passphrase: str, cost: Argon2Cost
) -> None:
    """Make study and laptop; the study's own keys are lost at once, nobody will need them."""
    lost = new_passphrase("words")
    create_study(
        place / "study",
        lost,
        title="Preview",
        cover_titles={"en": "Preview", "ur": "نمونہ"},
        demo=True,
        cost=cost,
    )
    pack = make_pack(place / "study", lost, form_folders=[form], translations=translations)
    install_pack(place / "data", pack)
    enrol_laptop(place / "data", [NewPerson(Role.SOLO, passphrase)], cost=cost)
