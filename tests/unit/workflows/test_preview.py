"""A form can be tried on a desk that leaves nothing behind."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from survey_app.cli.main import Desks
from survey_app.cli.main import main as command
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.preview import preview
from survey_app.xlsform.errors import FormHasErrorsError

ROOT = Path(__file__).resolve().parents[3]
KHAN = ROOT / "forms" / "khan_2024"
TRANSLATIONS = ROOT / "translations"
MARKER = "a marker nobody else writes"


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_typed_into_a_preview_is_readable_nowhere_and_gone_at_the_end(cheap_argon2):
    with preview(KHAN, TRANSLATIONS, cost=cheap_argon2) as shown:
        laptop = open_laptop(shown.data)
        sitting = start(laptop, unlock(laptop, shown.passphrase), "khan_2024", "ur")
        texts = [q for q in sitting.interview.form.questions.values() if q.data_type == "string"]
        free = next(q for q in texts if q.control == "input")
        sitting.answer({free.path: MARKER})
        assert sitting.interview.save().find(MARKER.encode()) > 0
        laptop.close()
        written = files_below(shown.data.parent)
        assert written
        assert not [path for path in written if MARKER.encode() in path.read_bytes()]
        assert not [path for path in written if shown.passphrase.encode() in path.read_bytes()]
    assert not shown.data.parent.exists()


def test_a_preview_that_ends_with_a_fault_is_gone_too(cheap_argon2):
    with pytest.raises(RuntimeError), preview(KHAN, TRANSLATIONS, cost=cheap_argon2) as shown:
        raise RuntimeError
    assert not shown.data.parent.exists()


def test_a_language_that_is_not_complete_is_left_out_and_named(tmp_path, cheap_argon2):
    texts = tmp_path / "ur" / "LC_MESSAGES" / "form-khan_2024.po"
    texts.parent.mkdir(parents=True)
    whole = (TRANSLATIONS / "ur" / "LC_MESSAGES" / texts.name).read_text(encoding="utf-8")
    first = whole.index('msgctxt "q:')
    texts.write_text(whole[:first] + "#, fuzzy\n" + whole[first:], encoding="utf-8")
    with preview(KHAN, tmp_path, cost=cheap_argon2) as shown:
        laptop = open_laptop(shown.data)
        assert shown.left_out == ("ur",)
        assert laptop.forms["khan_2024"].definition.language_for("ur") is None
        laptop.close()


def test_a_form_with_errors_is_not_shown(tmp_path):
    (tmp_path / "form.md").write_text(
        "| survey | type | name |\n| | texxt | a |\n", encoding="utf-8"
    )
    with pytest.raises(FormHasErrorsError), preview(tmp_path, TRANSLATIONS):
        pass


def test_the_command_says_the_passphrase_and_serves_the_preview():
    served = []

    def serve_field(**how):
        served.append(how)
        assert how["data"].is_dir()

    words = ["form", "preview", str(KHAN), "--translations", str(TRANSLATIONS), "--port", "9999"]
    done = CliRunner().invoke(command, words, obj=Desks(serve_field, serve_field, serve_field))
    assert done.exit_code == 0, done.output
    assert "Passphrase of this preview: " in done.output
    assert served[0]["port"] == 9999
    assert not served[0]["data"].exists()
    assert "Nothing of this preview is kept" in served[0]["farewell"]
