"""The way out of a laptop: nothing unreviewed, nothing twice, nothing lost, nothing in clear."""

import errno
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.bundle.address import HubAddress
from survey_app.bundle.errors import (
    TargetAddressError,
    TargetFullError,
    TargetUnreachableError,
    UnknownReceiptKeyError,
    UnsignedTargetError,
)
from survey_app.bundle.receipt import verify_receipt
from survey_app.disclosure.deidentified.pending import Verdict
from survey_app.disclosure.deidentified.review import decide
from survey_app.disclosure.deidentified.views import View
from survey_app.durable import write_durably
from survey_app.merge.dataset import read_dataset
from survey_app.vault.records import open_sealed, seal_view
from survey_app.web.hub.app import create_hub_app
from survey_app.web.hub.server import bound_server
from survey_app.workflows import export as leg
from survey_app.workflows.collect import start
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.errors import SupervisorNeededError
from survey_app.workflows.export_errors import (
    NothingToExportError,
    OutboxDamagedError,
    PackingDisturbedError,
)
from survey_app.workflows.field_laptop.laptop import Role, context_of, open_laptop, unlock
from survey_app.workflows.inspect import inspect_bundles
from survey_app.workflows.merge import merge
from survey_app.workflows.packing import make_pack
from survey_app.workflows.receive import open_hub, prepare_hub
from survey_app.workflows.study.studies import create_study, read_study
from survey_app.workflows.withdraw import withdraw

ROOT = Path(__file__).resolve().parents[3]
MARKER = "marker-7391-سدرہ"


@pytest.fixture(scope="module")
def study(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("study")
    create_study(
        folder, STUDY_PASSPHRASE, title="T", cover_titles={"en": "F"}, demo=True, cost=cheap_argon2
    )
    make_pack(
        folder,
        STUDY_PASSPHRASE,
        form_folders=[ROOT / "forms" / "khan_2024"],
        translations=ROOT / "translations",
    )
    return folder


@pytest.fixture
def laptop(tmp_path, study, cheap_argon2):  # noqa: F811
    data = tmp_path / "data"
    install_pack(data, next((study / "packs").iterdir()))
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(data, people, cost=cheap_argon2)
    opened = open_laptop(data)
    yield opened
    opened.close()


@pytest.fixture
def boss(laptop):
    return unlock(laptop, SUPERVISOR)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def interview(laptop, *, age="40", words=None):
    """Hold an interview to its end; return the receipt code."""
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "ur")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    answers = {"free_now": "yes", "consent": "yes", "age": age, "offence_type": "theft"}
    sitting.answer({refs[name]: value for name, value in answers.items()})
    if words:
        sitting.answer({refs["difficulties"]: words})
    return sitting.finish().code


def hold_texts_back(laptop, boss):
    """Decide about every open text as a reader would."""
    seed = boss.reviews()
    for sealed in laptop.store.views():
        view = View.from_bytes(open_sealed(seed, sealed).plaintext)
        for index in range(len(view.texts)):
            view = decide(view, index, Verdict.HELD, reader="r")
        context = context_of(laptop, view.record, 2, view.form_hash)
        laptop.store.put_view(seal_view(boss.site_key, view.to_bytes(), context))


def test_an_interview_with_an_unread_text_does_not_leave(laptop, boss, stick):
    interview(laptop, words="It was hard.")
    assert leg.waiting(laptop, boss) == leg.Waiting(1, 0, 0, 0, texts=1)
    with pytest.raises(NothingToExportError) as nothing:
        leg.pack(laptop, boss, stick)
    assert "of their texts: 1" in str(nothing.value)
    assert list(stick.iterdir()) == []
    interview(laptop)
    assert leg.pack(laptop, boss, stick).count == 1
    hold_texts_back(laptop, boss)
    assert leg.pack(laptop, boss, stick).count == 1
    assert leg.waiting(laptop, boss) == leg.Waiting(0, 0, 0, 0)


def test_an_interviewer_cannot_export(laptop, stick):
    interview(laptop)
    with pytest.raises(SupervisorNeededError):
        leg.pack(laptop, unlock(laptop, INTERVIEWER), stick)


def test_an_export_is_one_neutral_file_that_the_study_believes(laptop, boss, stick, study):
    interview(laptop)
    done = leg.pack(laptop, boss, stick)
    assert [path.name for path in stick.iterdir()] == [f"{done.bundle_id[:32]}.bundle"]
    (seen,) = inspect_bundles(done.path, read_study(study))
    assert (seen.cover.place, seen.vouched) == (1, True)
    assert leg.history(laptop)[0].receipts[0][0] == str(stick)


def test_nothing_is_exported_twice(laptop, boss, stick):
    interview(laptop)
    leg.pack(laptop, boss, stick)
    with pytest.raises(NothingToExportError):
        leg.pack(laptop, boss, stick)
    interview(laptop)
    assert leg.pack(laptop, boss, stick).count == 1
    assert [bundle.place for bundle in leg.history(laptop)] == [2, 1]


