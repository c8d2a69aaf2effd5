"""Replies to a page's own script: the part of a page that changed, or nothing at all.

Room: web.
Spec: docs/adr/0121-a-script-of-our-own-instead-of-htmx.md.
Promise: with JavaScript off the same wish is answered by a whole page.
"""

from flask import Request, Response

NOTHING_CHANGED = 204
NEEDS_A_LOOK = 422


def wants_fragment(request: Request) -> bool:
    """Say whether the page's script asked, so that a part of the page is enough."""
    return request.headers.get("HX-Request") == "true"


def unchanged(event: str) -> Response:
    """Return the empty reply that only tells the page what happened: `event`."""
    return Response(status=NOTHING_CHANGED, headers={"HX-Trigger": event})


def part(html: str, *, target: str, event: str = "", status: int = 200) -> Response:
    """Return `html` to be morphed into `target` (a CSS id selector); `event` is told too."""
    headers = {"HX-Retarget": target, "HX-Reswap": "morph"}
    if event:
        headers["HX-Trigger"] = event
    return Response(html, status=status, headers=headers, mimetype="text/html")


def go_to(address: str) -> Response:
    """Return the reply that makes the script open another page as a whole."""
    return Response(status=NOTHING_CHANGED, headers={"HX-Redirect": address})
