"""Which words can be a part of a name, and how far a name reaches.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Sequence

from survey_app.disclosure.free_text.folding import (
    FoldedText,
    Word,
    fold,
    folded_words,
    without_postposition,
)
from survey_app.disclosure.free_text.lexicon import Lexicon, beside_cues, lexicon
from survey_app.disclosure.free_text.marks import (
    AFTER_INFINITIVES,
    AFTER_VERBS,
    AGENT_MARKS,
    BEFORE_TITLES,
    DONE,
    HERS,
    HOW,
    HOW_LONG,
    NO_NAMES,
    OF_MEN,
    PERSON_MARKS,
    POSTPOSITIONS,
    WERE,
    WITH_PEOPLE,
)

MOST_NAME_WORDS = 4
_JOINERS = folded_words(["ud", "ul", "un", "ur", "us", "uz", "e", "al", "bin", "bint", "ibn", "بن"])
"""What stands inside one name: Zaheer ud Din, Umm e Habiba."""

_SHORT_NAME = 2
_VERB_ENDS = tuple(fold(end).letters for end in ("نا", "تا", "تی", "تے", "ا", "ی", "یا", "وں"))
_INFLECTED_ROMAN = (
    *("ta", "ti", "te", "tay", "nay", "ein", "oun", "oon", "iyan", "aya", "ayi", "aye"),
)


def cue_at(words: Sequence[Word], at: int, lists: Lexicon, role: str) -> int:
    """Return how many words at `at` are a cue of this role; 0 when they are none."""
    if not 0 <= at < len(words):
        return 0
    for length in lists.cue_lengths[role].get(words[at].text, ()):
        run = tuple(word.text for word in words[at : at + length])
        if len(run) == length and run in lists.cues[role]:
            return length
    return int(role == "before" and lists.sounds_as_cue(words[at]))


def tail_at(words: Sequence[Word], at: int, lists: Lexicon) -> int:
    """Return how many words at `at` are the second part of names: خان, Das, Bakhsh."""
    return cue_at(words, at, lists, "tail") or cue_at(words, at, lists, "second")


def is_unknown(word: Word, lists: Lexicon) -> bool:
    """Say whether no list of everyday words knows `word`, nor its ending."""
    if len(word.text) <= 1 or lists.is_common(word) or lists.is_inflected(word):
        return False
    if word.is_latin:
        is_inflected = word.text.endswith(_INFLECTED_ROMAN) and not word.is_capital
        return not is_inflected and not lists.is_written_in_haste(word)
    if word.last == "\u06d2":
        bare = without_postposition(word.text)
        return len(bare) > _SHORT_NAME and bare != word.text and not _is_root(bare, lists)
    return not word.is_inflected_urdu


def _is_root(bare: str, lists: Lexicon) -> bool:
    """Say whether a word ending in نے, کے or سے is a verb or an everyday word after all."""
    return bare in lists.common or any(bare + end in lists.common for end in _VERB_ENDS)


def _is_of_god(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether the name of God begins a name of somebody: Allah Ditta, رب نواز."""
    at = text.words.index(word)
    return word.text in _GOD and tail_at(text.words, at + 1, lists) > 0


_GOD = folded_words(["allah", "rab", "khuda", "haq", "اللہ", "رب", "خدا", "حق"])


