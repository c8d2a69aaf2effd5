"""Names that the frame of a sentence gives away, whatever word stands in it.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Callable, Iterator

from survey_app.disclosure.free_text.folding import FoldedText
from survey_app.disclosure.free_text.frame_parts import (
    CALLED_OUT,
    FEWEST,
    STOPS,
    Run,
    could_be_name,
    is_after_comma,
    may_be_called,
    opens,
    place_of,
    run_before,
    run_from,
    said,
    same_sentence,
)
from survey_app.disclosure.free_text.frame_words import (
    ALL,
    ALSO_CALLED,
    AND,
    ARE,
    ASKED,
    BY,
    CALL,
    CALLED,
    CALLING,
    CALLS,
    GIVEN,
    GIVERS,
    HAVING,
    HER,
    IS_KIN,
    KEPT,
    LAST_BORN,
    LAST_HALVES,
    MY,
    NAMED,
    NO_TITLES,
    NOT_CALLED_ON,
    OF,
    OF_HIM,
    OR,
    OTHER,
    OWN,
    PERHAPS,
    SAYING,
    SIZES,
    SPEAKING,
    SPOKE,
    TO_ONE,
    TOLD,
    WHO,
    WHO_ASKED,
    WHO_IS,
    WHOM,
    WHOSE,
)
from survey_app.disclosure.free_text.lexicon import Lexicon, beside_cues
from survey_app.disclosure.free_text.marks import AGENT_MARKS
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.words import (
    cue_at,
    is_touching,
    is_unknown,
    tail_at,
)

_NEAR = 8
_QUOTES = frozenset("\"\u201c\u201d\u2018'\u00ab")


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
    if said(text, at, CALLED) or (said(text, at, SAYING) and said(text, at + 2, CALLING)):
        return run_before(text, at, lists, may_be_called)
    is_told = said(text, at, CALLING) and said(text, at + 1, ARE)
    found = run_before(text, at, lists, could_be_name) if is_told else ()
    return found if found and said(text, place_of(text, found[0]) - 1, WHOM) else ()


def _is_of_kin(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name before `jo mera devar hai`, `meri behan hai`, `, who is my brother`."""
    if not said(text, at, MY) or at == 0:
        return ()
    end = at
    while end > 0 and at - end <= 1 and said(text, end - 1, WHO_IS):
        end -= 1
    kin = at + 2 if said(text, at + 1, LAST_BORN) else _kin_after(text, at + 1, lists)
    is_said = said(text, end, WHO) or (kin > 0 and said(text, kin, IS_KIN | {"naam", "نام"}))
    in_english = text.words[at].is_latin and not text.is_roman
    if not kin or not (is_said or (in_english and end < at) or is_after_comma(text, end)):
        return ()
    found = run_before(text, end, lists, could_be_name, over_comma=True)
    return found if found and (end < at or opens(text, place_of(text, found[0]))) else ()


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
    if said(text, at, ALSO_CALLED) and is_touching(text, at + 1):
        word = text.words[at + 1]
        return (word,) if may_be_called(text, word, lists) else ()
    if not said(text, at, NAMED):
        return ()
    start = at + 1
    while start - at < _NEAR and (said(text, start, WHOSE) or said(text, start, PERHAPS)):
        start += 1
    later = (place + 1 for place in range(start, at + _NEAR) if said(text, place, PERHAPS))
    start = next(later, start)
    giver = next((more for more in range(FEWEST) if said(text, start + more, GIVERS)), None)
    if giver is not None:  # naam hum ne X rakha
        start += giver + 1
        if said(text, start, GIVEN):
            return ()
    if said(text, start, KEPT) and is_touching(text, start + 1):  # naam rakha X
        word = text.words[start + 1]
        is_last = text.letters[word.end :].lstrip(" ")[:1] in STOPS
        return (word,) if is_last and may_be_called(text, word, lists) else ()
    for length in (1, 2):
        run = text.words[start : start + length]
        is_free = len(run) == length and all(may_be_called(text, one, lists) for one in run)
        is_whole = is_free and all(is_touching(text, start + more) for more in range(1, length))
        is_either = said(text, start + length, OR) and said(text, start + length + 2, ARE)
        if is_whole and (is_either or said(text, start + length, ARE | GIVEN)):
            return run
    return ()


