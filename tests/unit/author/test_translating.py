"""Rules for the translator's leg: templates, merges, proofreading, at the command line."""

import importlib
import json
import pkgutil
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner

import survey_app
from survey_app.cli.main import main
from survey_app.cli.translation_cmd import command
from survey_app.errors import registered_errors
from survey_app.i18n.errors import ExtractionError
from survey_app.i18n.extraction import extract_messages

ROOT = Path(__file__).resolve().parents[3]
FORM = """
| survey | type    | name | label::English (en) | voice      | sdc_role |
|        | integer | age  | How old are you?    | respondent | direct   |
| settings | form_id | form_title | version |
|          | small   | Small      | 1       |
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "forms" / "small").mkdir(parents=True)
    (tmp_path / "forms" / "small" / "form.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "babel.cfg").write_text(
        (ROOT / "translations" / "babel.cfg").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return tmp_path


def run(folder, *words):
    verb, *rest = words
    places = ["--translations", str(folder / "translations")]
    if verb not in {"review", "extract"}:
        places += ["--forms", str(folder / "forms")]
    return CliRunner().invoke(command, [verb, *rest, *places], catch_exceptions=False)


def po(folder, name="form-small"):
    return folder / "translations" / "ur" / "LC_MESSAGES" / f"{name}.po"


def translate(folder, ctx="q:age:label", text="آپ کی عمر کتنی ہے؟"):
    file = polib.pofile(str(po(folder)))
    next(entry for entry in file if entry.msgctxt == ctx).msgstr = text
    file.save()


def test_every_registered_error_is_in_the_template():
    for module in pkgutil.walk_packages(survey_app.__path__, "survey_app."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    package = Path(survey_app.__file__).parent
    template = polib.pofile(
        extract_messages(package, ROOT / "translations" / "babel.cfg").decode(), wrapwidth=0
    )
    known = {entry.msgid for entry in template}
    of_ours = [
        error for error in registered_errors().values() if error.__module__.startswith("survey_app")
    ]
    assert len(of_ours) > 50
    assert not [error.code for error in of_ours if error.msgid not in known]


def test_a_template_with_a_syntax_error_stops_the_extraction(tmp_path):
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "web" / "templates" / "x.html").write_text("{{ _('Next') }", encoding="utf-8")
    with pytest.raises(ExtractionError, match=r"x\.html"):
        extract_messages(tmp_path, ROOT / "translations" / "babel.cfg")


def test_marked_texts_of_python_and_pages_are_found(tmp_path):
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "web" / "templates" / "x.html").write_text(
        "{{ _('Next') }} {{ ngettext('{count} day', '{count} days', n) }}", encoding="utf-8"
    )
    (tmp_path / "y.py").write_text(
        "class E:\n    code = 'E-1'\n    msgid = 'It ' 'broke.'\n\nx = N_('Back')\n",
        encoding="utf-8",
    )
    found = polib.pofile(extract_messages(tmp_path, ROOT / "translations" / "babel.cfg").decode())
    assert {(entry.msgid, entry.msgid_plural) for entry in found} == {
        ("Next", ""),
        ("{count} day", "{count} days"),
        ("It broke.", ""),
        ("Back", ""),
    }


def test_extracting_twice_changes_nothing(folder):
    assert "written" in run(folder, "extract").output
    assert "fresh already" in run(folder, "extract").output


def test_a_form_goes_from_nothing_to_reviewed(folder):
    assert "2 new" in run(folder, "merge", str(folder / "forms" / "small")).output
    form = str(folder / "forms" / "small")
    missing = run(folder, "check", form)
    assert (missing.exit_code, "CHECK-07" in missing.output) == (1, True)
    translate(folder)
    translate(folder, "form:form_title", "چھوٹا سوالنامہ")
    draft = run(folder, "check", form)
    assert (draft.exit_code, "CHECK-076" in draft.output) == (0, True)
    assert run(folder, "check", form, "--fielding").exit_code == 1
    assert "1 text signed" in run(folder, "review", form, "--all", "--reviewer", "sana").output
    assert run(folder, "check", form, "--fielding").exit_code == 0


def test_check_tells_a_script_what_it_found(folder):
    form = str(folder / "forms" / "small")
    run(folder, "merge", form)
    translate(folder, text="تمہاری عمر?")
    notes = json.loads(run(folder, "check", form, "--json").output)
    assert {"LINT-005", "LINT-006", "LINT-008"} <= {note["code"] for note in notes}
    assert all(note["file"] == "form-small.po" for note in notes)


def test_a_damaged_file_is_named_with_its_line_and_never_written_over(folder):
    form = str(folder / "forms" / "small")
    run(folder, "merge", form)
    translate(folder)
    damaged = po(folder).read_text(encoding="utf-8").replace('ہے؟"', "ہے؟")
    po(folder).write_text(damaged, encoding="utf-8")
    checked = run(folder, "check", form)
    assert (checked.exit_code, "I18N-004" in checked.output) == (1, True)
    words = ["translation", "merge", form, "--translations", str(folder / "translations")]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 5
    assert "form-small.po" in refused.stderr
    assert po(folder).read_text(encoding="utf-8") == damaged


def test_a_file_copied_from_another_language_is_told(folder):
    form = str(folder / "forms" / "small")
    run(folder, "merge", form)
    translate(folder)
    po(folder).write_text(
        po(folder).read_text(encoding="utf-8").replace("Language: ur", "Language: ps_PK"),
        encoding="utf-8",
    )
    checked = run(folder, "check", form)
    assert (checked.exit_code, "TEXT-005  form-small.po" in checked.output) == (1, True)


def test_status_counts_texts(folder):
    form = str(folder / "forms" / "small")
    run(folder, "merge", form)
    translate(folder)
    (count,) = json.loads(run(folder, "status", form, "--json").output)
    assert count == {
        "file": "form-small.po",
        "tag": "ur",
        "texts": 2,
        "translated": 1,
        "fuzzy": 0,
        "reviewed": 0,
    }


def test_status_says_what_a_language_has_not_begun(folder):
    told = run(folder, "status", str(folder / "forms" / "small")).output
    assert "not there yet: survey-app translation merge --language ur" in told


def test_the_program_itself_is_merged_and_checked(folder):
    run(folder, "merge")
    assert po(folder, "messages").exists()
    checked = run(folder, "check")
    assert checked.output.count("TEXT-002  messages.po:") == 5
    assert "more texts of messages.po without a translation yet" in checked.output
    (folder / "translations" / "messages.pot").write_text("# stale\n", encoding="utf-8")
    assert "TEXT-001" in run(folder, "check").output


def test_review_wants_contexts_or_all(folder):
    form = str(folder / "forms" / "small")
    run(folder, "merge", form)
    assert run(folder, "review", form, "--reviewer", "sana").exit_code == 2


def test_a_folder_without_the_mapping_is_one_clear_error(tmp_path):
    words = ["translation", "extract", "--translations", str(tmp_path)]
    refused = CliRunner().invoke(main, words)
    assert (refused.exit_code, "babel.cfg" in refused.stderr) == (2, True)
