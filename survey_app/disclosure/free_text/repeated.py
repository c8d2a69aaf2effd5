"""Names that stand in a text once more, where nothing beside them gives them away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Iterable, Iterator

from survey_app.disclosure.free_text.folding import FoldedText, Word
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import is_agent, tail_at

_FEWEST = 3


def repeated_in(text: FoldedText, found: Iterable[Span]) -> Iterator[Span]:
    """Yield the words of `text` that are a person's name elsewhere in it.

    >>> from survey_app.disclosure.free_text.cued import cued_in
    >>> from survey_app.disclosure.free_text.folding import fold
    >>> text = fold("دوست ٹیپو آیا۔ ٹیپو وہی دکان والا۔")
    >>> len(list(repeated_in(text, cued_in(text))))
    1
    """
    persons = [span for span in found if span.kind is Kind.PERSON]
    if not persons:
        return
    marked = {at for span in persons for at in range(span.start, span.end)}
    lists, places = lexicon(), text.offsets
    inside = [place for place, word in enumerate(text.words) if places[word.start] in marked]
    names = {
        text.words[place].text
        for place in inside
        if _is_hers(text, place, text.words[place], lists)
    }
    for place, word in enumerate(text.words):
        if word.text in names and places[word.start] not in marked:
            is_everyday = lists.is_common(word) or lists.is_written_in_haste(word)
            if not is_everyday or is_agent(text, place):
                yield text.span(word.start, word.end, Kind.PERSON)


def _is_hers(text: FoldedText, at: int, word: Word, lists: Lexicon) -> bool:
    """Say whether a word is the name itself, no title, family or small word of it."""
    is_part = tail_at(text.words, at, lists) > 0 or word.text in lists.cue_words | lists.never
    is_small = word.is_latin and not text.is_roman and lists.is_plain(word, in_roman=False)
    return len(word.text) >= _FEWEST and not is_part and not is_small
