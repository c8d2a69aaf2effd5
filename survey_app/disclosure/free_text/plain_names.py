"""Everyday words that can only be names where they stand: `meri nand thandi ko`, `yani choti ne`.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.

Beside a word for kin, a rank or a trade the burden is turned round: no list says which words are
names, `plain_words.py` says which are none.
"""

from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import FoldedText, Word, fold
from survey_app.disclosure.free_text.frame_words import (
    ARE,
    CALLING,
    HONOURED,
    IS_KIN,
    NAMED,
    NOT_CALLED,
    SAYING,
    WHO,
    WHOM,
    WHOSE,
)
from survey_app.disclosure.free_text.lexicon import Lexicon, beside_cues
from survey_app.disclosure.free_text.marks import AGENT_MARKS, NO_NAMES, POSTPOSITIONS
from survey_app.disclosure.free_text.plain_words import (
    ALSO,
    AND,
    ARE_CALLED,
    NOT_CALLED_SO,
    NOT_DONE_TO,
    NOT_HER_NAME,
    OF_A_NAME,
    QUALITIES,
    SMALL_WORDS,
    TELLERS,
    THAT_IS,
    TO,
    TO_HER,
)
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import cue_at, is_touching

_FEWEST = 3
_NO_NAME_ENDS = ("e", "ay", "on", "oon", "ein", "ta", "ti")
_HABITS = ("تا", "تی")
_WORKS = fold("ائی").letters


def plain_names_in(text: FoldedText) -> Iterator[Span]:
    """Yield each everyday word that stands beside a cue as nothing but a name does.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> told = "میری نند چھوٹی سے لڑائی ہوئی، بھابھی یعنی پیاس نے دیکھا، بہن گھر سے آئی"
    >>> [told[span.start : span.end] for span in plain_names_in(fold(told))]
    ['چھوٹی', 'پیاس']
    """
    lists = beside_cues()
    for at in range(len(text.words)):
        for place in (_beside_cue(text, at, lists), _named(text, at), _called(text, at, lists)):
            if place and _is_free(text, place, lists):
                yield text.span(text.words[place].start, text.words[place].end, Kind.PERSON)


def _beside_cue(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return the place of a name after a word for kin, a rank or a trade, 0 for none."""
    length = cue_at(text.words, at, lists, "before")
    place = at + length
    if not length or place >= len(text.words) or text.words[place - 1].text in NAMED:
        return 0
    if _said(text, place, THAT_IS):
        return place + 1 if _is_somebody(text, place + 1, ARE_CALLED) else 0
    if _said(text, place, WHO):
        after = next((more for more in (2, 3) if _said(text, place + more, IS_KIN)), 0)
        return place + after + 1 if after and _is_somebody(text, place + after + 1, TO) else 0
    return place if is_touching(text, place) and _is_her(text, place, lists) else 0


def _is_her(text: FoldedText, place: int, lists: Lexicon) -> bool:
    """Say whether the word right after a cue is followed by what follows people only."""
    if text.words[place].text in QUALITIES:
        return _stands_alone(text, place)
    is_one = _is_verb_of(text, place, lists) or _is_somebody(text, place, TO_HER)
    return is_one and is_touching(text, place + 1)


def _is_verb_of(text: FoldedText, place: int, lists: Lexicon) -> bool:
    """Say whether what looks like a verb has what no verb has: مانا کی بیٹی."""
    word = text.words[place]
    is_verb = not word.is_latin and lists.is_verb(word) and not word.text.endswith(_WORKS)
    return is_verb and _said(text, place + 1, OF_A_NAME)


def _is_somebody(text: FoldedText, place: int, marks: frozenset[str]) -> bool:
    """Say whether the word is no time, thing or office, and one of `marks` follows it."""
    return _said(text, place + 1, marks) and not _said(text, place, NOT_DONE_TO)


def _stands_alone(text: FoldedText, place: int) -> bool:
    """Say whether a word for a quality is said of nothing: `nand choti ne`, not `choti thi`."""
    if _said(text, place + 1, AND):
        return _said(text, place + 2, TELLERS)
    if _said(text, place + 1, ALSO):
        return not _said(text, place + 2, ARE)
    return _said(text, place + 1, ARE_CALLED)


def _named(text: FoldedText, at: int) -> int:
    """Return the place of the name in `jis ka naam X tha`, 0 for none."""
    if not _said(text, at, NAMED):
        return 0
    place = at + 1
    while place - at < _FEWEST + 1 and _said(text, place, WHOSE):
        place += 1
    is_told = is_touching(text, place) and _said(text, place + 1, IS_KIN)
    return place if is_told and not _said(text, place, NOT_CALLED | NOT_HER_NAME) else 0


def _called(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return the place of the name in `sab usay X kehte thay`, `mujhe X keh kar bulate`."""
    is_told = _said(text, at, CALLING) and _said(text, at + 1, ARE)
    is_told = is_told or (_said(text, at, SAYING) and _said(text, at + 2, CALLING))
    if not is_told or not is_touching(text, at):
        return 0
    at -= _said(text, at - 1, HONOURED)  # usay rani jee kehte thay
    is_by_us = _said(text, at - 2, TELLERS) and _said(text, at - 3, TO)  # us ko hum X kehte thay
    if not (is_by_us or _said(text, at - 2, WHOM)):
        return 0
    word = text.words[at - 1].text
    is_other = word in NOT_CALLED_SO | NOT_DONE_TO or (
        word in lists.cue_words and word not in QUALITIES
    )
    return 0 if is_other else at - 1


def _is_free(text: FoldedText, place: int, lists: Lexicon) -> bool:
    """Say whether a word is neither small, nor a cue, nor formed as names are not."""
    if place >= len(text.words):
        return False
    word = text.words[place]
    if (word.is_latin and not text.is_roman) or len(word.text) < _FEWEST:
        return False
    if word.text in SMALL_WORDS | NO_NAMES | POSTPOSITIONS | AGENT_MARKS | lists.never:
        return False
    return word.text in QUALITIES or not (word.text in lists.cue_words or _is_formed(word))


def _is_formed(word: Word) -> bool:
    """Say whether a word ends as many do, as one that is spoken of, or as what is done daily."""
    if word.is_latin:
        return word.text.endswith(_NO_NAME_ENDS)
    return word.last in "\u06d2\u06ba" or word.text.endswith(_HABITS)


def _said(text: FoldedText, at: int, words: frozenset[str] | set[str]) -> bool:
    return 0 <= at < len(text.words) and text.words[at].text in words
