"""What a script or a tired person gives to the commands: one sentence back, nothing lost."""

import json
from pathlib import Path

import click
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401 - a fixture
from click.testing import CliRunner
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.cli.main import main
from survey_app.workflows.collect import start
from survey_app.workflows.demonstration.player import play
from survey_app.workflows.demonstration.women import table_1_women
from survey_app.workflows.errors import FileNotWrittenError
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study import study_files
from survey_app.workflows.study.studies import create_study
from survey_app.workflows.withdraw import withdraw

ROOT = Path(__file__).resolve().parents[3]
KHAN = ROOT / "forms" / "khan_2024"


def run(*words, passphrase=STUDY_PASSPHRASE):
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": passphrase})
    return runner.invoke(main, [str(word) for word in words])


def test_a_passphrase_file_that_is_no_text_is_a_usage_error(study, tmp_path):
    file = tmp_path / "words"
    file.write_bytes(b"\xff\xfe\x00\x01")
    out = tmp_path / "x.pack"
    done = run("study", "pack", study, "--form", KHAN, "--out", out, "--passphrase-file", file)
    assert done.exit_code == 2
    assert "not a text file" in done.output


def test_the_mark_of_a_windows_editor_is_no_part_of_a_passphrase(study, tmp_path):
    file = tmp_path / "words"
    file.write_bytes(b"\xef\xbb\xbf" + STUDY_PASSPHRASE.encode() + b"\r\n")
    out = tmp_path / "x.pack"
    words = ["study", "pack", study, "--form", KHAN, "--out", out, "--passphrase-file", file]
    assert run(*words, "--translations", ROOT / "translations").exit_code == 0
    assert out.exists()


def test_an_unforeseen_fault_is_one_sentence_that_repeats_nothing(monkeypatch, study):
    def breaks(_folder):
        raise ValueError("an answer of hers")

    monkeypatch.setattr("survey_app.cli.study_cmd.read_study", breaks)
    done = run("study", "show", study)
    assert done.exit_code == 1
    assert done.output.startswith("SURVEY-002: ")
    assert "an answer of hers" not in done.output


def test_an_unforeseen_refusal_of_the_system_names_place_and_reason(monkeypatch, study):
    def breaks(_folder):
        raise PermissionError(13, "Permission denied", "/media/usb")

    monkeypatch.setattr("survey_app.cli.study_cmd.read_study", breaks)
    done = run("study", "show", study)
    assert done.exit_code == 1
    assert "/media/usb: Permission denied" in done.output


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_an_output_that_refuses_the_first_line_is_said_in_a_sentence(monkeypatch, asked):
    def full(*_words, err=False, **_how):
        if not err:
            raise OSError(28, "No space left on device")
        told.append(_words[0])

    told = []
    for module in ("click.core", "click.decorators", "click"):
        monkeypatch.setattr(f"{module}.echo", full)
    with pytest.raises(SystemExit) as ended:
        main([asked])
    assert ended.value.code == 1
    assert told[0].startswith("SURVEY-001: ")


