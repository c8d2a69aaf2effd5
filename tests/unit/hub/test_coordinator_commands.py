"""The coordinator's commands as a script sees them: words, JSON, exit codes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.pack import Sender, pack
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.cli.main import main
from survey_app.vault import kdf, signing
from survey_app.vault.chain import EMPTY
from survey_app.workflows.study.studies import create_study, open_key, read_study

WORDS = "a long enough passphrase"
PROGRAM = [sys.executable, "-m", "survey_app"]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    create_study(folder, WORDS, title="T", cover_titles={}, cost=kdf.BOUNDS.floor)
    return folder


@pytest.fixture(scope="module")
def made(study):
    card = read_study(study)
    device = signing.new_signing_seed()
    ticket = make_ticket(open_key(study, "authority", WORDS), card.study_id)
    proof = enrol(ticket, card.study_id, signing.verify_key_of(device))
    return pack(
        [],
        [Withdrawal("record-1")],
        sender=Sender(card.study_id, device, proof, card.authority_key),
        recipients=(card.analyst_key, card.study_key),
        feed=Feed(),
        log=EMPTY,
    )


@pytest.fixture
def stick(tmp_path, made):
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / made.file_name).write_bytes(made.data)
    return folder


def run(*words, passphrase=WORDS):
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": passphrase})
    return runner.invoke(main, [str(word) for word in words])


def test_inspect_shows_the_cover_and_no_content(stick, study, made):
    shown = run("bundle", "inspect", stick, "--study", study)
    assert shown.exit_code == 0
    assert "whole and signed" in shown.output
    assert "(checked)" in shown.output
    (seen,) = json.loads(run("bundle", "inspect", stick, "--json").output)
    assert (seen["bundle_id"], seen["vouched"]) == (made.bundle_id, None)
    assert seen["cover"] is None
    assert "record-1" not in shown.output


def test_a_damaged_bundle_among_good_ones_does_not_hide_them(stick, study, made):
    (stick / "broken.bundle").write_bytes(made.data[:-1])
    shown = run("bundle", "inspect", stick, "--study", study)
    assert shown.exit_code == 5
    assert f"{made.file_name}: whole and signed" in shown.output
    assert "The bundle broken.bundle is damaged" in shown.output


def test_what_a_mac_leaves_beside_a_bundle_is_no_bundle(stick, study, made, tmp_path):
    (stick / f"._{made.file_name}").write_bytes(b"\0\5\x16\7" * 20)
    assert run("bundle", "inspect", stick, "--study", study).exit_code == 0
    shown = run("merge", stick, "--into", tmp_path / "x", "--study", study)
    assert shown.exit_code == 0
    assert "1 bundle given, 1 new, 0 refused." in shown.output


@pytest.mark.parametrize(
    ("damage", "code", "exit_code"),
    [
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), "BUNDLE-002", 5),
        (lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:], "BUNDLE-002", 5),
        (lambda _data: b"\xff\xd8 a picture", "BUNDLE-001", 2),
        (lambda data: data.replace(b"bundle 2", b"bundle 7"), "BUNDLE-002", 5),
        (lambda _data: b"survey-app bundle 7\n of tomorrow", "BUNDLE-005", 2),
    ],
)
def test_a_bad_bundle_has_its_own_sentence_and_exit_code(stick, made, damage, code, exit_code):
    (stick / made.file_name).write_bytes(damage(made.data))
    shown = run("bundle", "inspect", stick / made.file_name)
    assert (shown.exit_code, shown.output.partition(":")[0]) == (exit_code, code)
    assert made.file_name in shown.output


def test_merge_says_what_it_did_and_refuses_one_without_refusing_all(stick, study, tmp_path):
    (stick / "broken.bundle").write_bytes(b"survey-app bundle 1\n")
    shown = run("merge", stick, "--into", tmp_path / "x", "--study", study)
    assert shown.exit_code == 5
    assert "2 bundles given, 1 new, 1 refused." in shown.output
    assert "BUNDLE-002: The bundle broken.bundle is damaged" in shown.output
    (stick / "broken.bundle").unlink()
    again = run("merge", stick, "--into", tmp_path / "x", "--study", study, "--json")
    assert again.exit_code == 0
    assert json.loads(again.output)["counts"]["withdrawn"] == 1


def test_a_first_merge_in_which_every_bundle_is_refused_names_each(stick, study, made, tmp_path):
    (stick / made.file_name).unlink()
    for name in ("one.bundle", "two.bundle"):
        (stick / name).write_bytes(made.data[:-1])
    shown = run("merge", stick, "--into", tmp_path / "x", "--study", study)
    assert shown.exit_code == 5
    for name in ("one.bundle", "two.bundle"):
        assert f"BUNDLE-002: The bundle {name} is damaged" in shown.output


def test_merge_with_a_wrong_passphrase_or_an_empty_folder(stick, study, tmp_path):
    wrong = run("merge", stick, "--into", tmp_path / "x", "--study", study, passphrase="wrong one")
    assert (wrong.exit_code, wrong.output.partition(":")[0]) == (4, "VAULT-002")
    (tmp_path / "empty").mkdir()
    empty = run("merge", tmp_path / "empty", "--into", tmp_path / "x", "--study", study)
    assert (empty.exit_code, empty.output.partition(":")[0]) == (2, "MERGE-004")
    for nothing in (tmp_path / "empty", tmp_path / "misspelt"):
        seen = run("bundle", "inspect", nothing)
        assert (seen.exit_code, seen.output.partition(":")[0]) == (2, "MERGE-004")


def test_a_dataset_of_nobody_cannot_be_released(stick, study, tmp_path):
    run("merge", stick, "--into", tmp_path / "x", "--study", study)
    shown = run("release", tmp_path / "x", "--to", tmp_path / "out")
    assert (shown.exit_code, shown.output.partition(":")[0]) == (2, "RELEASE-001")
    words = run("release", tmp_path / "x", "--to", tmp_path / "out", "--population", "ten")
    assert (words.exit_code, words.output.partition(":")[0]) == (2, "RELEASE-006")


def test_a_hub_without_a_study_says_how_to_give_it_one(tmp_path):
    shown = run("hub", "serve", tmp_path / "hub")
    assert (shown.exit_code, shown.output.partition(":")[0]) == (2, "HUB-011")
    assert "--study" in shown.output
    assert run("hub", "status", tmp_path / "hub").exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
def test_a_hub_prints_its_address_serves_and_stops_with_ctrl_c(tmp_path, study):
    command = [*PROGRAM, "hub", "serve", str(tmp_path / "hub"), "--port", "0"]
    command += ["--study", str(study / "study.json")]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[3],
    ) as hub:
        lines = [hub.stdout.readline() for _ in range(5)]
        status = json.loads(run("hub", "status", tmp_path / "hub", "--json").output)
        hub.send_signal(signal.SIGINT)
        rest = hub.stdout.read()
    assert lines[1].startswith("  http://127.0.0.1:")
    assert "Only this computer reaches it" in lines[2]
    assert "once their pack names it" in lines[3]
    assert lines[1].strip().endswith("/#" + status["key"])
    assert (status["bundles"], status["studies"]) == (0, [read_study(study).study_id])
    assert (hub.returncode, rest) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        ("bundle", "inspect"),
        ("bundle", "push"),
        ("hub", "serve"),
        ("hub", "status"),
        ("merge",),
        ("release",),
    ],
)
def test_every_help_has_an_example(words):
    assert "Example: survey-app " + " ".join(words) in run(*words, "--help").output
