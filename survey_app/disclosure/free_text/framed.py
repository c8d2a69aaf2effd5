"""Names that the frame of a sentence gives away, whatever word stands in it.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Callable, Iterator, Sequence

from survey_app.disclosure.free_text.folding import FoldedText, Word
from survey_app.disclosure.free_text.frame_words import (
    ALSO_CALLED,
    AND,
    ARE,
    ASKED,
    BY,
    CALL,
    CALLED,
    CALLING,
    GIVEN,
    HAVING,
    HER,
    IS_KIN,
    LAST_HALVES,
    MY,
    NAMED,
    NO_TITLES,
    NOT_CALLED,
    OF,
    OF_HIM,
    OPENERS,
    OR,
    OTHER,
    PERHAPS,
    SAYING,
    SPOKE,
    TOLD,
    WHO,
    WHO_ASKED,
    WHO_IS,
    WHOM,
    WHOSE,
)
from survey_app.disclosure.free_text.lexicon import Lexicon, beside_cues
from survey_app.disclosure.free_text.marks import AGENT_MARKS, NO_NAMES, POSTPOSITIONS
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import (
    can_name,
    cue_at,
    following,
    is_foreign,
    is_meant_itself,
    is_touching,
    is_unknown,
    tail_at,
)

_FEWEST = 3
_NEAR = 8
Run = Sequence[Word]


def framed_in(text: FoldedText) -> Iterator[Span]:
    """Yield each name that its frame gives away: `naam us ka Umeed tha`, `Himmat jo meri nand hai`.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> told = "لوگ مجھے سیماں کہہ کر بلاتے ہیں، میری بیٹی حنا اور چھوٹی روشنی"
    >>> [told[span.start : span.end] for span in framed_in(fold(told))]
    ['سیماں', 'روشنی']
    """
    lists = beside_cues()
    for at in range(len(text.words)):
        for frame in _FRAMES:
            found = frame(text, at, lists)
            if found:
                yield text.span(found[0].start, found[-1].end, Kind.PERSON)


def _is_called(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name before `kehlati`, `keh kar bulate`, or between `sab use` and `kehte hain`."""
    if _said(text, at, CALLED) or (_said(text, at, SAYING) and _said(text, at + 2, CALLING)):
        return _before(text, at, lists, _may_be_called)
    is_told = _said(text, at, CALLING) and _said(text, at + 1, ARE)
    found = _before(text, at, lists, _could_be_name) if is_told else ()
    return found if found and _said(text, _place(text, found[0]) - 1, WHOM) else ()


