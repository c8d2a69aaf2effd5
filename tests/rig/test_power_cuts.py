"""The power goes at any moment: what was acknowledged is there, and nothing is half done.

A short run; the long one is `python3 scripts/bench.py durability --cuts 300 --states 50000`, with
its last result in docs/durability.md.
"""

import random

import pytest
from rig import power
from rig.recording import CannotRecord
from rig.replay import record, replay
from rig.stages import BEFORE

STATES = 12


@pytest.fixture(scope="module")
def disk():
    if not power.kinds():
        pytest.skip("no mkfs.ext4 and no mkfs.xfs here")
    try:
        with power.disk(power.kinds()[0]) as made:
            yield made
    except power.CannotMount as why:
        pytest.skip(f"nobody can cut the power of a disk here: {why}")


@pytest.fixture(scope="module")
def worker():
    with power.worker() as started:
        yield started


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "laptop"


def recorded(stages, leg, folder, **how):
    try:
        return record(stages, leg, folder, **how)
    except CannotRecord as why:
        pytest.skip(f"the SQLite of this Python cannot be watched: {why}")


@pytest.mark.parametrize("leg", BEFORE)
def test_a_power_cut_loses_nothing_that_was_acknowledged(disk, worker, stages, leg):
    cut = power.cut_once(disk, worker, stages, leg, random.Random(leg))
    assert cut.verdict.sound, cut


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_cuts_are_real_because_a_weaker_setting_loses(disk, worker, stages, synchronous):
    chance = random.Random(synchronous)
    cuts = [
        power.cut_once(disk, worker, stages, "answer", chance, synchronous=synchronous, least=2)
        for _ in range(3)
    ]
    assert any(cut.verdict.lost for cut in cuts)  # whatever else runs here may sync all disks


def test_the_cuts_are_real_because_without_syncing_everything_is_lost(disk, stages):
    library = power.eatmydata()
    if library is None:
        pytest.skip("libeatmydata is not installed here")
    with power.worker(library) as faithless:
        cut = power.cut_once(disk, faithless, stages, "finish", random.Random(7), least=4, most=9)
    assert not cut.verdict.sound


@pytest.mark.parametrize("leg", BEFORE)
def test_writes_that_were_not_synced_may_be_torn_or_dropped(stages, folder, leg):
    recording = recorded(stages, leg, folder, rounds=2)
    tally = replay(recording, stages, folder.with_name("after"), STATES, random.Random(leg))
    assert tally.states == STATES
    assert (tally.lost, tally.bad) == (0, 0), tally.found


def test_the_replay_sees_a_setting_that_syncs_too_little(stages, folder):
    recording = recorded(stages, "answer", folder, rounds=8, synchronous="NORMAL")
    tally = replay(recording, stages, folder.with_name("after"), 25, random.Random(1))
    assert tally.lost > 0


def test_the_replay_sees_a_disk_that_lies_about_syncing(stages, folder):
    recording = recorded(stages, "finish", folder, rounds=2)
    after = folder.with_name("after")
    tally = replay(recording, stages, after, 25, random.Random(1), syncs=False)
    assert tally.lost > 0
    assert tally.bad > 0
