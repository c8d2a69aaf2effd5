"""The translations are fresh, whole and clean: what a page can say, it can say in Urdu."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest

from survey_app.i18n.catalogues import Catalogues
from survey_app.i18n.extraction import KEYWORDS
from survey_app.workflows.proofread import STALE_TEMPLATE, proofread_app, proofread_form
from survey_app.workflows.translate import app_template, form_folders, merge_app, merge_form_texts

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "translations"
FORMS = form_folders(ROOT / "forms")
PO_FILES = sorted(TRANSLATIONS.rglob("*.po"))


def test_the_template_holds_every_word_of_the_program():
    fresh = (TRANSLATIONS / "messages.pot").read_bytes() == app_template(TRANSLATIONS)
    assert fresh, "run: survey-app translation extract, then merge, then translate what is new"


def test_no_word_hides_inside_a_string_with_fields():
    """Before Python 3.12 nothing sees a call inside an f-string: its words stay English."""
    hidden = [
        (file.name, call.lineno)
        for file in (ROOT / "survey_app").rglob("*.py")
        for part in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(part, ast.JoinedStr)
        for call in ast.walk(part)
        if isinstance(call, ast.Call) and _name(call.func) in KEYWORDS
    ]
    assert hidden == []


def _name(called):
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_every_word_of_the_program_has_its_urdu():
    notes = proofread_app(TRANSLATIONS, "ur")
    errors = [note for note in notes if note.severity == "error" and note.code != STALE_TEMPLATE]
    assert [(note.code, note.entry) for note in errors] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_every_text_she_hears_is_there_and_clean(form):
    notes = proofread_form(form, TRANSLATIONS, "ur")
    errors = [note for note in notes if note.severity == "error"]
    assert [(note.code, note.entry) for note in errors] == []


def test_merging_again_changes_nothing(tmp_path):
    copy = tmp_path / "translations"
    shutil.copytree(TRANSLATIONS, copy)
    merge_app(copy, "ur")
    for form in FORMS:
        merge_form_texts(form, copy, "ur")
    changed = [
        path.name
        for path in PO_FILES
        if (copy / path.relative_to(TRANSLATIONS)).read_bytes() != path.read_bytes()
    ]
    assert changed == [], "run: survey-app translation merge"


def test_the_program_takes_its_own_files_without_a_complaint():
    catalogues = Catalogues(TRANSLATIONS)
    for domain in ("messages", *(f"form-{form.name}" for form in FORMS)):
        catalogues.translator("ur", domain)
    assert catalogues.problems() == ()


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed here")
@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.name)
def test_gettext_itself_takes_the_files(path):
    words = ["msgfmt", "--check-format", "-o", "/dev/null", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
