"""What a request over the hotspot may ask for: one interview, and nothing else of the laptop.

Room: web, field desk.
Spec: docs/adr/0106-phones-on-the-hotspot.md.
Promise: whoever is not invited gets an empty "no such page", whatever they ask for.
"""

from collections.abc import Collection

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.web import headers
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk

ROOMS = frozenset(
    {"interview", "kept_files", "media", "map_pictures", "contents", "ending", "joining"}
    | {"moment", "card", "alone", "shell"}
)
PAGES = frozenset(
    {"static", "door.lock", "door.hide", "door.language", "door.letters", "door.way"}
) | {
    "door.awake",
    "door.speaking",
    "door.month",
    "decoy.show",
}
THE_END = frozenset({"home.first_page", "home.look", "door.unlock"})
DISCARD = "home.discard"
# what a phone may not open that was given one part of an interview
OF_THE_WHOLE = frozenset({"contents", "ending", "home"})
JOIN = "joining.join"


def places() -> Collection[str]:
    """Return the one name under which phones reach this laptop now."""
    door = the_desk().phones.door
    return () if door is None else (door.place,)


def refusal() -> ResponseReturnValue | None:
    """Return how to refuse this request of a phone, None when it is welcome."""
    endpoint = request.endpoint or ""
    if is_stranger():
        if endpoint == "static" and the_desk().phones.is_leaving(request.remote_addr or ""):
            return None
        invited = the_desk().phones.is_invited(str((request.view_args or {}).get("code", "")))
        return None if endpoint == JOIN and invited else _forgotten()
    if endpoint in THE_END:
        return redirect(url_for("joining.over"), code=303)
    return None if _is_of_her_interview(endpoint) else Response(status=404)


def _forgotten() -> Response:
    """Return "no such page"; a phone that was cut off is told to forget what it keeps of us."""
    return Response(status=404, headers={"Clear-Site-Data": headers.FORGET_WHAT_IS_KEPT})


def is_stranger() -> bool:
    """Say whether nobody invited the one who asks, or what they were invited to is over."""
    return not the_desk().visits.knows(current_visit())


def _is_of_her_interview(endpoint: str) -> bool:
    if current_visit().module and endpoint.partition(".")[0] in OF_THE_WHOLE:
        return False
    if endpoint == DISCARD:
        sitting = current_visit().sitting
        return sitting is not None and request.form.get("draft") == sitting.draft_id
    return endpoint in PAGES or endpoint.partition(".")[0] in ROOMS
