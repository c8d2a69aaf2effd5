"""Laptop folders at the stages where a failure may meet them, each with what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .earlier import before_parts
from .legs import LEGS, Ground
from .study import Study, copy_folder, put_back_to, steps

BEFORE: Mapping[str, str] = {
    "first run": "nothing",
    "answer": "enrolled",
    "attach": "enrolled",
    "finish": "enrolled",
    "everything": "enrolled",
    "withdraw": "finished",
    "migrate": "older",
}
_FIRST_WITH_PEOPLE = 2  # the first step of the schema after which a laptop can be enrolled


@dataclass(frozen=True)
class Stage:
    """A folder to be copied, and what was acknowledged while it was made."""

    folder: Path
    acknowledged: tuple[Mapping[str, object], ...] = ()

    @property
    def receipts(self) -> dict[str, str]:
        """Return the receipt of each finished interview, by its plot."""
        return {
            str(one["plot"]): str(one["receipt"])
            for one in self.acknowledged
            if one["did"] == "finished"
        }


class Stages:
    """The stages of one study, made once. `before(leg, n)` is where the leg starts for the n-th time."""

    def __init__(self, study: Study, folder: Path) -> None:
        self.study = study
        nothing = Stage(folder / "nothing")
        nothing.folder.mkdir(parents=True)
        self._made = {"nothing": [nothing]}
        enrolled = self._grown(folder / "enrolled", nothing, "first run", 0)
        finished = self._grown(folder / "finished", enrolled, "finish", 6)
        with before_parts():
            plain = self._grown(folder / "plain", enrolled, "finish", 4, pictures=False)
        self._made["enrolled"] = [enrolled]
        self._made["finished"] = [finished]
        self._made["older"] = [
            Stage(self._older(folder, plain.folder, step), plain.acknowledged)
            for step in steps()[_FIRST_WITH_PEOPLE:]
        ]

    def before(self, leg: str, at: int) -> Stage:
        """Return the stage at which `leg` starts; of the older schemas each in turn."""
        choices = self._made[BEFORE[leg]]
        return choices[at % len(choices)]

    def _grown(
        self, target: Path, source: Stage, leg: str, rounds: int, *, pictures: bool = True
    ) -> Stage:
        copy_folder(source.folder, target)
        told = list(source.acknowledged)
        LEGS[leg](Ground(target, self.study.pack, {}, rounds, pictures), told.append)
        return Stage(target, tuple(told))

    def _older(self, folder: Path, source: Path, step: str) -> Path:
        target = folder / f"before {step}"
        copy_folder(source, target)
        put_back_to(target, step)
        return target
