"""Every route, every method, hostile values: nothing falls, nothing is echoed, all is guarded."""

import random

import pytest
from field_client import ADDRESS, PORT, FieldClient
from people import INTERVIEWER, SUPERVISOR

from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.phones import ON_PHONE, Door

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
MARKER = "zarqa-never-echoed"
VALUES = (
    "", "0", "-1", "9" * 40, "../../../etc/passwd", "%00", "\x00", "=cmd|' /C calc'!A0",
    f"<script>{MARKER}</script>", f"{{{{7*7}}}}{MARKER}", "' OR 1=1 --", "ہ" * 300, "\ud7ff\u202e",
    "yes", "open", "next", "save", "go:x", "strike:x", "remove-now:q-x", "a" * 5000,
)  # fmt: skip
FIELDS = (
    "do", "form", "language", "draft", "sure", "sitting", "screen", "passphrase", "letters", "back",
    "phone", "address", "team", "path", "folder", "place", "verdict", "record", "rows", "q-opening",
)  # fmt: skip
ROUNDS = 6


def _routes(app):
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint != "wizard.demo"),
        key=lambda rule: (rule.rule, rule.endpoint),
    )


def _address(rule, chance):
    path = rule.rule
    for name in rule.arguments:
        value = chance.choice(VALUES).replace("/", "").replace("\x00", "") or "x"
        for form in (f"<{name}>", f"<path:{name}>", f"<int:{name}>"):
            path = path.replace(form, value)
    return path


def _ask(client, method, path, body):
    headers = {"Host": f"127.0.0.1:{PORT}", "Origin": ADDRESS}
    more = {"data": body} if method not in {"GET", "HEAD"} else {"query_string": body}
    return client.open(path, method=method, headers=headers, **more)


def _fuzz(app, browser, seed, *, token):
    chance = random.Random(seed)
    for rule in _routes(app):
        for method in METHODS:
            for _ in range(ROUNDS if method == "POST" else 1):
                body = {name: chance.choice(VALUES) for name in chance.sample(FIELDS, 6)}
                if token:
                    body["csrf_token"] = token
                reply = _ask(browser._client, method, _address(rule, chance), body)
                _is_calm(rule, method, reply)


def _is_calm(rule, method, reply):
    said = reply.get_data(as_text=True)
    assert reply.status_code < 500, (rule.rule, method, reply.status_code)
    assert f"<script>{MARKER}" not in said, (rule.rule, method)
    assert f"49{MARKER}" not in said, (rule.rule, method)
    assert "Traceback" not in said
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    if reply.status_code == 405:
        assert "GET" in reply.headers["Allow"] or "POST" in reply.headers["Allow"]
    if rule.endpoint != "static":
        assert reply.headers["Cache-Control"].startswith("no-store")
    place = reply.headers.get("Location", "/")
    assert place.startswith(("/", ADDRESS + "/")), (rule.rule, place)
    assert not place.startswith("//")


@pytest.mark.parametrize("passphrase", ["", INTERVIEWER, SUPERVISOR], ids=["nobody", "one", "boss"])
@pytest.mark.parametrize("with_token", [False, True])
def test_no_route_falls_over_or_echoes_whatever_is_sent(app, passphrase, with_token):
    browser = FieldClient(app).get("/unlock")
    if passphrase:
        browser.send("/unlock", passphrase=passphrase)
        if passphrase == INTERVIEWER:
            browser.send("/begin", form="every_control", language="en")
    token = dict(browser.fields).get("csrf_token", "") if with_token else ""
    _fuzz(app, browser, f"{passphrase} {with_token}", token=token)


def test_without_a_passphrase_no_route_shows_anything_of_the_work(app, interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    chance = random.Random(3)
    for rule in _routes(app):
        stranger = app.test_client()
        reply = _ask(stranger, "GET", _address(rule, chance), {})
        said = reply.get_data(as_text=True)
        assert "A garden" not in said, rule.rule
        assert "Shall we talk?" not in said, rule.rule


def test_over_the_hotspot_every_route_is_empty_for_who_was_not_invited(app, interviewer):
    """Before the door is open, and while it is: for another phone, at the right address."""
    interviewer.send("/begin", form="every_control", language="en")
    _is_empty(app, f"https://127.0.0.1:{PORT}")
    app.config["TRUSTED_HOSTS"].append("192.168.137.1")
    app.extensions[EXTENSION].phones.door = Door("192.168.137.1", 8443, None, lambda: None)
    _is_empty(app, "https://192.168.137.1:8443")


def _is_empty(app, place):
    chance = random.Random(4)
    for rule in _routes(app):
        for method in METHODS:
            reply = app.test_client().open(
                _address(rule, chance),
                method=method,
                base_url=place,
                headers={"Origin": place},
                environ_overrides={ON_PHONE: True},
            )
            assert reply.status_code in {400, 404, 405}, (rule.rule, method)
            assert reply.get_data() == b"", (rule.rule, method)
            assert "Set-Cookie" not in reply.headers
