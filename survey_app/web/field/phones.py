"""Phones that answer one interview over the hotspot: the switch, the invitation, who is in.

Room: web, field desk.
Spec: docs/adr/0106-phones-on-the-hotspot.md.
Promise: nothing listens before somebody pressed the switch; one invitation lets one phone in,
once, into the one interview that was open when it was made.
"""

import hmac
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from typing import Any

from survey_app.clock import Clock
from survey_app.vault.hotspot import HotspotCertificate
from survey_app.web.field.errors import HotspotPortError
from survey_app.web.field.visits import Visit, Visits

INVITED_FOR = timedelta(minutes=10)
TOLD_FOR = timedelta(minutes=10)  # so long a phone that was cut off can hear that it was
FAREWELL = timedelta(seconds=30)  # so long a phone that is done can fetch what its last page needs
CODE_BYTES = 16
ON_PHONE = "survey_app.on_phone"  # in the environment of a request that came over the hotspot

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]
Stop = Callable[[], None]
Listen = Callable[[IPv4Address, int, HotspotCertificate, WsgiApp], Stop]


@dataclass(frozen=True, repr=False)
class Invitation:
    """One chance for one phone: a code, until when, whose open interview, and which part of it.

    `module` is "" for the whole interview; `draft_id` names the interview that was open then.
    """

    code: str
    until: datetime
    host: Visit
    module: str = ""
    draft_id: str = ""

    @property
    def language(self) -> str:
        """Return the language in which she is asked, whichever the laptop's own pages have."""
        sitting = self.host.sitting
        return self.host.language if sitting is None else sitting.interview.language


@dataclass(frozen=True)
class Door:
    """Where phones knock while the switch is on."""

    address: IPv4Address
    port: int
    certificate: HotspotCertificate
    stop: Stop

    @property
    def place(self) -> str:
        """Return `address:port`, as browsers name it."""
        return f"{self.address}:{self.port}"


