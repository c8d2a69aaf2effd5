"""Send what schemathesis thinks of to every route of a running desk: routes --schemathesis PROGRAM.

The description it wants (OpenAPI) is made here from the routes of the program; `--describe` prints
it and ends. The fields of a form are those that the pages have; whatever else is sent is free.

    nobody       the desk is locked and knows no one
    interviewer  unlocked, an interview of every kind of question open, cookie and form's token sent
    supervisor   unlocked, the same
    hub          the requests of a hub

A desk that was locked by a wish is unlocked again before the next one, so that every route is met
in the state it is for. schemathesis is not among the pinned packages: put it into an environment
of its own. Prints one line of JSON; exit code 1 when anything was found.
"""

import argparse
import json
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from survey_app.clock import SystemClock
from survey_app.vault.passphrase import new_passphrase
from survey_app.web.field.app import create_field_app
from survey_app.web.field.asking.place import sit_down
from survey_app.web.field.desk import EXTENSION, Desk
from survey_app.web.field.listening import serve_until
from survey_app.web.field.visits import Visit
from survey_app.web.hub.app import create_hub_app
from survey_app.workflows.collect import start
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_translations
from survey_app.workflows.receive import open_hub, prepare_hub
from survey_app.workflows.study.studies import create_study, read_study

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from rig.study import CHEAP, allow_cheap_passphrases  # noqa: E402 - only now can it be found

EVERY_CONTROL = ROOT / "tests" / "unit" / "web" / "forms" / "every_control"
TOKEN = "a-visit-of-the-measurement"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "unsupported_method",
)
ANSWERS = (200, 201, 204, 302, 303, 304, 308, 400, 403, 404, 405, 409, 413, 415, 422, 429, 503, 507)
FORM = "application/x-www-form-urlencoded"
KINDS = {"IntegerConverter": {"type": "integer"}}


@dataclass(frozen=True)
class Served:
    """What answers, where, and what is sent along with each request."""

    app: Flask
    port: int
    headers: dict[str, str]
    token: str = ""


def main() -> int:
    """Run schemathesis for each kind of visitor; return 1 when it found anything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schemathesis", default="schemathesis", help="the program")
    parser.add_argument("--seconds", type=int, default=120, help="for each kind of visitor")
    parser.add_argument("--only", choices=("nobody", "interviewer", "supervisor", "hub"))
    parser.add_argument(
        "--describe", action="store_true", help="print the description, send nothing"
    )
    wish = parser.parse_args()
    allow_cheap_passphrases()
    ends = {}
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        for name in (wish.only,) if wish.only else ("nobody", "interviewer", "supervisor", "hub"):
            place = folder / name
            place.mkdir()
            served, stop = _serve(name, place)
            try:
                description = described(served)
                if wish.describe:
                    print(json.dumps(description, indent=1, ensure_ascii=False))
                    return 0
                ends[name] = _sent(wish.schemathesis, served, description, place, wish.seconds)
            finally:
                stop()
    print(json.dumps(ends))
    return 1 if any(ends.values()) else 0


def described(served: Served) -> dict[str, Any]:
    """Return an OpenAPI description of the routes of what is served."""
    paths: dict[str, dict[str, Any]] = {}
    forms = _forms(served)
    for rule in served.app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
        fields = _fields(forms.get(path, {}), served.token)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule, method, fields)
    return {
        "openapi": "3.0.3",
        "info": {"title": "routes", "version": "1"},
        "paths": dict(sorted(paths.items())),
    }


def _operation(rule: Rule, method: str, fields: dict[str, Any]) -> dict[str, Any]:
    guarded = {"Content-Security-Policy": {"required": True, "schema": {"type": "string"}}}
    told = {"description": "any", "headers": guarded, "content": {"*/*": {}}}
    operation: dict[str, Any] = {"responses": {str(code): told for code in ANSWERS}}
    operation["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": _kind(rule, name)}
        for name in sorted(rule.arguments)
    ]
    if method == "POST":
        operation["requestBody"] = {"content": {FORM: {"schema": fields}}}
    elif method == "PUT":
        binary = {"type": "string", "format": "binary"}
        operation["requestBody"] = {"content": {"application/octet-stream": {"schema": binary}}}
    return operation


def _kind(rule: Rule, name: str) -> dict[str, str]:
    return KINDS.get(type(rule._converters[name]).__name__, {"type": "string"})  # noqa: SLF001


def _fields(seen: dict[str, set[str]], token: str) -> dict[str, Any]:
    """Return what a form may hold: the fields and values seen in a page, and whatever else."""
    known: dict[str, Any] = {
        name: {"anyOf": [{"type": "string", "enum": sorted(values)}, {"type": "string"}]}
        for name, values in seen.items()
    }
    form: dict[str, Any] = {"type": "object", "properties": known}
    form["additionalProperties"] = {"type": "string"}
    if token:
        known["csrf_token"] = {"type": "string", "enum": [token]}
        form["required"] = ["csrf_token"]
    return form


def _forms(served: Served) -> dict[str, dict[str, set[str]]]:
    """Return the fields of every form that this visitor's pages have, by where they are sent."""
    found = _Forms()
    client = served.app.test_client(use_cookies=False)
    headers = {"Host": f"127.0.0.1:{served.port}", **served.headers}
    for rule in served.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments:
            reply = client.get(rule.rule, headers=headers)
            if reply.mimetype == "text/html":
                found.read(rule.rule, reply.get_data(as_text=True))
    return found.by_action


