"""A small study made in a folder, and the pack of its forms."""

from pathlib import Path

from people import STUDY_PASSPHRASE

from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study

ROOT = Path(__file__).resolve().parents[2]


def pack_of(folder: Path, *forms: Path, cost, **settled) -> bytes:
    """Make a demo study in `folder`; return its pack with these forms and what is `settled`."""
    study = folder / "study"
    titles = {"en": "Family", "ur": "گھر"}
    create_study(
        study, STUDY_PASSPHRASE, title="Test study", cover_titles=titles, demo=True, cost=cost
    )
    return make_pack(
        study,
        STUDY_PASSPHRASE,
        form_folders=forms,
        translations=ROOT / "translations",
        **settled,
    )
