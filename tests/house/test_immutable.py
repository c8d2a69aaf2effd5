"""The type checker refuses a change of the nouns that nothing else keeps from it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHANGES = """
from survey_app.interview.viewing import QuestionView
from survey_app.xform.definition import QuestionDef
from survey_app.xpath.syntax import Literal

def changed(literal: Literal) -> None:
    literal.text = "another"  # refused

def renamed(question: QuestionDef) -> None:
    question.name = "another"  # refused

def retold(view: QuestionView) -> None:
    view.value = "another"  # refused

def read(literal: Literal) -> str:
    return literal.text
"""


def test_the_type_checker_refuses_every_change_of_an_immutable_noun(tmp_path):
    snippet = tmp_path / "changes.py"
    snippet.write_text(CHANGES)
    settings = ["--strict", "--config-file", "setup.cfg", "--no-incremental"]
    command = [sys.executable, "-m", "mypy", *settings, str(snippet)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wrong = {int(line.split(":")[1]) for line in done.stdout.splitlines() if "read-only" in line}
    refused = {
        number for number, line in enumerate(CHANGES.splitlines(), start=1) if "# refused" in line
    }
    assert wrong == refused, done.stdout + done.stderr
