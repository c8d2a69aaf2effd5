"""The server: here alone, told when the port is taken, and clean when it is stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from desk_process import DeskProcess, free_port
from http_person import HttpPerson

from survey_app.web.field.errors import PortInUseError
from survey_app.web.field.server import serve_field

pytestmark = pytest.mark.journey


def test_a_port_that_is_taken_is_told_before_anything_is_opened(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError) as refused:
            serve_field(tmp_path / "data", port=port, say=lambda _text: None)
    assert str(port) in refused.value.message()
    assert not (tmp_path / "data").exists()


def test_the_command_says_where_it_is_and_stops_cleanly(tmp_path):
    port = free_port()
    command = [str(Path(sys.executable).parent / "survey-app"), "serve"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "data"), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        said = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in said
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=90)
    finally:
        process.kill()
    assert process.returncode == 0, rest
    assert "Traceback" not in rest


def test_what_lies_where_the_desk_is_started_is_no_part_of_the_program(tmp_path):
    planted, port = tmp_path / "survey_app", free_port()
    planted.mkdir()
    (planted / "__init__.py").write_text(
        "raise SystemExit('a stranger on the stick')", encoding="utf-8"
    )
    command = [str(Path(sys.executable).parent / "survey-app"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert str(port) in process.stdout.readline()
        assert HttpPerson(f"http://127.0.0.1:{port}").get("/").status == 200
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=90)


def test_ctrl_c_at_any_early_moment_stops_every_process_cleanly(tmp_path):
    command = [str(Path(sys.executable).parent / "survey-app"), "serve", "--data"]
    for pause in (0.0, 0.05, 0.2):
        process = subprocess.Popen(
            [*command, str(tmp_path / "data"), "--port", str(free_port())],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        process.stdout.readline()
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        rest, _ = process.communicate(timeout=90)
        assert process.returncode == 0, rest
        assert "Traceback" not in rest


def test_a_desk_that_is_let_go_before_its_order_ends_without_a_word():
    worked = subprocess.run(
        [sys.executable, "-m", "survey_app.web.field.working"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (worked.returncode, worked.stdout, worked.stderr) == (0, b"", b"")


def test_it_listens_on_this_machine_alone_and_does_not_boast(tmp_path):
    process = DeskProcess(tmp_path / "data", free_port(), tmp_path / "log.txt").start()
    try:
        listening = Path("/proc/net/tcp").read_text(encoding="utf-8")
        here = re.findall(rf"([0-9A-F]{{8}}):{process.port:04X} 00000000:0000 0A", listening)
        assert here == ["0100007F"]
        reply = HttpPerson(process.address).get("/static/icon.svg")
        assert "heroot" not in reply.headers.get("Server", "")
    finally:
        assert process.stop() == 0
    assert "Traceback" not in process.log.read_text(encoding="utf-8")