class _Forms(HTMLParser):
    """Collect names and values of fields and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.by_action: dict[str, dict[str, set[str]]] = {}
        self._page = self._action = ""

    def read(self, page: str, html: str) -> None:
        """Read one page."""
        self._page = self._action = page
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form's address, or a field of it."""
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = facts.get("action", "") or self._page
        elif facts.get("name") and tag in {"input", "select", "textarea", "button"}:
            action = facts.get("formaction") or self._action
            named = self.by_action.setdefault(action, {})
            named.setdefault(facts["name"], set()).add(facts.get("value", ""))


def _serve(name: str, folder: Path) -> tuple[Served, Callable[[], None]]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    port = listener.getsockname()[1]
    made = _hub(folder) if name == "hub" else None
    served = Served(made, port, {}) if made else _desk(name, folder, port)
    ending = threading.Event()
    given = (ending, served.app, listener, threading.Event())
    serving = threading.Thread(target=serve_until, args=given, daemon=True)
    serving.start()

    def stop() -> None:
        ending.set()
        serving.join(10)

    return served, stop


def _hub(folder: Path) -> Flask:
    words = new_passphrase("digits")
    create_study(folder / "s", words, title="B", cover_titles={}, demo=True, cost=CHEAP)
    prepare_hub(folder / "hub", [read_study(folder / "s")])
    return create_hub_app(open_hub(folder / "hub"), translations=shipped_translations())


def _desk(name: str, folder: Path, port: int) -> Served:
    words = {role: new_passphrase("digits") for role in (Role.INTERVIEWER, Role.SUPERVISOR)}
    study = new_passphrase("digits")
    create_study(folder / "s", study, title="B", cover_titles={}, demo=True, cost=CHEAP)
    forms, data = [EVERY_CONTROL, ROOT / "forms" / "khan_2024"], folder / "data"
    translations = shipped_translations()
    pack = make_pack(folder / "s", study, form_folders=forms, translations=translations)
    install_pack(data, pack)
    people = [NewPerson(role, one) for role, one in words.items()]
    enrol_laptop(data, people, cost=CHEAP)
    app = create_field_app(
        data, translations=translations, forms=forms, clock=SystemClock(), port=port
    )
    headers = {"Origin": f"http://127.0.0.1:{port}"}
    if name == "nobody":
        return Served(app, port, headers)
    _keep_in(app, words[Role(name)], interviewing=name == "interviewer")
    headers["Cookie"] = f"visit-{port}={TOKEN}"
    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(TOKEN)
    return Served(app, port, headers, signed)


def _keep_in(app: Flask, words: str, *, interviewing: bool) -> None:
    """Let the visit of `TOKEN` be in again before each request, whatever the last one did."""
    desk: Desk = app.extensions[EXTENSION]
    laptop = desk.laptop()
    person, answer = unlock(laptop, words), app.wsgi_app

    def answered(environ: Any, start_response: Any) -> Any:
        visit = desk.visits.find(TOKEN)
        if visit is None or visit.person is None:
            visit = Visit(TOKEN, desk.clock.now(), "en")
            visit["csrf_token"] = TOKEN
            visit.person = person
            desk.visits.remember(visit)
        if interviewing and visit.sitting is None:
            sit_down(desk.visits, visit, start(laptop, person, "every_control", "en"))
        return answer(environ, start_response)

    app.wsgi_app = answered  # type: ignore[method-assign]


def _sent(
    program: str, served: Served, description: dict[str, Any], folder: Path, seconds: int
) -> int:
    """Return how many failures schemathesis tells; what it says is printed."""
    described_in = folder / "openapi.json"
    described_in.write_text(json.dumps(description), encoding="utf-8")
    address = f"http://127.0.0.1:{served.port}"
    command = [program, "run", str(described_in), "--url", address]
    command += ["--checks", ",".join(CHECKS), "--seed", "1", "--max-redirects", "0"]
    command += ["--phases", "coverage,fuzzing", "--max-time", str(seconds), "--no-color"]
    command += ["--continue-on-failure", "--warnings", "off", "--request-timeout", "30"]
    for name, value in served.headers.items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    print(done.stdout[-6000:], done.stderr[-2000:], flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
