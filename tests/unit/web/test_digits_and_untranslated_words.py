"""Digits of three sets in every numeric field; no page has a word that nobody translated."""

import re
from pathlib import Path

import polib
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import PORT, FieldClient
from markupsafe import Markup
from people import INTERVIEWER

from survey_app.i18n.locales import LANGUAGES
from survey_app.web.controls import Control
from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.forms.answers import answer_form
from survey_app.web.scales import scale_of

NUMERIC = {
    "integer": "12",
    "decimal": "12",
    "slider": "12",
    "digits": "12",
}
TWELVES = ["۱۲", "١٢", "12", " 12 ", "1۲", "\u200f۱۲", "\u206712\u2069"]
OWN = {"Host": f"127.0.0.1:{PORT}", "Origin": f"http://127.0.0.1:{PORT}"}
SCALE = scale_of({"start": "0", "end": "99", "step": "1"})
PAGES = ("/", "/interview", "/interview/pause", "/interview/contents", "/interview/answers")
DOORS = ("/unlock", "/month", "/emergency", "/forgotten", "/passphrase", "/phones", "/nothing")
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابچدےفگہیجکلمنوپقرستعءثخشزط", strict=False))


def taken(app, kind, **sent):
    with app.test_request_context("/interview", method="POST", headers=OWN, data=sent):
        control = Control(name="q", kind=kind, label=Markup("x"), scale=SCALE)
        form = answer_form([control])
        form.validate()
        return form["q"].data, list(form["q"].errors)


@pytest.mark.parametrize("kind", NUMERIC)
def test_twelve_is_twelve_in_every_set_of_digits(app, kind):
    for twelve in TWELVES:
        assert taken(app, kind, q=twelve) == (NUMERIC[kind], []), twelve
    value, errors = taken(app, kind, q="1,2")
    assert errors or (kind == "digits" and value == "1,2")


def test_a_year_is_the_same_in_every_set_of_digits_and_twelve_is_none_in_any(app):
    for century, twelve in zip(("۲۰", "٢٠", "20"), TWELVES, strict=False):
        assert taken(app, "year", q=century + twelve) == ("2012-01-01", [])
    for twelve in TWELVES:
        assert taken(app, "year", q=twelve)[1], twelve
    assert taken(app, "year", q="1,2")[1]


def test_dates_times_and_remembered_dates_take_every_set_of_digits_too(app):
    for twelve in TWELVES:
        boxes = {"q-day": twelve, "q-month": "12", "q-year": "2012"}
        assert taken(app, "date", **boxes)[0] == "2012-12-12"
        assert taken(app, "about_date", q="day", **boxes)[0] == "2012-12-12/2012-12-12 day"
        assert taken(app, "time", q=f"{twelve.strip()}:30")[0] == "12:30:00.000"
        ago = {"q-day": "", "q-many": twelve, "q-unit": "years"}
        assert taken(app, "about_date", q="ago", **ago)[0].endswith("ago 12 years")
    assert taken(app, "date", **{"q-day": "1,2", "q-month": "1", "q-year": "2012"})[1]
    assert taken(app, "about_date", q="ago", **{"q-day": "", "q-many": "1,2"})[1]


def test_a_place_takes_every_set_of_digits_too(app):
    for twelve in TWELVES:
        assert taken(app, "place", q=f"{twelve} 74.5") == ("12 74.5", []), twelve
        assert taken(app, "places", q=f"{twelve} 74.5\n13 75")[0] == "12 74.5; 13 75"
    assert taken(app, "place", q="\u2068۱۲٫۵ ۷۴٫۵\u2069")[0] == "12.5 74.5"
    assert taken(app, "place", q="1,2")[0] == "1 2"  # a comma stands between the two


def test_no_page_has_a_word_that_is_not_in_the_catalogue(data, clock, tmp_path):
    app = create_field_app(data, translations=_pseudo(tmp_path), forms=[], clock=clock, port=PORT)
    person = FieldClient(app).get("/unlock").send("/language", language="ur", back="door.unlock")
    found = {path: _latin(person.get(path).html) for path in DOORS}
    person.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    person.send("/begin", form="khan_2024", language="ur")
    found |= {path: _latin(person.get(path).html) for path in (*PAGES, *DOORS[2:])}
    app.extensions[EXTENSION].close()
    titles = {"All", "inputs", "garden"}  # of forms that are in English alone
    assert {path: words for path, words in found.items() if set(words) - titles} == {}


def _pseudo(folder):
    """Return a folder of translations in which every sentence is its own, in Arabic letters."""
    source = next(path for path in _catalogue().parents if path.name == "translations")
    file = polib.pofile(str(_catalogue()), wrapwidth=0)
    for entry in file:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, _written(entry.msgid_plural))
        else:
            entry.msgstr = _written(entry.msgid)
    place = folder / "translations" / "ur" / "LC_MESSAGES"
    place.mkdir(parents=True)
    file.save(str(place / "messages.po"))
    for name in source.glob("ur/LC_MESSAGES/form-*.po"):
        (place / name.name).write_bytes(name.read_bytes())
    return folder / "translations"


def _catalogue():
    root = Path(__file__).resolve().parents[3]
    return root / "translations" / "ur" / "LC_MESSAGES" / "messages.po"


def _written(text):
    pieces = re.split(r"(\{\w+\})", text)
    drawn = [
        piece if piece.startswith("{") else "".join(LETTERS.get(one.lower(), one) for one in piece)
        for piece in pieces
    ]
    return f"⟦{''.join(drawn)}ـــ⟧"


def _latin(html):
    """Return the words in Latin letters that a page shows, but for islands and values."""
    assert "⟦" in html
    bare = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    bare = re.sub(r'(?s)<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', " ", bare)
    bare = re.sub(r"(?s)<bdi[^>]*>.*?</bdi>", " ", bare)
    said = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', bare)
    said.append(re.sub(r"<[^>]+>", " ", bare))
    return sorted({word for text in said for word in re.findall(r"[A-Za-z]{3,}", text)})


def test_the_pseudo_language_is_spoken_right_to_left():
    assert LANGUAGES["ur"].direction == "rtl"
    assert _written("Page {number}").count("{number}") == 1
    assert _latin("<p>⟦</p><p>Two words</p>") == ["Two", "words"]
