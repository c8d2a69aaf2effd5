"""The log of operations: what is removed, changed or moved is noticed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.vault.chain import (
    EMPTY,
    follow,
    head_words,
    make_entry,
    read_entry,
    verify_chain,
    verify_links,
)
from survey_app.vault.errors import ChainError
from survey_app.vault.signing import verify_key_of

DEVICE, OTHER = b"D" * 32, b"E" * 32
KEY = verify_key_of(DEVICE)


def _log(count, device=DEVICE):
    head, entries = EMPTY, []
    for number in range(count):
        entries.append(
            make_entry(
                head,
                operation="finalise",
                record=f"r{number}",
                rows=[sha256_hex(bytes([number]))],
                device_seed=device,
            )
        )
        head = follow(head, entries[-1])
    return entries


def test_a_whole_log_is_verified_to_its_head():
    entries = _log(5)
    head = verify_chain(entries, KEY)
    assert (head.count, head.digest) == (5, sha256_hex(entries[-1]))
    assert verify_chain(entries[3:], KEY, verify_chain(entries[:3], KEY)) == head
    assert verify_chain([], KEY) == EMPTY


def test_an_entry_says_what_was_done():
    entry = read_entry(_log(1)[0])
    assert (entry.number, entry.operation, entry.record) == (1, "finalise", "r0")


@pytest.mark.parametrize(
    ("altered", "number"),
    [
        (lambda log: log[1:], 1),
        (lambda log: log[:2] + log[3:], 3),
        (lambda log: [log[1], log[0], *log[2:]], 1),
        (lambda log: [*log[:3], log[2], *log[3:]], 4),
        (lambda log: [*log, log[0]], 6),
        (lambda log: log[:4] + _log(5, OTHER)[4:], 5),
        (lambda log: [*log[:4], b""], 5),
    ],
)
def test_a_gap_a_swap_a_repetition_or_a_foreign_entry_is_noticed(altered, number):
    with pytest.raises(ChainError) as refused:
        verify_chain(altered(_log(5)), KEY)
    assert refused.value.details == {"number": number}


def test_two_histories_of_one_laptop_cannot_be_joined():
    other_first = make_entry(
        EMPTY, operation="withdraw", record="other", rows=[], device_seed=DEVICE
    )
    other_second = make_entry(
        follow(EMPTY, other_first), operation="pack", record="", rows=[], device_seed=DEVICE
    )
    assert verify_chain([other_first, other_second], KEY).count == 2
    with pytest.raises(ChainError) as refused:
        verify_chain([_log(1)[0], other_second], KEY)
    assert refused.value.details == {"number": 2}


def test_every_bit_of_an_entry_matters():
    (entry,) = _log(1)
    for bit in range(len(entry) * 8):
        changed = bytearray(entry)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ChainError):
            verify_chain([bytes(changed)], KEY)


def test_the_log_of_another_laptop_is_refused():
    with pytest.raises(ChainError):
        verify_chain(_log(2), verify_key_of(OTHER))


@pytest.mark.parametrize("change", [{"more": 1}, {"rows": [1]}, {"n": "1"}, {"signature": "zz"}])
def test_an_entry_of_another_form_is_refused(change):
    (entry,) = _log(1)
    with pytest.raises(ChainError):
        read_entry(canonical_json({**json.loads(entry), **change}))


@given(st.integers(0, 6), st.integers(0, 6))
def test_heads_have_equal_words_only_where_the_logs_are_equal(one, two):
    words = [head_words(verify_chain(_log(count), KEY)) for count in (one, two)]
    assert (words[0] == words[1]) == (one == two)
    assert all(len(each) == 4 for each in words)


def test_a_log_cut_at_its_end_is_known_by_its_head_words_only():
    entries = _log(4)
    cut = verify_chain(entries[:3], KEY)
    assert head_words(cut) != head_words(verify_chain(entries, KEY))


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("other", [b"", b"no entry", b"{}", _log(1, OTHER)[0]])
def test_a_quick_look_names_the_entry_at_which_the_log_breaks(at, other):
    entries = _log(3)
    entries[at] = other
    # a whole entry of another laptop at the first place is missed by the one behind it
    broken = 2 if (at, other[:1]) == (0, b"{") and len(other) > 2 else at + 1
    with pytest.raises(ChainError) as refused:
        verify_links(entries, KEY)
    assert refused.value.details == {"number": broken}
