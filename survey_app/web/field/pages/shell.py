"""The shell of a phone's page: what installs it, and what stands with the laptop out of reach.

Room: web, field desk.
Spec: docs/adr/0136-the-shell-holds-no-answer.md.
Promise: the worker keeps style, fonts, scripts and one page that says "out of reach"; a page
with a question or an answer is never kept.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.i18n.locales import LANGUAGES
from survey_app.web.assets import asset
from survey_app.web.field import page
from survey_app.web.field.cookies import is_on_phone
from survey_app.web.field.desk import the_desk
from survey_app.web.field.marks import N_

pages = Blueprint("shell", __name__)

STYLES = ("pages", "pages-light", "pages-dark", "pages-strong", "uploads", "maps")
SCRIPTS = ("first", "interview", "leaving", "shell")
FONTS = ("fonts/nastaliq.woff2", "fonts/naskh.woff2")


@pages.get("/away.js")
def worker() -> ResponseReturnValue:
    """Give the worker: it answers for what never changes, and when nobody else does."""
    _phones_only()
    shell = shell_addresses()
    version = hashlib.sha256("\n".join(shell).encode()).hexdigest()[:12]
    script = render("shell/worker.js", shell=json.dumps(shell), version=version)
    return Response(script, mimetype="text/javascript")


@pages.get("/away")
def away() -> ResponseReturnValue:
    """Say, in both languages, that the laptop is out of reach; this page is kept."""
    _phones_only()
    desk = the_desk()
    wordings = [desk.wording(tag) for tag in LANGUAGES]
    return render("shell/away.html", wordings=wordings, said=AWAY)


@pages.get("/page.webmanifest")
def manifest() -> ResponseReturnValue:
    """Say how the page is put on a phone's first screen: under the cover title."""
    _phones_only()
    facts = page.page_facts()
    said = {
        "name": facts.cover_title,
        "short_name": facts.cover_title,
        "lang": facts.lang,
        "dir": facts.direction,
        "start_url": url_for("interview.question"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f3ec",
        "theme_color": "#0b4f6c",
        "icons": [{"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(said, ensure_ascii=False), mimetype="application/manifest+json")


def shell_addresses() -> Sequence[str]:
    """Return everything the worker may keep: files of the pages, and the page "out of reach"."""
    styles = [asset(f"css/{name}.css") for name in STYLES]
    scripts = [asset(f"js/{name}.js") for name in SCRIPTS]
    fonts = [asset(name) for name in FONTS]
    return [url_for("shell.away"), asset("icon.svg"), *styles, *scripts, *fonts]


@dataclass(frozen=True)
class _Away:
    """What the kept page says."""

    title: str = N_("The laptop is out of reach")
    advice: str = N_(
        "What the page called saved is on the laptop. Go nearer to it, or ask the researcher."
    )
    button: str = N_("Try again")


AWAY = _Away()


def _phones_only() -> None:
    if not is_on_phone(request):
        abort(404)
