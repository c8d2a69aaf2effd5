"""Disks that refuse or are full, clocks that jump, a process that is killed."""

import random

import pytest
from rig import faults, power
from rig.recording import CannotRecord, Write, recorded
from rig.stages import BEFORE
from rig.study import steps

from survey_app.store import Store


@pytest.mark.parametrize("error", faults.ERRORS)
@pytest.mark.parametrize("leg", ["first run", "answer", "finish", "migrate"])
def test_a_call_that_fails_costs_nothing_that_was_acknowledged(stages, tmp_path, leg, error):
    try:
        tally = faults.fail_each_call(
            stages, leg, tmp_path / "laptop", faults.ERRORS[error], rounds=2, most=6, step=11
        )
    except CannotRecord as why:
        pytest.skip(f"the SQLite of this Python cannot be watched: {why}")
    assert tally.states > 3
    assert (tally.lost, tally.bad) == (0, 0), tally.found


def test_a_disk_that_runs_full_keeps_what_was_acknowledged(stages, tmp_path):
    try:
        with faults.small_disk(tmp_path, 14) as place:
            acknowledged, verdict = faults.fill(stages, "finish", place, tmp_path / "copy")
    except OSError as why:
        pytest.skip(str(why))
    assert acknowledged > 5
    assert verdict.sound, verdict


@pytest.mark.parametrize("leg", BEFORE)
def test_a_clock_that_jumps_changes_no_order_and_loses_nothing(stages, tmp_path, leg):
    assert faults.jump(stages, leg, tmp_path / "laptop").sound


def test_a_killed_program_loses_nothing_in_any_leg(stages, tmp_path):
    with power.worker() as worker:
        for leg in BEFORE:
            killed = power.kill_once(worker, stages, leg, random.Random(leg), tmp_path / "laptop")
            assert killed.verdict.sound, killed


def test_every_older_schema_of_this_version_is_brought_up_to_date(stages):
    """What `migrate` starts from is truly older, and holds interviews."""
    assert len(steps()) >= 4
    for at in range(len(steps()) - 2):
        stage = stages.before("migrate", at)
        assert stage.receipts
        assert stage.folder.name == f"before {steps()[2 + at]}"


def test_what_the_recorder_sees_is_what_lies_on_the_disk(stages, tmp_path):
    folder = tmp_path / "laptop"
    folder.mkdir()
    try:
        with recorded(folder) as recorder:
            Store.open(folder, ballast_bytes=4096).close()
    except CannotRecord as why:
        pytest.skip(f"the SQLite of this Python cannot be watched: {why}")
    written = bytearray()
    for event in recorder.events:
        if isinstance(event, Write) and event.file == "interviews.db":
            written.extend(bytes(max(0, event.at + len(event.data) - len(written))))
            written[event.at : event.at + len(event.data)] = event.data
    assert bytes(written) == (folder / "interviews.db").read_bytes()
