"""Names of people that a list knows, or that the grammar around them gives away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import FoldedText, Word, folded_words
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import (
    cue_at,
    extended,
    goes_on,
    is_agent,
    is_someone,
    is_unknown,
)

_AND = folded_words(["اور", "aur", "and", "or"])
_I = folded_words(["میں", "main", "mein", "i"])
_OF = folded_words(["کا", "کی", "کے", "ka", "ki", "ke"])
_COMMAS = frozenset({",", "\u060c"})
_STUCK = tuple(folded_words(["کو", "نے", "کا", "کی", "کے", "سے", "میں"]))
_SHORT = 4
_ONE_LETTER = 1


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
    listed = _listed_run(text, at, lists)
    if listed is not None:
        return extended(text, at, listed, lists)
    word = text.words[at]
    surely = (
        _is_listed(text, at, lists)
        or _is_marked(text, word, lists)
        or _acts(text, at, lists)
        or _is_owner(text, at, lists)
        or _is_set_apart(text, at, lists)
        or _is_beside_me(text, at, lists)
        or (after_and and _is_also_named(text, at, lists))
    )
    return extended(text, at, at, lists) if surely else None


def _listed_run(text: FoldedText, at: int, lists: Lexicon) -> int | None:
    """Return the last of two or more words that a list knows as one name."""
    for length in lists.name_lengths.get(text.words[at].text, ()):
        words = text.words[at : at + length]
        if (
            length > 1
            and tuple(word.text for word in words) in lists.names
            and len(words) == length
        ):
            return at + length - 1
    return None


def _is_listed(text: FoldedText, at: int, lists: Lexicon) -> bool:
    word = text.words[at]
    if word.is_latin:
        if word.is_capital and not word.opens_sentence and not text.shouts:
            return lists.is_name(word)
        is_long = len(word.text) > _SHORT or (text.is_roman and len(word.text) == _SHORT)
        return (is_long or word.is_capital) and lists.is_name(word) and not lists.is_common(word)
    bare = next(
        (
            word.text[: -len(end)]
            for end in _STUCK
            if len(word.text) > len(end) + 2 and word.text.endswith(end)
        ),
        word.text,
    )
    if lists.is_name(word):
        return not lists.is_common(word) or is_agent(text, at)
    return (bare,) in lists.names and bare not in lists.common and not lists.is_common(word)


def _is_marked(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a capital letter inside a sentence marks a name."""
    is_marked = word.is_latin and word.is_capital and not word.opens_sentence
    return (
        is_marked
        and not text.shouts
        and len(word.text) > _ONE_LETTER
        and not lists.is_plain(word, in_roman=text.is_roman)
    )


def _acts(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word is used as people are: `X نے`, or `X said` at the start."""
    word = text.words[at]
    if not is_unknown(word, lists):
        return False
    if not word.is_latin or (text.is_roman and not word.is_capital):
        return is_someone(text, at) and len(word.text) > 2  # noqa: PLR2004 - names have three letters
    speaks = at + 1 < len(text.words) and cue_at(text.words, at + 1, lists, "said") > 0
    return word.opens_sentence and word.is_capital and speaks


def _is_owner(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word has kin: `X کی ماں`."""
    word = text.words[at]
    if at + 2 >= len(text.words) or text.words[at + 1].text not in _OF:
        return False
    return cue_at(text.words, at + 2, lists, "kin") > 0 and _could_be_name(text, word, lists)


def _is_set_apart(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word stands between two commas, as a name beside `a woman` does."""
    word = text.words[at]
    before, after = text.letters[: word.start].rstrip()[-1:], text.letters[word.end :].lstrip()[:1]
    return before in _COMMAS and after in _COMMAS and _could_be_name(text, word, lists)


def _is_beside_me(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether an unknown word did something together with the teller: `X اور میں`."""
    if at + 2 >= len(text.words) or not _joins(text, at + 1):
        return False
    return text.words[at + 2].text in _I and _could_be_name(text, text.words[at], lists)


def _could_be_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    if not is_unknown(word, lists) or len(word.text) <= 2:  # noqa: PLR2004 - names have three letters
        return False
    return word.is_capital or not word.is_latin or text.is_roman


def _is_also_named(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a word after a name and `and` is a name, too."""
    return _could_be_name(text, text.words[at], lists)


def _first_of(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return where the name that goes on at word `at` starts: it may open the sentence."""
    before = text.words[at - 1] if at > 0 else None
    opens = before is not None and before.opens_sentence and before.is_capital
    if before is None or not opens or lists.is_common(before) or text.shouts:
        return at
    return at - 1 if goes_on(text, at, lists) else at
