"""Districts, towns, prisons and villages that a list or their own ending gives away.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

import re
from collections.abc import Iterator, Sequence

from survey_app.disclosure.free_text.folding import (
    FoldedText,
    Word,
    fold,
    folded_words,
    without_postposition,
)
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
from survey_app.disclosure.free_text.marks import HOW_LONG
from survey_app.disclosure.free_text.near import is_nearly_a_place
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import cue_at, is_unknown

_LATIN_ENDINGS = (
    "pur",
    "pura",
    "pora",
    "poor",
    "abad",
    "garh",
    "nagar",
    "kot",
    "wala",
    "zai",
    "khel",
)
_URDU_ENDINGS = tuple(
    fold(ending).letters for ending in ("پور", "پورہ", "آباد", "گڑھ", "نگر", "کوٹ", "والہ", "خیل")
)
_LONGER_THAN_ENDING = 2
_LIVES_THERE = frozenset(
    tuple(fold(said).letters.split())
    for said in (
        *("کا رہنے", "کی رہنے", "کے رہنے", "کا رہائشی", "کی رہائشی", "کے رہائشی", "سے تعلق"),
        *("کی ہوں", "کے ہیں", "کا ہوں", "کی ہے", "کا ہے", "کی تھی", "کا تھا", "کے تھے", "میں رہتی"),
        *("میں رہتا", "میں رہتے", "کی عورت", "کی عورتیں", "کے گاؤں", "کے علاقے", "کے لوگ"),
        *("کا علاقہ", "کے پہاڑوں", "کی جیل", "ki rehne", "ka rehne", "ke rehne", "ki rehnay"),
        *("ka rehnay", "ki hoon", "ki hun", "ke hain", "ka hai", "ki hai", "ki thi", "ka tha"),
        *("لے گئے", "لے گیا", "لے آئے", "لے جا", "لے جایا", "میں رہ", "کی لڑکی", "کا آدمی"),
        *("کے تھانے", "کی عدالت", "کی کچہری"),
        *("le gaye", "le gae", "le gya", "le gaya", "le aaye", "le aye", "le ja", "ki larki"),
        *("mein thi", "ka admi", "ke thane", "ki adalat", "ki kachehri"),
        *("se taluq", "mein rehti", "mein rehta", "mein rehte", "ki jail", "ke gaon", "ke log"),
    )
)
_AS_WRITTEN = {
    **dict.fromkeys(("me", "mei", "men", "mn"), "mein"),
    **dict.fromkeys(("he", "hy", "ha"), "hai"),
    "k": "ke",
    "sy": "se",
    "rehny": "rehne",
    "rahne": "rehne",
    "gay": "gaye",
    "hn": "hain",
}
_IN = frozenset(fold(said).letters for said in ("میں", "mein"))
_STAYS = frozenset(
    fold(said).letters
    for said in (
        *("ہے", "ہیں", "ہوں", "تھا", "تھی", "تھے", "رہتی", "رہتا", "رہتے", "رہی", "رہا", "رہے"),
        *("پیدا", "شادی", "گھر", "کہیں", "نوکری", "مزدوری", "hai", "hain", "hoon", "tha", "thi"),
        *("thay", "rehti", "rehta", "rehte", "rahi", "raha", "paida", "shadi", "ghar", "mazdoori"),
    )
)
_GOES = folded_words(
    [
        *("چلا", "چلی", "چلے", "بھیج", "بھیجا", "پہنچ", "پہنچا", "پہنچی", "پہنچے", "منتقل"),
        *("روانہ",),
        *("chala", "chali", "chale", "chalay", "bhej", "bheja", "pohnch", "pohncha", "pohnchi"),
        *("pohanch", "pahunch", "pahuncha", "pahunchi", "pohnche", "muntaqil", "rawana"),
    ]
)
_FROM = folded_words(["سے", "se", "sy", "say", "tak", "تک"])
_COMES = folded_words(
    [
        *(
            "آئی",
            "آئے",
            "آیا",
            "آتی",
            "آتا",
            "آتے",
            "لائے",
            "لایا",
            "لائی",
            "بھاگی",
            "بھاگ",
            "نکلی",
        ),
        *("aayi", "aaye", "aaya", "aai", "ai", "aya", "aye", "aati", "ati", "aate", "laye", "laya"),
        *(
            "گزری",
            "گزرے",
            "گزرا",
            "نکلے",
            "نکلا",
            "لوٹی",
            "لوٹے",
            "لوٹا",
            "guzri",
            "guzre",
            "guzray",
        ),
        *("guzra", "lauti", "laute", "lauta", "nikle", "nikley"),
        *("layi", "bhagi", "bhaag", "nikli", "nikla", "paidal", "پیدل", "bus", "بس", "hun", "hoon"),
    ]
)
_NEAR = frozenset(
    tuple(fold(said).letters.split())
    for said in (
        *("کے قریب", "کے نزدیک", "کے پاس", "کے آگے", "کے پار", "کی طرف", "کے سامنے", "کے پیچھے"),
        *("ke nazdeek", "ke nazdik", "ki taraf", "ke aage", "ke par", "ke paar", "ke paas"),
        *("ke pas", "ke qareeb", "ke qarib", "ke samne"),
        *("ke peeche", "والی سڑک", "والی نہر", "wali sarak", "wali nehr"),
        *(f"والوں {mark}" for mark in ("نے", "کے", "کا", "کی", "کو", "سے")),
        *(f"walon {mark}" for mark in ("ne", "ke", "ka", "ki", "ko", "se")),
    )
)
_BESIDE = frozenset(fold(said).letters for said in ("سے", "اور", "تا", "se", "aur", "and", "to"))
_LATE = folded_words(["دیر", "dir", "der", "deer", "باغ", "bagh"])
_SHORT = 4
_LONG = 10
_STUCK = re.compile(r"(?<=\w{4})(?:ko|ne|se|sy|ka|ki|ke|me|mein|tak|wal[aei]|walay)\Z")
_STUCK_URDU = re.compile(r"(?<=\w\w)(?:کو|نے|سے|کا|کی|کے|مین|تک|پر|وال[ایے])\Z")


def places_in(text: FoldedText) -> Iterator[Span]:
    """Yield every place that the list knows, and what is built as the name of a place.

    >>> [span.kind.value for span in places_in(fold("From Dera Ghazi Khan to Adiala, رحمان پورہ"))]
    ['place', 'prison', 'place']
    """
    lists = lexicon()
    at = 0
    while at < len(text.words):
        length, kind = _listed(text, at, lists)
        if length == 0:
            length = _built(text, at, lists) or _is_gone_to(text, at, lists)
            kind = Kind.PLACE
        if length == 0:
            at += 1
            continue
        first, last = _with_prison(text, at, at + length - 1, lists)
        is_prison = kind is Kind.PRISON or (first, last) != (at, at + length - 1)
        start = first if is_prison else _with_cue(text, first, lists)
        yield text.span(
            text.words[start].start,
            text.words[last].end,
            Kind.PRISON if is_prison else Kind.PLACE,
        )
        at += length


def _listed(text: FoldedText, at: int, lists: Lexicon) -> tuple[int, Kind]:
    for length in lists.place_lengths.get(text.words[at].text, ()):
        found = text.words[at : at + length]
        said = tuple(word.text for word in found)
        kind = lists.places.get(said) if len(found) == length else None
        if kind is not None and (
            _is_meant(text, found[0], said, lists) or is_lived_in(text, at, lists)
        ):
            return length, Kind.PRISON if kind == "prison" else Kind.PLACE
    for length in (3, 2, 1):
        kind_of = _with_postposition(text, at, length, lists)
        if kind_of is not None:
            return length, kind_of
    return _spelt_otherwise(text, at, lists)


def _spelt_otherwise(text: FoldedText, at: int, lists: Lexicon) -> tuple[int, Kind]:
    """Return how many words at `at` sound like a listed place: mirpurkhas, سرگودا, hafzabad."""
    for length in (3, 2, 1):
        found = text.words[at : at + length]
        if len(found) < length or not all(_is_free(text, word, found, lists) for word in found):
            continue
        if any(not _is_next(text, at + more) for more in range(1, length)):
            continue
        said = "".join(word.text for word in found)
        kind = lists.kind_of_place(said)
        if kind is None and _stands_as_place(text, at + length - 1):
            kind = lists.kind_of_hasty_place(said) if text.is_roman else None
            kind = kind or ("town" if is_nearly_a_place(said) else None)
        if kind is None and length > 1 and len(said) >= _LONG:
            kind = "town" if is_nearly_a_place(said) else None  # dera gazi khan, whatever follows
        if kind is not None:
            return length, Kind.PRISON if kind == "prison" else Kind.PLACE
    return 0, Kind.PLACE


def _stands_as_place(text: FoldedText, at: int) -> bool:
    """Say whether what stands after word `at` stands after places: me, se, ki, jail."""
    after = text.words[at + 1].text if at + 1 < len(text.words) else ""
    return after in _AFTER_TOWNS and _is_next(text, at + 1)


_AFTER_TOWNS = folded_words(
    [
        *("me", "mein", "mai", "men", "main", "m", "se", "sy", "say", "ki", "ka", "ke", "k", "tak"),
        *("jail", "jel", "thana", "thane", "wali", "wala", "wale", "walay", "le", "city", "sheher"),
        *(
            "سے",
            "میں",
            "کی",
            "کے",
            "کا",
            "تک",
            "جیل",
            "والے",
            "والی",
            "لے",
            "تھانے",
            "کچہری",
            "شہر",
        ),
        *("pohnch", "bhej", "bheja", "chala", "chali", "kachehri", "adalat", "court", "tehsil"),
    ]
)


def _is_free(text: FoldedText, word: Word, found: Sequence[Word], lists: Lexicon) -> bool:
    """Say whether a word can be, or be a part of, a place that no list spells so."""
    if len(found) > 1 and word.is_latin and lists.kind_of_place("".join(one.text for one in found)):
        return not all(lists.is_common(one) for one in found)
    if len(found) > 1:
        is_part = cue_at(found, 0, lists, "part") > 0 and word is found[0]
        is_plain = lists.is_common(word) or lists.is_inflected(word) or len(word.text) < _SHORT - 1
        return is_part or not is_plain
    is_prose = word.is_latin and not text.is_roman
    return not is_prose and is_unknown(word, lists) and not lists.is_name(word)


def _with_postposition(text: FoldedText, at: int, length: int, lists: Lexicon) -> Kind | None:
    """Return the kind of a place whose last word has a postposition stuck to it."""
    words = text.words[at : at + length]
    if len(words) < length or lists.is_common(words[-1]):
        return None
    *first, word = words
    ends = _STUCK if word.is_latin else _STUCK_URDU
    bare = ends.sub("", word.text) if word.is_latin or first else without_postposition(word.text)
    bare = _STUCK_URDU.sub("", bare)
    said = (*(one.text for one in first), bare)
    kind = lists.places.get(said) if bare != word.text else None
    if kind is None or (not first and bare in lists.common):
        return None
    return Kind.PRISON if kind == "prison" else Kind.PLACE


def _is_meant(text: FoldedText, first: Word, said: tuple[str, ...], lists: Lexicon) -> bool:
    """Say whether a listed place is meant: a short word in Latin letters needs its capital."""
    if len(said) > 1:
        return True
    if first.is_latin:
        is_marked = first.is_capital and not text.shouts
        is_long = len(first.text) > _SHORT and not lists.is_common(first)
        return is_marked or is_long or (text.is_roman and _is_written_so(first, lists))
    return first.text not in lists.common


def _is_written_so(word: Word, lists: Lexicon) -> bool:
    """Say whether a small word is spelt as a town is, and as no everyday word: swat, layyah."""
    is_other = word.text in lists.common or word.text in lists.cue_words
    is_other = is_other or (word.text,) in lists.names or lists.is_inflected(word)
    return len(word.text) >= _SHORT and not is_other


def is_lived_in(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a word that is a place and an everyday word stands as places do.

    دیر is late and a town, مری is died and a town: `دیر سے پشاور`, `ضلع دیر`, `دیر کی رہنے والی`.
    """
    words = text.words
    after = _after(text, at)
    if cue_at(words, at - 1, lists, "place") and _is_next(text, at):
        return True
    is_before = cue_at(words, at + 1, lists, "placeafter") or cue_at(words, at + 1, lists, "prison")
    if is_before and _is_next(text, at + 1):
        return True
    if tuple(after) in _LIVES_THERE or tuple(after) in _NEAR or _is_in_it(text, at):
        return True
    is_late = words[at].text in _LATE  # دیر سے آئی: she came late
    if not is_late and after[:1] and after[0] in _FROM and after[1:] and after[1] in _COMES:
        return True
    if after[:1] and after[0] in _BESIDE and _place_at(text, at + 2, lists):
        return True
    return words[max(at - 1, 0)].text in _BESIDE and _ends_place(text, at - 2, lists)


