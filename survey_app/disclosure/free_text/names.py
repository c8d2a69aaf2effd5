"""Names of people and places that a list or the words around them give away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Iterator, Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word, fold
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
from survey_app.disclosure.free_text.spans import Kind, Span

_POSTPOSITIONS = frozenset(
    fold(word).letters
    for word in ("میں", "سے", "کے", "کا", "کی", "کو", "تک", "پر", "نے", "والے", "والی")
)
_MOST_NAME_WORDS = 2


def names_in(text: FoldedText) -> Iterator[Span]:
    """Yield every place that a list or a cue word makes out to be a name.

    >>> [span.kind.value for span in names_in(fold("وکیل عامر نے لاہور میں ضمانت کروائی"))]
    ['person', 'person', 'place']
    """
    lists = lexicon()
    words = text.words
    for at in range(len(words)):
        yield from _listed(text, words, at, lists)
        yield from _introduced(text, words, at, lists)
        if _is_bare_name(words[at], lists):
            yield text.span(_name_start(words, at, lists), words[at].end, Kind.PERSON)


def _listed(text: FoldedText, words: Sequence[Word], at: int, lists: Lexicon) -> Iterator[Span]:
    for length in range(lists.longest_place, 0, -1):
        found = words[at : at + length]
        kind = (
            lists.places.get(tuple(word.text for word in found)) if len(found) == length else None
        )
        if kind is not None:
            yield text.span(found[0].start, found[-1].end, kind)
            break
    if words[at].text in lists.names and _may_be_name(words[at]):
        yield text.span(words[at].start, words[at].end, Kind.PERSON)


def _may_be_name(word: Word) -> bool:
    """Say whether a listed word is a name here: short Latin ones need a capital letter."""
    return not word.is_latin or word.is_capital or len(word.text) > 4  # noqa: PLR2004 - "sana", "asia"


def _introduced(text: FoldedText, words: Sequence[Word], at: int, lists: Lexicon) -> Iterator[Span]:
    """Yield the names that the cue at word `at` introduces."""
    for role, kind, is_before in _CUES:
        length = _cue_length(words, at, lists, role)
        if length == 0:
            continue
        if is_before:
            found = _following(words, at + length, lists)
            if (
                kind is not Kind.PERSON
                and found
                and not _is_placed(words, at + length + len(found), found)
            ):
                continue
        else:
            found = _preceding(words, at, lists)
        if found:
            yield text.span(found[0].start, found[-1].end, kind)


_CUES = (
    ("before", Kind.PERSON, True),
    ("after", Kind.PERSON, False),
    ("place", Kind.PLACE, True),
    ("placeafter", Kind.PLACE, False),
    ("prison", Kind.PRISON, True),
    ("prison", Kind.PRISON, False),
)


def _cue_length(words: Sequence[Word], at: int, lists: Lexicon, role: str) -> int:
    for length in (3, 2, 1):
        if tuple(word.text for word in words[at : at + length]) in lists.cues[role]:
            return length
    return 0


def _following(words: Sequence[Word], at: int, lists: Lexicon) -> Sequence[Word]:
    found: list[Word] = []
    for word in words[at : at + _MOST_NAME_WORDS]:
        if not _can_name(word, lists) or (found and not _goes_on(found[-1], word, lists)):
            break
        found.append(word)
    return found


def _preceding(words: Sequence[Word], at: int, lists: Lexicon) -> Sequence[Word]:
    found: list[Word] = []
    for word in reversed(words[max(at - _MOST_NAME_WORDS, 0) : at]):
        if not _can_name(word, lists) or (found and not _goes_on(word, found[0], lists)):
            break
        found.insert(0, word)
    return found


def _can_name(word: Word, lists: Lexicon) -> bool:
    if (word.text,) in lists.cues["before"] or len(word.text) == 1:
        return False
    is_marked = word.is_latin and word.is_capital and not word.opens_sentence
    is_lower_start = word.is_latin and word.opens_sentence and not word.is_capital
    return is_marked or not (word.text in lists.common or is_lower_start)


def _goes_on(left: Word, right: Word, lists: Lexicon) -> bool:
    """Say whether two neighbours can be one name.

    In Latin letters both have a capital; in Urdu the second is a word that names end in.
    """
    if right.start - left.end != 1:
        return False
    if right.is_latin:
        return left.is_latin and right.is_capital
    return (right.text,) in lists.cues["tail"]


def _is_placed(words: Sequence[Word], after: int, found: Sequence[Word]) -> bool:
    if found[0].is_latin:
        return found[0].is_capital
    return after < len(words) and words[after].text in _POSTPOSITIONS


def _name_start(words: Sequence[Word], at: int, lists: Lexicon) -> int:
    """Return where the name that ends at word `at` starts: it may open the sentence."""
    before = words[at - 1] if at > 0 else None
    opens = before is not None and before.opens_sentence and before.is_capital
    if before is None or not opens or before.text in lists.common:
        return words[at].start
    return before.start if _goes_on(before, words[at], lists) else words[at].start


def _is_bare_name(word: Word, lists: Lexicon) -> bool:
    """Say whether a capital letter inside a sentence marks a name."""
    is_marked = word.is_latin and word.is_capital and not word.opens_sentence
    return is_marked and len(word.text) > 1 and word.text not in lists.common
