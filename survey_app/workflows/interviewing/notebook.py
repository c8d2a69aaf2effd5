"""A person's own notes of her days: how many interviews, hard moments, how she was at the end.

Room: workflows.

    begin, finish, a hard moment, the end of the day -> Note -> sealed under her key -> store

Spec: docs/spec/notebook.md.
Promise: a note holds a day and what was done, never what a woman said. Nothing that makes a
    bundle, a view or a release may import this module: a contract in setup.cfg keeps it so.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from survey_app.canonical import canonical_json, read_canonical_json
from survey_app.store.errors import StoreFullError
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.notebook import notebook_box, open_notebook
from survey_app.workflows.field_laptop.laptop import Laptop, Person, the_device

KEPT_FOR = timedelta(days=60)
LONGEST_NOTE = 2000


class Kind(StrEnum):
    """What a note is about."""

    BEGUN = "begun"
    FINISHED = "finished"
    MOMENT = "moment"
    FEELING = "feeling"
    THOUGHT = "thought"


@dataclass(frozen=True)
class Note:
    """One thing of one day; `said` is a word of ours, or her own words about herself."""

    day: date
    kind: Kind
    said: str = ""


def notes(laptop: Laptop, person: Person) -> tuple[Note, ...]:
    """Return her notes, oldest first; none when nothing of them opens with her key."""
    sealed = laptop.store.get_meta(_name(person))
    if sealed is None:
        return ()
    try:
        opened = open_notebook(person.draft_key, sealed, owner=person.person_id)
    except SealBrokenError:
        return ()
    rows = cast("list[list[str]]", read_canonical_json(opened))
    return tuple(Note(date.fromisoformat(day), Kind(kind), said) for day, kind, said in rows)


def note(laptop: Laptop, person: Person, kind: Kind, said: str = "") -> None:
    """Write down one thing of today; it is on the disk, encrypted, when this returns."""
    fresh = Note(laptop.clock.now().date(), kind, said[:LONGEST_NOTE])
    _keep(laptop, person, (*notes(laptop, person), fresh))


def note_if_there_is_room(laptop: Laptop, person: Person, kind: Kind, said: str = "") -> None:
    """Write down what happened; a full disk costs the note, never the interview it is about."""
    with suppress(StoreFullError):
        note(laptop, person, kind, said)


def forget_notes(laptop: Laptop, person: Person) -> None:
    """Tear out every page but today's count of interviews, which protects her."""
    today = laptop.clock.now().date()
    kept = [one for one in notes(laptop, person) if one.day == today and one.kind is Kind.BEGUN]
    _keep(laptop, person, kept)


def begun_today(laptop: Laptop, person: Person) -> int:
    """Return how many interviews she has begun today."""
    return sum(one.kind is Kind.BEGUN for one in of_today(laptop, person))


def of_today(laptop: Laptop, person: Person) -> tuple[Note, ...]:
    """Return what she wrote down, and what was counted, today."""
    today = laptop.clock.now().date()
    return tuple(one for one in notes(laptop, person) if one.day == today)


def under_new_key(laptop: Laptop, person: Person, draft_key: bytes) -> Mapping[str, bytes]:
    """Return her notebook under another key, as the setting it is kept in; nothing without one."""
    written = notes(laptop, person)
    return {_name(person): _sealed(laptop, person, draft_key, written)} if written else {}


def is_enough(laptop: Laptop, person: Person) -> bool:
    """Say whether she has begun as many interviews today as the study allows."""
    return begun_today(laptop, person) >= laptop.care.daily_cap


def _keep(laptop: Laptop, person: Person, kept: Iterable[Note]) -> None:
    sealed = _sealed(laptop, person, person.draft_key, _recent(tuple(kept)))
    laptop.store.set_meta(_name(person), sealed, guard=person.keys_hold)


def _recent(kept: Sequence[Note]) -> list[Note]:
    """Return the notes of `KEPT_FOR` around either of the last two days on which she wrote.

    One day on which the clock was wrong destroys nothing, and its page does not stay for ever.
    """
    last = list(dict.fromkeys(one.day for one in reversed(kept)))[:2]
    return [one for one in kept if any(abs(one.day - day) <= KEPT_FOR for day in last)]


def _sealed(laptop: Laptop, person: Person, draft_key: bytes, kept: Iterable[Note]) -> bytes:
    return notebook_box(
        draft_key,
        canonical_json([[one.day.isoformat(), one.kind, one.said] for one in kept]),
        owner=person.person_id,
        study=laptop.study.study_id,
        device=the_device(laptop).device_id,
    )


def _name(person: Person) -> str:
    return f"notebook-{person.person_id}"