def can_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether `word` beside a cue can be a name."""
    if (word.text,) in lists.cues["before"] or len(word.text) == 1:
        return is_initial(text, word)
    if is_meant_itself(text, text.words.index(word)):
        return False
    return _is_of_god(text, word, lists) or _can_name(text, word, lists)


def is_meant_itself(text: FoldedText, at: int) -> bool:
    """Say whether an everyday word is done, held or likened to: `himmat karo`, `چاند سا`."""
    word = text.words[at]
    if word.is_capital or word.text not in lexicon().common:
        return False
    is_how = word.text in HOW and _is_followed(text, at, _BY) and not _said_to(text, at + 2)
    return is_how or _is_followed(text, at, DONE)


def _said_to(text: FoldedText, at: int) -> bool:
    return at < len(text.words) and text.words[at].text in WITH_PEOPLE


_BY = folded_words(["se", "sy", "ke", "k", "سے", "کے"])


def _can_name(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    if not word.is_latin:
        is_sure = lists.is_name(word) and not lists.is_common(word)
        is_meant = is_sure or is_unknown(word, lists) or _stands_as_name(text, word, lists)
        is_led = _leads_other(text, word, lists) or _acts_beside(text, word, lists)
        is_led = is_led or _is_new_beside(text, word, lists)
        return is_meant or is_led or _has_surname(text, word, lists)
    if word.is_capital and not word.opens_sentence and not text.shouts:
        return True
    if word.is_capital:
        return not lists.is_common(word) or _is_after_title(text, word, lists)
    if text.is_roman:
        is_meant = _is_new(text, word, lists) or _stands_as_name(text, word, lists)
        is_meant = is_meant or _leads_other(text, word, lists) or _acts_beside(text, word, lists)
        at = text.words.index(word)
        is_hers = _is_followed(text, at, _OF_WOMEN) or word.text in lists.name_parts
        is_led = at > 0 and text.words[at - 1].text in lists.cue_words
        is_his = word.text not in HERS and _is_followed(text, at, OF_MEN)
        is_hers = is_hers or (is_led and is_his)
        return is_meant or (is_hers and _has_surname(text, word, lists))
    return lists.is_name(word) or (text.whispers and is_foreign(word, lists))


def _is_new(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether a small Latin word is unknown, or only ends as verbs do: Nomita."""
    if is_unknown(word, lists):
        return True
    at = text.words.index(word)
    is_plain = lists.is_common(word) or lists.is_inflected(word) or lists.is_written_in_haste(word)
    is_plain = is_plain or (word.text.endswith(_DID) and not lists.is_name(word))
    return not is_plain and len(word.text) > 1 and not _is_followed(text, at, AFTER_VERBS)


_DID = ("aya", "ayi", "aye")
"""As verbs end that say what somebody had done: `bacha uthaya`; no listed name is one."""


