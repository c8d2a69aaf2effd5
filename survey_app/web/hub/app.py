"""The pages and the four requests of a hub.

Room: web/hub. Turns HTTP into calls of the receive leg, nothing else.
Spec: docs/spec/objects-on-a-target.md section 3.
Promise: a body is never larger than a list may be; requests are not logged.
"""

from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, render_template, request

from survey_app.bundle.objects import ASKED_AT_ONCE, LARGEST_PARCEL
from survey_app.bundle.target import MissingObjectsError
from survey_app.canonical import Json, canonical_json
from survey_app.hub.errors import HubFullError, RefusedError, TooLargeError
from survey_app.i18n.catalogues import Catalogues
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.web.assets import asset, serve_assets
from survey_app.web.headers import guard
from survey_app.web.whole_request import WholeRequest
from survey_app.web.wording import Wording
from survey_app.workflows.receive import Hub


def create_hub_app(hub: Hub, *, translations: Path) -> Flask:
    """Return the app that lets laptops bring bundles to `hub`."""
    app = Flask("survey_app.web", static_folder="static", template_folder="templates")
    app.request_class = WholeRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_PARCEL
    serve_assets(app)
    _add_requests(app, hub)
    _add_page(app, hub, Catalogues(translations))
    _add_refusals(app)
    app.after_request(_guard)
    return app


def _guard(response: Response) -> Response:
    return guard(response, static=request.endpoint == "static")


def _add_requests(app: Flask, hub: Hub) -> None:
    @app.get("/have")
    def have() -> Response:
        asked = request.args.get("objects", "").split(",")[:ASKED_AT_ONCE]
        return _answer(HTTPStatus.OK, {"objects": list(hub.have(asked))})

    @app.put("/objects/<name>")
    def take_piece(name: str) -> Response:
        is_new = hub.take_piece(name, request.get_data(cache=False))
        return _answer(HTTPStatus.CREATED if is_new else HTTPStatus.OK, {})

    @app.put("/bundles/<bundle>")
    def take_list(bundle: str) -> Response:
        receipt = hub.take_list(bundle, request.get_data(cache=False))
        return _raw(HTTPStatus.OK, receipt.to_bytes())


def _add_page(app: Flask, hub: Hub, catalogues: Catalogues) -> None:
    @app.get("/")
    def page() -> str:
        asked = request.args.get("language", "")
        tag = asked if asked in LANGUAGES else _preferred()
        words = Wording(catalogues.translator(tag))
        return render_template(
            "hub/status.html",
            _=words.markup,
            gettext=words.gettext,
            asset=asset,
            language=words.translator.language,
            languages=LANGUAGES.values(),
            status=hub.status(),
        )


def _preferred() -> str:
    return request.accept_languages.best_match(list(LANGUAGES), SOURCE_LANGUAGE) or SOURCE_LANGUAGE


def _add_refusals(app: Flask) -> None:
    @app.errorhandler(MissingObjectsError)
    def missing(error: MissingObjectsError) -> Response:
        wanted: Json = {"reason": "missing pieces", "objects": list(error.objects)}
        return _answer(HTTPStatus.CONFLICT, wanted)

    @app.errorhandler(RefusedError)
    def refused(error: RefusedError) -> Response:
        return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"reason": error.reason})

    @app.errorhandler(HubFullError)
    def full(_error: HubFullError) -> Response:
        return _answer(HTTPStatus.INSUFFICIENT_STORAGE, {"reason": "full"})

    @app.errorhandler(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    def large(_error: Exception) -> Response:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"reason": TooLargeError.reason})


def _answer(status: HTTPStatus, fields: Json) -> Response:
    return _raw(status, canonical_json(fields))


def _raw(status: HTTPStatus, body: bytes) -> Response:
    return Response(body, status=status, content_type="application/json")
