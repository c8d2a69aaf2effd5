"""A small study, the form of every control, on a laptop that real processes can open."""

from pathlib import Path

from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.vault.kdf import BOUNDS
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "tests" / "unit" / "web" / "forms" / "every_control"


def garden_pack(folder: Path) -> Path:
    """Return the pack of a new study in `folder`."""
    create_study(
        folder,
        STUDY_PASSPHRASE,
        title="Garden",
        cover_titles={"en": "Garden", "ur": "باغ"},
        demo=True,
        cost=BOUNDS.floor,
    )
    return make_pack(
        folder, STUDY_PASSPHRASE, form_folders=[FORM], translations=ROOT / "translations"
    )


def garden_laptop(data: Path, pack: Path, interviewer: str = INTERVIEWER) -> None:
    """Install the pack for two people, at the price of a real passphrase."""
    install_pack(data, pack)
    people = [NewPerson(Role.INTERVIEWER, interviewer), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(data, people, cost=BOUNDS.floor)
