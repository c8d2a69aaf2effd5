"""A checkout on Windows, where git writes other ends of lines by itself, holds the same bytes."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("git") is None, reason="nobody can check out without git")
def test_a_checkout_that_would_change_the_ends_of_lines_changes_none(tmp_path):
    def git(*words):
        own = ["-c", "core.autocrlf=true", "-c", "user.name=x", "-c", "user.email=x@localhost"]
        subprocess.run(["git", *own, *words], cwd=tmp_path, check=True, capture_output=True)

    shutil.copy(ROOT / ".gitattributes", tmp_path)
    text = tmp_path / "form.po"
    text.write_bytes(b"one\ntwo\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "x")
    text.unlink()
    git("checkout", "--", "form.po")
    assert text.read_bytes() == b"one\ntwo\n"
