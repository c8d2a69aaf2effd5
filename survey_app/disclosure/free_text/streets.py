"""Streets, squares and markets that are called by an everyday word or by a title.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word, folded_words
from survey_app.disclosure.free_text.lexicon import Lexicon
from survey_app.disclosure.free_text.marks import POSTPOSITIONS
from survey_app.disclosure.free_text.words import cue_at, is_touching

_STREETS = folded_words(
    [
        *("bazar", "bazaar", "colony", "chowk", "town", "gali", "road", "mohalla", "muhalla"),
        *("بازار", "کالونی", "چوک", "ٹاؤن", "گلی", "روڈ", "محلہ"),
    ]
)
_NAMED_STREETS = folded_words(
    [
        *("colony", "chowk", "town", "road"),
        *("کالونی", "چوک", "ٹاؤن", "روڈ"),
    ]
)
_TITLES = folded_words(
    [
        *("raja", "raaja", "rana", "malik", "peer", "pir", "syed", "sayyid", "khan", "nawab"),
        *("mian", "chaudhry", "sardar", "shah", "sheikh", "shaikh", "mirza", "haji", "agha"),
        *("راجہ", "رانا", "ملک", "پیر", "سید", "خان", "نواب", "میاں", "چوہدری", "سردار", "شاہ"),
        *("شیخ", "مرزا", "حاجی", "آغا"),
    ]
)
_ALONG = folded_words(["pr", "pe", "k", "پہ", "sy", "me", "m"]) | POSTPOSITIONS
_BEGIN = folded_words(["پھر", "اور", "تو", "کہ", "phir", "aur", "or", "to"]) | _ALONG
_QUARTERS = folded_words(["colony", "town", "کالونی", "ٹاؤن"])
_HOMES = folded_words(
    [*("ghar", "makan", "hum", "ham", "hamara", "dukan"), *("گھر", "مکان", "ہم", "دکان")]
)
"""What is in a quarter and none: `ghar railway colony mein tha`."""
_LOANS = folded_words(["railway", "ریلوے"])
_OF_MANY = tuple(folded_words(["وں", "یں", "یاں", "on", "oon", "ein", "iyan", "ay"]))
_WHO_STANDS = folded_words(
    [
        *("لوگ", "پولیس", "فوج", "بس", "گاڑی", "وین", "رکشہ", "ٹرک", "بھیڑ", "رش", "سامان"),
        *("رات", "دن", "صبح", "شام", "بچہ", "بچی", "عورت", "آدمی", "لڑکا", "لڑکی"),
        *("log", "police", "fauj", "bus", "gari", "gaari", "van", "rickshaw", "truck", "saman"),
        *("raat", "din", "subah", "sham", "bacha", "bachi", "aurat", "admi", "larka", "larki"),
    ]
)
_WHAT_KIND = folded_words(
    [
        *("بڑا", "بڑی", "چھوٹا", "چھوٹی", "نیا", "نئی", "پرانا", "پرانی", "سارا", "ساری"),
        *("اگلا", "اگلی", "پچھلا", "پچھلی", "دوسرا", "دوسری", "پہلا", "پہلی", "قریبی", "مین"),
        *("اپنا", "اپنی", "ہمارا", "ہماری", "کچی", "پکی", "گندی", "مصروف", "سنسان", "خالی"),
        *("bara", "bari", "chota", "choti", "naya", "nayi", "purana", "purani", "sara", "sari"),
        *("agla", "agli", "doosra", "doosri", "pehla", "pehli", "main", "apna", "apni", "khali"),
        *("hamara", "hamari", "kachi", "pakki", "gandi", "qareebi", "masroof", "sunsan"),
        *("har", "kisi", "us", "is", "ek", "aik", "jis", "صاف", "saaf", "ڈبل", "double"),
    ]
)
_CERTAIN = folded_words(
    [
        *("market", "road", "street", "bazaar", "bazar", "chowk", "colony", "town", "park", "gate"),
        *("bridge", "canal", "plaza", "hotel", "hospital", "centre", "center", "area", "camp"),
        *("mill", "factory", "station", "darwaza", "pass", "mosque", "church", "shrine"),
    ]
)
_ANY = folded_words(
    [
        *("police", "railway", "train", "bus", "metro", "main", "central", "general", "district"),
        *("city", "refugee", "relief", "government", "private", "mental", "health", "women"),
        *("the", "a", "this", "that", "our", "my", "his", "her", "their", "and", "i", "in", "at"),
    ]
)


def titled_street(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the title that a street at word `at` is called by: Raja Bazaar, پیر کالونی."""
    is_street = text.words[min(at, len(text.words) - 1)].text in _STREETS
    title = text.words[max(at - 1, 0)]
    is_title = cue_at(text.words, at - 1, lists, "title") == 1 and title.text in _TITLES
    return (title,) if is_street and is_title else ()


def street_of_things(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the everyday word that a street at word `at` is called by: پھر کمیٹی چوک سے.

    What stands alone between the beginning of what is said and a street, with a postposition
    after it, is rather its name than somebody who stands in it.
    """
    words = text.words
    if at < 1 or at + 1 >= len(words) or words[at].text not in _NAMED_STREETS:
        return ()
    thing, before = words[at - 1], words[at - 2] if at > 1 else None
    opening = _BEGIN | _HOMES if words[at].text in _QUARTERS else _BEGIN
    begins = before is None or not is_touching(text, at - 1) or before.text in opening
    is_in_it = words[at + 1].text in _ALONG and is_touching(text, at + 1)
    is_written = not thing.is_latin or text.is_roman
    return (thing,) if begins and is_in_it and is_written and _is_thing(thing, lists) else ()


def is_proper(text: FoldedText, at: int, found: Sequence[Word]) -> bool:
    """Say whether two capitals make a name of everyday words: Liberty Market, no Waiting Area.

    A court, a school or an office has capitals without being a certain one.
    """
    kind, word = text.words[at], found[0]
    is_marked = kind.is_capital and word.is_capital and not text.shouts
    is_use = word.text in _ANY or word.text.endswith("ing")
    return is_marked and kind.text in _CERTAIN and not is_use


def _is_thing(word: Word, lists: Lexicon) -> bool:
    """Say whether a word is neither somebody, nor of a kind, nor many, nor a verb."""
    is_other = word.text in lists.never | lists.cue_words | _WHO_STANDS | _WHAT_KIND | _ALONG
    is_many = (word.text.endswith(_OF_MANY) or word.last == "\u06d2") and word.text not in _LOANS
    return not is_other and not is_many and not lists.is_verb(word)
