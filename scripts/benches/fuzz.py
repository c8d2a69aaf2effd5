"""Damaged files for every reader, and every single bit of every sealed thing: fuzz [--seconds N].

    tamper    each bit of one record, view, draft, slot, log entry, bundle, pack ... is turned, and
              each is cut at every length: one refusal, nothing released
    readers   age files, bundles and workbooks, changed at random for so many seconds each: an error
              of ours, never a crash, never longer than two seconds

Where atheris is installed, `fuzz_guided.py` follows the branches as well. Ends with one line of
JSON. Exit code 1 when anything opened that was changed, or crashed.
"""

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from mutated_workbooks import mutants  # noqa: E402 - only now can it be found
from rig import tamper  # noqa: E402
from rig.study import allow_cheap_passphrases, make_study  # noqa: E402

from survey_app.bundle.unpack import inspect  # noqa: E402
from survey_app.errors import SurveyError  # noqa: E402
from survey_app.workflows.author import check_folder  # noqa: E402

SLOWEST = 2.0
LARGE = 20_000
"""Of things with more bytes than this, every 61st bit is turned and every 61st cut is made."""


def main() -> int:
    """Run both parts; return 1 for anything that should not have happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="for each reader")
    parser.add_argument("--seed", type=int, default=20261126)
    wish = parser.parse_args()
    allow_cheap_passphrases()
    with tempfile.TemporaryDirectory() as folder:
        things = {one.name: one for one in tamper.things(make_study(Path(folder)))}
        turned = {name: _turned(one) for name, one in things.items()}
        chance = random.Random(wish.seed)
        read = {
            "age file": _read(things["age file"], wish.seconds, chance),
            "bundle": _read(things["bundle"], wish.seconds, chance),
            "bundle, unverified": _changed(
                things["bundle"].parts[0],
                lambda data: inspect(data, name="b", study_keys=(bytes(32),)),
                wish.seconds,
                chance,
            ),
            "study pack": _read(things["study pack"], wish.seconds, chance),
            "slot": _read(things["slot"], wish.seconds, chance),
            "workbook": _workbooks(Path(folder), wish.seconds, wish.seed),
        }
    print(json.dumps({"turned_and_cut": turned, "read": read}))
    wrong = [one for one in (*turned.values(), *read.values()) if one.get("wrong")]
    return 1 if wrong else 0


def _turned(thing: tamper.Thing) -> dict[str, int]:
    """Turn every bit and cut at every length; return how many were tried and went wrong."""
    step = 61 if sum(map(len, thing.parts)) > LARGE else 1
    said: Counter[str] = Counter()
    for attack in (tamper.flips, tamper.cuts):
        for altered in attack(thing.parts, step):
            said[_end(lambda data=altered: thing.open(data))] += 1
    wrong = sum(count for code, count in said.items() if code not in thing.refusals)
    print(f"{thing.name:<26}{dict(said)}", flush=True)
    return {"tried": said.total(), "wrong": wrong}


def _read(thing: tamper.Thing, seconds: float, chance: random.Random) -> dict[str, int]:
    def opened(data: bytes) -> object:
        return thing.open((data, *thing.parts[1:]))

    return _changed(thing.parts[0], opened, seconds, chance)


def _changed(
    sound: bytes, opened: Callable[[bytes], object], seconds: float, chance: random.Random
) -> dict[str, int]:
    """Read changed bytes for a while; what opens with other bytes than the sound ones is wrong."""
    said: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = _damage(sound, chance)
        if data == sound:
            continue
        began = time.process_time()
        said[_end(lambda data=data: opened(data))] += 1
        said["slow"] += time.process_time() - began > SLOWEST
    print(f"{dict(said)}", flush=True)
    wrong = said["opened"] + said["crash"] + said["slow"]
    return {"tried": said.total() - said["slow"], "wrong": wrong}


def _damage(sound: bytes, chance: random.Random) -> bytes:
    data = bytearray(sound)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 1, 2, 8, 64))
        match chance.randrange(6):
            case 0:
                del data[at : at + size]
            case 1:
                data[at:at] = chance.randbytes(size)
            case 2:
                data[at : at + size] = data[chance.randrange(len(data) + 1) :][:size]
            case 3:
                data[at : at + size] = chance.choice((b"\n", b" ", b"-> ", b"\xff" * 8, b"0", b'"'))
            case 4:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                del data[at:]
        if not data:
            return bytes(data)
    return bytes(data)


def _workbooks(folder: Path, seconds: float, seed: int) -> dict[str, int]:
    said: Counter[str] = Counter()
    end = time.monotonic() + seconds
    for _, (name, data) in mutants(1_000_000, seed=seed):
        if time.monotonic() > end:
            break
        path = folder / name
        path.write_bytes(data)
        began = time.process_time()
        said[_end(lambda path=path: check_folder(path, folder))] += 1
        said["slow"] += time.process_time() - began > SLOWEST
        path.unlink()
    print(f"{dict(said)}", flush=True)
    return {"tried": said.total() - said["slow"], "wrong": said["crash"]}


def _end(read: Callable[[], object]) -> str:
    """Return the code of the error, `opened`, or `crash` for an error that is not ours."""
    try:
        read()
    except SurveyError as error:
        return error.code
    except Exception:  # noqa: BLE001 - a crash is what is looked for
        traceback.print_exc(limit=-4)
        return "crash"
    return "opened"


if __name__ == "__main__":
    sys.exit(main())
