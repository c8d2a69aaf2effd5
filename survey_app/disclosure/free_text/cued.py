"""Names of people and places that the words beside them give away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Iterator, Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word, folded_words
from survey_app.disclosure.free_text.lexicon import Lexicon, beside_cues, lexicon
from survey_app.disclosure.free_text.marks import PEOPLES, POSTPOSITIONS
from survey_app.disclosure.free_text.numerals import number_words
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.streets import is_proper, street_of_things, titled_street
from survey_app.disclosure.free_text.words import (
    cue_at,
    following,
    is_touching,
    is_unknown,
    preceding,
    tail_at,
)


def cued_in(text: FoldedText) -> Iterator[Span]:
    """Yield what a cue word introduces or follows.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> [span.kind.value for span in cued_in(fold("وکیل عامر گاؤں رسول پورہ سے آیا"))]
    ['person', 'place']
    """
    lists = beside_cues()
    for at in range(len(text.words)):
        yield from _person(text, at, lists)
        yield from _somebody(text, at, lexicon())
        yield from _place(text, at, lists)
        yield from _prison(text, at, lists)


def _person(text: FoldedText, at: int, lists: Lexicon) -> Iterator[Span]:
    length = cue_at(text.words, at, lists, "before")
    if length and length >= cue_at(text.words, at, lists, "place"):  # امام بارگاہ is no imam
        found = _introduced(text, at + length + _was(text, at + length, lists), lists)
        title = text.words[at : at + cue_at(text.words, at, lists, "title")] if found else ()
        yield from _span(text, [*title, *found], Kind.PERSON)
    length = cue_at(text.words, at, lists, "after")
    if length and _touches_left(text, at):
        found = preceding(text, at, lists)
        found = () if len(found) == 1 and found[0].text in _WHOSE | PEOPLES else found
        found = found or _titled_woman(text, at, lists)
        honour = text.words[at : at + length] if found else ()
        yield from _span(text, [*found, *honour], Kind.PERSON)


def _somebody(text: FoldedText, at: int, lists: Lexicon) -> Iterator[Span]:
    """Yield the name after `ایک عورت` and the like, which introduce much else, too."""
    length = cue_at(text.words, at, lists, "weak")
    if length and text.words[at + length - 1].last == "\u06d2":
        return  # والے رنگ: those of, and no woman
    if length and at + length < len(text.words) and _stays_close(text, at + length):
        found = following(text, at + length, lists)
        if found and len(found[0].text) > _SHORTEST_NAME:
            yield from _span(text, found, Kind.PERSON)


_SHORTEST_NAME = 2
_WHOSE = folded_words(
    [
        *("میرا", "تیرا", "ہمارا", "اپنا", "اسکا", "انکا", "mera", "tera", "hamara", "apna", "aur"),
        *("uska", "uski", "unka", "unki", "iska", "iski", "meri", "apni", "hamari"),
        *("sara", "saara", "poora", "pura", "سارا", "پورا"),
    ]
)


def _introduced(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the name after a cue: at once, or after another cue as in `doctor miss Riffat`."""
    another = cue_at(text.words, at, lists, "before")
    start = at + another if another else at
    start += _in_brackets(text, start)
    if start >= len(text.words) or not _stays_close(text, start):
        return ()
    found = _quoted(text, start, lists) or following(text, start, lists)
    is_two = start > at or _ends_in_title(text, start + 1, lists)
    if not found and is_two and _is_family(text, start, lists):
        found = text.words[start : start + 1]
    if not found and another == 1 and (text.words[at].text,) in lists.names:
        return text.words[at:start]  # bhai mukhtar, بی بی حاکم
    end = start + len(found)
    found = text.words[start : end + 1] if found and _ends_in_title(text, end, lists) else found
    return [*text.words[at:start], *found] if found else ()


