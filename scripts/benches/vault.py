"""The vault on a disk: unlock, a long recording, what encrypting costs each save, backups.

Saves and ends of whole interviews are in `interview`. The price of encryption is measured in turns
with plain SQLite: the same pragmas, one connection, one transaction each, in the same folder.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from measure import report, timed

from survey_app.store import connection
from survey_app.store.interviews import guarded
from survey_app.store.store import Store
from survey_app.vault import kem
from survey_app.vault.backup_key import backup_seed
from survey_app.vault.context import Context
from survey_app.vault.passphrase import new_passphrase
from survey_app.vault.records import SealedDraft, draft_box, open_sealed, seal_record
from survey_app.workflows import backup
from survey_app.workflows.backing_up.opening import Key
from survey_app.workflows.collect import start
from survey_app.workflows.demo import LOWEST_COST
from survey_app.workflows.demonstration.player import play
from survey_app.workflows.demonstration.women import synthetic_women
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Laptop, Person, Role, open_laptop, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_forms, shipped_translations
from survey_app.workflows.study.studies import create_study

ANSWERS = "گھر اور روزمرہ زندگی ".encode() * 250
DRAFT_KEY, OWNER, FORM, DEVICE = b"U" * 32, "0" * 32, "f" * 64, "d" * 32
SECONDS, ROUNDS, PREPARED = 1.0, 5, 64
RECORDING = 20 * 1024 * 1024 - 1024
COLUMNS = (
    "type | name | label::English (en) | sensitivity | voice | sdc_role | sdc_method | purpose"
)
SOUND = f"""
| survey | {COLUMNS} |
| | audio | sound | A recording | S2 | respondent | direct | drop | Sound. |

