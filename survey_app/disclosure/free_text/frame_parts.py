"""What can stand in a frame that gives a name away, and where it begins and ends.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Callable, Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word
from survey_app.disclosure.free_text.frame_words import (
    AND,
    ARE,
    NOT_CALLED,
    OPENERS,
    WHOM,
    WHOSE,
)
from survey_app.disclosure.free_text.lexicon import Lexicon
from survey_app.disclosure.free_text.marks import NO_NAMES, POSTPOSITIONS
from survey_app.disclosure.free_text.words import (
    can_name,
    following,
    is_foreign,
    is_meant_itself,
    is_touching,
    is_unknown,
    tail_at,
)

FEWEST = 3
_FAR = 14
_ENDS = frozenset(".\u06d4?!\n")
CALLED_OUT = frozenset(",\u060c!")
STOPS = _ENDS | CALLED_OUT | {"", ")"}
Run = Sequence[Word]


def said(text: FoldedText, at: int, words: frozenset[str] | set[str]) -> bool:
    """Say whether one of `words` stands at word `at`."""
    return 0 <= at < len(text.words) and text.words[at].text in words


def place_of(text: FoldedText, word: Word) -> int:
    """Return which word of the text this is."""
    return text.words.index(word)


def run_before(
    text: FoldedText,
    end: int,
    lists: Lexicon,
    could: Callable[[FoldedText, Word, Lexicon], bool],
    *,
    over_comma: bool = False,
) -> Run:
    """Return one or two words before word `end` that can be a name."""
    if end < 1 or not could(text, text.words[end - 1], lists):
        return ()
    if not is_touching(text, end) and not (over_comma and is_after_comma(text, end)):
        return ()
    if end > 1 and is_touching(text, end - 1) and tail_at(text.words, end - 1, lists):
        first = text.words[end - 2]
        leads = may_be_called(text, first, lists) and first.text not in WHOM | AND
        return text.words[end - 2 if leads else end - 1 : end]
    return text.words[end - 1 : end]


def run_from(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the words from `at` on that can be a name."""
    if at >= len(text.words) or not could_be_name(text, text.words[at], lists):
        return ()
    found = following(text, at, lists) if can_name(text, text.words[at], lists) else ()
    return found or text.words[at : at + 1]


def is_after_comma(text: FoldedText, at: int) -> bool:
    """Say whether a comma or an opening bracket stands before word `at`."""
    gap = text.letters[text.words[at - 1].end : text.words[at].start] if at else ""
    return gap.strip() in {",", "\u060c", "("}


def opens(text: FoldedText, at: int) -> bool:
    """Say whether a sentence or a part of it begins at word `at`."""
    if at == 0 or said(text, at - 1, AND | OPENERS):
        return True
    return text.letters[text.words[at - 1].end : text.words[at].start].strip() != ""


def may_be_called(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a word can be what somebody is called, although it may be an everyday one."""
    is_small = word.is_latin and not text.is_roman and not word.is_capital
    is_other = word.text in lists.never | NO_NAMES | POSTPOSITIONS | NOT_CALLED | WHOSE | ARE
    is_everyday = word.text in lists.common and word.text not in lists.name_parts
    return not (is_other or is_small or is_everyday or len(word.text) < FEWEST)


def could_be_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a word is a name, an everyday one among them, or no list knows it."""
    is_other = word.text in lists.never | NO_NAMES | POSTPOSITIONS | NOT_CALLED | WHOSE
    if is_other or word.text in lists.cue_words:
        return False
    if len(word.text) < FEWEST or word.last == "\u06d2":
        return False
    is_everyday = word.text in lists.common and (word.text,) not in lists.names
    is_name = word.text in lists.name_parts and not is_everyday
    if is_meant_itself(text, text.words.index(word)):
        return False
    if word.is_latin and not text.is_roman:
        is_plain = lists.is_plain(word, in_roman=False)
        is_new = word.is_capital or (text.whispers and is_foreign(word, lists))
        return not is_plain and (is_name or is_new)
    return is_name or is_unknown(word, lists)


def same_sentence(text: FoldedText, at: int) -> range:
    """Return the places of the words around word `at` that no full stop parts from it."""
    first = last = at
    while first > max(at - _FAR, 0) and not _is_ended(text, first):
        first -= 1
    while last + 1 < min(at + _FAR, len(text.words)) and not _is_ended(text, last + 1):
        last += 1
    return range(first, last + 1)


def _is_ended(text: FoldedText, at: int) -> bool:
    """Say whether a sentence ends before word `at`."""
    gap = text.letters[text.words[at - 1].end : text.words[at].start]
    return not _ENDS.isdisjoint(gap)