def _ends_in_title(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a title that is a name, too, ends the name before it: والد شاہ رئیس کی."""
    is_title = is_touching(text, at) and cue_at(text.words, at, lists, "before") == 1
    is_name = is_title and text.words[at].text in lists.name_parts
    return is_name and at + 1 < len(text.words) and text.words[at + 1].text in POSTPOSITIONS


def _titled_woman(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return a title that is a woman's name before bibi and the like: نواب بی بی."""
    word = text.words[at - 1]
    is_name = (word.text,) in lists.names and cue_at(text.words, at - 1, lists, "title") == 1
    is_her = is_name and text.words[at].text in _OF_WOMEN and is_touching(text, at)
    return (word,) if is_her else ()


_OF_WOMEN = folded_words(["bibi", "khatoon", "bano", "mai", "بی", "خاتون", "بانو", "مائی"])


def _is_family(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` makes a name of the title before it: chacha Syed Khan."""
    is_tail = tail_at(text.words, at, lists) > 0 and text.words[at].text not in _SAHIB
    return is_tail and is_touching(text, at)


def _was(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return 1 for was or sahib between cue and name: `ایک سپاہن تھی منیراں`, `levies wala X`.

    A small word of English prose after them is no name: "the child is buried".
    """
    is_between = 0 < at < len(text.words) - 1 and text.words[at].text in _WAS | _SAHIB
    if not is_between or _is_said_of_him(text, text.words[at + 1], lists):
        return 0
    return int(_stays_close(text, at) and _stays_close(text, at + 1))


def _is_said_of_him(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    is_small = word.is_latin and not word.is_capital and not text.is_roman
    return is_small and lists.is_plain(word, in_roman=False)


_SAHIB = folded_words(
    ["wala", "wali", "sahib", "sahiba", "ji", "sb", "والا", "والی", "صاحب", "صاحبہ", "جی"]
)
_WAS = folded_words(
    [
        *("was", "is", "thi", "tha", "hai", "hain", "thin", "yani", "yaani", "marhoom", "marhooma"),
        *("تھی", "تھا", "ہے", "تھیں", "ہیں", "یعنی", "مرحوم", "مرحومہ"),
    ]
)


def _in_brackets(text: FoldedText, at: int) -> int:
    """Return 1 for a short word in brackets after a title: Justice (retd), Dr. (Mrs.)."""
    if not 0 < at < len(text.words) - 1:
        return 0
    before = text.letters[text.words[at - 1].end : text.words[at].start]
    after = text.letters[text.words[at].end : text.words[at + 1].start]
    is_between = before.strip(" .") == "(" and after.lstrip(".").startswith(")")
    return int(is_between and text.words[at].text in _QUALIFIERS)


_QUALIFIERS = folded_words(
    ["retd", "rtd", "retired", "r", "late", "mrs", "miss", "mr", "ریٹائرڈ", "ر", "مرحوم"]
)


def _quoted(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return one word in quotation marks, which is a name even if it is an everyday word."""
    word = text.words[at]
    before = text.letters[text.words[at - 1].end : word.start].strip()
    after = text.letters[word.end : word.end + 1]
    is_quoted = before[-1:] in _OPENING and after in _CLOSING and before != ""
    return () if not is_quoted or word.text in lists.never else (word,)


_OPENING = frozenset("\"'\u201c\u2018\u00ab")
_CLOSING = frozenset("\"'\u201d\u2019\u00bb")


def _place(text: FoldedText, at: int, lists: Lexicon) -> Iterator[Span]:
    length = cue_at(text.words, at, lists, "place")
    if length and at + length < len(text.words) and _stays_close(text, at + length):
        for named in (following, _titled, _of_a_trade, _half_known, _numbered):
            found = named(text, at + length, lists)
            if len(found) > 1 and found[-1].text in _OF_THERE:
                found = found[:-1]  # mohalla qasaban wala
            if found and _is_placed(text, at + length + len(found), found):
                yield from _span(text, [*text.words[at : at + length], *found], Kind.PLACE)
                break
    length = cue_at(text.words, at, lists, "placeafter")
    if length and _touches_left(text, at):
        end = at - 1 if text.words[at - 1].text == "s" else at
        found = preceding(text, end, lists) or _named_before(text, end, lists)
        found = found or titled_street(text, end, lists) or street_of_things(text, end, lists)
        found = () if len(found) == 1 and found[0].text in _WHOSE else found
        if len(found) > at - end and (
            text.is_roman or not _is_prose(found, lists) or is_proper(text, at, found)
        ):
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
        is_free = found and (text.is_roman or not _is_prose(found, lists))
        if is_free and _is_placed(text, after + len(found), found):
            yield from _span(text, [*text.words[first:after], *found], Kind.PRISON)


def _is_prose(found: Sequence[Word], lists: Lexicon) -> bool:
    """Say whether what stands before court or hospital is an everyday word: High Court."""
    word = found[0]
    is_plain = word.is_latin and lists.is_plain(word, in_roman=False)
    return len(found) == 1 and is_plain and not (lists.is_name(word) and not lists.is_common(word))


def _named_before(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return an everyday word that is a name, too, before a word for places: بہار کالونی."""
    word = text.words[max(at - 1, 0)]
    if len(word.text) == 1 and word.is_capital and not word.opens_sentence:
        return (*preceding(text, at - 1, lists), word)  # Defence B
    is_name = (word.text,) in lists.names and word.text not in lists.never
    is_written = not word.is_latin or word.is_capital or text.is_roman
    return (word,) if is_name and is_written else ()


def _titled(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return a title and the name after it: thana Sir Syed, تھانہ شیخ ملتون."""
    is_title = cue_at(text.words, at, lists, "before") == 1 and at + 1 < len(text.words)
    if not is_title or not _stays_close(text, at + 1):
        return ()
    found = following(text, at + 1, lists)
    return [text.words[at], *found] if found else ()


def _of_a_trade(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the trade or family that a quarter is called by: محلہ لوہاراں, محلہ موچیاں."""
    word = text.words[at]
    is_long = len(word.text) >= _TRADE_LETTERS and word.text not in lists.never
    return (word,) if is_long and word.text.endswith("ان") and word.last == "\u06ba" else ()


_TRADE_LETTERS = 5


def _numbered(text: FoldedText, at: int, _: Lexicon) -> Sequence[Word]:
    """Return the number of a village in words: چک دو سو بارہ, chak number sattar."""
    if text.words[at - 1].text not in _CHAK:
        return ()
    end = at + (text.words[at].text in _NUMBER)
    numbers = number_words()
    start = end
    while end < len(text.words) and text.words[end].text in numbers and is_touching(text, end):
        end += 1
    return text.words[at:end] if end > start else ()


_CHAK = folded_words(["chak", "chuk", "چک"])
_NUMBER = folded_words(["number", "no", "nambar", "نمبر"])


def _half_known(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return two words of which the first is an everyday one: تھانہ ملکہ ہانس, thana ghalla mandi.

    In Latin letters the second may also say what kind of place it is.
    """
    words = text.words[at : at + 2]
    if len(words) < 2 or any(word.is_latin != text.is_roman for word in words):  # noqa: PLR2004 - two words
        return ()
    first, second = words
    is_free = first.text not in lists.never and first.text not in POSTPOSITIONS
    is_apart = text.letters[first.end : second.start] == " "
    is_noun = is_free and not lists.is_verb(first) and first.last != "\u06d2"
    is_kind = text.is_roman and (second.text,) in lists.cues["part"]
    return words if is_noun and is_apart and (is_kind or is_unknown(second, lists)) else ()


def _span(text: FoldedText, words: Sequence[Word], kind: Kind) -> Iterator[Span]:
    if words:
        yield text.span(words[0].start, words[-1].end, kind)


def _is_placed(text: FoldedText, after: int, found: Sequence[Word]) -> bool:
    if found[0].is_latin and not text.is_roman:
        return found[0].is_capital
    if found[0].is_capital or after >= len(text.words):
        return found[0].is_capital or not found[0].is_latin
    ends = text.letters[found[-1].end : text.words[after].start].strip()[:1]
    is_followed = text.words[after].text in POSTPOSITIONS | _OF_THERE
    return is_followed or (ends != "" and not found[0].is_latin)


_OF_THERE = folded_words(
    ["والا", "والی", "والے", "وچ", "wala", "wali", "wale", "walay", "vich", "m", "k"]
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
        between.strip(" \t:-'\"\u201c\u2018()\u00ab.,،") == ""
        and "\n" not in between
        and not ("." in between and len(text.words[at - 1].text) > _TITLE_LETTERS)
    )


_TITLE_LETTERS = 4
