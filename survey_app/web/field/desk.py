"""What the pages of one running server share: the laptop, the visits, the languages.

Room: web, field desk. One Desk per app; pages reach it through `the_desk()`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import cast

from flask import abort, current_app

from survey_app.clock import Clock
from survey_app.i18n.catalogues import Catalogues
from survey_app.web.field.preferences import Preferences, read_preferences
from survey_app.web.field.throttle import Throttle
from survey_app.web.field.visits import Visit, Visits
from survey_app.web.wording import Wording
from survey_app.workflows.laptop import Laptop, Person, is_installed, open_laptop

EXTENSION = "survey_app.desk"


@dataclass
class Desk:
    """The one laptop behind the pages, opened when it is first needed."""

    data: Path
    translations: Path
    forms: tuple[Path, ...]
    clock: Clock
    catalogues: Catalogues
    visits: Visits
    throttle: Throttle
    _laptop: Laptop | None = None
    _lock: RLock = field(default_factory=RLock)

    def laptop(self) -> Laptop | None:
        """Return the installed laptop, or None when the set-up has not been done yet.

        Raises: StoreBusyError, StoreDamagedError and their kind, when it cannot be opened.
        """
        with self._lock:
            if self._laptop is None and is_installed(self.data):
                self._laptop = open_laptop(self.data, clock=self.clock)
            return self._laptop

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

    def close(self) -> None:
        """Forget every visit, then close the laptop."""
        self.visits.end_all()
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
