"""Make the field desk: one Flask app for one data folder.

Room: web, field desk. Start reading here, then `pages/`.
Spec: docs/adr/0008-two-roles-one-app.md.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from survey_app.clock import Clock
from survey_app.i18n.catalogues import Catalogues
from survey_app.web import headers, wording
from survey_app.web.assets import asset, serve_assets
from survey_app.web.field import gate, page, phone_gate, problems
from survey_app.web.field.cookies import VisitCookies, is_on_phone
from survey_app.web.field.desk import EXTENSION, Desk
from survey_app.web.field.limits import LARGEST_FORM, LARGEST_UPLOAD, MOST_FIELDS, PHONE_PORT
from survey_app.web.field.pages import EVERY_PAGE, decoy, patterns
from survey_app.web.field.patience import Patience
from survey_app.web.field.phones import Listen, Phones, nobody_listens
from survey_app.web.field.throttle import Throttle
from survey_app.web.field.visits import Visits
from survey_app.web.memory_request import MemoryRequest
from survey_app.web.origin import own_addresses

TRUSTED = ("127.0.0.1", "localhost")


def create_field_app(
    data: Path,
    *,
    translations: Path,
    forms: Sequence[Path],
    clock: Clock,
    port: int,
    patience: Patience | None = None,
    show_patterns: bool = False,
    phone_port: int = PHONE_PORT,
    listen: Listen = nobody_listens,
) -> Flask:
    """Return the field desk for the vault in the folder `data`.

    It answers only to 127.0.0.1 and localhost at `port`. `translations` and `forms` are the
    shipped folders; the demo study fields the forms. `show_patterns` adds the page of all
    controls for whoever works on them. `listen` opens the door for phones at `phone_port`.
    """
    patience = patience or Patience()
    app = Flask("survey_app.web", static_folder="static", template_folder="templates")
    app.request_class = MemoryRequest
    serve_assets(app)
    _configure(app, port, patience)
    visits = Visits(clock, patience.idle, patience.longest)
    desk = Desk(
        data=data,
        translations=translations,
        forms=tuple(forms),
        clock=clock,
        catalogues=Catalogues(translations),
        visits=visits,
        throttle=Throttle(clock),
        phones=Phones(clock, visits, phone_port, listen),
    )
    app.extensions[EXTENSION] = desk
    app.session_interface = VisitCookies(desk.visits, desk.preferences)
    gate.install(app, own_addresses(port))
    CSRFProtect(app).exempt(decoy.pages)  # it changes nothing; the gate asks for the origin
    _install_words(app)
    problems.install(app)
    for blueprint in (*EVERY_PAGE, *((patterns.pages,) if show_patterns else ())):
        app.register_blueprint(blueprint)
    app.after_request(_guard)
    return app


def _configure(app: Flask, port: int, patience: Patience) -> None:
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME=f"visit-{port}",
        TRUSTED_HOSTS=list(TRUSTED),
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,  # it ends with the visit
        WTF_CSRF_SSL_STRICT=False,  # the gate asks for the origin, which no browser leaves out
        IDLE_SECONDS=int(patience.idle.total_seconds()),
        PROPAGATE_EXCEPTIONS=False,
    )


def _install_words(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(wording.globals_of(page.current_wording), asset=asset)
    environment.globals["new_number"] = lambda: secrets.token_hex(8)
    app.context_processor(page.facts)


def _guard(response: Response) -> Response:
    # what a phone fetches for its last page does not stay on it
    leaving = is_on_phone(request) and phone_gate.is_stranger()
    static = request.endpoint == "static" and not leaving
    return headers.guard(response, static=static, may_record=g.get("may_record", False))
