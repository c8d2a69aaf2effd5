"""A study whose one form has a part that is answered alone, in two languages."""

import shutil
from pathlib import Path

import polib
from people import STUDY_PASSPHRASE

from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study
from survey_app.workflows.translate import merge_form_texts

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "tests" / "support" / "forms" / "alone"
ITS_OWN_GATE = ("quiet_place", "quiet_about", "quiet_consent", "${quiet_consent}")
URDU = {
    "Alone": "اکیلے",
    "To begin": "شروع",
    "Shall we talk?": "کیا ہم بات کریں؟",
    "How many streets has your town?": "آپ کے قصبے میں کتنی گلیاں ہیں؟",
    "Some other questions": "کچھ اور سوال",
    "I have looked around: nobody can hear us.": "ارد گرد دیکھ لیا ہے: کوئی نہیں سن سکتا۔",
    "Look behind the door.": "دروازے کے پیچھے دیکھیں۔",
    "The next questions are about how people treated you.": "اگلے سوال لوگوں کے سلوک کے بارے میں ہیں۔",
    "May we ask them now?": "کیا ہم یہ ابھی پوچھ سکتے ہیں؟",
    "Did anyone insult you?": "کیا کسی نے آپ کی بے عزتی کی؟",
    "Read softly.": "دھیمے سے پڑھیں۔",
    "What kind of person was it?": "وہ کس قسم کا شخص تھا؟",
    "Is there anything you want to say?": "کیا آپ کچھ کہنا چاہتی ہیں؟",
    "The end": "آخر",
    "Do you hope for something?": "کیا آپ کو کسی بات کی امید ہے؟",
    "Yes": "جی ہاں",
    "No": "جی نہیں",
    "Never": "کبھی نہیں",
    "Once": "ایک بار",
    "More than once": "ایک سے زیادہ بار",
    "Somebody who worked there": "وہاں کام کرنے والا",
    "Somebody of the family": "خاندان کا کوئی فرد",
    "Somebody else": "کوئی اور",
}


def alone_study(folder: Path, cost) -> tuple[Path, Path]:
    """Return the folder of the study and its pack."""
    study = folder / "study"
    titles = {"en": "Family", "ur": "گھر"}
    create_study(study, STUDY_PASSPHRASE, title="Test", cover_titles=titles, demo=True, cost=cost)
    pack = make_pack(
        study, STUDY_PASSPHRASE, form_folders=[FORM], translations=translated(folder, FORM)
    )
    return study, pack


def gateless(folder: Path) -> Path:
    """Return the form without its own questions about place and leave: then the app asks both."""
    lines = (FORM / "form.md").read_text(encoding="utf-8").splitlines(keepends=True)
    own = folder / "alone"
    own.mkdir()
    kept = [line for line in lines if not any(name in line for name in ITS_OWN_GATE[:3])]
    group = next(line for line in lines if "quiet_asked" in line)  # its condition named one of them
    at = next(place for place, line in enumerate(kept) if "quiet_words" in line)
    bare = group.replace("| quiet_asked | | | ${quiet_consent} = 'yes' |", "| quiet_asked | | | |")
    (own / "form.md").write_text("".join([*kept[:at], bare, *kept[at:]]), encoding="utf-8")
    return own


def translated(folder: Path, form: Path) -> Path:
    """Return a folder of translations in which the form is whole in Urdu."""
    copied = folder / "translations"
    if not copied.exists():
        shutil.copytree(ROOT / "translations", copied)
    merge_form_texts(form, copied, "ur")
    (written,) = copied.rglob("form-alone.po")
    texts = polib.pofile(str(written))
    for text in texts:
        text.msgstr = URDU[text.msgid]
    texts.save(str(written))
    return copied
