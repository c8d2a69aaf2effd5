"""Names of people and places that the words beside them give away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Iterator, Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import POSTPOSITIONS, cue_at, following, preceding


def cued_in(text: FoldedText) -> Iterator[Span]:
    """Yield what a cue word introduces or follows.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> [span.kind.value for span in cued_in(fold("وکیل عامر گاؤں رسول پورہ سے آیا"))]
    ['person', 'place']
    """
    lists = lexicon()
    for at in range(len(text.words)):
        yield from _person(text, at, lists)
        yield from _place(text, at, lists)
        yield from _prison(text, at, lists)


def _person(text: FoldedText, at: int, lists: Lexicon) -> Iterator[Span]:
    length = cue_at(text.words, at, lists, "before")
    if length:
        found = _introduced(text, at + length, lists)
        title = text.words[at : at + cue_at(text.words, at, lists, "title")] if found else ()
        yield from _span(text, [*title, *found], Kind.PERSON)
    length = cue_at(text.words, at, lists, "after")
    if length and _touches_left(text, at):
        found = preceding(text, at, lists)
        honour = text.words[at : at + length] if found else ()
        yield from _span(text, [*found, *honour], Kind.PERSON)


def _introduced(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the name after a cue: at once, or after another cue as in `doctor miss Riffat`."""
    another = cue_at(text.words, at, lists, "before")
    start = at + another if another else at
    if start >= len(text.words) or not _stays_close(text, start):
        return ()
    return following(text, start, lists)


def _place(text: FoldedText, at: int, lists: Lexicon) -> Iterator[Span]:
    length = cue_at(text.words, at, lists, "place")
    if length and at + length < len(text.words) and _stays_close(text, at + length):
        found = following(text, at + length, lists)
        if found and _is_placed(text, at + length + len(found), found):
            yield from _span(text, [*text.words[at : at + length], *found], Kind.PLACE)
    length = cue_at(text.words, at, lists, "placeafter")
    if length and _touches_left(text, at):
        end = at - 1 if text.words[at - 1].text == "s" else at
        found = preceding(text, end, lists)
        if len(found) > at - end:
            yield from _span(text, [*found, *text.words[at : at + length]], Kind.PLACE)


def _prison(text: FoldedText, at: int, lists: Lexicon) -> Iterator[Span]:
    length = cue_at(text.words, at, lists, "prison")
    if not length:
        return
    first = at
    while (
        first > 0
        and cue_at(text.words, first - 1, lists, "prisonkind")
        and _touches_left(text, first)
    ):
        first -= 1
    named = preceding(text, first, lists) if _touches_left(text, first) else ()
    if named:
        yield from _span(text, [*named, *text.words[at : at + length]], Kind.PRISON)
    after = at + length
    if after < len(text.words) and _stays_close(text, after):
        found = following(text, after, lists)
        if found and _is_placed(text, after + len(found), found):
            yield from _span(text, [*text.words[first:after], *found], Kind.PRISON)


def _span(text: FoldedText, words: Sequence[Word], kind: Kind) -> Iterator[Span]:
    if words:
        yield text.span(words[0].start, words[-1].end, kind)


def _is_placed(text: FoldedText, after: int, found: Sequence[Word]) -> bool:
    if found[0].is_latin and not text.is_roman:
        return found[0].is_capital
    return found[0].is_capital or (
        after < len(text.words) and text.words[after].text in POSTPOSITIONS
    )


def _touches_left(text: FoldedText, at: int) -> bool:
    return at > 0 and text.letters[text.words[at - 1].end : text.words[at].start].strip() in {
        "",
        "-",
        "'",
        "\u2019",
    }


def _stays_close(text: FoldedText, at: int) -> bool:
    """Say whether no sentence ends between word `at` and the word before it."""
    between = text.letters[text.words[at - 1].end : text.words[at].start]
    return (
        between.strip(" \t:-'\"\u201c\u2018(\u00ab.,،") == ""
        and "\n" not in between
        and not ("." in between and len(text.words[at - 1].text) > _TITLE_LETTERS)
    )


_TITLE_LETTERS = 4
