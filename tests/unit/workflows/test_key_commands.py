"""The ceremony at a terminal: sheets typed back, a laptop mended, keys changed."""

import errno
import os
import re
import shutil
from contextlib import closing
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.cli import sheets as terminal
from survey_app.cli.main import Desks, main
from survey_app.cli.serve_cmd import command as serve
from survey_app.store.errors import StoreFullError
from survey_app.store.store import Store
from survey_app.vault.errors import WrongPassphraseError
from survey_app.vault.shares import make_shares
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import person_words
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.keys.sharing import share_study
from survey_app.workflows.study.studies import open_key

MADE = re.compile(r"(?:\d{4} ){3}\d{4}")
WORDS = re.compile(r"(?:[a-z]{6,13} ){4}[a-z]{6,13}")


def run(*words, passphrase=STUDY_PASSPHRASE, typed=()):
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": passphrase})
    typed = "".join(f"{line}\n" for line in typed)
    return runner.invoke(main, [str(word) for word in words], input=typed)


@pytest.fixture
def own_study(study, tmp_path):
    return shutil.copytree(study, tmp_path / "own")


def as_typed(sheet):
    return " ".join(sheet.words)


def test_the_whole_ceremony_from_three_sheets_to_a_new_passphrase(
    own_study, monkeypatch, cheap_argon2
):
    dealt = []

    def deal(seed):
        dealt.extend(make_shares(seed))
        return tuple(dealt)

    monkeypatch.setattr("survey_app.workflows.keys.sharing.make_shares", deal)
    monkeypatch.setattr(terminal.click, "prompt", lambda *_a, **_k: answers.pop(0))
    answers = _Later(
        lambda: [
            " ".join((*dealt[0].words[:9], "wrongword", *dealt[0].words[10:])),
            *(as_typed(sheet) for sheet in dealt),
        ]
    )
    shared = run("study", "share", own_study)
    assert shared.exit_code == 0, shared.output
    assert "Word 10, “wrongword”" in shared.output
    assert "every two of them" in shared.output

    (own_study / "keys" / "study.slot").unlink()
    answers = _Later(lambda: [as_typed(dealt[2]), as_typed(dealt[2]), as_typed(dealt[0])])
    mended = run("study", "recover", own_study, "--from-shares")
    assert mended.exit_code == 0, mended.output
    assert "This needs 2 different sheets" in mended.output
    fresh = WORDS.search(mended.output.split("once): ")[1]).group()
    assert open_key(own_study, "study", fresh)


def test_a_sheet_is_typed_line_by_line_and_a_slip_costs_its_line_only(monkeypatch, capsys):
    sheet = make_shares(b"\7" * 32)[0]
    lines = [" ".join(sheet.words[at : at + 3]) for at in range(0, 33, 3)]
    typed = [*lines[:2], "", *lines[:4], "lamp wrongword pen", *lines[4:]]
    asked = []
    monkeypatch.setattr(
        terminal.click, "prompt", lambda text, **_how: asked.append(text) or typed.pop(0)
    )
    assert terminal._asked("Sheet 1") == sheet
    assert typed == []
    assert asked[:4] == ["From word 1 on", "From word 4 on", "From word 7 on", "From word 1 on"]
    assert asked[7:9] == ["From word 13 on", "From word 13 on"]
    told = capsys.readouterr().err
    assert "6 were typed" in told
    assert "Type this line again" in told
    assert sheet.words[0] not in told


class _Later(list):
    """What will be typed, known only once the sheets have been dealt."""

    def __init__(self, made):
        super().__init__()
        self._made, self._given = made, None

    def pop(self, _at=0):
        if self._given is None:
            self._given = self._made()
        return self._given.pop(0)


def test_pages_for_the_printer_hold_one_sheet_each_and_do_not_say_what_for(
    own_study, tmp_path, monkeypatch
):
    sheets = share_study(own_study, STUDY_PASSPHRASE)
    terminal._write_pages(sheets, tmp_path / "print")
    pages = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "print").iterdir())]
    assert len(pages) == 3
    for page, sheet in zip(pages, sheets, strict=True):
        assert all(f"<li>{word}</li>" in page for word in sheet.words)
        around = re.sub("<li>.*?</li>", "", page)  # the words of a sheet are any words
        assert not re.search("study|key|recover|survey|secret|prison|Test", around)


def test_a_forgotten_passphrase_is_mended_on_the_brought_laptop(data, study):
    laptop = open_laptop(data)
    start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    words = person_words(unlock(laptop, INTERVIEWER).person_id)
    laptop.close()
    unnamed = run("study", "recover", study, "--data", data)
    assert unnamed.exit_code == 2
    assert words in unnamed.output
    done = run("study", "recover", study, "--data", data, "--person", words)
    assert done.exit_code == 0, done.output
    fresh = MADE.search(done.output).group()
    again = open_laptop(data)
    assert len(drafts(again, unlock(again, fresh))) == 1
    again.close()


def test_a_forgotten_passphrase_is_mended_from_afar(data, study, tmp_path):
    laptop = open_laptop(data)
    words = person_words(unlock(laptop, INTERVIEWER).person_id)
    laptop.close()
    request, answer = tmp_path / "help.request", tmp_path / "help.answer"
    asked = run("people", "ask", request, "--data", data)
    assert asked.exit_code == 0, asked.output
    fresh = MADE.search(asked.output).group()
    four = asked.output.strip().rpartition(": ")[2]
    there = ["study", "recover", study, "--request", request, "--out", answer, "--person", words]
    refused = run(*there, typed=["n"])
    assert four in refused.output
    assert not answer.exists()
    assert run(*there, typed=["y"]).exit_code == 0
    taken = run("people", "accept", answer, "--data", data, passphrase=fresh)
    assert taken.exit_code == 0, taken.output
    again = open_laptop(data)
    assert unlock(again, fresh).person_id
    with pytest.raises(WrongPassphraseError):
        unlock(again, INTERVIEWER)
    again.close()


