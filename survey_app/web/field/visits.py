"""One browser's stay at this desk: a cookie holds a random token, memory holds the rest.

Room: web, field desk.
Spec: docs/adr/0051-a-visit-lives-in-memory.md.
Promise: nothing of a visit is written anywhere; its end forgets the keys and the interview.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock, RLock
from typing import Any

from flask.sessions import SessionMixin
from markupsafe import Markup

from survey_app.clock import Clock
from survey_app.interview import RowTakenOut
from survey_app.web.field.alone import Alone
from survey_app.web.field.charts import Charts
from survey_app.web.field.long_work import LongWork
from survey_app.web.field.once import Done
from survey_app.web.field.pending import Pending
from survey_app.web.field.taken_away import TakenAway
from survey_app.web.spellings import forget_spellings
from survey_app.workflows.collect import Receipt
from survey_app.workflows.field_laptop.laptop import Person
from survey_app.workflows.interviewing.sitting import Sitting

MOST_VISITS = 64
A_DAY = timedelta(days=1)
# a page on a phone locks itself sooner; this is for one that lost the way to the laptop
PHONE_OUT_OF_REACH = timedelta(minutes=20)
# her page says every twenty seconds that she speaks; the last of it needs a moment to arrive
SPEAKING = timedelta(minutes=2)


@dataclass(frozen=True)
class Notice:
    """One sentence to show on the next page: good news, or a thing to look at."""

    text: str
    good: bool = True


class Visit(dict[str, Any], SessionMixin):
    """What the server remembers of one browser.

    The mapping itself holds only the secret of the request forms; the rest is typed below.
    """

    def __init__(self, token: str, now: datetime, language: str) -> None:
        super().__init__()
        self.token = token
        self.began = now
        self.seen = now
        self.language = language
        self.long_work: LongWork | None = None
        self.plain_letters = False
        self.colours = ""
        self.pressed = ""  # the button that brings the page anew: the keyboard stays at it
        self.pointed = False  # by a finger or a mouse: no ring is drawn around it
        self.phone = ""  # the address of a phone on the hotspot, "" for the laptop itself
        self.mark = secrets.token_hex(8)  # names the visit on a page, opens nothing
        self._turn = RLock()  # requests of one browser are answered one after the other
        self.is_answered = False  # a request of it is under way
        self.speaks_until = now
        self._over = False
        self.notices: list[Notice] = []
        self.forget()

    def take_turn(self) -> None:
        """Wait until no other request of this browser is being answered."""
        self._turn.acquire()
        self.is_answered = True
        if self._over:
            self._drop_everything()

    def wait_for_turn(self, seconds: float) -> None:
        """Wait until no other request of this browser is being answered, `seconds` at most."""
        if self._turn.acquire(timeout=seconds):
            self._turn.release()

    def end_turn(self) -> None:
        """Let the next request of this browser begin; a visit that is over is forgotten now."""
        self.is_answered = False
        self._turn.release()
        if self._over:
            self.end()

    def end(self) -> None:
        """Forget everything: at once, or when the request being answered is done.

        It never waits: whoever hides the page may not have to wait for a long export.
        """
        self._over = True
        if self._turn.acquire(blocking=False):
            self._drop_everything()
            self._turn.release()

    def _drop_everything(self) -> None:
        self.forget()
        self.clear()

    def forget(self) -> None:
        """Drop the person's keys, the open interview and everything typed."""
        if self.long_work is not None:
            self.long_work.stop()
        self.long_work = None
        self.put_away()
        self.person: Person | None = None
        self.module = ""  # the one part of the interview a phone was given, "" for all of it
        self.invited_by = ""  # the code of the invitation that a phone looks at
        self.done = Done()
        self.asked_first: Mapping[str, str] = {}
        self.looked_for: dict[str, str] = {}  # on the first page
        self.looked_in_texts = ""
        self.looked_in_packed: tuple[str, bool] = ("", False)  # words; only without a receipt
        self.her_number = ""  # the receipt number that a change of a finished interview is about
        self.comparing = ""  # the first of the two keyings that are compared
        self.last_text = ""
        self.fresh_passphrases: dict[str, str] = {}
        self.request_for_help = b""
        self.receipt: Receipt | None = None
        self.closing = Markup("")
        self.receipt_language = self.language
        self.decoy_at = 0
        self.rested = self.seen  # when she and the researcher last paused
        self.rests_until = self.seen

    def put_away(self) -> None:
        """Let go of the open interview; everything of it is committed already."""
        self.sitting: Sitting | None = None
        self.sitting_mark = ""
        self.pending = Pending()
        self.removed_row: RowTakenOut | None = None
        self.taken_away: TakenAway | None = None
        self.seeking: dict[str, str] = {}
        self.file_to_remove = ""
        self.charts: Charts | None = None
        self.alone: Alone | None = None
        self.way = ""

    def speak(self) -> None:
        """She is being recorded: no half hour ends the visit now."""
        self.speaks_until = self.seen + SPEAKING

    def may_see(self, module: str) -> bool:
        """Say whether a part of the interview is for this visit."""
        return self.module in {"", module}

    def tell(self, text: str, *, good: bool = True) -> None:
        """Show `text` on the next page."""
        self.notices.append(Notice(text, good))

    @property
    def is_in(self) -> bool:
        """Say whether this visit holds what nobody else may know."""
        return self.person is not None or bool(self.fresh_passphrases)

    def take_notices(self) -> tuple[Notice, ...]:
        """Return the sentences to show now; each is shown once."""
        notices, self.notices = tuple(self.notices), []
        return notices

    def take_pressed(self) -> str:
        """Return what was pressed so that this page came: `language`, `letters`, ..., once."""
        pressed, self.pressed = self.pressed, ""
        return pressed


