"""Names of people that a list knows, or that the grammar around them gives away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

import re
from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import (
    FoldedText,
    Word,
    folded_words,
    without_postposition,
)
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
from survey_app.disclosure.free_text.marks import PEOPLES, SOMEBODY
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import (
    cue_at,
    extended,
    goes_on,
    is_agent,
    is_foreign,
    is_initial,
    is_someone,
    is_touching,
    is_unknown,
    tail_at,
)

_AND = folded_words(["اور", "aur", "and", "or"])
_I = folded_words(["میں", "main", "mein", "i"])
_OF = folded_words(["کا", "کی", "کے", "ka", "ki", "ke", "k"])
_COMMAS = frozenset({",", "\u060c"})
_SHORT = 4
_ONE_LETTER = 1
_VOWELS = frozenset("aeiouy")

_OF_A_SERVANT = re.compile("عبدال..+")
"""A name by its make, whether or not a list has it: عبدالہادی."""


def names_in(text: FoldedText) -> Iterator[Span]:
    """Yield every run of words that is a name of somebody.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> text = "پھر ثمرین اور Gulnaz آئیں۔ Then Shabana and Roxy sang."
    >>> [text[span.start : span.end] for span in names_in(fold(text))]
    ['ثمرین', 'Gulnaz', 'Shabana', 'Roxy']
    """
    lists = lexicon()
    at, last_name = 0, -2
    while at < len(text.words):
        last = _name_from(text, at, lists, after_and=at - 2 == last_name and _joins(text, at - 1))
        if last is None:
            at += 1
            continue
        first = _first_of(text, at, lists)
        yield text.span(text.words[first].start, text.words[last].end, Kind.PERSON)
        at, last_name = last + 1, last


def _joins(text: FoldedText, at: int) -> bool:
    return text.words[at].text in _AND


def _name_from(text: FoldedText, at: int, lists: Lexicon, *, after_and: bool) -> int | None:
    """Return the last word of the name that starts at word `at`."""
    if _is_of_a_people(text, at):
        return None
    listed = _listed_run(text, at, lists)
    if listed is not None:
        return extended(text, at, listed, lists)
    word = text.words[at]
    if is_initial(text, word) and _is_signed(text, at + 1, lists):
        return extended(text, at, at + 1, lists)
    surely = (
        _is_listed(text, at, lists)
        or _is_marked(text, word, lists)
        or _acts(text, at, lists)
        or _is_owner(text, at, lists)
        or _is_set_apart(text, at, lists)
        or _is_beside_me(text, at, lists)
        or _is_beside_name(text, at, lists)
        or _leads_name(text, at, lists)
        or (after_and and _is_also_named(text, at, lists))
    )
    return extended(text, at, at, lists) if surely else None


def _is_of_a_people(text: FoldedText, at: int) -> bool:
    """Say whether a word tells a people, not a person: an Afghan woman, کولہی خاندان."""
    is_before = is_touching(text, at + 1) and text.words[at + 1].text in SOMEBODY
    return is_before and text.words[at].text in PEOPLES


def _listed_run(text: FoldedText, at: int, lists: Lexicon) -> int | None:
    """Return the last of two or more words that a list knows as one name."""
    for length in lists.name_lengths.get(text.words[at].text, ()):
        words = tuple(word.text for word in text.words[at : at + length])
        stuck = (*words[:-1], without_postposition(words[-1]))
        if len(words) == length > 1 and not lists.names.isdisjoint({words, stuck}):
            return at + length - 1
    return None


def _is_listed(text: FoldedText, at: int, lists: Lexicon) -> bool:
    word = text.words[at]
    if word.is_latin:
        if word.is_capital and not word.opens_sentence and not text.shouts:
            return lists.is_name(word)
        is_long = len(word.text) > _SHORT or (text.is_roman and len(word.text) == _SHORT)
        is_everyday = lists.is_common(word) or (text.is_roman and lists.is_written_in_haste(word))
        is_free = not is_everyday or (
            text.is_roman and is_agent(text, at) and word.text not in lists.cue_words
        )
        is_free = is_free and (text.is_roman or not lists.is_plain(word, in_roman=False))
        return (is_long or word.is_capital) and lists.is_name(word) and is_free
    bare = without_postposition(word.text)
    if lists.is_name(word):
        is_everyday = lists.is_common(word) or lists.is_verb(word)
        return not is_everyday or is_agent(text, at)
    if _OF_A_SERVANT.fullmatch(bare):
        return True
    return (bare,) in lists.names and bare not in lists.common and not lists.is_common(word)


def _is_marked(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a capital letter inside a sentence marks a name."""
    is_marked = word.is_latin and word.is_capital and not word.opens_sentence
    is_abbreviation = word.is_acronym or not set(word.text) & _VOWELS
    return (
        is_marked
        and not is_abbreviation
        and word.text not in lists.cue_words
        and not text.shouts
        and len(word.text) > _ONE_LETTER
        and not lists.is_plain(word, in_roman=text.is_roman)
    )