def _is_in_it(text: FoldedText, at: int) -> bool:
    """Say whether something is there: `دیر میں ہے`, not `تھوڑی دیر میں`, nor `دیر میں آیا`."""
    before, after = text.words[at - 1].text if at > 0 else "", _after(text, at)
    is_in = len(after) > 0 and after[0] in _IN and before not in HOW_LONG
    return is_in and any(word in _STAYS for word in after[1:])


def _after(text: FoldedText, at: int) -> list[str]:
    """Return the two words after word `at`, small Latin ones in one spelling: k is ke, me mein."""
    return [_AS_WRITTEN.get(word.text, word.text) for word in text.words[at + 1 : at + 3]]


def _place_at(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a place of the lists starts at word `at`, one that is nothing else."""
    if not 0 <= at < len(text.words):
        return False
    runs = (
        tuple(word.text for word in text.words[at : at + length])
        for length in lists.place_lengths.get(text.words[at].text, ())
    )
    return any(run in lists.places and (len(run) > 1 or run[0] not in lists.common) for run in runs)


def _ends_place(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a place of the lists ends at word `at`."""
    return any(_place_at(text, at - before, lists) for before in (0, 1))


def _is_gone_to(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return 1 for an unknown word that is used as places are: `chabahar chala gaya`."""
    word = text.words[at]
    after = _after(text, at)
    is_used = after[:1] and (
        after[0] in _GOES
        or (after[0] in _FROM and after[1:] and after[1] in _GOES | _COMES)
        or tuple(after) in _NEAR
        or (after[0] in _IN and after[1:] and after[1] in _STAYS)
        or after[1:2] == ["rehne"]
    )
    if not is_used or (word.is_latin and not text.is_roman):
        return 0
    is_free = is_unknown(word, lists) and not lists.is_name(word) and len(word.text) >= _SHORT
    return int(is_free and _is_next(text, at + 1))


def _built(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return how many words at `at` are built as the name of a place is: رسولپورہ, Rahman Pura."""
    word = text.words[at]
    if _is_built_as_place(word, lists):
        return 1
    ends = cue_at(text.words, at + 1, lists, "partafter") and _is_next(text, at + 1)
    is_free = not lists.is_common(word) or cue_at(text.words, at - 1, lists, "place") > 0
    return 2 if ends and is_free and len(word.text) > 1 else 0


def _is_built_as_place(word: Word, lists: Lexicon) -> bool:
    endings = _LATIN_ENDINGS if word.is_latin else _URDU_ENDINGS
    ending = next((one for one in endings if word.text.endswith(one)), "")
    is_long = ending and len(word.text) > len(ending) + _LONGER_THAN_ENDING
    return bool(is_long) and not lists.is_common(word)


def _with_prison(text: FoldedText, first: int, last: int, lists: Lexicon) -> tuple[int, int]:
    """Return the run with the kind of prison and the word jail on either side of a place."""
    after = last + 1
    while (
        after < len(text.words)
        and cue_at(text.words, after, lists, "prisonkind")
        and _is_next(text, after)
    ):
        after += 1
    if after < len(text.words) and _is_next(text, after):
        length = cue_at(text.words, after, lists, "prison")
        if length:
            return first, after + length - 1
    before = first - 1
    if before >= 0 and cue_at(text.words, before, lists, "prison") and _is_next(text, first):
        while (
            before > 0
            and cue_at(text.words, before - 1, lists, "prisonkind")
            and _is_next(text, before)
        ):
            before -= 1
        return before, last
    return first, last


def _with_cue(text: FoldedText, first: int, lists: Lexicon) -> int:
    """Return where a place starts with the word that says what it is: village, mohalla."""
    return (
        first - 1
        if cue_at(text.words, first - 1, lists, "place") and _is_next(text, first)
        else first
    )


def _is_next(text: FoldedText, at: int) -> bool:
    between = text.letters[text.words[at - 1].end : text.words[at].start]
    return between.strip(" -'\u2019") == ""
