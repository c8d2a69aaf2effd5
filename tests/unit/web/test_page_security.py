"""What every reply says to the browser, and what no reply may hold."""

import gzip
import logging
import re
from pathlib import Path
from typing import get_args

import pytest
from field_client import PORT, FieldClient

from survey_app.web import headers
from survey_app.web.assets import MADE
from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.limits import LARGEST_FORM, MOST_FIELDS
from survey_app.web.kinds import Kind

STATIC = Path(headers.__file__).parent / "static"
MARKER = "zarqa-3520112345671"
BOUNDS = {
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
}
PAGES = ["/", "/interview", "/interview/pause", "/interview/answers", "/interview/finish", "/month"]


def test_a_file_whose_name_no_disk_can_hold_is_not_there(garden):
    assert garden.get("/static/%00icon.svg").status == 404


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/texts"])
def test_every_page_is_guarded_and_never_kept(garden, path):
    facts = garden.get(path).reply.headers
    policy = facts["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert set(policy.split("; ")) >= BOUNDS
    assert "unsafe" not in policy
    assert "http" not in policy
    assert facts["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in facts["Permissions-Policy"]
    assert "microphone=()" in facts["Permissions-Policy"]
    assert facts["Cache-Control"].startswith("no-store")
    assert facts["Referrer-Policy"] == "same-origin"
    assert facts["X-Content-Type-Options"] == "nosniff"
    assert facts["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_a_style_of_its_own(garden, path):
    html = garden.get(path).html
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick" not in html
    assert all("src=" in part.split(">")[0] for part in html.split("<script")[1:])
    assert "http://" not in html
    assert "https://" not in html


def test_the_cookie_is_for_this_window_and_no_script_reads_it(browser):
    cookie = browser.get("/unlock").reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "0.0.0.0:8765"])
def test_another_host_name_gets_nothing(app, host):
    reply = app.test_client().get("/unlock", headers={"Host": host})
    assert reply.status_code in {400, 404}
    assert "passphrase" not in reply.get_data(as_text=True)


def test_a_form_without_our_token_or_from_elsewhere_changes_nothing(interviewer):
    own = {"Host": f"127.0.0.1:{PORT}", "Origin": f"http://127.0.0.1:{PORT}"}
    bare = interviewer._client.post("/begin", data={"form": "khan_2024"}, headers=own)
    assert bare.status_code == 400
    token = dict(interviewer.get("/").fields)["csrf_token"]
    elsewhere = interviewer._client.post(
        "/begin", data={"csrf_token": token}, headers=own | {"Origin": "http://evil.example"}
    )
    assert elsewhere.status_code == 400
    assert "Open interviews" not in interviewer.get("/").text


def test_a_form_of_an_earlier_visit_leads_to_the_door(interviewer, clock):
    clock.wait(minutes=6)
    interviewer.send("/begin", form="khan_2024", language="en")
    assert interviewer.asked == "Unlock"


def test_a_page_that_is_not_there_is_told_in_the_language_of_the_page(browser):
    browser.get("/unlock").send("/language", language="ur", back="door.unlock")
    browser.get("/nothing/here")
    assert browser.status == 404
    assert '<html lang="ur" dir="rtl"' in browser.html
    assert "/nothing/here" not in browser.html


def test_what_is_too_large_is_refused_kindly(interviewer):
    token = dict(interviewer.fields)["csrf_token"]
    interviewer.app.config["MAX_CONTENT_LENGTH"] = 1000
    interviewer.post("/begin", {"csrf_token": token, "form": "x" * 2000})
    assert interviewer.status == 413
    assert "That is too large" in interviewer.text


@pytest.mark.parametrize(
    "body",
    [
        b"form=" + b"x" * (LARGEST_FORM + 1),
        b"&".join(b"a=1" for _ in range(MOST_FIELDS + 2)),
    ],
    ids=["too long", "too many fields"],
)
def test_a_flood_of_form_fields_is_refused_before_it_is_taken_apart(interviewer, body):
    token = dict(interviewer.fields)["csrf_token"].encode()
    interviewer.post(
        "/begin",
        b"csrf_token=" + token + b"&" + body,
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert interviewer.status == 413


def test_a_form_of_unknown_length_is_refused_and_a_wish_without_one_is_not(interviewer):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert interviewer.get("/begin", **kind).status == 405
    assert interviewer.get("/", **kind).status == 200
    interviewer.get("/", **kind, **{"Transfer-Encoding": "chunked"})
    assert interviewer.status == 413


def test_a_fault_of_ours_is_told_without_a_word_of_what_was_typed(garden, monkeypatch, caplog):
    def broken(*_args):
        raise ValueError(MARKER)

    monkeypatch.setattr("survey_app.web.field.pages.interview.sheet_of", broken)
    with caplog.at_level(logging.DEBUG):
        garden.wish("next", **{"opening-setting-noise": MARKER})
    assert garden.status == 500
    assert "is safe" in garden.text
    assert MARKER not in garden.html
    assert MARKER not in caplog.text
    assert "ValueError" in caplog.text


def test_a_page_in_a_language_that_nobody_knows_is_told_as_a_page_too(garden, monkeypatch):
    (visit,) = garden.app.extensions[EXTENSION].visits.all()
    monkeypatch.setattr(type(visit.sitting.interview), "language", "Elvish (qya)")
    garden.get("/interview/pause")
    assert garden.status == 409
    assert garden.asked == "This did not work"


def test_every_script_is_our_own_and_the_fonts_bring_their_licence():
    assert list(STATIC.glob("js/*.min.js")) == []
    assert (STATIC / "fonts" / "OFL.txt").exists()


def test_a_font_is_fetched_once_and_kept_for_ever(browser):
    html = browser.get("/unlock").send("/language", language="ur", back="door.unlock").html
    loaded = re.findall(r'rel="(preload|prefetch)" href="([^"]+)"', html)
    assert [how for how, _ in loaded] == ["preload", "prefetch"]
    (sheet,) = re.findall(r'rel="stylesheet" href="([^"]+)"', html)
    css = browser.get(sheet).html
    for _, address in loaded:
        assert f'url("..{address.removeprefix("/static")}")' in css
        assert browser.get(address).reply.headers["Cache-Control"].endswith("immutable")


def test_what_was_made_of_several_files_is_small_and_says_the_same_packed_or_not(app):
    client, own = app.test_client(), {"Host": f"127.0.0.1:{PORT}"}
    for name in MADE:
        plain = client.get(f"/static/{name}", headers=own)
        packed = client.get(f"/static/{name}", headers=own | {"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < 8_000


def test_style_sheets_know_start_and_end_only():
    for sheet in STATIC.glob("css/*.css"):
        text = sheet.read_text(encoding="utf-8")
        for side in ("left", "right"):
            for word in (f"margin-{side}", f"padding-{side}", f"float: {side}"):
                assert word not in text, (sheet.name, word)


def test_the_patterns_are_not_there_in_the_field(data, clock):
    app = create_field_app(data, translations=data, forms=[], clock=clock, port=PORT)
    assert FieldClient(app).get("/-/patterns").status == 404


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_control_can_be_drawn_in_both_languages(browser, language):
    browser.get("/unlock").send("/language", language=language, back="door.unlock")
    browser.get("/-/patterns")
    assert browser.status == 200
    assert set(re.findall(r'data-kind="(\w+)"', browser.html)) == set(get_args(Kind))


def test_an_interview_that_asks_for_no_sound_may_not_use_the_microphone(garden):
    assert garden.get("/interview").asked == "Is it quiet here?"
    assert "microphone=()" in garden.reply.headers["Permissions-Policy"]