def _is_known_by(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name before `ke naam se`, between `pucha` and `kaun hai`."""
    if said(text, at, OF) and said(text, at + 1, NAMED) and said(text, at + 2, BY):
        return run_before(text, at, lists, could_be_name)
    if said(text, at, WHO_ASKED):
        found = run_before(text, at, lists, could_be_name)
        return found if found and said(text, place_of(text, found[0]) - 1, ASKED) else ()
    return ()


def _is_also_kin(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the next name in a row of kin: `beti Hina aur choti Roshni`, `beta Ali phir Umeed`."""
    if not 0 < at < len(text.words) - 1:
        return ()
    gap = text.letters[text.words[at - 1].end : text.words[at].start]
    is_comma = gap.strip() in {",", "\u060c"}
    start = at if is_comma and not said(text, at, AND) else at + 1
    if not (is_comma or said(text, at, AND)):
        return ()
    named = text.words[at - 1]
    is_new = cue_at(text.words, at - 2, lists, "before") and is_unknown(named, lists)
    is_name = (named.text in lists.name_parts or is_new) and named.text not in lists.never
    if not is_name or not _is_row_of_kin(text, at - 1, lists):
        return ()
    start += said(text, start, OTHER)
    return run_from(text, start, lists)


def _is_row_of_kin(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a word for kin stands before word `at`, no sentence ending between them."""
    for place in range(at - 1, max(at - _NEAR, -1), -1):
        if "." in (gap := text.letters[text.words[place].end : text.words[place + 1].start]):
            return False
        if "\u06d4" in gap or "\n" in gap or said(text, place, AGENT_MARKS):
            return False
        if cue_at(text.words, place, lists, "before") and text.words[place].text not in NAMED:
            return True
    return False


def _speaks(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday word that is a name and speaks: `Himmat ne kaha`, `Roshni boli`."""
    is_said = said(text, at, AGENT_MARKS) and said(text, at + 1, TOLD)
    if not is_said and not said(text, at, SPOKE):
        return ()
    found = run_before(text, at, lists, could_be_name)
    return found if found and opens(text, place_of(text, found[0])) else ()


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
    if not (said(text, at, CALL) and said(text, at + 1, HER)):
        return ()
    return run_from(text, at + 2, lists)


def _is_told_of_kin(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday name after `meri beti thi`, `meri nand jo bari hai`."""
    length = cue_at(text.words, at, lists, "before")
    if not length or text.words[at].text in NAMED:
        return ()
    start = at + length
    if said(text, start, WHO):
        start += next((more for more in (2, 3) if said(text, start + more, IS_KIN)), 0)
    if not said(text, start, IS_KIN) or not is_touching(text, start):
        return ()
    found = run_from(text, start + 1, lists) if is_touching(text, start + 1) else ()
    is_other = not found or said(text, start + 1 + len(found), IS_KIN | HAVING)
    return () if is_other else found


def _owns(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday name that has kin: `himmat ki maa`, "Sabar's mother"."""
    is_english = said(text, at, {"s"}) and text.letters[text.words[at].start - 1] in "'\u2019"
    if not is_english and not said(text, at, OF | OF_HIM):
        return ()
    is_kin = cue_at(text.words, at + 1, lists, "kin") and cue_at(
        text.words, at + 1, lists, "before"
    )
    if not is_kin or not is_touching(text, at + 1):
        return ()
    if not is_english:
        found = run_before(text, at, lists, could_be_name)
        return found if found and found[0].text in lists.name_parts else ()
    word = text.words[at - 1]
    return (word,) if word.is_capital and could_be_name(text, word, lists) else ()


def _is_honoured(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return an everyday name before a title of respect: `sabar baji ne`, `Himmat Khala`."""
    is_title = cue_at(text.words, at, lists, "after") and text.words[at].text not in NO_TITLES
    if not is_title or not is_touching(text, at):
        return ()
    word = text.words[at - 1]
    is_name = word.text in lists.name_parts and could_be_name(text, word, lists)
    return text.words[at - 1 : at + 1] if is_name else ()


def _is_contrasted(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name in `bara X hai aur chota Y`, `bari ka naam X, choti ka Y`."""
    if not said(text, at, SIZES):
        return ()
    near = same_sentence(text, at)
    others = [one for one in near if one != at and said(text, one, SIZES)]
    start = _after_size(text, at, lists, over_kin=False)
    if said(text, at - 1, BY) and said(text, at - 2, ALL):  # sab se chota X
        return run_from(text, start, lists) if is_touching(text, start) else ()
    if said(text, at + 1, OWN):
        is_told = any(said(text, one, NAMED) for one in near if one < start)
    else:
        is_told = any(cue_at(text.words, one, lists, "kin") for one in near)
    if not (is_told and start in near and is_touching(text, start)):
        return ()
    is_pair = any(run_from(text, _after_size(text, one, lists), lists) for one in others)
    return run_from(text, start, lists) if is_pair else ()


def _after_size(text: FoldedText, at: int, lists: Lexicon, *, over_kin: bool = True) -> int:
    """Return the place after `bara`, `bara beta` or `bari ka naam` at word `at`."""
    start = at + 1
    if said(text, start, OWN):
        return start + 1 + said(text, start + 1, NAMED)
    return start + (cue_at(text.words, start, lists, "before") if over_kin else 0)


def _is_spoken_to(text: FoldedText, at: int, lists: Lexicon) -> Run:
    """Return the name of who is spoken to: `ae X, idhar aa`, "X, come here"."""
    gap = text.letters[text.words[at - 1].end : text.words[at].start] if at else ""
    is_called = said(text, at, CALLS) and (at == 0 or gap.strip() or said(text, at - 1, SPEAKING))
    if is_called and is_touching(text, at + 1):
        place = at + 1
    elif text.letters[: text.words[at].start][-1:] in _QUOTES and not is_called:
        place = at
    else:
        return ()
    word = text.words[place]
    found = could_be_name(text, word, lists) and word.text not in NOT_CALLED_ON
    after = text.letters[word.end :].lstrip(" ")[:1]
    is_told = after in CALLED_OUT or (is_called and said(text, place + 1, TO_ONE))
    return (word,) if found and is_told else ()


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
    _is_contrasted,
    _is_spoken_to,
)