def test_no_answer_stands_in_clear_in_what_leaves_or_stays(laptop, boss, stick):
    interview(laptop, words=MARKER)
    hold_texts_back(laptop, boss)
    leg.pack(laptop, boss, stick)
    for path in [*stick.rglob("*"), *laptop.data.rglob("*")]:
        if path.is_file():
            assert MARKER.encode() not in path.read_bytes()


def test_a_stick_that_is_not_there_is_not_made(laptop, boss, tmp_path):
    interview(laptop)
    with pytest.raises(TargetAddressError):
        leg.pack(laptop, boss, tmp_path / "media" / "usb")
    assert leg.waiting(laptop, boss).to_pack == 1


def test_a_full_stick_loses_nothing_and_makes_no_second_bundle(
    laptop, boss, stick, monkeypatch, study
):
    interview(laptop)

    def full(path, data):
        if path.parent == stick:
            raise OSError(errno.ENOSPC, "full")
        write_durably(path, data)

    monkeypatch.setattr(leg, "write_durably", full)
    with pytest.raises(TargetFullError):
        leg.pack(laptop, boss, stick)
    monkeypatch.undo()
    assert leg.to_send(laptop) == 1
    done = leg.pack(laptop, boss, stick)
    assert (done.count, leg.to_send(laptop)) == (1, 0)
    assert inspect_bundles(stick, read_study(study))[0].cover.place == 1


