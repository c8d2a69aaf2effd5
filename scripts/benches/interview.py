"""Whole interviews over the real vault: each answer sealed and committed, each finish."""

import gc
import tempfile
import time
from pathlib import Path

from measure import report

from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.collect import DraftSitting, start
from survey_app.workflows.demo import LOWEST_COST
from survey_app.workflows.demonstration.player import play
from survey_app.workflows.demonstration.women import synthetic_women
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role, open_laptop, unlock
from survey_app.workflows.interviewing.anonymised_side import read_lists
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_forms, shipped_translations
from survey_app.workflows.study.studies import create_study


class Watched:
    """Collects the milliseconds of every call of two verbs of a sitting."""

    def __init__(self) -> None:
        self.answers: list[float] = []
        self.ends: list[float] = []

    def watch(self, sitting: DraftSitting) -> DraftSitting:
        """Return the sitting with its verbs timed."""
        sitting.answer = self._timed(sitting.answer, self.answers)  # type: ignore[method-assign]
        sitting.finish = self._timed(sitting.finish, self.ends)  # type: ignore[method-assign]
        return sitting

    def _timed(self, verb, into):
        def run(*arguments):
            began = time.perf_counter()
            done = verb(*arguments)
            into.append((time.perf_counter() - began) * 1000)
            return done

        return run


with tempfile.TemporaryDirectory() as place:
    root = Path(place)
    words = new_passphrase("digits")
    create_study(root / "s", words, title="B", cover_titles={}, demo=True, cost=LOWEST_COST)
    pack = make_pack(
        root / "s", words, form_folders=shipped_forms(), translations=shipped_translations()
    )
    install_pack(root / "d", pack)
    enrol_laptop(root / "d", [NewPerson(Role.SOLO, words)], cost=LOWEST_COST)
    laptop = open_laptop(root / "d")
    began = time.perf_counter()
    person = unlock(laptop, words)
    report("unlock at 64 MiB", [(time.perf_counter() - began) * 1000])
    read_lists()  # as the desk does before anybody needs them
    gc.collect()
    gc.freeze()
    watched = Watched()
    for woman in synthetic_women(12):
        play(watched.watch(start(laptop, person, woman.form_id, woman.language)), woman)
    laptop.close()
report("one answered screen, committed", watched.answers)
report("finish: two envelopes, draft destroyed", watched.ends)