def test_people_are_listed_added_changed_and_removed(data):
    added = run("people", "add", "interviewer", "--words", "--data", data, passphrase=SUPERVISOR)
    assert added.exit_code == 0, added.output
    words = re.search("Passphrase of (.+), interviewer", added.output).group(1)
    fresh = WORDS.search(added.output.split("once): ")[1]).group()
    listed = run("people", "list", "--data", data, passphrase=SUPERVISOR)
    assert words in listed.output
    assert listed.output.count("interviewer") == 2
    changed = run("people", "passphrase", "--data", data, passphrase=fresh)
    now = MADE.search(changed.output).group()
    assert run("people", "list", "--data", data, passphrase=now).exit_code == 4
    gone = run("people", "remove", words, "--yes", "--data", data, passphrase=SUPERVISOR)
    assert gone.exit_code == 0, gone.output
    assert run("people", "passphrase", "--data", data, passphrase=now).exit_code == 4


def test_panic_at_the_terminal_asks_once_and_then_nothing_opens(data):
    assert run("people", "panic", "--data", data, typed=["n"]).exit_code == 1
    assert run("people", "list", "--data", data, passphrase=SUPERVISOR).exit_code == 0
    assert run("people", "panic", "--data", data, typed=["y"]).exit_code == 0
    assert run("people", "list", "--data", data, passphrase=SUPERVISOR).exit_code == 4


def test_the_study_gets_a_new_passphrase_and_new_keys(own_study):
    changed = run("study", "passphrase", own_study)
    fresh = WORDS.search(changed.output.split("once): ")[1]).group()
    rotated = run("study", "rotate", own_study, "--yes", passphrase=fresh)
    assert "keys number 2" in rotated.output
    assert run("study", "rotate", own_study, "--yes").exit_code == 4


@pytest.mark.parametrize(
    ("command", "room"), [("study", "study_keys"), ("people", "people_cmd")], ids=["study", "own"]
)
def test_a_new_passphrase_that_could_not_be_shown_takes_no_place(
    command, room, own_study, data, monkeypatch
):
    said = []

    def echo(text, **_options):
        said.append(text)
        raise OSError(errno.ENOSPC, "no room where the words should go")

    place = {"study": (own_study,), "people": ("--data", data)}[command]
    old = {"study": STUDY_PASSPHRASE, "people": INTERVIEWER}[command]
    with monkeypatch.context() as held:
        held.setattr(f"survey_app.cli.{room}.click", SimpleNamespace(echo=echo))
        assert run(command, "passphrase", *place, passphrase=old).exit_code != 0
    assert "passphrase" in said[0]
    assert run(command, "passphrase", *place, passphrase=old).exit_code == 0


def test_a_desk_starts_nothing_that_has_a_passphrase_in_its_environment(tmp_path):
    seen = {}
    desks = Desks(*[lambda **_: seen.update(os.environ)] * 3)
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": SUPERVISOR, "LANG": "ur"})
    assert runner.invoke(serve, ["--data", str(tmp_path)], obj=desks).exit_code == 0
    assert seen["LANG"] == "ur"
    assert SUPERVISOR not in seen.values()


@pytest.mark.parametrize("command", [("study", "rotate", "--yes", "."), ("doctor", "--full")])
def test_a_passphrase_typed_in_the_place_of_its_file_is_not_repeated(command):
    refused = run(*command, "--passphrase-file", STUDY_PASSPHRASE)
    assert refused.exit_code == 2
    assert "never type a passphrase" in " ".join(refused.output.split())
    assert STUDY_PASSPHRASE not in refused.output


def test_recover_says_what_it_needs(study, tmp_path):
    assert run("study", "recover", study).exit_code == 2
    request = tmp_path / "request"
    request.write_bytes(b"{}")
    assert run("study", "recover", study, "--request", request).exit_code == 2
    wrong = ["study", "recover", study, "--request", request, "--out", tmp_path / "out"]
    assert "RECOVER-004" in run(*wrong).output


def test_a_team_of_several_is_set_up_in_one_go(pack, tmp_path):
    done = run(
        "study",
        "install",
        pack,
        "--data",
        tmp_path / "d",
        "--interviewers",
        "3",
        "--supervisors",
        "2",
    )
    assert done.exit_code == 0, done.output
    assert len(set(MADE.findall(done.output))) == 5
    alone = run("study", "install", pack, "--data", tmp_path / "solo", "--solo")
    assert alone.output.count("shown once") == 1


def test_a_new_passphrase_that_could_not_be_put_in_place_is_said_to_be_void(data, monkeypatch):
    def full(_store, _change):
        raise StoreFullError(mebibytes=16)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "change_keys", full)
        said = run("people", "passphrase", "--data", data, passphrase=INTERVIEWER)
    assert MADE.search(said.output)
    assert "Nothing was changed; use the passphrase that you have." in said.output
    assert said.exit_code == 1
    with closing(open_laptop(data)) as laptop:
        assert unlock(laptop, INTERVIEWER)
