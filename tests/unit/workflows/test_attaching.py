"""Photographs and recordings: saved means sealed on the disk, finished means sealed for ever."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import media_files
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from click.testing import CliRunner
from one_laptop import enrolled
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.cli.main import main
from survey_app.media import Family, cleaned
from survey_app.media.errors import MediaDamagedError, NotAPictureError, NotASoundError
from survey_app.store.errors import StoreFullError
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.attachments import attachment_id
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import open_sealed
from survey_app.workflows import backup, handing, keying
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.backing_up.opening import by_passphrase
from survey_app.workflows.collect import resume, start
from survey_app.workflows.export import seal_reviewed
from survey_app.workflows.field_laptop.laptop import Role, open_laptop, unlock
from survey_app.workflows.integrity.full_check import check_all
from survey_app.workflows.interviewing.attaching import Bounds
from survey_app.workflows.interviewing.attaching_errors import (
    AttachmentDamagedError,
    AttachmentTooLargeError,
    InterviewFullError,
    NoSuchAttachmentError,
    NotForAFileError,
    PieceOutOfPlaceError,
)
from survey_app.workflows.interviewing.practice import practise
from survey_app.workflows.keys.people import add_person, change_passphrase
from survey_app.workflows.packing import make_pack
from survey_app.workflows.recover import recover, recover_attachments
from survey_app.workflows.study.studies import open_key
from survey_app.workflows.withdraw import withdraw

ROOT = Path(__file__).resolve().parents[3]
FORMS = ROOT / "tests" / "support" / "forms"
MARKER = b"MARKER-of-a-voice-81c2"
COVER = 4144  # bytes of a bundle that are there whatever it holds (docs/spec/bundle.md)


@pytest.fixture(scope="module")
def pictures(study):
    return make_pack(
        study,
        STUDY_PASSPHRASE,
        form_folders=[FORMS / "pictures"],
        translations=ROOT / "translations",
    )


@pytest.fixture
def data(tmp_path, pictures, cheap_argon2):  # noqa: F811
    return enrolled(tmp_path / "data", pictures, cheap_argon2)


@pytest.fixture
def sitting(laptop):
    opened = start(laptop, unlock(laptop, INTERVIEWER), "pictures", "en")
    opened.answer({"/data/consent_given": "yes"})
    return opened


def _sound(mark=MARKER):
    return media_files.wav() + media_files.riff_chunk(b"data", mark * 400)


def _again(laptop, data, sitting):
    laptop.close()
    opened = open_laptop(data)
    return opened, resume(opened, unlock(opened, INTERVIEWER), sitting.draft_id)


def _files_with(folder, *marks):
    return [
        path
        for path in Path(folder).rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


def test_a_recording_is_there_after_the_laptop_was_closed_and_opened(laptop, data, sitting):
    assert sitting.attach("/data/voice", _sound()) == ()
    name = sitting.interview.value("/data/voice")
    opened, resumed = _again(laptop, data, sitting)
    assert resumed.interview.value("/data/voice") == name
    assert resumed.files.open(name).endswith(MARKER)
    opened.close()


def _begun(sitting, *pieces):
    """A recording that still runs: its beginning, and what came since."""
    whole = b"\x1a\x45\xdf\xa3" + MARKER
    sitting.attach("/data/voice", whole)
    for piece in pieces:
        sitting.attach_more("/data/voice", piece, behind=len(whole))
        whole += piece
    return whole


def test_a_recording_that_still_runs_is_kept_piece_by_piece_and_sealed_as_one(
    laptop, data, sitting, study
):
    said = _begun(sitting, b"she goes on", MARKER * 300, b"to the last second")
    name = sitting.interview.value("/data/voice")
    assert sitting.files.open(name) == said
    opened, resumed = _again(laptop, data, sitting)
    assert resumed.files.open(name) == said
    assert len(opened.store.draft_attachment_sizes(sitting.draft_id)) == 4
    resumed.answer({"/data/both/words": "typed meanwhile"})
    assert resumed.files.open(name) == said
    resumed.finish()
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (whole,) = recover(opened, seed)
    assert [one.data for one in recover_attachments(opened, seed, whole.record_id)] == [said]
    assert opened.store.draft_attachment_sizes(sitting.draft_id) == {}
    assert _files_with(data, MARKER) == []
    opened.close()


def test_what_takes_a_recording_away_takes_its_pieces_and_their_keys(laptop, data, sitting):
    _begun(sitting, b"more", b"and more")
    sitting.attach("/data/voice", _sound())
    assert len(laptop.store.draft_attachment_sizes(sitting.draft_id)) == 1
    _begun(sitting, b"more", b"and more")
    rows = laptop.store.draft_attachment_sizes(sitting.draft_id)
    keys = [laptop.store.draft_attachment(row).key for row in rows]
    assert len(keys) == 3
    assert _files_with(data, *keys) != []
    sitting.answer({"/data/voice": None})
    assert laptop.store.draft_attachment_sizes(sitting.draft_id) == {}
    assert _files_with(data, *(key[at : at + 16] for key in keys for at in (0, 32, 64))) == []


def test_a_piece_that_does_not_follow_what_is_kept_changes_nothing(laptop, data, sitting):
    said = _begun(sitting, b"more")
    name = sitting.interview.value("/data/voice")
    for behind in (-1, 0, 5, len(said) - 4, len(said) + 1):
        with pytest.raises(PieceOutOfPlaceError):
            sitting.attach_more("/data/voice", b"late", behind=behind)
    with pytest.raises(PieceOutOfPlaceError):
        sitting.attach_more("/data/photo", b"nothing there", behind=0)
    assert sitting.files.open(name) == said
    opened, resumed = _again(laptop, data, sitting)
    with pytest.raises(PieceOutOfPlaceError):  # whoever opened it anew knows of no recorder
        resumed.attach_more("/data/voice", b"late", behind=len(said))
    assert resumed.files.open(name) == said
    opened.close()


def test_a_piece_in_the_place_of_another_is_noticed(laptop, data, sitting):
    _begun(sitting, b"first", b"other")
    name = sitting.interview.value("/data/voice")
    rows = [attachment_id(sitting.draft_id, f"{name}/{nth}") for nth in (1, 2)]
    with closing(sqlite3.connect(data / DATABASE_NAME)) as db:
        for table in ("draft_attachments", "draft_attachment_keys"):
            change = f"UPDATE {table} SET attachment_id = ? WHERE attachment_id = ?"
            db.execute("PRAGMA foreign_keys = OFF")
            for now, before in (("x", rows[0]), (rows[0], rows[1]), (rows[1], "x")):
                db.execute(change, [now, before])
        db.commit()
    with pytest.raises(AttachmentDamagedError):
        sitting.files.open(name)


def test_a_recording_goes_on_in_a_practice_too(laptop):
    trial = practise(laptop, "pictures", "en")
    trial.answer({"/data/consent_given": "yes"})
    said = _begun(trial, b"more", b"and more")
    assert trial.files.open(trial.interview.value("/data/voice")) == said
    for behind in (0, len(said) - 1):
        with pytest.raises(PieceOutOfPlaceError):
            trial.attach_more("/data/voice", b"late", behind=behind)
    trial.files.bounds = Bounds(file=len(said))
    with pytest.raises(AttachmentTooLargeError):
        trial.attach_more("/data/voice", b"more", behind=len(said))


def test_a_recording_in_pieces_goes_wherever_its_interview_goes(
    laptop,
    sitting,
    tmp_path,
    cheap_argon2,  # noqa: F811
):
    said = _begun(sitting, b"more", MARKER * 500, b"and the last")
    name, second, third = sitting.interview.value("/data/voice"), "2222 3333 4444 5555", "7" * 16
    supervisor = unlock(laptop, SUPERVISOR)
    add_person(laptop, supervisor, Role.INTERVIEWER, second, cost=cheap_argon2)
    handing.offer(
        laptop, unlock(laptop, INTERVIEWER), sitting.draft_id, unlock(laptop, second).person_id
    )
    handing.agree(laptop, supervisor, sitting.draft_id)
    hers = resume(laptop, unlock(laptop, second), sitting.draft_id)
    assert hers.files.open(name) == said
    hers.attach("/data/voice", said)
    hers.attach_more("/data/voice", b" once more", behind=len(said))
    name = hers.interview.value("/data/voice")
    change_passphrase(laptop, second, third, cost=cheap_argon2)
    person = unlock(laptop, third)
    assert resume(laptop, person, sitting.draft_id).files.open(name) == said + b" once more"
    files = next(part for part in check_all(laptop, person).parts if part.kind == "draft_files")
    assert (files.whole, files.damaged) == (2, ())
    made = backup.make(laptop, person, tmp_path)
    backup.restore(made.path, tmp_path / "again", by_passphrase(third))
    with closing(open_laptop(tmp_path / "again")) as restored:
        there = resume(restored, unlock(restored, third), sitting.draft_id)
        assert there.files.open(name) == said + b" once more"


def test_a_recording_that_runs_ends_at_its_limits(sitting):
    sitting.files.bounds = Bounds(file=100, interview=40_000)
    said = _begun(sitting)
    with pytest.raises(AttachmentTooLargeError):
        sitting.attach_more("/data/voice", bytes(100), behind=len(said))
    sitting.files.bounds = Bounds(interview=5_000)
    with pytest.raises(InterviewFullError):
        sitting.attach_more("/data/voice", bytes(100), behind=len(said))


def test_a_file_that_only_the_second_keying_holds_comes_along(laptop):
    person = unlock(laptop, INTERVIEWER)
    first, second = (
        keying.begin(laptop, person, "pictures", "en", number="7", keying=which) for which in (1, 2)
    )
    for one in (first, second):
        one.answer({"/data/consent_given": "yes"})
    second.attach("/data/voice", _sound())
    joined = keying.join(keying.open_pair(laptop, person, first.draft_id))
    assert joined.files.open(joined.interview.value("/data/voice")).endswith(MARKER)


def test_a_name_says_nothing_but_the_kind(sitting):
    names = set()
    for _ in range(20):
        sitting.attach("/data/photo", media_files.jpeg())
        names.add(sitting.interview.value("/data/photo"))
    assert len(names) == 20
    for name in names:
        stem, _, suffix = name.partition(".")
        assert len(stem) == 16
        assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz234567")
        assert suffix == "jpg"


def test_what_the_camera_wrote_is_never_kept(sitting):
    sitting.attach("/data/photo", media_files.jpeg(turn=6))
    kept = sitting.files.open(sitting.interview.value("/data/photo"))
    assert media_files.PLACE in media_files.jpeg()
    assert media_files.PLACE not in kept


def test_a_replaced_or_removed_file_is_gone_with_its_key(laptop, sitting):
    store = laptop.store
    sitting.attach("/data/photo", media_files.jpeg())
    first = sitting.interview.value("/data/photo")
    sitting.attach("/data/photo", media_files.png())
    assert len(store.draft_attachment_sizes(sitting.draft_id)) == 1
    with pytest.raises(NoSuchAttachmentError):
        sitting.files.open(first)
    sitting.answer({"/data/photo": None})
    assert store.draft_attachment_sizes(sitting.draft_id) == {}
    sitting.attach("/data/voice", _sound())
    sitting.strike("/data/voice")
    assert store.draft_attachment_sizes(sitting.draft_id) == {}
    sitting.attach("/data/voice", _sound())
    sitting.discard()
    assert store.draft_attachment_sizes(sitting.draft_id) == {}


def test_a_file_goes_with_its_interview_to_a_colleague(laptop, sitting, cheap_argon2):  # noqa: F811
    second = "2222 3333 4444 5555"
    supervisor, giver = unlock(laptop, SUPERVISOR), unlock(laptop, INTERVIEWER)
    add_person(laptop, supervisor, Role.INTERVIEWER, second, cost=cheap_argon2)
    colleague = unlock(laptop, second)
    sitting.attach("/data/voice", _sound())
    handing.offer(laptop, giver, sitting.draft_id, colleague.person_id)
    handing.agree(laptop, supervisor, sitting.draft_id)
    hers = resume(laptop, unlock(laptop, second), sitting.draft_id)
    name = hers.interview.value("/data/voice")
    assert hers.files.open(name).endswith(MARKER)
    hers.attach("/data/photo", media_files.jpeg())
    hers.finish()
    assert laptop.store.draft_attachment_sizes(sitting.draft_id) == {}


def test_a_file_of_an_answer_that_became_irrelevant_waits_and_is_not_finished_with(
    laptop, study, sitting
):
    sitting.attach("/data/voice", _sound())
    sitting.answer({"/data/consent_given": "no"})
    name = sitting.interview.attachments()[0]
    assert sitting.files.open(name).endswith(MARKER)
    sitting.answer({"/data/consent_given": "yes"})
    assert sitting.interview.value("/data/voice") == name
    sitting.attach("/data/photo", media_files.png())
    sitting.interview.answer("/data/voice", None)
    sitting.finish()
    (whole,) = recover(laptop, open_key(study, "study", STUDY_PASSPHRASE))
    assert whole.value("voice") == ""
    assert len(laptop.store.attachments(whole.record_id)) == 1


def test_a_removed_row_of_a_roster_can_be_brought_back_with_its_picture(laptop, sitting):
    sitting.attach("/data/trees[1]/tree", media_files.png())
    name = sitting.interview.value("/data/trees[1]/tree")
    sitting.remove_repeat("/data/trees[1]")
    assert sitting.files.open(name)
    sitting.add_repeat("/data/trees")
    sitting.answer({"/data/trees[1]/tree": name})
    assert sitting.files.open(name)
    sitting.remove_repeat("/data/trees[1]")
    sitting.go(sitting.interview.screens()[0].key)
    assert laptop.store.draft_attachment_sizes(sitting.draft_id) == {}


def test_a_finished_recording_opens_with_the_study_key_and_with_nothing_on_the_laptop(
    laptop, study, sitting
):
    sitting.attach("/data/voice", _sound())
    sitting.attach("/data/photo", media_files.jpeg())
    names = {sitting.interview.value(f"/data/{one}") for one in ("voice", "photo")}
    sitting.finish()
    assert laptop.store.draft_attachment_sizes(sitting.draft_id) == {}
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (whole,) = recover(laptop, seed)
    assert set(whole.submission.attachments) == names
    opened = {one.name: one.data for one in recover_attachments(laptop, seed, whole.record_id)}
    assert set(opened) == names
    assert opened[whole.value("voice")].endswith(MARKER)
    person, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    for key in (person.draft_key, person.device_seed, supervisor.draft_key, supervisor.site_seed):
        with pytest.raises(SealBrokenError):
            list(recover_attachments(laptop, key, whole.record_id))
    with pytest.raises(NoSuchAttachmentError):
        sitting.files.open(whole.value("voice"))
    assert laptop.store.audit(laptop.device.verify_key).count == 3  # two people, one interview


def test_no_byte_and_no_name_of_a_recording_is_in_the_folder_before_or_after_the_end(
    laptop, data, sitting
):
    sitting.attach("/data/voice", _sound())
    name = sitting.interview.value("/data/voice").partition(".")[0].encode()
    assert _files_with(data, MARKER, name) == []
    sitting.finish()
    assert _files_with(data, MARKER, name) == []
    laptop.close()
    assert _files_with(data, MARKER, name) == []


def test_nothing_of_an_attachment_is_in_the_anonymised_side_or_the_team_file(laptop, sitting):
    sitting.attach("/data/voice", _sound(MARKER * 30))
    name = sitting.interview.value("/data/voice").partition(".")[0].encode()
    sitting.finish()
    supervisor = unlock(laptop, SUPERVISOR)
    (sealed,) = laptop.store.views()
    opened = open_sealed(supervisor.reviews(), sealed).plaintext
    assert name not in opened
    assert MARKER not in opened
    assert b"voice" in opened or b"consent_given" in opened  # the view itself was read
    seal_reviewed(laptop, supervisor)
    (bundle,) = (laptop.data / "outbox").glob("*.bundle")
    attached = laptop.store.attachments(sealed.view_id)
    assert len(attached) == 1
    assert len(attached[0].body) > 200_000
    assert bundle.stat().st_size - COVER < 100_000
    assert attached[0].body[50:150] not in bundle.read_bytes()


def test_the_holder_of_the_study_key_gets_the_files_beside_the_submission(
    laptop, data, study, sitting, tmp_path
):
    sitting.attach("/data/voice", _sound())
    sitting.attach("/data/photo", media_files.jpeg())
    names = {sitting.interview.value(f"/data/{one}") for one in ("voice", "photo")}
    sitting.finish()
    laptop.close()
    words = tmp_path / "words"
    words.write_text(STUDY_PASSPHRASE, encoding="utf-8")
    asked = ["record", "open", str(tmp_path / "whole"), "--study", str(study), "--yes"]
    rest = ["--data", str(data), "--passphrase-file", str(words)]
    done = CliRunner().invoke(main, [*asked, *rest])
    assert done.exit_code == 0, done.output
    assert "1 interview with 2 files" in done.output
    (place,) = (tmp_path / "whole").iterdir()
    assert {file.name for file in place.iterdir()} == names | {"submission.xml"}
    written = {file.name: file.read_bytes() for file in place.iterdir()}
    assert all(name.encode() in written["submission.xml"] for name in names)
    assert any(content.endswith(MARKER) for content in written.values())


def _rot(data, table):
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        row, body = db.execute(f"SELECT rowid, body FROM {table} ORDER BY rowid").fetchone()
        half = len(body) // 2
        rotten = body[:half] + bytes([body[half] ^ 1]) + body[half + 1 :]
        db.execute(f"UPDATE {table} SET body = ? WHERE rowid = ?", [rotten, row])


def _finished_with_a_recording(laptop):
    again = start(laptop, unlock(laptop, INTERVIEWER), "pictures", "en")
    again.answer({"/data/consent_given": "yes"})
    again.attach("/data/voice", _sound())
    return again.finish()


def test_one_rotten_recording_keeps_no_other_interview_from_the_study(
    laptop, data, sitting, study, tmp_path
):
    del sitting
    for _ in range(3):
        _finished_with_a_recording(laptop)
    laptop.close()
    _rot(data, "attachments")
    args = ["record", "open", str(tmp_path / "whole"), "--study", str(study), "--data", str(data)]
    opened = CliRunner().invoke(
        main, [*args, "--yes"], env={"SURVEY_APP_PASSPHRASE": STUDY_PASSPHRASE}
    )
    written = sorted((tmp_path / "whole").iterdir())
    lost = [one.name for one in written if len(list(one.iterdir())) == 1]
    assert "Wrote 3 interviews with 2 files" in opened.output
    assert (
        "ATTACH-006: Something of these interviews is damaged, missing, or not what the laptop's log "
        f"says: {lost[0]}"
    ) in opened.output
    assert (opened.exit_code, len(written), len(lost)) == (5, 3, 1)
    _rot(data, "records")
    again = CliRunner().invoke(
        main, [*args, "--yes"], env={"SURVEY_APP_PASSPHRASE": STUDY_PASSPHRASE}
    )
    assert "Wrote 2 interviews" in again.output


def test_a_rotten_recording_is_named_in_the_backup_and_not_taken_for_a_bad_stick(
    laptop, data, sitting, tmp_path
):
    del sitting
    _finished_with_a_recording(laptop)
    _rot(data, "attachments")
    made = backup.make(laptop, unlock(laptop, INTERVIEWER), tmp_path)
    assert len(made.damage.interviews) == 1
    assert made.path.is_file()


def test_an_interview_with_a_rotten_recording_says_so_and_ends_without_it(laptop, data, sitting):
    sitting.attach("/data/voice", _sound())
    _rot(data, "draft_attachments")
    with pytest.raises(AttachmentDamagedError):
        sitting.finish()
    sitting.answer({"/data/voice": ""})
    assert sitting.finish().code


def test_a_withdrawal_takes_the_recording_with_it(laptop, sitting):
    sitting.attach("/data/voice", _sound())
    receipt = sitting.finish()
    record = laptop.store.records()[0].record_id
    assert len(laptop.store.attachments(record)) == 1
    withdraw(laptop, unlock(laptop, SUPERVISOR), receipt.code)
    assert laptop.store.attachments(record) == []
    assert (
        laptop.store.audit(laptop.device.verify_key).count == 4
    )  # two people, an interview, its withdrawal


def test_a_recording_that_is_taken_back_goes_with_its_key_and_the_photograph_stays(
    laptop, data, study, sitting
):
    sitting.attach("/data/voice", _sound())
    sitting.attach("/data/photo", media_files.jpeg())
    receipt = sitting.finish()
    before = {one.attachment_id: one for one in laptop.store.attachments(_only(laptop))}
    assert amend(
        laptop, unlock(laptop, SUPERVISOR), receipt.code, Wish("hers", withdrawn=("voice",))
    )
    (kept,) = laptop.store.attachments(_only(laptop))
    (gone,) = before.keys() - {kept.attachment_id}
    assert not _files_with(data, before[gone].envelope[600:632])
    assert _files_with(data, kept.envelope[600:632])
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (opened,) = recover_attachments(laptop, seed, _only(laptop))
    assert opened.name.endswith(".jpg")
    assert laptop.store.audit(laptop.device.verify_key) == laptop.store.log_head()
    assert amend(laptop, unlock(laptop, SUPERVISOR), receipt.code, Wish("hers", drop_files=True))
    assert laptop.store.attachments(_only(laptop)) == []


def _only(laptop):
    (record,) = laptop.store.records()
    return record.record_id


def test_what_is_not_asked_for_is_refused_and_the_earlier_answer_stays(sitting):
    sitting.attach("/data/photo", media_files.png())
    name = sitting.interview.value("/data/photo")
    for wrong, error in (
        (_sound(), NotAPictureError),
        (b"MZ a program called photo.jpg", NotAPictureError),
        (b"", MediaDamagedError),
    ):
        with pytest.raises(error):
            sitting.attach("/data/photo", wrong)
    with pytest.raises(NotASoundError):
        sitting.attach("/data/voice", media_files.png())
    with pytest.raises(NotForAFileError):
        sitting.attach("/data/both/words", media_files.png())
    assert sitting.interview.value("/data/photo") == name
    assert sitting.files.open(name)


def test_a_file_or_an_interview_that_is_too_large_is_refused_with_its_limit(laptop, sitting):
    sitting.files.bounds = Bounds(file=2 << 20, interview=3 << 20)
    with pytest.raises(AttachmentTooLargeError, match="2 MB"):
        sitting.attach("/data/paper", bytes((2 << 20) + 1))
    sitting.attach("/data/paper", b"a" * (1 << 20))
    sitting.attach("/data/voice", _sound())
    with pytest.raises(InterviewFullError, match="3 MB"):
        sitting.attach(
            "/data/film", media_files.mp4() + media_files.box(b"mdat", bytes((2 << 20) - 1000))
        )
    sitting.attach("/data/paper", b"b" * ((2 << 20) - 100))  # what it replaces makes room
    assert len(laptop.store.draft_attachment_sizes(sitting.draft_id)) == 2


def test_an_answer_never_names_a_file_that_could_not_be_saved(laptop, data, sitting, monkeypatch):
    sitting.attach("/data/photo", media_files.png())
    name = sitting.interview.value("/data/photo")
    store = laptop.store
    kept = store.put_draft

    def full(draft, attached=None, dropped=(), **more):
        if attached is not None:
            raise StoreFullError(mebibytes=16)
        kept(draft, attached, dropped, **more)

    monkeypatch.setattr(store, "put_draft", full)
    with pytest.raises(StoreFullError):
        sitting.attach("/data/photo", media_files.jpeg())
    assert sitting.interview.value("/data/photo") == name
    sitting.answer({"/data/both/words": "and on"})
    monkeypatch.undo()
    opened, resumed = _again(laptop, data, sitting)
    assert (
        resumed.files.open(resumed.interview.value("/data/photo"))
        == cleaned(media_files.png(), Family.IMAGE).data
    )
    opened.close()


WRITER = """
import sys
from pathlib import Path
sys.path.append(sys.argv[3])
import media_files
from survey_app.vault import kdf
cheap = kdf.Argon2Cost(memory=16, passes=1, lanes=1)
kdf.BOUNDS = kdf.Bounds(floor=cheap, ceiling=kdf.Argon2Cost(64, 2, 2))
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
laptop = open_laptop(Path(sys.argv[1]))
sitting = start(laptop, unlock(laptop, sys.argv[2]), "pictures", "en")
sitting.answer({"/data/consent_given": "yes"})
print(sitting.draft_id, flush=True)
for number in range(1, 10_000):
    sound = media_files.wav() + media_files.riff_chunk(b"data", b"%09d" % number * 200_000)
    sitting.attach("/data/voice", sound)
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("patience", [0.4, 0.9, 1.3])
def test_a_kill_in_the_middle_leaves_a_file_whole_or_not_named(data, tmp_path, patience):
    support = str(ROOT / "tests" / "support")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), INTERVIEWER, support],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    ) as writer:
        draft_id = writer.stdout.readline().strip()
        time.sleep(patience)
        writer.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in writer.stdout.read().split()]
    assert list(temporary.iterdir()) == []
    laptop = open_laptop(data)
    sitting = resume(laptop, unlock(laptop, INTERVIEWER), draft_id)
    name = sitting.interview.value("/data/voice")
    sizes = laptop.store.draft_attachment_sizes(draft_id)
    assert len(sizes) == (1 if name else 0)
    if name:
        number = int(sitting.files.open(name)[-9:])
        assert number >= max(acknowledged, default=0)
    else:
        assert acknowledged == []
    laptop.close()