class Phones:
    """The switch and what follows from it.

    Rules: an invitation is for one phone and ten minutes, and a new one takes the place of the
    last; the door closes when the last phone is gone and nobody is invited any more.
    """

    def __init__(self, clock: Clock, visits: Visits, port: int, listen: Listen) -> None:
        self._clock, self._visits = clock, visits
        self._port, self._listen = port, listen
        self._lock = threading.RLock()
        self.door: Door | None = None
        self._invitation: Invitation | None = None
        self._tell_until: datetime | None = None
        self._leaving: dict[str, datetime] = {}

    def switch_on(
        self,
        certificate: HotspotCertificate,
        address: IPv4Address,
        app: WsgiApp,
        host: Visit,
        module: str = "",
    ) -> Invitation:
        """Listen on the hotspot and invite one phone into what `host` has open, or a part of it.

        Raises: HotspotPortError.
        """
        if self.door is not None and self.door.address != address:
            self.close()
        with self._lock:  # all at once, or the door would be found idle and closed again
            self._open(certificate, address, app)
            return self._invite(host, module)

    def _open(self, certificate: HotspotCertificate, address: IPv4Address, app: WsgiApp) -> None:
        if self.door is None:
            try:
                stop = self._listen(address, self._port, certificate, app)
            except OSError as error:
                raise HotspotPortError(port=self._port) from error
            self.door = Door(address, self._port, certificate, stop)

    def _invite(self, host: Visit, module: str = "") -> Invitation:
        until = self._clock.now() + INVITED_FOR
        code, opened = secrets.token_urlsafe(CODE_BYTES), host.sitting
        draft_id = "" if opened is None else opened.draft_id
        self._invitation = Invitation(code, until, host, module, draft_id)
        return self._invitation

    def invitation(self) -> Invitation | None:
        """Return the invitation that still stands."""
        with self._lock:
            if self._invitation is not None and not self._stands(self._invitation):
                self._invitation = None
            return self._invitation

    def _stands(self, invitation: Invitation) -> bool:
        host = invitation.host
        opened = host.sitting  # another one by now is another woman's
        is_there = opened is not None and opened.draft_id == invitation.draft_id
        is_there = is_there and self._visits.knows(host)  # nobody hid the page meanwhile
        return is_there and host.person is not None and self._lasts(invitation.until, INVITED_FOR)

    def is_invited(self, code: str) -> bool:
        """Say whether `code` would let a phone in now."""
        standing = self.invitation()
        return standing is not None and hmac.compare_digest(standing.code.encode(), code.encode())

    def let_in(self, code: str, phone: Visit) -> bool:
        """Move the interview to the phone; say whether the code was good. It is used up then.

        What the laptop is doing to the interview at this moment is done first.
        """
        standing = self.invitation()
        if standing is None:
            return False
        standing.host.take_turn()  # before our lock, which a request of the laptop may want
        try:
            return self._let_in(code, phone)
        finally:
            standing.host.end_turn()

    def _let_in(self, code: str, phone: Visit) -> bool:
        with self._lock:
            standing = self.invitation()
            if standing is None or not self.is_invited(code):
                return False
            self._invitation = None
            host = standing.host
            phone.put_away()  # of an interview that this phone answered before
            phone.person, phone.sitting = host.person, host.sitting
            phone.sitting_mark, phone.pending = host.sitting_mark, host.pending
            host.put_away()
            phone.module = standing.module
            _begin_at_its_part(phone)
            self._visits.renew(phone)
            return True

    def joined(self) -> list[Visit]:
        """Return the phones that are in, the first one first."""
        inside = [one for one in self._visits.all() if one.phone and one.person is not None]
        return sorted(inside, key=lambda one: one.began)

    def cut(self, mark: str) -> None:
        """Put the phone with this mark out; its interview waits on the laptop, saved."""
        for phone in self.joined():
            if hmac.compare_digest(phone.mark.encode(), mark.encode()):
                # first, or the door would be found idle between the two and closed for good
                self._tell_until = self._clock.now() + TOLD_FOR
                self._visits.end(phone)

    def say_goodbye(self, phone: Visit) -> None:
        """Let a phone that is done fetch the letters and the style of its last page."""
        with self._lock:
            self._leaving[phone.phone] = self._clock.now() + FAREWELL

    def is_leaving(self, address: str) -> bool:
        """Say whether a phone at this address has just been told that it is done."""
        until = self._leaving.get(address)
        return self._lasts(until, FAREWELL)

    def _lasts(self, until: datetime | None, span: timedelta) -> bool:
        """Say whether now is in the time of `span` before `until`.

        A clock that was put back ends it: it makes no invitation and no open door last longer.
        """
        return until is not None and until - span <= self._clock.now() < until

    def close(self) -> None:
        """Put all phones out and stop listening."""
        with self._lock:
            self._invitation = self._tell_until = None
            self._leaving.clear()
            for one in self._visits.all():
                if one.phone:
                    self._visits.end(one)
            door, self.door = self.door, None
        _shut(door)

    def close_if_idle(self) -> None:
        """Stop listening when nobody is in or invited, and nobody has just left or been cut off."""
        with self._lock:
            is_telling = self._lasts(self._tell_until, TOLD_FOR)
            is_telling = is_telling or any(map(self.is_leaving, self._leaving))
            if self.joined() or self.invitation() is not None or is_telling:
                return
            self._leaving.clear()
            door, self.door = self.door, None
        _shut(door)


def _begin_at_its_part(phone: Visit) -> None:
    """Stand at the first question of the part that this phone was given, unless it does."""
    if not phone.module or phone.sitting is None:
        return
    screens = phone.sitting.interview.screens()
    own = [screen.key for screen in screens if screen.module == phone.module]
    if own and phone.sitting.screen_key not in own:
        phone.sitting.go(own[0])


def _shut(door: Door | None) -> None:
    """Stop listening; never under the lock, which a phone's last request may be waiting for."""
    if door is not None:
        door.stop()


def nobody_listens(*_: object) -> Stop:
    """Refuse to open a door: there is no server around this app. Raises: OSError."""
    raise OSError


def over_the_hotspot(app: WsgiApp) -> WsgiApp:
    """Return `app` for the hotspot's door: each request knows which way it came."""

    def marked(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ[ON_PHONE] = True
        return app(environ, start)

    return marked