def _is_of_kin(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name before `jo mera devar hai`, `meri behan hai`, `, who is my brother`."""
    if not _said(text, at, MY) or at == 0:
        return ()
    end = at
    while end > 0 and at - end <= 1 and _said(text, end - 1, WHO_IS):
        end -= 1
    kin = _kin_after(text, at + 1, lists)
    is_said = _said(text, end, WHO) or (kin > 0 and _said(text, kin, IS_KIN | {"naam", "نام"}))
    in_english = text.words[at].is_latin and not text.is_roman
    if not kin or not (is_said or (in_english and end < at) or _is_after_comma(text, end)):
        return ()
    found = _before(text, end, lists, _could_be_name, over_comma=True)
    return found if found and (end < at or _opens(text, _place(text, found[0]))) else ()


def _kin_after(text: FoldedText, at: int, lists: Lexicon) -> int:
    """Return the place after a word for kin at word `at` or one later, 0 for none."""
    for start in (at, at + 1):
        length = cue_at(text.words, start, lists, "before") or cue_at(
            text.words, start, lists, "kin"
        )
        if length:
            return start + length
    return 0


def _has_name(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return any word that stands where a name is told: `naam us ka shayad Umeed tha`."""
    if _said(text, at, ALSO_CALLED) and is_touching(text, at + 1):
        word = text.words[at + 1]
        return (word,) if _may_be_called(text, word, lists) else ()
    if not _said(text, at, NAMED):
        return ()
    start = at + 1
    while start - at < _NEAR and (_said(text, start, WHOSE) or _said(text, start, PERHAPS)):
        start += 1
    later = (place + 1 for place in range(start, at + _NEAR) if _said(text, place, PERHAPS))
    start = next(later, start)
    for length in (1, 2):
        run = text.words[start : start + length]
        is_free = len(run) == length and all(_may_be_called(text, one, lists) for one in run)
        is_whole = is_free and all(is_touching(text, start + more) for more in range(1, length))
        is_either = _said(text, start + length, OR) and _said(text, start + length + 2, ARE)
        if is_whole and (is_either or _said(text, start + length, ARE | GIVEN)):
            return run
    return ()


def _is_known_by(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name before `ke naam se`, between `pucha` and `kaun hai`."""
    if _said(text, at, OF) and _said(text, at + 1, NAMED) and _said(text, at + 2, BY):
        return _before(text, at, lists, _could_be_name)
    if _said(text, at, WHO_ASKED):
        found = _before(text, at, lists, _could_be_name)
        return found if found and _said(text, _place(text, found[0]) - 1, ASKED) else ()
    return ()


def _is_also_kin(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the next name in a row of kin: `beti Hina aur choti Roshni`, `beta Ali phir Umeed`."""
    if not 0 < at < len(text.words) - 1:
        return ()
    gap = text.letters[text.words[at - 1].end : text.words[at].start]
    is_comma = gap.strip() in {",", "\u060c"}
    start = at if is_comma and not _said(text, at, AND) else at + 1
    if not (is_comma or _said(text, at, AND)):
        return ()
    named = text.words[at - 1]
    is_new = cue_at(text.words, at - 2, lists, "before") and is_unknown(named, lists)
    is_name = (named.text in lists.name_parts or is_new) and named.text not in lists.never
    if not is_name or not _is_row_of_kin(text, at - 1, lists):
        return ()
    start += _said(text, start, OTHER)
    return _from(text, start, lists)


def _is_row_of_kin(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a word for kin stands before word `at`, no sentence ending between them."""
    for place in range(at - 1, max(at - _NEAR, -1), -1):
        if "." in (gap := text.letters[text.words[place].end : text.words[place + 1].start]):
            return False
        if "\u06d4" in gap or "\n" in gap or _said(text, place, AGENT_MARKS):
            return False
        if cue_at(text.words, place, lists, "before") and text.words[place].text not in NAMED:
            return True
    return False


def _speaks(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday word that is a name and speaks: `Himmat ne kaha`, `Roshni boli`."""
    is_said = _said(text, at, AGENT_MARKS) and _said(text, at + 1, TOLD)
    if not is_said and not _said(text, at, SPOKE):
        return ()
    found = _before(text, at, lists, _could_be_name)
    return found if found and _opens(text, _place(text, found[0])) else ()


def _ends_as_names(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return a name by its second half, which no other word has: `امیر بخش`, `gul nisa`."""
    word = text.words[at]
    if word.text not in LAST_HALVES or not is_touching(text, at):
        return ()
    first = text.words[at - 1]
    is_half = first.text in lists.name_parts or tail_at(text.words, at - 1, lists) > 0
    return text.words[at - 1 : at + 1] if is_half and first.text not in lists.never else ()


def _is_called_her(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name after `called her`, `calls me`."""
    if not (_said(text, at, CALL) and _said(text, at + 1, HER)):
        return ()
    return _from(text, at + 2, lists)


def _is_told_of_kin(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday name after `meri beti thi`, `meri nand jo bari hai`."""
    length = cue_at(text.words, at, lists, "before")
    if not length or text.words[at].text in NAMED:
        return ()
    start = at + length
    if _said(text, start, WHO):
        start += next((more for more in (2, 3) if _said(text, start + more, IS_KIN)), 0)
    if not _said(text, start, IS_KIN) or not is_touching(text, start):
        return ()
    found = _from(text, start + 1, lists) if is_touching(text, start + 1) else ()
    is_other = not found or _said(text, start + 1 + len(found), IS_KIN | HAVING)
    return () if is_other else found


def _owns(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday name that has kin: `himmat ki maa`, "Sabar's mother"."""
    is_english = _said(text, at, {"s"}) and text.letters[text.words[at].start - 1] in "'\u2019"
    if not is_english and not _said(text, at, OF | OF_HIM):
        return ()
    is_kin = cue_at(text.words, at + 1, lists, "kin") and cue_at(
        text.words, at + 1, lists, "before"
    )
    if not is_kin or not is_touching(text, at + 1):
        return ()
    if not is_english:
        found = _before(text, at, lists, _could_be_name)
        return found if found and found[0].text in lists.name_parts else ()
    word = text.words[at - 1]
    return (word,) if word.is_capital and _could_be_name(text, word, lists) else ()


def _is_honoured(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday name before a title of respect: `sabar baji ne`, `Himmat Khala`."""
    is_title = cue_at(text.words, at, lists, "after") and text.words[at].text not in NO_TITLES
    if not is_title or not is_touching(text, at):
        return ()
    word = text.words[at - 1]
    is_name = word.text in lists.name_parts and _could_be_name(text, word, lists)
    return text.words[at - 1 : at + 1] if is_name else ()


_FRAMES: tuple[Callable[[FoldedText, int, Lexicon], Run], ...] = (
    _is_called,
    _is_of_kin,
    _has_name,
    _is_known_by,
    _is_also_kin,
    _speaks,
    _ends_as_names,
    _is_called_her,
    _is_told_of_kin,
    _owns,
    _is_honoured,
)


def _said(text: FoldedText, at: int, words: frozenset[str] | set[str]) -> bool:
    return 0 <= at < len(text.words) and text.words[at].text in words


def _place(text: FoldedText, word: Word) -> int:
    return text.words.index(word)


def _before(
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
    if not is_touching(text, end) and not (over_comma and _is_after_comma(text, end)):
        return ()
    if end > 1 and is_touching(text, end - 1) and tail_at(text.words, end - 1, lists):
        leads = text.words[end - 2].text in lists.name_parts - lists.never
        return text.words[end - 2 if leads else end - 1 : end]
    return text.words[end - 1 : end]


def _from(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the words from `at` on that can be a name."""
    if at >= len(text.words) or not _could_be_name(text, text.words[at], lists):
        return ()
    found = following(text, at, lists) if can_name(text, text.words[at], lists) else ()
    return found or text.words[at : at + 1]


def _is_after_comma(text: FoldedText, at: int) -> bool:
    gap = text.letters[text.words[at - 1].end : text.words[at].start] if at else ""
    return gap.strip() in {",", "\u060c"}


def _opens(text: FoldedText, at: int) -> bool:
    """Say whether a sentence or a part of it begins at word `at`."""
    if at == 0 or _said(text, at - 1, AND | OPENERS):
        return True
    return text.letters[text.words[at - 1].end : text.words[at].start].strip() != ""


def _may_be_called(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a word can be what somebody is called, although it may be an everyday one."""
    is_small = word.is_latin and not text.is_roman and not word.is_capital
    is_other = word.text in lists.never | NO_NAMES | POSTPOSITIONS | NOT_CALLED | WHOSE | ARE
    is_everyday = word.text in lists.common and word.text not in lists.name_parts
    return not (is_other or is_small or is_everyday or len(word.text) < _FEWEST)


def _could_be_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a word is a name, an everyday one among them, or no list knows it."""
    is_other = word.text in lists.never | NO_NAMES | POSTPOSITIONS | NOT_CALLED | WHOSE
    if is_other or word.text in lists.cue_words:
        return False
    if len(word.text) < _FEWEST or word.last == "\u06d2":
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
