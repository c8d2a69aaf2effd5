"""Any course of an interview's life, with power cuts within it, agrees with a simple model.

draft -> edit -> lock -> finalise -> review -> export -> merge -> withdraw -> cut: the workflows do
the work; after a cut the folder is what was synced, with anything else dropped or torn.
"""

import random
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from rig.judge import Verdict, look
from rig.legs import CONSENT, PLOT, STORY, TREES
from rig.recording import CannotRecord, recorded
from rig.replay import Disk
from rig.study import copy_folder

from survey_app.disclosure.deidentified.pending import Verdict as Cleared
from survey_app.merge.dataset import read_dataset
from survey_app.store.store import DATABASE_NAME
from survey_app.workflows import collect
from survey_app.workflows.export import pack
from survey_app.workflows.export_errors import NothingToExportError
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.interviewing import cards
from survey_app.workflows.merge import merge
from survey_app.workflows.review import decide, texts_to_review
from survey_app.workflows.withdraw import withdraw

PLOTS = st.sampled_from(("north", "south"))


class Life(RuleBasedStateMachine):
    """One laptop, one coordinator. `expected` is what must be there: plot -> how far."""

    stages = None

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.data, self.stick = self.folder / "a", self.folder / "stick"
        self.stick.mkdir()
        copy_folder(self.stages.before("answer", 0).folder, self.data)
        self.expected, self.receipts, self.gone = {}, {}, set()
        self.before, self.alone = {}, True
        self._switch_on()
        self._clear_the_first_run()
        self._step()

    def _clear_the_first_run(self):
        for card in cards.drafts(self.laptop, self.interviewer):
            collect.resume(self.laptop, self.interviewer, card.draft_id).discard()

    def _switch_on(self):
        self.running = ExitStack()
        self.begins = {
            path.name: path.read_bytes()
            for path in self.data.glob(f"{DATABASE_NAME}*")
            if not path.name.endswith("-shm")
        }
        self.recorder = self.running.enter_context(recorded(self.data))
        self.laptop = open_laptop(self.data)
        self.running.callback(self.laptop.close)
        self.interviewer = unlock(self.laptop, INTERVIEWER)
        self.supervisor = unlock(self.laptop, SUPERVISOR)
        self.since = len(self.recorder.events)

    def _step(self, *, alone=True):
        """Note what was before, and where the writes of this step began.

        What also wrote elsewhere (a stick) cannot be cut within: the stick is not played back.
        """
        self.before, self.alone = dict(self.expected), alone
        self.since = len(self.recorder.events)

    def _sitting(self, plot):
        for card in cards.drafts(self.laptop, self.interviewer):
            sitting = collect.resume(self.laptop, self.interviewer, card.draft_id)
            if sitting.interview.value(PLOT) == plot:
                return sitting
        raise AssertionError(plot)

    @precondition(lambda self: len(self.expected) < 2)
    @rule(plot=PLOTS)
    def begin(self, plot):
        if plot in self.expected:
            return
        sitting = collect.start(self.laptop, self.interviewer, "garden", "en")
        self._step()
        sitting.answer({CONSENT: "yes", PLOT: plot, TREES: "0", STORY: "the well"})
        self.expected[plot] = ("open", 0)

    @rule(plot=PLOTS, trees=st.integers(1, 9))
    def edit(self, plot, trees):
        if self.expected.get(plot, ("",))[0] == "open":
            sitting = self._sitting(plot)
            self._step()
            sitting.answer({TREES: str(trees)})
            self.expected[plot] = ("open", trees)

    @rule(plot=PLOTS)
    def finish(self, plot):
        if self.expected.get(plot, ("",))[0] == "open":
            sitting = self._sitting(plot)
            self._step()
            self.receipts[plot] = sitting.finish().code
            self.expected[plot] = ("finished", self.expected[plot][1])

    @rule(plot=PLOTS)
    def take_back(self, plot):
        if self.expected.get(plot, ("",))[0] == "finished":
            self._step()
            self.gone.add(withdraw(self.laptop, self.supervisor, self.receipts[plot]))
            del self.expected[plot]

    @rule()
    def review_export_and_merge(self):
        self._step(alone=False)
        for text in texts_to_review(self.laptop, self.supervisor):
            decide(
                self.laptop,
                self.supervisor,
                text.view_id,
                text.index,
                Cleared.CLEARED,
                no_story=True,
            )
        try:
            pack(self.laptop, self.supervisor, self.stick, again=True)
        except NothingToExportError:
            return
        into = self.folder / "dataset"
        merge([self.stick], into, self.stages.study.folder, STUDY_PASSPHRASE)
        rows = {str(row[0]) for table in read_dataset(into).tables for row in table.rows}
        assert not rows & self.gone

    @rule()
    def lock(self):
        self._step()
        self.running.close()
        self._switch_on()

    @rule(where=st.floats(0, 1), seed=st.integers(0, 1 << 30))
    def cut(self, where, seed):
        """Take the power away at some write of the last step, or just after it."""
        end = len(self.recorder.events)
        moment = self.since + round(where * (end - self.since)) if self.alone else end
        disk, chance = Disk(self.begins), random.Random(seed)
        for event in self.recorder.events[:moment]:
            disk.take(event)
        files = disk.after_a_cut(chance)
        whole = moment == end
        self.running.close()
        for path in self.data.glob(f"{DATABASE_NAME}*"):
            path.unlink()
        for name, data in files.items():
            (self.data / name).write_bytes(data)
        self._switch_on()
        self._agree(whole=whole)

    def _agree(self, *, whole):
        verdict = Verdict()
        held = look(self.laptop, self.stages.study, verdict, (self.interviewer, self.supervisor))
        assert verdict.sound, verdict
        found = {plot: ("open", trees) for plot, trees in held.drafts.items() if plot}
        found |= {plot: ("finished", trees) for plot, (_, trees) in held.finished.items()}
        assert found == self.expected or (not whole and found == self.before), found
        self.expected = found
        self.gone &= held.withdrawn

    def teardown(self):
        self._agree(whole=True)
        self.running.close()
        shutil.rmtree(self.folder)


def test_any_course_of_an_interviews_life_survives_power_cuts(stages, tmp_path):
    try:
        with recorded(tmp_path):
            pass
    except CannotRecord as why:
        pytest.skip(f"the SQLite of this Python cannot be watched: {why}")
    machine = type("Life", (Life,), {"stages": stages})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
