"""A row of keys can only be made longer, by the one who may."""

from dataclasses import replace

import pytest

from survey_app.vault import signing
from survey_app.vault.epochs import (
    SITE_KEY,
    STUDY_KEYS,
    Row,
    epoch_from_json,
    next_epoch,
    verify_epochs,
)
from survey_app.vault.errors import SignatureError

SEED = b"A" * 32
KEY = signing.verify_key_of(SEED)
ROW = Row(STUDY_KEYS, ("study",))


@pytest.fixture(scope="module")
def epochs():
    made = ()
    for number in range(3):
        made = (*made, next_epoch(SEED, ROW, made, (bytes([number]) * 32, b"analyst")))
    return made


def test_a_whole_row_holds_and_each_beginning_of_it(epochs):
    for count in range(4):
        verify_epochs(KEY, ROW, epochs[:count])


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e[1:],
        lambda e: (e[0], e[2]),
        lambda e: (e[1], e[0], e[2]),
        lambda e: (e[0], e[0], e[2]),
        lambda e: (replace(e[0], keys=(b"other", b"analyst")), *e[1:]),
        lambda e: (replace(e[0], keys=(e[0].keys[0] + e[0].keys[1],)), *e[1:]),
        lambda e: (e[0], replace(e[1], number=3), e[2]),
        lambda e: (e[0], replace(e[1], previous=""), e[2]),
        lambda e: (e[0], replace(e[1], signature=e[2].signature), e[2]),
    ],
)
def test_a_row_with_a_step_left_out_moved_or_changed_is_refused(epochs, change):
    with pytest.raises(SignatureError):
        verify_epochs(KEY, ROW, change(epochs))


@pytest.mark.parametrize(
    "row", [Row(STUDY_KEYS, ("other",)), Row(SITE_KEY, ("study",)), Row(STUDY_KEYS, ("stu", "dy"))]
)
def test_a_row_counts_for_its_own_study_and_purpose_only(epochs, row):
    with pytest.raises(SignatureError):
        verify_epochs(KEY, row, epochs)


def test_a_step_that_somebody_else_signed_is_refused(epochs):
    forged = next_epoch(b"B" * 32, ROW, epochs, (b"x", b"y"))
    with pytest.raises(SignatureError):
        verify_epochs(KEY, ROW, (*epochs, forged))


def test_a_step_read_back_from_json_is_the_same(epochs):
    assert tuple(epoch_from_json(one.to_json()) for one in epochs) == epochs
    with pytest.raises(ValueError, match="epoch"):
        epoch_from_json({**epochs[0].to_json(), "more": 1})


@pytest.mark.parametrize("name", ["keys", "signature"])
def test_a_step_has_one_text(epochs, name):
    whole = epochs[1].to_json()
    assert epoch_from_json(whole) == epochs[1]
    said = whole[name]
    louder = [one.upper() for one in said] if name == "keys" else said.upper()
    with pytest.raises(ValueError, match="hexadecimal"):
        epoch_from_json({**whole, name: louder})
