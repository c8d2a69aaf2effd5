"""A changed package is not installed: one byte in a wheel, and the start is refused."""

import ast
import hashlib
import importlib
import os
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "calm_lamp-1.0-py3-none-any.whl"
RECORD = "calm_lamp-1.0.dist-info"


@pytest.fixture
def scripts(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    environment, start = (importlib.import_module(name) for name in ("environment", "start"))
    monkeypatch.setenv("PIP_DRY_RUN", "1")  # pip checks all, and puts nothing anywhere
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return environment, start


@pytest.fixture
def place(tmp_path, scripts, monkeypatch):
    """A project whose lock file pins one wheel, and the folder that holds it."""
    environment, start = scripts
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / NAME, "w") as wheel:
        wheel.writestr("calm_lamp.py", "LIT = True\n" * 50)
        wheel.writestr(
            f"{RECORD}/METADATA", "Metadata-Version: 2.1\nName: calm-lamp\nVersion: 1.0\n"
        )
        wheel.writestr(
            f"{RECORD}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{RECORD}/RECORD", "")
    digest = hashlib.sha256((wheels / NAME).read_bytes()).hexdigest()
    (tmp_path / "requirements.txt").write_text(
        f"calm-lamp==1.0 --hash=sha256:{digest}\n", encoding="utf-8"
    )
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    install = environment._pip
    started = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "HOME", Path(sys.executable).parent.parent)
    monkeypatch.setattr(
        environment, "_pip", lambda words, at: install(words, at) if at is not None else None
    )
    monkeypatch.setattr(
        environment.Path, "write_text", lambda *_, **_more: None
    )  # no stamp in our own
    monkeypatch.setattr(start, "_run", lambda command: started.append(command) or 0)
    monkeypatch.setattr(sys, "argv", ["start.py", "--no-browser", "--wheels", str(wheels)])
    return wheels / NAME, started


def test_what_the_lock_file_pins_is_started(place, scripts):
    _, started = place
    assert scripts[1].main() == 0
    assert len(started) == 1


@pytest.mark.parametrize("where", [0.0, 0.1, 0.35, 0.6, 0.85, 0.999])
def test_one_flipped_byte_in_a_wheel_refuses_the_start(place, scripts, where, capfd):
    wheel, started = place
    data = bytearray(wheel.read_bytes())
    data[int(len(data) * where)] ^= 1
    wheel.write_bytes(data)
    assert scripts[1].main() == 1
    assert started == []
    assert "a file in it was changed" in capfd.readouterr().out


def test_a_package_without_a_hash_refuses_the_start(place, scripts):
    wheel, started = place
    (wheel.parents[1] / "requirements.txt").write_bytes(b"calm-lamp==1.0\n")
    assert scripts[1].main() == 1
    assert started == []


def test_every_package_of_both_lock_files_is_pinned_by_a_hash():
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        pinned = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert len(pinned) > 20
        assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["start.py", "test.py", "environment.py"])
def test_an_older_python_reads_the_scripts_as_far_as_the_sentence_that_it_is_too_old(name):
    text = (ROOT / "scripts" / name).read_text(encoding="utf-8")
    parsed = ast.parse(text, feature_version=(3, 8))
    after_its_docstring = parsed.body[1]
    assert isinstance(after_its_docstring, ast.ImportFrom)
    assert after_its_docstring.module == "__future__"


def test_packages_of_another_program_do_not_come_before_the_pinned_ones(scripts, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere/with/another/flask")
    monkeypatch.setenv("LANG", "ur_PK.UTF-8")
    settings = scripts[0].own_settings()
    assert "PYTHONPATH" not in settings
    assert settings["LANG"] == "ur_PK.UTF-8"


def test_an_environment_whose_making_was_cut_short_is_begun_again(scripts, tmp_path, monkeypatch):
    environment, _ = scripts
    monkeypatch.setattr(environment, "HOME", tmp_path / ".venv")
    venv.EnvBuilder(with_pip=False).create(tmp_path / ".venv")
    assert environment.tool("python").exists()
    assert not environment._has_pip()


def test_a_second_set_up_in_the_same_folder_waits_for_the_first(scripts, tmp_path, monkeypatch):
    environment, _ = scripts
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    with environment._alone():
        second = os.open(tmp_path / ".venv-lock", os.O_RDWR)
        assert not environment._locked(second)
    assert environment._locked(second)
    os.close(second)


def test_a_folder_that_an_older_python_cannot_name_is_refused_with_a_way_out(
    scripts, tmp_path, monkeypatch
):
    environment, _ = scripts
    monkeypatch.setattr(environment, "NAMES_IN_UTF8", (99,))
    monkeypatch.setattr(environment.locale, "getencoding", lambda: "cp1252")
    monkeypatch.setattr(environment, "ROOT", tmp_path / "عائشہ")
    monkeypatch.setattr(environment, "HOME", tmp_path / "عائشہ" / ".venv")
    (tmp_path / "عائشہ").mkdir()
    with pytest.raises(environment.SetupError, match="English letters"):
        environment.make_environment("requirements.txt", None)
    assert not (tmp_path / "عائشہ" / ".venv").exists()
