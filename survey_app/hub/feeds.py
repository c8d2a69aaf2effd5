"""Where each laptop's bundles and log stood: two laptops that work as one are noticed here.

Room: hub (floor 7). Reads covers only; a hub opens nothing.
Spec: docs/spec/objects-on-a-target.md section 3, docs/spec/chain.md section 4.
Promise: a bundle is never refused for what is noticed; nothing that came is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

from survey_app.bundle.manifest import Manifest
from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.durable import hide_time, write_durably
from survey_app.vault.chain import LogHead

_NAME_LETTERS = 32


@dataclass(frozen=True, order=True)
class Note:
    """One bundle of a laptop: its place, its name, and where the laptop's log stood."""

    seq: int
    bundle: str
    log: LogHead


class Feeds:
    """The notes in a folder, one file a bundle, in one folder a laptop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, bundle: str, manifest: Manifest) -> None:
        """Write where a bundle stands; a second time changes nothing. Raises: OSError."""
        path = self._folder / manifest.device / f"{manifest.seq}-{bundle[:_NAME_LETTERS]}.json"
        if not path.exists():
            head = manifest.log
            data = canonical_json(
                {"seq": manifest.seq, "bundle": bundle, "log": [head.count, head.digest]}
            )
            write_durably(path, data)
            hide_time(path, below=self._folder.parent)

    def bundles_of(self, device: str) -> tuple[str, ...]:
        """Return the bundles of one laptop, in their order."""
        return tuple(note.bundle for note in _notes(self._folder / device))

    def doubtful(self) -> tuple[str, ...]:
        """Return the laptops of which two seem to exist, or that were put back to an older day."""
        if not self._folder.is_dir():
            return ()
        laptops = sorted(place for place in self._folder.iterdir() if place.is_dir())
        return tuple(place.name for place in laptops if _is_doubtful(_notes(place)))


def _notes(folder: Path) -> list[Note]:
    return sorted(_note(path.read_bytes()) for path in folder.glob("*.json"))


def _note(data: bytes) -> Note:
    fields = cast("dict[str, Json]", read_canonical_json(data))
    count, digest = cast("tuple[int, str]", fields["log"])
    return Note(cast("int", fields["seq"]), str(fields["bundle"]), LogHead(count, digest))


def _is_doubtful(notes: Sequence[Note]) -> bool:
    """Say whether a place is claimed twice, or a later bundle knows a shorter or another log."""
    for earlier, later in pairwise(notes):
        same_length = earlier.log.count == later.log.count
        if earlier.seq == later.seq or earlier.log.count > later.log.count:
            return True
        if same_length and earlier.log != later.log:
            return True
    return False
