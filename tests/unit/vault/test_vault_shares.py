"""Any two of three sheets give a seed back; one, a slip, or a foreign sheet does not."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import combine_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from survey_app.vault.errors import (
    SharesApartError,
    ShareScrambledError,
    SharesTooFewError,
    ShareWordCountError,
    ShareWordError,
)
from survey_app.vault.shares import SHARE_WORDS, make_shares, read_share, seed_of

SEED = bytes(range(32))


@pytest.fixture(scope="module")
def sheets():
    return make_shares(SEED)


def test_any_two_of_three_sheets_give_the_seed_and_all_three_do(sheets):
    first, second, third = sheets
    for some in ((first, second), (third, first), (second, third), sheets):
        assert seed_of(some) == SEED


def test_the_sheets_of_a_set_are_numbered_and_name_one_set(sheets):
    assert [sheet.number for sheet in sheets] == [1, 2, 3]
    assert len({sheet.of for sheet in sheets}) == 1
    assert sheets[0].of not in {sheet.of for sheet in make_shares(bytes(32))}


def test_one_sheet_gives_nothing_even_typed_twice(sheets):
    for some in ((), sheets[:1], (sheets[0], sheets[0])):
        with pytest.raises(SharesTooFewError):
            seed_of(some)


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_seed_comes_back_from_its_sheets(seed):
    made = make_shares(seed)
    assert all(len(sheet.words) == SHARE_WORDS for sheet in made)
    assert seed_of(made[1:]) == seed


def test_a_word_that_is_not_in_the_list_is_named(sheets):
    words = list(sheets[0].words)
    words[7] = "heloo"
    with pytest.raises(ShareWordError) as slip:
        read_share(" ".join(words))
    assert "8" in str(slip.value)
    assert "heloo" in str(slip.value)


def test_every_single_wrong_word_is_named_by_its_place(sheets):
    chance = random.Random(5)
    for place in range(SHARE_WORDS):
        words = list(sheets[1].words)
        words[place] = chance.choice([word for word in WORDLIST if word != words[place]])
        with pytest.raises(ShareWordError) as slip:
            read_share(" ".join(words))
        assert f"Word {place + 1}, “{words[place]}”" in str(slip.value)


def test_two_words_that_changed_places_are_named(sheets):
    words = list(sheets[0].words)
    place = next(at for at in range(10, 32) if words[at] != words[at + 1])
    words[place], words[place + 1] = words[place + 1], words[place]
    with pytest.raises(ShareWordError) as slip:
        read_share(" ".join(words))
    assert f"Word {place + 1}," in str(slip.value)


def test_more_than_one_wrong_word_is_refused_without_a_guess(sheets):
    words = list(sheets[0].words)
    words[4], words[15] = "academic", "zero"
    with pytest.raises((ShareScrambledError, ShareWordError)):
        read_share(" ".join(words))
    with pytest.raises(ShareScrambledError):
        read_share(" ".join(sorted(words)))


@pytest.mark.parametrize("change", [lambda w: w[:-1], lambda w: [*w, "zero"], lambda w: []])
def test_a_word_too_few_or_too_many_is_said(sheets, change):
    with pytest.raises(ShareWordCountError):
        read_share(" ".join(change(list(sheets[0].words))))


def test_numbers_lines_capitals_and_cut_words_do_not_matter(sheets):
    typed = "\n".join(
        f"{number}. {word[:4].upper()}" for number, word in enumerate(sheets[2].words, start=1)
    )
    assert read_share(typed) == sheets[2]


def test_sheets_of_two_sets_do_not_go_together(sheets):
    again = make_shares(SEED)
    with pytest.raises(SharesApartError):
        seed_of((sheets[0], again[1]))


def test_other_tools_of_the_standard_read_our_sheets(sheets):
    assert combine_mnemonics([" ".join(sheet.words) for sheet in sheets[:2]]) == SEED