def test_a_data_folder_that_cannot_be_made_is_said(pack, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("study", "install", pack, "--data", tmp_path / "file" / "data")
    assert done.exit_code == 2
    assert done.output.startswith("FILE-001: ")


def test_a_newer_pack_replaces_the_older_one_and_keeps_the_passphrases(study, data, pack, tmp_path):
    newer = make_pack(
        study,
        STUDY_PASSPHRASE,
        form_folders=[KHAN],
        translations=ROOT / "translations",
        out=tmp_path / "newer.pack",
    )
    done = run("study", "install", newer, "--data", data)
    assert done.exit_code == 0
    assert "same as before" in done.output
    assert "earlier" not in done.output
    laptop = open_laptop(data)
    assert unlock(laptop, INTERVIEWER)
    laptop.close()
    assert "it is back at its earlier" in run("study", "install", pack, "--data", data).output


def test_one_form_is_not_packed_twice(study, tmp_path):
    out = tmp_path / "x.pack"
    words = ["study", "pack", study, "--translations", ROOT / "translations", "--out", out]
    done = run(*words, "--form", KHAN, "--form", KHAN)
    assert done.exit_code == 2
    assert done.output.startswith("PACK-006: ")
    assert not out.exists()


def test_a_folder_of_translations_that_is_not_there_is_not_taken_for_an_empty_one(study, tmp_path):
    out = tmp_path / "x.pack"
    words = ["study", "pack", study, "--form", KHAN, "--out", out]
    done = run(*words, "--translations", tmp_path / "none")
    assert done.exit_code == 2
    assert done.output.startswith("PACK-005: ")
    assert not out.exists()


def test_the_numbers_that_went_into_a_pack_are_shown_to_be_compared(study, tmp_path):
    places = tmp_path / "places.csv"
    places.write_text(
        "name_en,name_ur,number,checked\nHelp line,ہیلپ لائن,3001234567,2026-11-01\n", "utf-8"
    )
    words = ["study", "pack", study, "--form", KHAN, "--out", tmp_path / "x.pack"]
    done = run(*words, "--referrals", places)
    assert done.exit_code == 0
    assert "  3001234567  Help line\n" in done.output


def test_a_real_study_is_not_packed_without_a_language_of_its_cover(
    tmp_path,
    cheap_argon2,  # noqa: F811
):
    folder, none = tmp_path / "real", tmp_path / "none"
    none.mkdir()
    covers = {"en": "Family", "ur": "گھر"}
    create_study(folder, STUDY_PASSPHRASE, title="Real", cover_titles=covers, cost=cheap_argon2)
    words = ["study", "pack", folder, "--form", KHAN, "--translations", none]
    done = run(*words, "--out", tmp_path / "x.pack")
    assert done.exit_code == 2
    assert done.output.startswith("PACK-010: ")
    assert '--cover-ur ""' in done.output


def test_keys_without_a_card_are_not_overwritten(study, tmp_path, cheap_argon2):  # noqa: F811
    folder = tmp_path / "lost-card"
    (folder / "keys").mkdir(parents=True)
    kept = (study / "keys" / "study.slot").read_bytes()
    (folder / "keys" / "study.slot").write_bytes(kept)
    done = run("study", "create", folder, "--title", "Again")
    assert done.exit_code == 2
    assert (folder / "keys" / "study.slot").read_bytes() == kept


def test_a_study_that_could_not_be_written_leaves_nothing_in_the_way(
    monkeypatch,
    tmp_path,
    cheap_argon2,  # noqa: F811
):
    def full(path, data):
        if path.name == "authority.slot.next":
            raise FileNotWrittenError(file=path.name, folder=str(path.parent))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    with monkeypatch.context() as patched:
        patched.setattr(study_files, "write_new_file", full)
        with pytest.raises(FileNotWrittenError):
            create_study(
                tmp_path / "s", STUDY_PASSPHRASE, title="S", cover_titles={}, cost=cheap_argon2
            )
    left = [path for path in (tmp_path / "s").rglob("*") if path.is_file()]
    assert [(path.name, path.read_bytes()) for path in left] == [("lock", b"")]
    create_study(tmp_path / "s", STUDY_PASSPHRASE, title="S", cover_titles={}, cost=cheap_argon2)


def test_a_withdrawal_that_waits_is_counted_and_said_when_it_leaves(data, tmp_path):
    laptop = open_laptop(data)
    person = unlock(laptop, INTERVIEWER)
    woman = table_1_women()[0]
    receipt = play(start(laptop, person, woman.form_id, woman.language), woman)
    laptop.close()
    taken = run("record", "withdraw", receipt.code, "--yes", "--data", data, passphrase=SUPERVISOR)
    assert taken.exit_code == 0
    listed = run("record", "list", "--json", "--data", data, passphrase=SUPERVISOR)
    assert json.loads(listed.output)["withdrawals_to_pack"] == 1
    exported = run("record", "export", tmp_path, "--data", data, passphrase=SUPERVISOR)
    assert "0 interviews, 1 withdrawal" in exported.output


def test_what_was_on_a_lost_stick_can_be_written_again(data, tmp_path):
    laptop = open_laptop(data)
    person = unlock(laptop, INTERVIEWER)
    woman = table_1_women()[0]
    receipt = play(start(laptop, person, woman.form_id, woman.language), woman)
    withdraw(laptop, unlock(laptop, SUPERVISOR), receipt.code)
    laptop.close()
    stick = tmp_path / "stick"
    stick.mkdir()
    words = ["record", "export", stick, "--data", data]
    assert run(*words, passphrase=SUPERVISOR).exit_code == 0
    (lost,) = stick.iterdir()
    was = lost.read_bytes()
    lost.unlink()
    assert run(*words, passphrase=SUPERVISOR).exit_code == 2
    assert run(*words, "--again", passphrase=SUPERVISOR).exit_code == 0
    assert lost.read_bytes() == was


def test_every_command_has_an_example():
    def leaves(command, path):
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                yield from leaves(command.get_command(context, name), f"{path} {name}")
        else:
            yield path, command.help or ""

    missing = [path for path, text in leaves(main, "survey-app") if f"Example: {path}" not in text]
    assert missing == []


def test_a_slip_in_the_line_is_told_before_a_passphrase_is_asked():
    slip = CliRunner().invoke(main, ["people", "list", "one-word-too-many"])
    assert (slip.exit_code, "passphrase:" in slip.output) == (2, False)


def test_a_script_without_a_passphrase_is_told_how_to_give_one():
    asked = CliRunner().invoke(main, ["people", "list"])
    assert (asked.exit_code, "SURVEY_APP_PASSPHRASE" in asked.output) == (2, True)