def _is_signed(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a name follows an initial: `M. Khan`, not the number of `wing B.4`."""
    if at >= len(text.words):
        return False
    word = text.words[at]
    is_plain = lists.is_plain(word, in_roman=text.is_roman) and not lists.is_name(word)
    return word.is_capital and len(word.text) > _ONE_LETTER and not is_plain and not text.shouts


def _acts(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word is used as people are: `X نے`, or `X said` at the start."""
    word = text.words[at]
    if not is_unknown(word, lists):
        return False
    if not word.is_latin or (text.is_roman and not word.is_capital):
        return is_someone(text, at) and len(word.text) > 2  # noqa: PLR2004 - names have three letters
    if text.whispers:
        return is_foreign(word, lists) and cue_at(text.words, at + 1, lists, "said") > 0
    speaks = at + 1 < len(text.words) and cue_at(text.words, at + 1, lists, "said") > 0
    return word.opens_sentence and word.is_capital and speaks


def _is_owner(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word has kin: `X کی ماں`."""
    word = text.words[at]
    if at + 2 >= len(text.words) or text.words[at + 1].text not in _OF:
        return False
    is_owner = cue_at(text.words, at + 2, lists, "kin") > 0
    is_everyday = (word.text,) in lists.names and word.text not in lists.never | lists.cue_words
    is_kin = is_everyday and cue_at(text.words, at + 2, lists, "before") > 0
    is_small = word.is_latin and not text.is_roman
    return is_owner and (_could_be_name(text, word, lists) or (is_kin and not is_small))


def _is_set_apart(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word stands between two commas, as a name beside `a woman` does."""
    word = text.words[at]
    before, after = text.letters[: word.start].rstrip()[-1:], text.letters[word.end :].lstrip()[:1]
    return before in _COMMAS and after in _COMMAS and _could_be_name(text, word, lists)


def _is_beside_me(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word did something together with the teller: `X اور میں`."""
    words = text.words
    is_last = at > 1 and _joins(text, at - 1) and words[at - 2].text in _I
    is_first = at + 2 < len(words) and _joins(text, at + 1) and words[at + 2].text in _I
    return (is_first or is_last) and _could_be_name(text, words[at], lists)


def _is_beside_name(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word stands in a row with a name: `دادل اور خالدہ`, `X, Nadia`."""
    if at + 2 >= len(text.words) or not _could_be_name(text, text.words[at], lists):
        return False
    gap = text.letters[text.words[at].end : text.words[at + 1].start].strip()
    is_row = gap in _COMMAS and _is_listed(text, at + 1, lists)
    return is_row or (_joins(text, at + 1) and _is_listed(text, at + 2, lists))


def _leads_name(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word stands right before a name or a family: `rabnawaz solangi`."""
    if not is_touching(text, at + 1) or not _could_be_name(text, text.words[at], lists):
        return False
    after = text.words[at + 1]
    is_family = tail_at(text.words, at + 1, lists) > 0 and not lists.is_common(after)
    return is_family or (_is_listed(text, at + 1, lists) and not after.is_capital)


def _could_be_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    if not is_unknown(word, lists) or len(word.text) <= 2:  # noqa: PLR2004 - names have three letters
        return False
    is_new = text.whispers and is_foreign(word, lists)
    return word.is_capital or not word.is_latin or text.is_roman or is_new


def _is_also_named(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a word after a name and `and` is a name, too."""
    return _could_be_name(text, text.words[at], lists)


def _first_of(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return where the name that goes on at word `at` starts: it may open the sentence."""
    before = text.words[at - 1] if at > 0 else None
    if before is not None and _is_part_before(text, at, before, lists):
        return at - 1
    opens = before is not None and before.opens_sentence and before.is_capital
    if before is None or not opens or lists.is_common(before) or text.shouts:
        return at
    return at - 1 if goes_on(text, at, lists) else at


def _is_part_before(text: FoldedText, at: int, before: Word, lists: Lexicon) -> bool:
    """Say whether the word before a name is a part of it: ditta gopang."""
    is_part = before.text in lists.name_parts or tail_at(text.words, at - 1, lists) > 0
    is_other = lists.is_common(before) or before.text in lists.cue_words
    is_other = is_other and not _leads_who_acts(text, at, before, lists)
    return is_part and not is_other and not before.is_capital and is_touching(text, at)


def _leads_who_acts(text: FoldedText, at: int, before: Word, lists: Lexicon) -> bool:
    """Say whether an everyday word is the first half of a name before نے: سخی داد نے."""
    is_half = tail_at(text.words, at - 1, lists) > 0 and before.text not in lists.never
    return is_half and not before.is_latin and is_agent(text, at)