def _is_new_beside(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether an Urdu word right after a cue only looks like a form of another: سیماں, جیرا."""
    at = text.words.index(word)
    is_led = is_touching(text, at) and text.words[at - 1].text in lists.cue_words
    is_form = lists.is_common(word) or lists.is_verb(word) or word.is_inflected_urdu
    if not is_led or is_form or word.last == "\u06d2" or word.text in lists.cue_words:
        return False
    is_of_women = word.is_nasal and not word.text.endswith(_PLURAL)
    return is_of_women or _is_followed(text, at, PERSON_MARKS)


_PLURAL = fold("یاں").letters


def _is_after_title(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether the full stop before a capital is that of a title: Mr. Sabar."""
    at = text.words.index(word)
    is_title = at > 0 and (text.words[at - 1].text,) in lists.cues["title"]
    return is_title and text.letters[text.words[at - 1].end : word.start] == ". "


def is_foreign(word: Word, lists: Lexicon) -> bool:
    """Say whether a small word in an English text without capitals is no English word."""
    return is_unknown(word, lists) and not lists.is_plain(word, in_roman=False)


def is_initial(text: FoldedText, word: Word) -> bool:
    """Say whether a word is one capital letter with a full stop before a name: M. Abbas."""
    rest = text.letters[word.end : word.end + 3]
    return len(word.text) == 1 and word.is_capital and rest[:1] == "." and rest[1:].strip() != ""


def _stands_as_name(text: FoldedText, word: Word, lists: Lexicon, *, at_stop: bool = True) -> bool:
    """Say whether an everyday word that is a name, too, stands as one: `بھائی عزیز کو`."""
    is_title = (word.text,) in lists.cues["after"]
    if is_title or word.text not in lists.name_parts or word.text in lists.never:
        return False
    if word.last == "\u06d2":  # خانے, رکھے: of a thing or a verb
        return False
    rest = text.letters[word.end :].lstrip(" ")
    at = text.words.index(word)
    is_told = at > 0 and text.words[at - 1].text in _NAMED and _is_followed(text, at, _ARE)
    is_told = is_told or _is_followed(text, at, _NAMING) or _is_led(text, at, lists)
    marks = PERSON_MARKS | POSTPOSITIONS
    if is_told or (at_stop and rest[:1] in _STOPS) or _is_followed(text, at, marks):
        return True
    after = text.words[at + 1] if at + 1 < len(text.words) else word
    return not lists.is_common(after) and (lists.is_name(after) or is_unknown(after, lists))


def _is_led(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether a cue stands right before word `at`, which is not said of him: بہو ستارہ اچھی."""
    before = cue_at(text.words, at - 1, lists, "before")
    return (
        before > 0
        and is_touching(text, at)
        and not _is_followed(text, at, AFTER_VERBS | _ARE | WERE)
    )


_NAMING = folded_words(
    ["naam", "nam", "nami", "namee", "naami", "naamee", "urf", "alias", "نام", "نامی", "عرف"]
)
_NAMED = folded_words(["naam", "nam", "name", "نام"])
_ARE = folded_words(["tha", "thi", "hai", "rakha", "تھا", "تھی", "ہے", "رکھا"])
_OF_WOMEN = folded_words(["mai", "bibi", "bai", "bano", "khatoon", "begum", "begam"])
_STOPS = frozenset({"", ".", ",", "\u060c", "\u06d4", ";", "\u061b", ")", '"', "\n"})


def _has_surname(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether an everyday word is a first name here, because خان or the like follows."""
    at = text.words.index(word)
    is_alone = word.text in lists.never or word.text in POSTPOSITIONS | NO_NAMES | BEFORE_TITLES
    return not is_alone and is_touching(text, at + 1) and tail_at(text.words, at + 1, lists) > 0


def _leads_other(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether خان or the like stands first in a name: حوالدار شاہ زیب, چچا گل رنگ."""
    at = text.words.index(word)
    if not tail_at(text.words, at, lists) or not is_touching(text, at + 1):
        return False
    after = text.words[at + 1]
    is_name = after.text in lists.name_parts and after.text not in lists.never
    is_part = is_name or is_unknown(after, lists) or tail_at(text.words, at + 1, lists) > 0
    return is_part and (after.text,) not in lists.cues["after"] | lists.cues["before"]


def _acts_beside(text: FoldedText, word: Word, lists: Lexicon) -> bool:
    """Say whether an everyday word between a cue and نے can only be a name: ساس بھاگی نے."""
    at = text.words.index(word)
    is_led = at > 0 and is_touching(text, at) and text.words[at - 1].text in lists.cue_words
    is_free = word.text not in lists.never and word.text not in lists.cue_words
    is_free = is_free and word.text not in NO_NAMES
    is_free = is_free and not (lists.is_verb(word) and _is_verb_in_two(text, at))
    is_called = text.words[at - 1].text in _NAMED and _is_followed(text, at, _GIVEN)
    return is_led and is_free and word.last != "\u06d2" and (is_called or is_agent(text, at))


def _is_verb_in_two(text: FoldedText, at: int) -> bool:
    """Say whether نے is the ending of a verb that was typed in two: `بچہ سو نے لگا`."""
    return len(text.words[at].text) < _LONG_NAME or _is_followed(text, at + 1, AFTER_INFINITIVES)


_LONG_NAME = 4
_GIVEN = folded_words(["rakha", "rakhi", "rakh", "rakhte", "رکھا", "رکھ", "رکھتے"])


def _is_surname(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` ends the name of somebody who was introduced: نصیب اللہ."""
    return tail_at(text.words, at, lists) > 0 and _touches(text, text.words[at - 1], text.words[at])


def following(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the words from `at` on that can be one name."""
    words = text.words
    found: list[Word] = []
    most = MOST_NAME_WORDS + sum(word.text in _JOINERS for word in words[at : at + MOST_NAME_WORDS])
    for place in range(at, min(at + most, len(words))):
        word = words[place]
        if found and not (goes_on(text, place, lists) or _is_surname(text, place, lists)):
            break
        if found and word.text in _GIVEN and words[at - 1].text in _NAMED:
            break  # naam Khushbu rakha, not Allah Rakha
        if not found and not can_name(text, word, lists):
            break
        found.append(word)
    return found


def preceding(text: FoldedText, at: int, lists: Lexicon) -> Sequence[Word]:
    """Return the words before `at` that can be one name."""
    words = text.words
    found: list[Word] = []
    for place in range(at - 1, max(at - 1 - MOST_NAME_WORDS, -1), -1):
        if not can_name(text, words[place], lists):
            break
        if found and not (_leads(text, place, lists) or goes_on(text, place + 1, lists)):
            break
        found.insert(0, words[place])
    return found


def _leads(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` is a name or unknown right before a name: بہاول وکٹوریہ ہسپتال."""
    word = text.words[at]
    leads = lists.is_name(word) or (not word.is_latin and is_unknown(word, lists))
    return leads and _touches(text, word, text.words[at + 1])


def extended(text: FoldedText, first: int, last: int, lists: Lexicon) -> int:
    """Return the last word of a name that is sure from word `first` to word `last`."""
    most = MOST_NAME_WORDS
    while last - first + 1 < most and goes_on(text, last + 1, lists):
        last += 1
        most += text.words[last].text in _JOINERS
    return last


def goes_on(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether word `at` continues the name that ends before it."""
    words = text.words
    if not 0 < at < len(words) or not _touches(text, words[at - 1], words[at]):
        return False
    left, word = words[at - 1], words[at]
    if left.is_latin == word.is_latin:
        return _continues(text, at, left, word, lists)
    return False


def _continues(text: FoldedText, at: int, left: Word, word: Word, lists: Lexicon) -> bool:
    if word.text in _JOINERS and (lists.is_name(left) or left.is_capital):
        return _ends_after_joiner(text, at, lists)
    if left.text in _JOINERS and at > 1:
        return word.is_capital or lists.is_name(word) or tail_at(text.words, at, lists) > 0
    is_led = lists.is_name(left) or not lists.is_common(word) or is_unknown(left, lists)
    if tail_at(text.words, at, lists) and is_led:
        return True
    if word.is_latin and not text.is_roman:
        is_small = not left.is_capital and lists.is_name(left) and lists.is_name(word)
        is_small = is_small and not lists.is_plain(word, in_roman=False)
        return is_small or (word.is_capital and not text.shouts)
    return word.is_capital or _is_second_name(text, at, lists)


def _ends_after_joiner(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether the word after a joiner, as ud or e, ends the name."""
    words = text.words
    if at + 1 >= len(words) or not _touches(text, words[at], words[at + 1]):
        return False
    after = words[at + 1]
    is_name = lists.is_name(after) or tail_at(words, at + 1, lists) > 0
    return is_name or (after.is_capital and not text.shouts)


def _is_second_name(text: FoldedText, at: int, lists: Lexicon) -> bool:
    word = text.words[at]
    if lists.is_common(word):
        return _stands_as_name(text, word, lists, at_stop=False)
    if lists.is_name(word) or (is_unknown(word, lists) and _is_followed(text, at, POSTPOSITIONS)):
        return True
    return len(word.text) > _SHORT_NAME and _is_strange(text, at, beside_cues())


def _is_strange(text: FoldedText, at: int, lists: Lexicon) -> bool:
    """Say whether no list knows word `at`, whatever its ending: Dhillon, ڈھلوں."""
    word = text.words[at]
    if word.text in lexicon().common:
        return False
    is_plain = lists.is_common(word) or lists.is_inflected(word) or lists.is_written_in_haste(word)
    return not is_plain and word.last != "\u06d2" and not _is_followed(text, at, AFTER_VERBS)


def _is_followed(text: FoldedText, at: int, marks: frozenset[str]) -> bool:
    return at + 1 < len(text.words) and text.words[at + 1].text in marks


def stands_as_place(text: FoldedText, at: int) -> bool:
    """Say whether a word is followed as a place is, by a postposition or a stop: not دیر ہو گئی."""
    if at > 0 and text.words[at - 1].text in HOW_LONG:
        return False
    rest = text.letters[text.words[at].end :].lstrip(" ")
    return rest[:1] in _STOPS or _is_followed(text, at, POSTPOSITIONS)


def is_agent(text: FoldedText, at: int) -> bool:
    """Say whether نے follows word `at`: somebody did something."""
    return _is_followed(text, at, AGENT_MARKS)


def is_someone(text: FoldedText, at: int) -> bool:
    """Say whether a word that goes with people follows word `at`."""
    return _is_followed(text, at, PERSON_MARKS)


def is_touching(text: FoldedText, at: int) -> bool:
    """Say whether nothing but a blank stands between word `at` and the word before it."""
    words = text.words
    return 0 < at < len(words) and _touches(text, words[at - 1], words[at])


def _touches(text: FoldedText, left: Word, right: Word) -> bool:
    between = text.letters[left.end : right.start]
    return between in {" ", "-", "  ", ". "} and (between != ". " or len(left.text) <= 2)  # noqa: PLR2004 - an initial
