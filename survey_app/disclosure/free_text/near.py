"""Places that are spelt with one letter more, less, changed or swapped.

Room: disclosure (floor 5). Each place is kept under itself with one letter left out, so that a word
is compared with the few places that can be meant.
Spec: docs/spec/text-review.md section 2.3.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from survey_app.disclosure.free_text.lexicon import lexicon
from survey_app.disclosure.free_text.sounds import is_near
from survey_app.disclosure.free_text.spelling import latin_key

_LATIN, _URDU = 6, 5


def is_nearly_a_place(said: str) -> bool:
    """Say whether a folded word is one letter away from a listed place with the same first letter.

    >>> [is_nearly_a_place(said) for said in ("chuniaan", "bhimbar", "khuzdaar", "kitaben")]
    [True, True, True, False]
    """
    fewest = _LATIN if said.isascii() else _URDU
    if len(said) < fewest:
        return False
    key = _key(said)
    return any(is_near(key, place) for one in _shortened(key) for place in _places().get(one, ()))


def _key(said: str) -> str:
    return latin_key(said) if said.isascii() else said


def _shortened(word: str) -> Iterator[str]:
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(1, len(word)))


@cache
def _places() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for words in lexicon().places:
        joined = "".join(words)
        if len(joined) >= (_LATIN if joined.isascii() else _URDU):
            key = _key(joined)
            for one in _shortened(key):
                found[one].add(key)
    return {one: frozenset(keys) for one, keys in found.items()}