| settings | form_title | form_id | version | default_language | style |
| | Sound | sound | 1 | English (en) | pages |
"""


def main() -> None:
    """Measure each in a folder of its own, below the folder for temporary files."""
    _sealing()
    with tempfile.TemporaryDirectory() as place:
        _price_of_encryption(Path(place))
    with tempfile.TemporaryDirectory() as place:
        words, laptop = _laptop(Path(place))
        with closing(laptop):
            timed("unlock at 64 MiB, five people", lambda: unlock(laptop, words), times=9)
            person = unlock(laptop, words)
            for woman in synthetic_women(5):
                play(start(laptop, person, woman.form_id, woman.language), woman)
            _recording(laptop, person)
            _backup(laptop, person, Path(place))


def _sealing() -> None:
    seed = kem.new_seed()
    public = kem.public_of(seed)
    context = Context("study", "device", "0" * 32, 1, "form")
    sealed = seal_record(public, ANSWERS, context)
    timed("seal a record of 10 KiB", lambda: seal_record(public, ANSWERS, context), times=200)
    timed("open a record of 10 KiB", lambda: open_sealed(seed, sealed), times=200)


def _price_of_encryption(place: Path) -> None:
    """Say how many saves a second there are, sealed and plain, in turns that share the disk."""
    with closing(Store.open(place / "sealed")) as store:
        plain = _save_plain(place / "plain.db")
        rates = [(_rate(lambda at: store.put_draft(_box(at))), _rate(plain)) for _ in range(ROUNDS)]
    shares = sorted(sealed / bare for sealed, bare in rates)
    sealed_most, plain_most = (max(found) for found in zip(*rates, strict=True))
    print(
        "sealed saves per second against plain SQLite with the same bytes: "
        f"{shares[len(shares) // 2]:.0%} (turns {shares[0]:.0%} to {shares[-1]:.0%}; "
        f"up to {sealed_most:.0f} and {plain_most:.0f} a second)"
    )
    print(json.dumps({"name": "sealed saves", "share": [round(one, 3) for one in shares]}))


def _box(revision: int) -> SealedDraft:
    return draft_box(
        DRAFT_KEY, "0" * 32, revision, ANSWERS, owner=OWNER, study="s", device=DEVICE, form=FORM
    )


def _save_plain(file: Path) -> Callable[[int], None]:
    """Return a save, by SQLite alone, of bytes that were sealed before.

    Bytes that are other ones each time, as sealed ones are: of a row that changes in one place
    SQLite would write only that page.
    """
    rows = [(one.body, guarded(one.key)) for one in map(_box, range(PREPARED))]
    db = sqlite3.connect(file, isolation_level=None)
    for name, value, _ in connection._PROMISES:  # noqa: SLF001 - the same pragmas are the point
        db.execute(f"PRAGMA {name}={value}").fetchall()
    db.execute("CREATE TABLE drafts (draft_id TEXT PRIMARY KEY, owner TEXT, body BLOB) STRICT")
    db.execute("CREATE TABLE draft_keys (draft_id TEXT PRIMARY KEY, wrapped BLOB) STRICT")

    def save(at: int) -> None:
        body, key = rows[at % PREPARED]
        db.execute("BEGIN IMMEDIATE")
        db.execute(_UPSERT_DRAFT, ("0" * 32, OWNER, body))
        db.execute(_UPSERT_KEY, ("0" * 32, key))
        db.execute("COMMIT")

    return save


_UPSERT_DRAFT = (
    "INSERT INTO drafts VALUES (?, ?, ?) ON CONFLICT (draft_id) DO UPDATE SET body = excluded.body"
)
_UPSERT_KEY = (
    "INSERT INTO draft_keys VALUES (?, ?) "
    "ON CONFLICT (draft_id) DO UPDATE SET wrapped = excluded.wrapped"
)


def _rate(save: Callable[[int], None]) -> float:
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        done += 1
        save(done)
    return done / (time.perf_counter() - began)


def _laptop(place: Path) -> tuple[str, Laptop]:
    words = new_passphrase("digits")
    study, data = place / "study", place / "laptop"
    create_study(study, words, title="B", cover_titles={}, demo=True, cost=LOWEST_COST)
    pack = make_pack(
        study,
        words,
        form_folders=[*shipped_forms(), _form_with_sound(place)],
        translations=shipped_translations(),
    )
    install_pack(data, pack)
    people: Sequence[NewPerson] = (
        NewPerson(Role.SOLO, words),
        *(NewPerson(Role.SUPERVISOR, new_passphrase("digits")) for _ in range(4)),
    )
    enrol_laptop(data, people, cost=LOWEST_COST)
    return words, open_laptop(data)


def _form_with_sound(place: Path) -> Path:
    folder = place / "sound"
    folder.mkdir()
    (folder / "form.md").write_text(SOUND, encoding="utf-8")
    return folder


def _recording(laptop: Laptop, person: Person) -> None:
    sound, took = _wav(RECORDING), []
    for _ in range(5):
        sitting = start(laptop, person, "sound", "en")
        began = time.perf_counter()
        problems = sitting.attach("/data/sound", sound)
        took.append((time.perf_counter() - began) * 1000)
        assert not problems
        sitting.discard()
    report("a voice answer of 20 MiB: cleaned, sealed, kept", took)


def _wav(size: int) -> bytes:
    rate = 44_100
    head = b"fmt " + (16).to_bytes(4, "little") + b"\1\0\1\0" + rate.to_bytes(4, "little")
    head += (rate * 2).to_bytes(4, "little") + b"\2\0\x10\0"
    data = b"data" + size.to_bytes(4, "little") + bytes(size)
    return b"RIFF" + (4 + len(head) + len(data)).to_bytes(4, "little") + b"WAVE" + head + data


def _backup(laptop: Laptop, person: Person, place: Path) -> None:
    stick = place / "stick"
    stick.mkdir()
    key = Key(backup_seed(person.device_seed), laptop.study.authority_key, person.device_seed)
    made = []
    timed(
        "backup of five interviews: made, opened, compared",
        lambda: made.append(backup.make(laptop, person, stick)),
        times=5,
    )
    path = made[-1].path
    timed(
        "backup verified",
        lambda: backup.verify_backup(path, lambda _front: key, place / "room"),
        times=5,
    )
    fresh = iter(range(100))
    timed(
        "backup restored",
        lambda: backup.restore(path, place / f"again{next(fresh)}", lambda _front: key),
        times=5,
    )
    print(json.dumps({"name": "backup", "bytes": path.stat().st_size}))


if __name__ == "__main__":
    main()
