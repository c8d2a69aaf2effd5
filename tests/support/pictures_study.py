"""A study whose one form asks for photographs, recordings, drawings and files, in two languages."""

import shutil
from pathlib import Path

import polib
from people import STUDY_PASSPHRASE

from survey_app.vault.kdf import Argon2Cost
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study
from survey_app.workflows.translate import merge_form_texts

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "tests" / "support" / "forms" / "pictures"
URDU = {
    "Pictures": "تصویریں",
    "Shall we talk?": "کیا ہم بات کریں؟",
    "Yes": "جی ہاں",
    "No": "جی نہیں",
    "A picture of the garden": "باغ کی تصویر",
    "Not of a face.": "چہرے کی نہیں۔",
    "Tell it in your own voice": "اپنی آواز میں بتائیں",
    "A film of the garden": "باغ کی ویڈیو",
    "A paper about it": "اس کے بارے میں کوئی کاغذ",
    "Draw the garden": "باغ کا خاکہ بنائیں",
    "Mark the best tree": "سب سے اچھے درخت پر نشان لگائیں",
    "Sign here": "یہاں دستخط کریں",
    "Both": "دونوں",
    "A few words": "چند الفاظ",
    "One more picture": "ایک اور تصویر",
    "Trees": "درخت",
    "A picture of the tree": "درخت کی تصویر",
}


def pictures_pack(folder: Path, *, cost: Argon2Cost | None = None) -> Path:
    """Return the pack of the study, made in `folder`."""
    study = folder / "study"
    titles = {"en": "Family", "ur": "گھر"}
    extra = {} if cost is None else {"cost": cost}
    create_study(study, STUDY_PASSPHRASE, title="Test", cover_titles=titles, demo=True, **extra)
    return make_pack(
        study, STUDY_PASSPHRASE, form_folders=[FORM], translations=_translations(folder)
    )


def _translations(folder: Path) -> Path:
    copied = folder / "translations"
    shutil.copytree(ROOT / "translations", copied)
    merge_form_texts(FORM, copied, "ur")
    (written,) = copied.rglob("form-pictures.po")
    texts = polib.pofile(str(written))
    for text in texts:
        text.msgstr = URDU[text.msgid]
    texts.save(str(written))
    return copied
