"""What the pages of one running server share: the laptop, the visits, the languages.

Room: web, field desk. One Desk per app; pages reach it through `the_desk()`.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, RLock
from typing import cast

from flask import abort, current_app

from survey_app.clock import Clock
from survey_app.errors import SurveyError
from survey_app.i18n.catalogues import Catalogues
from survey_app.web.field.phones import Phones
from survey_app.web.field.preferences import Preferences, read_preferences
from survey_app.web.field.throttle import Throttle
from survey_app.web.field.visits import Visit, Visits
from survey_app.web.wording import Wording
from survey_app.workflows.field_laptop.laptop import (
    FormsOfPacks,
    Laptop,
    Person,
    is_installed,
    open_laptop,
    read_ahead,
)

EXTENSION = "survey_app.desk"
LAST_MOMENT = 2.0


@dataclass
class Desk:
    """The one laptop behind the pages, opened when it is first needed.

    `is_followed` where a fresh process takes over at the end of this one; `ending` is set when
    that shall happen, or when the program was `told_to_stop`; `deaf` once no request is taken.
    """

    data: Path
    translations: Path
    forms: tuple[Path, ...]
    clock: Clock
    catalogues: Catalogues
    visits: Visits
    throttle: Throttle
    phones: Phones
    ending: Event = field(default_factory=Event)
    deaf: Event = field(default_factory=Event)
    one_long_work: Lock = field(default_factory=Lock)
    is_followed: bool = False
    told_to_stop: bool = False
    _read: FormsOfPacks = field(default_factory=dict)
    _laptop: Laptop | None = None
    _lock: RLock = field(default_factory=RLock)

    def laptop(self) -> Laptop | None:
        """Return the installed laptop, or None when the set-up has not been done yet.

        Raises: StoreBusyError, StoreDamagedError and their kind, when it cannot be opened.
        """
        with self._lock:
            if self._laptop is None and is_installed(self.data):
                self._laptop = open_laptop(self.data, clock=self.clock, read=self._read)
            return self._laptop

    def read_ahead(self) -> None:
        """Read what can be read while another process has the folder: the questionnaires."""
        self._read = read_ahead(self.data)

    def laptop_if_open(self) -> Laptop | None:
        """Return the laptop if it has been opened; never fails, so a problem page may ask."""
        return self._laptop

    def let_go(self) -> None:
        """Close the laptop for the moment, so that the set-up can write to its folder."""
        with self._lock:
            if self._laptop is not None:
                self._laptop.close()
                self._laptop = None

    def preferences(self) -> Preferences:
        """Return how the pages looked last time."""
        return read_preferences(self.data)

    def wording(self, tag: str) -> Wording:
        """Return the words of the pages in the language `tag`."""
        return Wording(self.catalogues.translator(tag))

    def end_if_all_is_over(self) -> None:
        """Let the process end when it knew something and nobody is in any more."""
        if self.is_followed and self.visits.knew and not self.visits.anybody_in():
            self.ending.set()

    def end_if_keys_are_gone(self) -> None:
        """End every visit once another program has destroyed the keys of all who are in."""
        laptop = self._laptop
        if laptop is None or laptop.device is None or not self.visits.anybody_in():
            return
        with suppress(SurveyError):
            if not laptop.store.slot_ids():
                self.visits.end_all()

    def stop_long_work(self) -> None:
        """Stop a backup that is under way, and wait a moment for it: keys will be destroyed.

        What it has copied would hold them, and so would its file.
        """
        for visit in self.visits.all():
            if visit.long_work is not None:
                visit.long_work.stop()
        self._wait_for_long_work()

    def _wait_for_long_work(self) -> None:
        if self.one_long_work.acquire(timeout=LAST_MOMENT):
            self.one_long_work.release()

    def close(self) -> None:
        """Put phones out, forget every visit, then close the laptop.

        Long work that was stopped gets a moment to take away what it had begun.
        """
        self.phones.close()
        self.visits.end_all()
        self._wait_for_long_work()
        self.let_go()


def the_desk() -> Desk:
    """Return the desk of the app that answers this request."""
    return cast("Desk", current_app.extensions[EXTENSION])


def who(visit: Visit) -> tuple[Laptop, Person]:
    """Return the laptop and the person who has unlocked it, for pages behind the door."""
    laptop = the_desk().laptop()
    if laptop is None or visit.person is None:
        abort(404)
    return laptop, visit.person
