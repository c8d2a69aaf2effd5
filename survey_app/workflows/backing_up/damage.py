"""What of a laptop was damaged before it was copied: in its backup as it is, and named.

Room: workflows.

    the copy of a laptop -- held against its log, its names and its hashes --> random ids

Spec: docs/spec/backup.md section 8, docs/adr/0085-a-backup-of-a-damaged-laptop.md.
Promise: nothing is opened and nothing left out; a backup is called whole only where this is empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from survey_app.bundle.container import bundle_id_of, file_name_of
from survey_app.canonical import sha256_hex
from survey_app.store.store import Store
from survey_app.vault.errors import ChainError
from survey_app.workflows.export import OUTBOX


@dataclass(frozen=True)
class Damage:
    """The ids of interviews that do not agree with the signed log, and the names of files.

    `log` is the entry at which the log itself broke, and then no interview could be held against
    it; 0 where it holds. `files` are bundles and packs that are not what their names say.
    """

    log: int = 0
    interviews: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is damaged."""
        return bool(self.log or self.interviews or self.files)


WHOLE = Damage()


def damage_in(store: Store, folder: Path, device_key: bytes) -> Damage:
    """Return what is damaged of the laptop in `folder`, whose opened store is `store`."""
    files = tuple(sorted(_damaged_files(store, folder)))
    try:
        differing = store.compare(device_key).differing
    except ChainError as error:
        return Damage(log=int(error.details["number"]), files=files)
    return Damage(interviews=tuple(sorted(differing)), files=files)


def _damaged_files(store: Store, folder: Path) -> Iterator[str]:
    """Yield the names of files that are missing or not what their names say: these are hashes."""
    for bundle in store.bundles():
        path = folder / OUTBOX / file_name_of(bundle.bundle_id)
        if not path.is_file() or bundle_id_of(path.read_bytes()) != bundle.bundle_id:
            yield path.name
    for path in (folder / "packs").glob("*.pack"):
        if sha256_hex(path.read_bytes()) != path.stem:
            yield path.name