def test_a_crash_between_writing_and_noting_leaves_no_second_claim_to_the_place(
    laptop, boss, stick, study, monkeypatch
):
    interview(laptop)
    with monkeypatch.context() as patch:
        patch.setattr(
            laptop.store, "add_bundle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            leg.pack(laptop, boss, stick)
    assert len(list((laptop.data / "outbox").iterdir())) == 1
    leg.pack(laptop, boss, stick)
    assert len(list((laptop.data / "outbox").iterdir())) == 1
    assert [one.cover.place for one in inspect_bundles(stick, read_study(study))] == [1]


def test_a_push_brings_everything_once_and_keeps_the_receipts(laptop, boss, stick, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    interview(laptop)
    leg.pack(laptop, boss, stick)
    interview(laptop)
    leg.pack(laptop, boss, stick)
    first = leg.push(laptop, str(shared))
    again = leg.push(laptop, str(shared))
    assert (len(first.delivered), first.already) == (2, 0)
    assert (len(again.delivered), again.already) == (0, 2)
    assert {target for target, _ in leg.history(laptop)[0].receipts} == {str(stick), str(shared)}


def test_a_hub_gets_what_it_cannot_read_and_its_receipt_is_kept(laptop, boss, study, tmp_path):
    card = read_study(study)
    place = prepare_hub(tmp_path / "hub", [card])
    hub = open_hub(tmp_path / "hub")
    server = bound_server(create_hub_app(hub, translations=ROOT / "translations"), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        interview(laptop, words=MARKER)
        hold_texts_back(laptop, boss)
        leg.seal_reviewed(laptop, boss)
        address = HubAddress("http", "127.0.0.1", server.bind_addr[1], place.key)
        done = leg.push(_knowing(laptop, address.full), address.full)
    finally:
        server.stop()
        thread.join()
        hub.close()
    assert done.delivered[0].proof.entry == 1
    ((target, receipt),) = leg.history(laptop)[0].receipts
    assert target == address.label
    bundle = done.delivered[0].bundle_id
    verify_receipt(receipt, bundle=bundle, study=card.study_id, trusted=[place.key], target="")
    assert leg.to_send(laptop) == 0
    run = merge([tmp_path / "hub"], tmp_path / "merged", study, STUDY_PASSPHRASE)
    assert run.report["counts"]["records"] == 1


def test_a_push_to_nowhere_keeps_everything_waiting(laptop, boss, stick):
    interview(laptop)
    leg.seal_reviewed(laptop, boss)
    for target, error in (
        ("/no/such/stick", TargetAddressError),
        ("http://127.0.0.1:1/", UnknownReceiptKeyError),
        ("http://127.0.0.1:1/#" + "ab" * 32, TargetUnreachableError),
    ):
        with pytest.raises(error):
            leg.push(_knowing(laptop, target), target)
    assert leg.to_send(laptop) == 1
    assert leg.pack(laptop, boss, stick).count == 1


def _knowing(laptop, *targets):
    """Return the laptop of a study whose signed pack names these targets."""
    return replace(laptop, study=replace(laptop.study, targets=targets))


@pytest.mark.parametrize(
    "typed",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1:1/#" + "cd" * 32,
        "https://127.0.0.1:1/#" + "ab" * 32,
        "http://127.0.0.1:2/#" + "ab" * 32,
        "https://evil.example/#" + "ab" * 32,
    ],
)
def test_only_a_hub_that_the_signed_pack_names_is_spoken_to(laptop, boss, typed, monkeypatch):
    def dialled(*_args, **_more):
        raise AssertionError("somebody was called")

    monkeypatch.setattr("socket.create_connection", dialled)
    monkeypatch.setattr("socket.getaddrinfo", dialled)
    interview(laptop)
    leg.seal_reviewed(laptop, boss)
    named = "http://127.0.0.1:1/#" + "ab" * 32
    other = () if typed.endswith(":1/") else (named,)
    with pytest.raises(UnsignedTargetError):
        leg.push(_knowing(laptop, *other), typed)
    assert leg.to_send(laptop) == 1


def test_who_takes_her_interview_back_while_it_is_packed_does_not_leave(laptop, boss, monkeypatch):
    code = interview(laptop, age="41")
    stays = interview(laptop, age="42")
    pack = leg.packing.pack

    def disturbed(*given, **more):
        monkeypatch.undo()  # once only
        made = pack(*given, **more)
        withdraw(laptop, boss, code)
        return made

    monkeypatch.setattr(leg.packing, "pack", disturbed)
    assert leg.seal_reviewed(laptop, boss)
    [bundle] = laptop.store.bundles()
    assert [one.name for one in (laptop.data / "outbox").iterdir()] == [
        leg.file_name_of(bundle.bundle_id)
    ]
    [gone] = laptop.store.withdrawn()
    assert bundle.members == (withdraw(laptop, boss, stays), f"withdraw:{gone}")


def test_packing_that_is_disturbed_each_time_packs_nothing(laptop, boss, monkeypatch):
    interview(laptop)
    pack = leg.packing.pack

    def disturbed(*given, **more):
        laptop.store.append_log(leg.log_entry(boss, "review", "x"))
        return pack(*given, **more)

    monkeypatch.setattr(leg.packing, "pack", disturbed)
    with pytest.raises(PackingDisturbedError):
        leg.seal_reviewed(laptop, boss)
    assert laptop.store.bundles() == []
    assert list((laptop.data / "outbox").iterdir()) == []  # nor into the next backup
    monkeypatch.undo()
    assert leg.seal_reviewed(laptop, boss)


def test_a_withdrawal_whose_id_rotted_leaves_as_the_log_says_it_and_refuses_no_bundle(
    laptop, boss, stick, study, tmp_path
):
    gone = withdraw(laptop, boss, interview(laptop, age="41"))
    interview(laptop, age="42")
    with closing(sqlite3.connect(laptop.data / "interviews.db")) as db, db:
        db.execute("UPDATE withdrawn SET record_id = CAST(x'ff2f' AS TEXT)")
    done = leg.pack(laptop, boss, stick)
    assert (done.count, done.withdrawals) == (1, 1)
    [bundle] = laptop.store.bundles()
    assert f"withdraw:{gone}" in bundle.members
    assert leg.waiting(laptop, boss).withdrawals == 0
    merged = merge([stick], tmp_path / "merged", study, STUDY_PASSPHRASE)
    assert not merged.refused


def test_two_who_pack_at_once_make_one_whole_bundle(laptop, boss, stick):
    interview(laptop)
    made = []
    workers = [
        threading.Thread(target=lambda: made.append(leg.seal_reviewed(laptop, boss)))
        for _ in range(3)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    [bundle] = laptop.store.bundles()
    assert (made.count(bundle.bundle_id), made.count(None)) == (1, 2)
    assert leg.pack(laptop, boss, stick).bundle_id == bundle.bundle_id


def test_a_lost_outbox_is_said(laptop, boss, stick, tmp_path):
    interview(laptop)
    done = leg.pack(laptop, boss, stick)
    kept = laptop.data / "outbox" / done.path.name
    kept.write_bytes(kept.read_bytes()[:-1])
    (tmp_path / "other").mkdir()
    with pytest.raises(OutboxDamagedError):
        leg.push(laptop, str(tmp_path / "other"))
    kept.unlink()
    with pytest.raises(OutboxDamagedError):
        leg.push(laptop, str(tmp_path / "other"))


def test_the_whole_way_to_the_coordinator_and_back_out_again(laptop, boss, stick, study, tmp_path):
    code = interview(laptop, age="45")
    interview(laptop, age="29")
    leg.pack(laptop, boss, stick)
    into = tmp_path / "merged"
    merge([stick], into, study, STUDY_PASSPHRASE)
    assert len(read_dataset(into).tables[0].rows) == 2
    withdraw(laptop, boss, code)
    assert leg.waiting(laptop, boss).withdrawals == 1
    done = leg.pack(laptop, boss, stick)
    assert (done.count, done.withdrawals) == (0, 1)
    run = merge([stick], into, study, STUDY_PASSPHRASE)
    assert (len(read_dataset(into).tables[0].rows), run.report["counts"]["withdrawn"]) == (1, 1)
    assert run.report["missing_rows"] == []
