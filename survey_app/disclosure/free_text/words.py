"""Which words can be a part of a name, and how far a name reaches.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word, folded_words
from survey_app.disclosure.free_text.lexicon import Lexicon

POSTPOSITIONS = folded_words(
    [
        *("میں", "سے", "کے", "کا", "کی", "کو", "تک", "پر", "نے", "والے", "والی"),
        *("ne", "ko", "ki", "ka", "ke", "se", "mein", "men", "main", "par", "tak"),
    ]
)
PERSON_MARKS = folded_words(
    [
        *(
            "نے",
            "کو",
            "کا",
            "کی",
            "کے",
            "سے",
            "مجھ",
            "مجھے",
            "بھی",
            "بولی",
            "بولا",
            "بولیں",
            "کہتی",
        ),
        *("کہتا", "کہنے", "ہنسی", "ہنسا", "روئی", "رویا", "آئی", "آیا", "جو", "جس", "جسے", "میرے"),
        *(
            "میری",
            "ہمیں",
            "ne",
            "ney",
            "nay",
            "ko",
            "ka",
            "ki",
            "ke",
            "se",
            "mujhe",
            "mujh",
            "boli",
        ),
        *("bola", "bolin", "kehti", "kehta", "kehtin", "hansi", "roi", "jo", "jis", "mere", "meri"),
        *("hamein", "kehte", "kehtay", "bulate", "bulatay", "کہتے", "بلاتے"),
    ]
)
"""What stands after people more than after things."""
AGENT_MARKS = folded_words(["نے", "ne", "ney", "nay"])
MOST_NAME_WORDS = 3

_INFLECTED_ROMAN = (
    "ta",
    "ti",
    "te",
    "tay",
    "nay",
    "ein",
    "oun",
    "oon",
    "iyan",
    "aya",
    "ayi",
    "aye",
)


def cue_at(words: Sequence[Word], at: int, lists: Lexicon, role: str) -> int:
    """Return how many words at `at` are a cue of this role; 0 when they are none."""
    if not 0 <= at < len(words):
        return 0
    for length in lists.cue_lengths[role].get(words[at].text, ()):
        if tuple(word.text for word in words[at : at + length]) in lists.cues[role]:
            return length
    return 0


def is_unknown(word: Word, lists: Lexicon) -> bool:
    """Say whether no list of everyday words knows `word`, nor its ending."""
    if len(word.text) <= 1 or lists.is_common(word) or lists.is_inflected(word):
        return False
    if word.is_latin:
        return not word.text.endswith(_INFLECTED_ROMAN) or word.is_capital
    return not (word.is_inflected_urdu or word.last == "\u06d2")


def can_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether `word` beside a cue can be a name."""
    if (word.text,) in lists.cues["before"] or len(word.text) == 1:
        return False
    if not word.is_latin:
        return lists.is_name(word) or is_unknown(word, lists) or _has_surname(text, word, lists)
    if word.is_capital and not word.opens_sentence and not text.shouts:
        return True
    if word.is_capital:
        return not lists.is_common(word)
    return lists.is_name(word) if not text.is_roman else is_unknown(word, lists)


def _has_surname(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether an everyday word is a first name here, because خان or the like follows."""
    at = text.words.index(word)
    is_alone = word.text in lists.never or word.text in POSTPOSITIONS
    return (
        not is_alone and at + 1 < len(text.words) and cue_at(text.words, at + 1, lists, "tail") > 0
    )


def _is_surname(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` ends the name of somebody who was introduced: نصیب اللہ."""
    return cue_at(text.words, at, lists, "tail") > 0 and _touches(
        text, text.words[at - 1], text.words[at]
    )


def following(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the words from `at` on that can be one name."""
    words = text.words
    found: list[Word] = []
    for place in range(at, min(at + MOST_NAME_WORDS, len(words))):
        word = words[place]
        if found and not (goes_on(text, place, lists) or _is_surname(text, place, lists)):
            break
        if not found and not can_name(text, word, lists):
            break
        found.append(word)
    return found


def preceding(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the words before `at` that can be one name."""
    words = text.words
    found: list[Word] = []
    for place in range(at - 1, max(at - 1 - MOST_NAME_WORDS, -1), -1):
        if not can_name(text, words[place], lists):
            break
        if found and not (_leads(text, place, lists) or goes_on(text, place + 1, lists)):
            break
        found.insert(0, words[place])
    return found


def _leads(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` is a name or unknown right before a name: بہاول وکٹوریہ ہسپتال."""
    word = text.words[at]
    leads = lists.is_name(word) or (not word.is_latin and is_unknown(word, lists))
    return leads and _touches(text, word, text.words[at + 1])


def extended(text: FoldedText, first: int, last: int, lists: Lexicon) -> int:
    """Return the last word of a name that is sure from word `first` to word `last`."""
    while last - first + 1 < MOST_NAME_WORDS and goes_on(text, last + 1, lists):
        last += 1
    return last


def goes_on(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` continues the name that ends before it."""
    words = text.words
    if not 0 < at < len(words) or not _touches(text, words[at - 1], words[at]):
        return False
    left, word = words[at - 1], words[at]
    if left.is_latin != word.is_latin:
        return False
    if cue_at(words, at, lists, "tail") and (lists.is_name(left) or not lists.is_common(word)):
        return True
    if word.is_latin and not text.is_roman:
        return word.is_capital and not text.shouts
    return word.is_capital or _is_second_name(text, at, lists)


def _is_second_name(text: FoldedText, at: int, lists: Lexicon) -> bool:
    word = text.words[at]
    if lists.is_common(word):
        return False
    return lists.is_name(word) or (
        is_unknown(word, lists) and _is_followed(text, at, POSTPOSITIONS)
    )


def _is_followed(text: FoldedText, at: int, marks: frozenset[str]) -> bool:
    return at + 1 < len(text.words) and text.words[at + 1].text in marks


def is_agent(text: FoldedText, at: int) -> bool:
    """Say whether نے follows word `at`: somebody did something."""
    return _is_followed(text, at, AGENT_MARKS)


def is_someone(text: FoldedText, at: int) -> bool:
    """Say whether a word that goes with people follows word `at`."""
    return _is_followed(text, at, PERSON_MARKS)


def _touches(text: FoldedText, left: Word, right: Word) -> bool:
    between = text.letters[left.end : right.start]
    return between in {" ", "-", "  ", ". "} and (between != ". " or len(left.text) <= 2)  # noqa: PLR2004 - an initial
