"""The pages of the voice desk: the list of texts, and one text to be spoken.

Room: web/voice. Turns HTTP into calls of the speaker's leg, nothing else.
Spec: docs/spec/recordings.md section 3.
Promise: only pages of this server, at this machine, change a recording; no answer is ever here.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.i18n.catalogues import Catalogues
from survey_app.i18n.locales import LANGUAGES
from survey_app.web.assets import asset, serve_assets
from survey_app.web.headers import guard
from survey_app.web.media_types import content_type
from survey_app.web.origin import is_own_host, is_own_wish, own_addresses
from survey_app.web.whole_request import WholeRequest
from survey_app.web.wording import Wording
from survey_app.workflows import recording
from survey_app.xlsform.translating.recordings import Heard, Prompt

LARGEST = 16 << 20


class VoiceDesk:
    """One form being spoken in one language."""

    def __init__(self, form: Path, texts: Path, tag: str) -> None:
        self.form, self.texts, self.tag = form, texts, tag

    def script(self) -> recording.Script:
        """Return the texts as they are now."""
        return recording.script(self.form, self.texts, self.tag)

    def place(self, number: int) -> tuple[recording.Script, Prompt]:
        """Return the script and the text with this number, counted from 1."""
        now = self.script()
        if not 1 <= number <= len(now.prompts):
            abort(404)
        return now, now.prompts[number - 1]


def create_voice_app(form: Path, texts: Path, tag: str, *, translations: Path, port: int) -> Flask:
    """Return the app in which `form` is spoken in the language `tag`.

    `texts` are the translations of the form, `translations` those of the pages.
    """
    app = Flask("survey_app.web", static_folder="static", template_folder="templates")
    app.request_class = WholeRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    serve_assets(app)
    addresses = own_addresses(port)

    def refuse_strangers() -> ResponseReturnValue | None:
        if not is_own_host(request, addresses):
            return Response(status=404)
        return None if is_own_wish(request, addresses) else Response(status=400)

    app.before_request(refuse_strangers)
    _add_pages(app, VoiceDesk(form, texts, tag), Catalogues(translations))
    app.after_request(_guard)
    return app


def _guard(response: Response) -> Response:
    return guard(response, static=request.endpoint == "static", may_record=True)


def _add_pages(app: Flask, desk: VoiceDesk, catalogues: Catalogues) -> None:
    def page(name: str, status: int = 200, **facts: object) -> ResponseReturnValue:
        words = Wording(catalogues.translator(_tongue()))
        spoken = LANGUAGES[desk.tag]
        return render_template(name, spoken=spoken, **_words(words), **facts), status

    @app.get("/")
    def texts() -> ResponseReturnValue:
        now = desk.script()
        return page("voice/texts.html", script=now, counts=_counts(now))

    @app.get("/text/<int:number>")
    def text(number: int) -> ResponseReturnValue:
        return _text(number)

    @app.get("/text/<int:number>/sound")
    def sound(number: int) -> ResponseReturnValue:
        _now, prompt = desk.place(number)
        if not prompt.file:
            abort(404)
        data = recording.recorded_bytes(desk.form, desk.texts, prompt)
        return send_file(BytesIO(data), mimetype=content_type(prompt.file) or None)

    @app.post("/text/<int:number>")
    def record(number: int) -> ResponseReturnValue:
        _now, prompt = desk.place(number)
        sent = request.files.get("sound")
        try:
            recording.record(
                desk.form, desk.texts, desk.tag, prompt.ctx, sent.read() if sent else b""
            )
        except SurveyError as error:
            words = Wording(catalogues.translator(_tongue()))
            return _text(number, why=words.of_error(error))
        return redirect(url_for("text", number=number, language=_tongue()), code=303)

    def _text(number: int, why: str = "") -> ResponseReturnValue:
        now, prompt = desk.place(number)
        return page(
            "voice/text.html",
            status=422 if why else 200,
            script=now,
            prompt=prompt,
            number=number,
            why=why,
            following=_next_open(now, number),
        )


def _tongue() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else "en"


def _words(words: Wording) -> Mapping[str, object]:
    return {
        "_": words.markup,
        "gettext": words.gettext,
        "asset": asset,
        "page_language": words.translator.language,
        "Heard": Heard,
    }


def _counts(now: recording.Script) -> Mapping[str, int]:
    return {one.value: sum(prompt.heard is one for prompt in now.prompts) for one in Heard}


def _next_open(now: recording.Script, number: int) -> int:
    """Return the next text that waits for a voice, else the next one, 0 at the end."""
    rest = range(number + 1, len(now.prompts) + 1)
    waiting = [at for at in rest if now.prompts[at - 1].heard is not Heard.RECORDED]
    return next(iter([*waiting, *rest]), 0)
