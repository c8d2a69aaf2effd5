"""The laws of merging: a set has no order, no repetition and no clock."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.merge.engine import DuckDBEngine, SqliteEngine
from survey_app.merge.errors import DamagedRevisionError
from survey_app.merge.revisions import Revision, read_revision
from survey_app.merge.views import ReceivedBundle, purposes, statements, views

DEVICES = tuple(sha256_hex(name) for name in (b"one", b"two", b"three"))
FORM = sha256_hex(b"form")


def line(**fields):
    content = {
        "rec": "r1",
        "parents": [],
        "op": "put",
        "lamport": 1,
        "dev": DEVICES[0],
        "seq": 1,
        "prev": "",
        "form": "f",
        "form_ver": FORM,
        "body": {"a": "1"},
    } | fields
    if content["op"] == "withdraw":
        content["body"] = None
    return canonical_json(content | {"rev": sha256_hex(canonical_json(content))})


def revision(**fields) -> Revision:
    return read_revision(line(**fields))


@st.composite
def histories(draw) -> list[Revision]:
    """Some devices that put, edit and withdraw a few records."""
    made: list[Revision] = []
    for seq in range(1, draw(st.integers(0, 12)) + 1):
        rec = draw(st.sampled_from(["r1", "r2", "r3"]))
        known = [one for one in made if one.rec == rec]
        parents = draw(st.lists(st.sampled_from(known), max_size=2)) if known else []
        made.append(
            revision(
                rec=rec,
                parents=sorted({one.rev for one in parents}),
                lamport=1 + max((one.lamport for one in parents), default=0),
                op=draw(st.sampled_from(["put", "put", "put", "withdraw"])),
                dev=draw(st.sampled_from(DEVICES)),
                seq=seq,
                body={"a": str(draw(st.integers(0, 3)))},
            )
        )
    return made


def picture(revisions: Sequence[Revision], engine=DuckDBEngine):
    return replace(views(revisions, (), engine), repeated=0)


@settings(max_examples=15, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_merging_is_commutative_and_idempotent(history, random):
    given_again = [*history, *history]
    random.shuffle(given_again)
    assert picture(given_again) == picture(history)


@settings(max_examples=15, deadline=None)
@given(histories(), st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_merging_is_associative(history, where):
    parts = [
        [one for one, part in zip(history, where, strict=False) if part == number]
        for number in range(3)
    ]
    left = [*[*parts[0], *parts[1]], *parts[2], *parts[0]]
    right = [*parts[0], *[*parts[2], *parts[1]]]
    assert picture(left) == picture(right)


@settings(max_examples=15, deadline=None)
@given(histories())
def test_two_engines_read_the_same_text_in_the_same_way(history):
    assert picture(history, DuckDBEngine) == picture(history, SqliteEngine)


@settings(max_examples=40, deadline=None)
@given(histories(), st.sampled_from(["r1", "r2", "r3"]))
def test_a_withdrawn_record_never_comes_back(history, rec):
    gone = revision(rec=rec, op="withdraw", dev=DEVICES[1], seq=99, body=None)
    seen = picture([gone, *history], SqliteEngine)
    assert rec in seen.withdrawn
    assert rec not in seen.winners
    assert rec not in seen.conflicts


def oracle(revisions: Sequence[Revision]):
    """The same rules once more, with dictionaries instead of SQL."""
    unique = {one.rev: one for one in revisions}
    gone = {one.rec for one in unique.values() if one.op == "withdraw"}
    live = {rev: one for rev, one in unique.items() if one.rec not in gone}
    named = {(one.rec, parent) for one in unique.values() for parent in one.parents}
    heads: dict[str, list[Revision]] = {}
    for one in live.values():
        if (one.rec, one.rev) not in named:
            heads.setdefault(one.rec, []).append(one)
    winners = {
        rec: max(some, key=lambda one: (one.lamport, one.rev)).rev for rec, some in heads.items()
    }
    conflicts = {
        rec: tuple(sorted(one.rev for one in some)) for rec, some in heads.items() if len(some) > 1
    }
    return tuple(sorted(gone)), winners, conflicts


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_views_agree_with_an_oracle_made_of_dictionaries(history):
    seen = picture(history, SqliteEngine)
    assert (seen.withdrawn, dict(seen.winners), dict(seen.conflicts)) == oracle(history)


@pytest.mark.parametrize("engine", [DuckDBEngine, SqliteEngine])
def test_an_edit_replaces_what_it_names_and_two_edits_are_a_conflict(engine):
    first = revision()
    left = revision(parents=[first.rev], lamport=2, seq=2, body={"a": "2"})
    right = revision(parents=[first.rev], lamport=2, seq=1, dev=DEVICES[1], body={"a": "3"})
    assert picture([first, left], engine).winners == {"r1": left.rev}
    both = picture([first, left, right], engine)
    assert both.conflicts == {"r1": tuple(sorted((left.rev, right.rev)))}
    assert both.winners == {"r1": max(left.rev, right.rev)}
    end = revision(
        op="resolve", parents=sorted((left.rev, right.rev)), lamport=3, seq=1, dev=DEVICES[2]
    )
    resolved = picture([end, right, left, first], engine)
    assert (resolved.conflicts, resolved.winners) == ({}, {"r1": end.rev})


def test_a_revision_cannot_hide_the_revision_of_another_record():
    hers = revision(rec="hers")
    forged = revision(rec="mine", parents=[hers.rev], lamport=2, seq=2)
    assert picture([hers, forged]).winners == {"hers": hers.rev, "mine": forged.rev}


def test_what_never_arrived_is_named_by_its_place_on_the_feed():
    seen = views(
        [revision(seq=3), revision(seq=4, rec="r2"), revision(seq=9, rec="r3")],
        [
            ReceivedBundle(FORM, DEVICES[0], 2, ""),
            ReceivedBundle(sha256_hex(b"b"), DEVICES[0], 4, ""),
        ],
    )
    assert seen.gaps == ((DEVICES[0], 1, 2), (DEVICES[0], 5, 8))
    assert seen.bundle_gaps == ((DEVICES[0], 1, 1), (DEVICES[0], 3, 3))


def test_an_edit_that_arrived_before_what_it_edits_is_incomplete_and_no_conflict():
    missing = sha256_hex(b"missing")
    child = revision(parents=[missing], lamport=2)
    seen = picture([child])
    assert seen.orphans == (("r1", child.rev, missing),)
    assert seen.conflicts == {}


def test_two_laptops_from_one_disk_image_show_as_clones_and_nothing_is_dropped():
    one, other = revision(rec="r1"), revision(rec="r2")
    seen = picture([one, other])
    assert seen.clones == ((DEVICES[0], 1),)
    assert set(seen.winners) == {"r1", "r2"}


def test_every_view_of_the_plan_says_what_it_is_for():
    assert len(purposes()) == len(statements())


@given(st.data())
def test_every_altered_byte_of_a_row_is_refused(data):
    good = line()
    at = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DamagedRevisionError):
        read_revision(bytes(bad), row=7, bundle="b")


@pytest.mark.parametrize(
    "fields",
    [
        {"op": "delete"},
        {"op": "put", "body": None},
        {"lamport": 0},
        {"lamport": True},
        {"seq": 2**53},
        {"dev": "short"},
        {"parents": [FORM, FORM]},
        {"rec": "../../etc"},
        {"rec": 7},
        {"form_ver": ""},
        {"extra": 1},
    ],
)
def test_a_row_with_a_right_name_and_wrong_fields_is_refused(fields):
    with pytest.raises(DamagedRevisionError):
        read_revision(line(**fields))


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b'{"rev":"x"}', b"\xff", b"[" * 100000])
def test_bytes_that_are_no_row_are_refused_with_the_same_error(text):
    with pytest.raises(DamagedRevisionError):
        read_revision(text)


def _bundle(name, seq, count, log):
    return ReceivedBundle(sha256_hex(name), DEVICES[0], seq, "", count, sha256_hex(log))


@pytest.mark.parametrize("engine", [DuckDBEngine, SqliteEngine])
def test_two_bundles_at_one_place_and_two_ends_of_one_log_show_as_forks(engine):
    received = [
        _bundle(b"1", 1, 3, b"a"),
        _bundle(b"2", 2, 5, b"b"),
        _bundle(b"2 again", 2, 7, b"c"),
        _bundle(b"3", 3, 7, b"d"),
        _bundle(b"1", 1, 3, b"a"),
    ]
    seen = views((), received, engine)
    assert seen.forks == ((DEVICES[0], 2, "bundle"), (DEVICES[0], 7, "log"))


@pytest.mark.parametrize("engine", [DuckDBEngine, SqliteEngine])
def test_a_laptop_put_back_to_an_older_day_shows_by_its_shorter_log(engine):
    honest = [_bundle(b"1", 1, 3, b"a"), _bundle(b"2", 2, 3, b"a"), _bundle(b"3", 3, 9, b"b")]
    assert views((), honest, engine).setbacks == ()
    seen = views((), [*honest, _bundle(b"4", 4, 5, b"c")], engine)
    assert seen.setbacks == ((DEVICES[0], 4, 5, 9),)
    assert seen.forks == ()
