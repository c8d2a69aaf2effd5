"""The Urdu glossary is data: what it says to avoid is in no text of a form."""

import csv
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
URDU_LETTER = "\u0600-\u06ff"
ARABIC_LOOKALIKES = re.compile("[\u064a\u0643\u0647\u0649\u0629]")


def glossary():
    with (ROOT / "translations/glossary-ur.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def form_texts():
    for path in sorted((ROOT / "translations/ur/LC_MESSAGES").glob("form-*.po")):
        for entry in polib.pofile(str(path)):
            yield f"{path.stem} {entry.msgctxt}", entry.msgstr


def test_every_term_says_whether_to_use_it_or_to_avoid_it():
    rows = glossary()
    assert {row["avoid"] for row in rows} == {"yes", "no"}
    assert all(row["english"] and row["urdu"] for row in rows)
    assert len({(row["english"], row["urdu"]) for row in rows}) == len(rows)


def test_no_term_claims_a_review_that_nobody_signed():
    for row in glossary():
        signed = bool(row["reviewer_1"] and row["reviewer_2"])
        assert signed or row["status"] == "draft, awaiting two native reviewers"


@pytest.mark.parametrize("word", [row["urdu"] for row in glossary() if row["avoid"] == "yes"])
def test_a_word_to_avoid_is_in_no_text_of_a_form(word):
    alone = re.compile(f"(?<![{URDU_LETTER}]){word}(?![{URDU_LETTER}])")
    assert [place for place, text in form_texts() if alone.search(text)] == []


def test_urdu_letters_are_not_their_arabic_lookalikes():
    texts = [*form_texts(), *((row["english"], row["urdu"]) for row in glossary())]
    assert [place for place, text in texts if ARABIC_LOOKALIKES.search(text)] == []