@dataclass
class Visits:
    """All visits of this process, each ending by itself after `idle` or `longest`.

    `knew` from the moment at which somebody was in: no forgetting makes that undone.
    """

    clock: Clock
    idle: timedelta
    longest: timedelta
    knew: bool = False
    _visits: dict[str, Visit] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, token: str | None, *, counts: bool = True) -> Visit | None:
        """Return the living visit of `token`; a request that `counts` is a sign of life."""
        now = self.clock.now()
        with self._lock:
            self._end_old(now)
            visit = self._visits.get(token or "")
            if visit is not None and counts:
                visit.seen = now
            return visit

    def begin(self, language: str) -> Visit:
        """Return a new visit under a fresh token."""
        visit = self.stranger(language)
        self.remember(visit)
        return visit

    def stranger(self, language: str) -> Visit:
        """Return a visit that nothing remembers: for somebody nobody invited."""
        return Visit(secrets.token_urlsafe(32), self.clock.now(), language)

    def remember(self, visit: Visit) -> None:
        """Know this visit by its token from now on."""
        with self._lock:
            self._make_room()
            self._visits[visit.token] = visit

    def knows(self, visit: Visit) -> bool:
        """Say whether the visit is remembered still."""
        return self._visits.get(visit.token) is visit

    def all(self) -> list[Visit]:
        """Return every visit."""
        with self._lock:
            return list(self._visits.values())

    def renew(self, visit: Visit) -> None:
        """Give `visit` a new token and a new age: a passphrase has just been proven."""
        with self._lock:
            self._visits.pop(visit.token, None)
            visit.token = secrets.token_urlsafe(32)
            visit.began = visit.seen = self.clock.now()
            visit.pop("csrf_token", None)
            self._visits[visit.token] = visit

    def end(self, visit: Visit) -> None:
        """Forget `visit` and everything it held; its token opens nothing from now on."""
        with self._lock:
            self._visits.pop(visit.token, None)
        visit.end()
        forget_spellings()

    def end_all(self) -> None:
        """Forget every visit: the server stops."""
        for visit in self.all():
            self.end(visit)

    def others(self, visit: Visit) -> list[Visit]:
        """Return the visits of other browsers."""
        with self._lock:
            return [other for other in self._visits.values() if other is not visit]

    def answered(self, visit: Visit, *, counts: bool = True) -> None:
        """Count the end of a long request as a sign of life, too; remember who was in."""
        if counts:
            visit.seen = self.clock.now()
        self.knew = self.knew or visit.is_in

    def left(self, visit: Visit) -> timedelta:
        """Return how long `visit` may last from now on, if nobody speaks into it any more."""
        if visit.person is None:
            return self.longest
        ends = max(visit.began + self.longest, visit.speaks_until)
        return max(ends - self.clock.now(), timedelta())

    def anybody_in(self) -> bool:
        """Say whether any visit still holds what nobody else may know."""
        with self._lock:
            return any(visit.is_in for visit in self._visits.values())

    def end_old(self) -> None:
        """End what its time has ended, without waiting for a request."""
        with self._lock:
            self._end_old(self.clock.now())

    def _end_old(self, now: datetime) -> None:
        for token, visit in list(self._visits.items()):
            if self._is_over(visit, now):
                del self._visits[token]
                visit.end()

    def _is_over(self, visit: Visit, now: datetime) -> bool:
        """Say whether time has ended `visit`; one that holds nothing may wait for a day.

        A clock that was put back keeps no visit open: its time counts anew from there. What is
        being sent or said is not cut off: docs/adr/0119-her-voice-is-not-cut-off.md.
        """
        visit.speaks_until = min(visit.speaks_until, now + SPEAKING)
        if visit.is_answered:
            return False
        put_back = max(visit.seen - now, timedelta())
        visit.rested, visit.rests_until = visit.rested - put_back, visit.rests_until - put_back
        visit.seen, visit.began = min(visit.seen, now), min(visit.began, now)
        if visit.person is not None:
            quiet = max(self.idle, PHONE_OUT_OF_REACH) if visit.phone else self.idle
            is_long = now - visit.began > self.longest and now > visit.speaks_until
            return now - visit.seen > quiet or is_long
        return now - visit.seen > (self.longest if visit.fresh_passphrases else A_DAY)

    def _make_room(self) -> None:
        """Forget visits that hold nothing: a page of a stranger can begin hundreds of them."""
        empty = [visit for visit in self._visits.values() if not visit.is_in]
        for visit in sorted(empty, key=lambda visit: visit.seen):
            if len(self._visits) < MOST_VISITS:
                return
            del self._visits[visit.token]
