"""What the program does with a laptop, each step acknowledged once it has returned.

An acknowledgement is a mapping: what was done (`did`), to which interview (`plot`), and how far.
Everything goes through the workflows, as pages and commands do.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import media_files
from people import INTERVIEWER, SUPERVISOR

from survey_app.clock import Clock
from survey_app.workflows import collect
from survey_app.workflows.enrol import enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Laptop, Person, open_laptop, unlock
from survey_app.workflows.withdraw import withdraw

from .study import CHEAP, PEOPLE

Tell = Callable[[Mapping[str, object]], None]
CONSENT, PLOT, TREES, PHOTO, STORY = (
    f"/data/{name}" for name in ("consent_given", "plot", "trees", "photo", "story")
)


@dataclass(frozen=True)
class Ground:
    """Where a leg works: the laptop's folder, the pack, and the receipts that are in it."""

    data: Path
    pack: Path
    receipts: Mapping[str, str]
    rounds: int = 10_000
    pictures: bool = True
    clock: Clock | None = None


def first_run(ground: Ground, tell: Tell) -> None:
    """Install, enrol, unlock, and give the first answers."""
    install_pack(ground.data, ground.pack)
    tell({"did": "installed"})
    tell({"did": "enrolled", "device": enrol_laptop(ground.data, PEOPLE, cost=CHEAP)})
    _answer_once(ground, tell, rounds=3)


def answer(ground: Ground, tell: Tell) -> None:
    """Give answer after answer in one interview, as autosave does."""
    _answer_once(ground, tell, rounds=ground.rounds)


def attach(ground: Ground, tell: Tell) -> None:
    """Take picture after picture into one interview; each takes the place of the last.

    Each goes on piece by piece, as a recording does that still runs.
    """
    with _unlocked(ground) as (laptop, person):
        sitting = _begun(laptop, person)
        plot = sitting.interview.value(PLOT)
        for at in range(1, ground.rounds):
            sitting.answer({TREES: str(at)})
            tell({"did": "answered", "plot": plot, "trees": at})
            sitting.attach(PHOTO, media_files.jpeg() + bytes(at * 800))
            name = sitting.interview.value(PHOTO)
            told = {"did": "attached", "plot": plot, "photo": name}
            tell({**told, "bytes": sitting.files.size(name)})
            behind = len(sitting.files.open(name))
            for piece in (bytes(5000), bytes(7000)):
                sitting.attach_more(PHOTO, piece, behind=behind)
                behind += len(piece)
                tell({**told, "bytes": sitting.files.size(name)})


def finish(ground: Ground, tell: Tell) -> None:
    """Begin, answer and finish interview after interview."""
    with _unlocked(ground) as (laptop, person):
        for at in range(ground.rounds):
            _finished(laptop, person, tell, photo=ground.pictures and at % 3 == 0)


def take_back(ground: Ground, tell: Tell) -> None:
    """Withdraw every interview that the folder holds."""
    with closing(open_laptop(ground.data, clock=ground.clock)) as laptop:
        supervisor = unlock(laptop, SUPERVISOR)
        for plot, code in ground.receipts.items():
            tell({"did": "withdrawn", "plot": plot, "record": withdraw(laptop, supervisor, code)})


def migrate(ground: Ground, tell: Tell) -> None:
    """Open a folder of an older program, which brings it up to date, and go on in it."""
    open_laptop(ground.data, clock=ground.clock).close()
    tell({"did": "opened"})
    _answer_once(ground, tell, rounds=3)


def everything(ground: Ground, tell: Tell) -> None:
    """Do one of each: answer, attach, finish, discard, withdraw."""
    with _unlocked(ground) as (laptop, person):
        supervisor = unlock(laptop, SUPERVISOR)
        for _ in range(ground.rounds):
            _begun(laptop, person).discard()
            plot, code = _finished(laptop, person, tell, photo=True)
            _finished(laptop, person, tell, photo=False)
            tell({"did": "withdrawn", "plot": plot, "record": withdraw(laptop, supervisor, code)})


LEGS: Mapping[str, Callable[[Ground, Tell], None]] = {
    "first run": first_run,
    "answer": answer,
    "attach": attach,
    "finish": finish,
    "withdraw": take_back,
    "migrate": migrate,
    "everything": everything,
}


def _answer_once(ground: Ground, tell: Tell, *, rounds: int) -> None:
    with _unlocked(ground) as (laptop, person):
        sitting = _begun(laptop, person)
        plot = sitting.interview.value(PLOT)
        for at in range(1, rounds):
            sitting.answer({TREES: str(at)})
            tell({"did": "answered", "plot": plot, "trees": at})


@contextmanager
def _unlocked(ground: Ground) -> Iterator[tuple[Laptop, Person]]:
    with closing(open_laptop(ground.data, clock=ground.clock)) as laptop:
        yield laptop, unlock(laptop, INTERVIEWER)


def _begun(laptop: Laptop, person: Person) -> collect.DraftSitting:
    sitting = collect.start(laptop, person, "garden", "en")
    sitting.answer({CONSENT: "yes", PLOT: secrets.token_hex(8), TREES: "0"})
    return sitting


def _finished(laptop: Laptop, person: Person, tell: Tell, *, photo: bool) -> tuple[str, str]:
    sitting = _begun(laptop, person)
    plot = sitting.interview.value(PLOT)
    for at in (1, 2, 3):
        sitting.answer({TREES: str(at)})
        tell({"did": "answered", "plot": plot, "trees": at})
    if photo:
        sitting.attach(PHOTO, media_files.jpeg())
        tell({"did": "attached", "plot": plot, "photo": sitting.interview.value(PHOTO)})
    code = sitting.finish().code
    tell({"did": "finished", "plot": plot, "trees": 3, "receipt": code})
    return plot, code
