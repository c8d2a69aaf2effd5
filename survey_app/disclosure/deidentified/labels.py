"""Replace marked places by roles that are the same in the whole interview: `[woman-2]`.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 4.
Promise: no letter and no digit of what was replaced stays, but for the year of a date.
"""

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from survey_app.disclosure.deidentified.pending import Redaction, WhoOrWhat
from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.lexicon import lexicon
from survey_app.disclosure.free_text.sounds import sound_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TELLING_SOUNDS = 3
_LETTERS = string.ascii_uppercase
_WITH_LETTERS = frozenset({WhoOrWhat.DISTRICT, WhoOrWhat.VILLAGE, WhoOrWhat.PLACE})
_PEOPLE = (
    frozenset(WhoOrWhat)
    - _WITH_LETTERS
    - {
        WhoOrWhat.PRISON,
        WhoOrWhat.INSTITUTION,
        WhoOrWhat.DATE,
        WhoOrWhat.NUMBER,
        WhoOrWhat.CONTACT,
        WhoOrWhat.OTHER,
    }
)


@dataclass
class Labeller:
    """Gives out the numbers of one interview: the same name gets the same number."""

    _known: list[tuple[WhoOrWhat, str, str]] = field(default_factory=list)

    def label(self, role: WhoOrWhat, replaced: str) -> str:
        """Return the label for one replaced place.

        >>> labeller = Labeller()
        >>> [labeller.label(WhoOrWhat.WOMAN, name) for name in ("Rukhsana Bibi", "Asma", "رخسانہ")]
        ['[woman-1]', '[woman-2]', '[woman-1]']
        >>> labeller.label(WhoOrWhat.DISTRICT, "Multan"), labeller.label(WhoOrWhat.SON, "Ali")
        ('[district-A]', '[son-1]')
        >>> labeller.label(WhoOrWhat.DATE, "۱۵ مارچ ۲۰۱۹")
        '[2019]'
        """
        if role is WhoOrWhat.DATE:
            return _date_label(replaced)
        for known_role, name, label in self._known:
            if _may_be_one(known_role, role) and is_same_name(name, replaced):
                return label
        used = {label for known_role, _, label in self._known if known_role is role}
        label = f"[{role.value}-{_mark(role, len(used))}]"
        self._known.append((role, replaced, label))
        return label


def _may_be_one(known: WhoOrWhat, role: WhoOrWhat) -> bool:
    """Say whether one name can have had both roles: "a person" is whoever it was before."""
    return known is role or (role is WhoOrWhat.PERSON and known in _PEOPLE)


def _mark(role: WhoOrWhat, before: int) -> str:
    """Return a letter for a place, a number for all else: `district-A`, `daughter-2`."""
    if role not in _WITH_LETTERS:
        return str(before + 1)
    again, letter = divmod(before, len(_LETTERS))
    return _LETTERS[letter] * (again + 1)


def replaced(text: str, redactions: Sequence[Redaction], labeller: Labeller) -> str:
    """Return `text` with every redacted place replaced by its label.

    >>> replaced("Asma wept.", [Redaction(0, 4, WhoOrWhat.WOMAN)], Labeller())
    '[woman-1] wept.'
    """
    parts, at = [], 0
    for redaction in redactions:
        covered = text[redaction.start : redaction.end]
        parts += [text[at : redaction.start], labeller.label(redaction.role, covered)]
        at = redaction.end
    return "".join([*parts, text[at:]])


def is_same_name(one: str, other: str) -> bool:
    """Say whether two names, in either script, with or without a title, are one.

    >>> is_same_name("رخسانہ بی بی", "Rukhsana"), is_same_name("Asma", "Asim")
    (True, False)
    >>> is_same_name("عائشہ", "Aisha")
    True
    """
    first, second = _telling_letters(one), _telling_letters(other)
    if not first or not second or first == second:
        return first == second
    if second in lexicon().spellings.get(first, ()):
        return True
    if first[0].isascii() == second[0].isascii():
        return False
    return len(sound_of(first)) >= _TELLING_SOUNDS and sound_of(first) == sound_of(second)


def _telling_letters(name: str) -> str:
    letters = fold(name)
    words = [word.text for word in letters.words]
    telling = _without(words, _titles())
    digits = "".join(letter for letter in letters.letters if letter.isdigit())
    return "".join(telling or words) + digits


@cache
def _titles() -> Sequence[tuple[str, ...]]:
    """Return the words that stand before or after a name, the longest first."""
    lists = lexicon()
    return sorted(lists.cues["before"] | lists.cues["after"], key=len, reverse=True)


def _without(words: Sequence[str], titles: Iterable[tuple[str, ...]]) -> Sequence[str]:
    left = list(words)
    for title in titles:
        if title[0] not in left:
            continue
        at = next(
            (at for at in range(len(left)) if tuple(left[at : at + len(title)]) == title), None
        )
        if at is not None:
            del left[at : at + len(title)]
    return left


def _date_label(replaced_text: str) -> str:
    years = _YEAR.findall(fold(replaced_text).letters)
    return f"[{years[0]}]" if len(set(years)) == 1 else "[date]"
