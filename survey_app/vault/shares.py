"""Three sheets of words, of which any two give a seed back.

Room: vault. Sole user of shamir_mnemonic, the reference implementation of SLIP-39.
Spec: docs/spec/recovery-shares.md; SLIP-39.
Promise: one sheet tells nothing about the seed; a word read or typed wrongly is named, and no
    word is ever put right silently.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.rs1024 import verify_checksum
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from survey_app.vault.errors import (
    SharesApartError,
    ShareScrambledError,
    SharesTooFewError,
    ShareWordCountError,
    ShareWordError,
)
from survey_app.vault.share_slips import place_of_slip

SHARES, NEEDED = 3, 2
SHARE_WORDS = 33

_LABEL = b"shamir_extendable"
_LEAST_LETTERS = 4  # the list has no two words that begin with the same four


@dataclass(frozen=True, repr=False)
class ShareSheet:
    """One sheet, as it stands on paper; `number` is 1, 2 or 3, `of` names the set it belongs to."""

    number: int
    of: str
    words: tuple[str, ...]


def make_shares(seed: bytes) -> tuple[ShareSheet, ...]:
    """Return three sheets for a seed of 32 bytes; any two of them give it back."""
    (group,) = generate_mnemonics(1, [(NEEDED, SHARES)], seed, iteration_exponent=0)
    return tuple(_sheet(Share.from_mnemonic(text)) for text in group)


def read_share(typed: str) -> ShareSheet:
    """Return the sheet that a person typed: words in order, numbers and lines do not count.

    The first four letters of a word are enough; capitals do not matter.

    Raises: ShareWordCountError, ShareWordError naming the first word that cannot be right,
        ShareScrambledError when more than one cannot.
    """
    tokens = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", typed).lower())
    numbers = [_number(token, place) for place, token in enumerate(tokens, start=1)]
    if len(numbers) != SHARE_WORDS:
        raise ShareWordCountError(count=len(numbers), expected=SHARE_WORDS)
    if not verify_checksum(numbers, _LABEL):
        place = place_of_slip(numbers, _LABEL)
        if place is None:
            raise ShareScrambledError
        raise ShareWordError(place=place + 1, word=WORDLIST[numbers[place]])
    try:
        share = Share.from_mnemonic(" ".join(WORDLIST[number] for number in numbers))
    except MnemonicError as error:  # whole, but not a sheet of this kind
        raise ShareScrambledError from error
    return _sheet(share)


def seed_of(sheets: Sequence[ShareSheet]) -> bytes:
    """Return the seed of two or three sheets; of three, every pair must give the same.

    Raises: SharesTooFewError; SharesApartError when they are not of one set.
    """
    different = {sheet.words: sheet for sheet in sheets}
    if len(different) < NEEDED:
        raise SharesTooFewError(needed=NEEDED)
    texts = [" ".join(words) for words in different]
    try:
        seeds = {combine_mnemonics(pair) for pair in combinations(texts, NEEDED)}
    except (MnemonicError, ValueError) as error:
        raise SharesApartError from error
    if len(seeds) != 1:
        raise SharesApartError
    return seeds.pop()


def _sheet(share: Share) -> ShareSheet:
    words = tuple(share.words())
    return ShareSheet(share.index + 1, " ".join(words[:2]), words)


def _number(token: str, place: int) -> int:
    """Return the number of a word. Raises: ShareWordError."""
    found = WORD_INDEX_MAP.get(token)
    if found is None and len(token) >= _LEAST_LETTERS:
        begun = [number for number, word in enumerate(WORDLIST) if word.startswith(token)]
        found = begun[0] if len(begun) == 1 else None
    if found is None:
        raise ShareWordError(place=place, word=token)
    return int(found)
