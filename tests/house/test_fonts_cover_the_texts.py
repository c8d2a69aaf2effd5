"""The shipped fonts hold every letter that the shipped Urdu needs, and carry their licence."""

import re
import unicodedata
from pathlib import Path

import polib
import pytest

ttlib = pytest.importorskip("fontTools.ttLib", reason="fonttools is a development tool")
pytest.importorskip("brotli", reason="brotli is a development tool")

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "survey_app" / "web" / "static" / "fonts"
NAMES = ["nastaliq.woff2", "naskh.woff2"]


def letters_of_the_translations():
    texts = [
        text
        for path in (ROOT / "translations" / "ur").rglob("*.po")
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    return {letter for text in texts for letter in text if not letter.isspace()}


def is_left_to_the_system(letter):
    """Latin letters come from the system's font, and the signs that English code words use."""
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_the_translations_is_in_the_font(name):
    covered = set(map(chr, ttlib.TTFont(FONTS / name).getBestCmap()))
    needed = {
        letter for letter in letters_of_the_translations() if not is_left_to_the_system(letter)
    }
    missing = needed - covered - {"…", "“", "”", "→", "–"}
    assert sorted(missing) == []


@pytest.mark.parametrize("name", NAMES)
def test_digits_of_all_three_sets_and_common_signs_are_in_the_font(name):
    covered = set(map(chr, ttlib.TTFont(FONTS / name).getBestCmap()))
    assert set("0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩ .،؛؟۔") <= covered


@pytest.mark.parametrize(
    ("name", "most"),
    [("nastaliq.woff2", 77_000), ("naskh.woff2", 15_000), ("naskh-more.woff2", 9_000)],
)
def test_a_font_is_small_enough_for_a_phone_on_the_hotspot(name, most):
    assert (FONTS / name).stat().st_size <= most


def test_the_licence_lies_beside_the_fonts():
    text = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert all(name in text for name in NAMES)


def test_letters_of_neighbouring_languages_come_from_a_file_that_is_asked_for_only_then():
    sheet = (ROOT / "survey_app" / "web" / "static" / "css" / "page.css").read_text("utf-8")
    (face,) = [part for part in sheet.split("@font-face") if "naskh-more.woff2" in part]
    wanted = {
        chr(number)
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
        for number in range(int(first, 16), int(last or first, 16) + 1)
    }
    usual = set(map(chr, ttlib.TTFont(FONTS / "naskh.woff2").getBestCmap()))
    more = set(map(chr, ttlib.TTFont(FONTS / "naskh-more.woff2").getBestCmap()))
    assert set("ڄټڼۍﷺ") <= wanted
    assert wanted <= more
    assert not wanted & usual
