"""A recording of which something rotted: the rest comes back, and nothing is missing unseen."""

import sqlite3
from contextlib import closing

import media_files
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from one_laptop import enrolled
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from pictures_study import FORM, ROOT

from survey_app.canonical import canonical_json
from survey_app.store.errors import StoreFullError
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.attachments import attachment_id
from survey_app.workflows import handing
from survey_app.workflows.collect import resume, start
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.integrity.full_check import check_all
from survey_app.workflows.interviewing.attaching_errors import AttachmentDamagedError
from survey_app.workflows.keys.people import add_person
from survey_app.workflows.packing import make_pack
from survey_app.workflows.recover import recover, recover_attachments, write_whole
from survey_app.workflows.study.studies import open_key

VOICE = "/data/voice"
SAID = [media_files.voice(0), *(media_files.voice(at, begins=False) for at in range(1, 5))]


@pytest.fixture(scope="module")
def pictures(study):
    return make_pack(
        study, STUDY_PASSPHRASE, form_folders=[FORM], translations=ROOT / "translations"
    )


@pytest.fixture
def data(tmp_path, pictures, cheap_argon2):  # noqa: F811
    return enrolled(tmp_path / "data", pictures, cheap_argon2)


@pytest.fixture
def sitting(laptop):
    opened = start(laptop, unlock(laptop, INTERVIEWER), "pictures", "en")
    opened.answer({"/data/consent_given": "yes"})
    opened.attach(VOICE, SAID[0])
    for nth in range(1, 5):
        opened.attach_more(VOICE, SAID[nth], behind=sum(map(len, SAID[:nth])))
    return opened


def _rows(sitting):
    name = sitting.interview.value(VOICE)
    names = [name, *(f"{name}/{nth}" for nth in range(1, 5))]
    return [attachment_id(sitting.draft_id, one) for one in names]


def _rot(data, row, table="draft_attachments", column="body"):
    """Turn one bit of a row."""
    with closing(sqlite3.connect(data / DATABASE_NAME)) as db:
        ((found,),) = db.execute(f"SELECT {column} FROM {table} WHERE attachment_id = ?", [row])
        rotten = bytearray(found)
        rotten[-20] ^= 4
        db.execute(f"UPDATE {table} SET {column} = ? WHERE attachment_id = ?", [rotten, row])
        db.commit()


def _lose(data, *rows):
    with closing(sqlite3.connect(data / DATABASE_NAME)) as db:
        for table in ("draft_attachment_keys", "draft_attachments"):
            db.executemany(f"DELETE FROM {table} WHERE attachment_id = ?", [[one] for one in rows])
        db.commit()


def _again(laptop, data, sitting):
    laptop.close()
    opened = open_laptop(data)
    return opened, resume(opened, unlock(opened, INTERVIEWER), sitting.draft_id)


def _not_whole(laptop):
    """Return what a full check names of the files of open interviews."""
    parts = check_all(laptop, unlock(laptop, INTERVIEWER)).parts
    return next(part.damaged for part in parts if part.kind == "draft_files")


def _seconds(sound):
    return [at for at in range(5) if b"said%02d" % at in sound]


@pytest.mark.parametrize("nth", range(5))
def test_what_was_said_around_a_rotten_piece_is_kept_and_the_study_is_told(
    laptop, sitting, study, tmp_path, nth
):
    data = laptop.data
    _rot(data, _rows(sitting)[nth])
    opened, resumed = _again(laptop, data, sitting)
    damaged = resumed.interview.value(VOICE)
    assert resumed.files.damaged(damaged)
    for refused in (lambda: resumed.files.open(damaged), resumed.finish):
        with pytest.raises(AttachmentDamagedError):
            refused()
    resumed.keep_what_is_left(VOICE)
    kept = resumed.interview.value(VOICE)
    assert not resumed.files.damaged(kept)
    heard = resumed.files.open(kept)
    assert _seconds(heard) == [at for at in range(5) if at != nth]
    resumed.finish()
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (whole,) = recover(opened, seed)
    assert whole.gaps == (kept,)
    write_whole(opened, seed, tmp_path / "whole")
    folder = tmp_path / "whole" / whole.record_id
    assert (folder / kept).read_bytes() == heard
    assert (folder / "gaps.json").read_bytes() == canonical_json([kept])
    opened.close()


@pytest.mark.parametrize("gone", [(0,), (2,), (4,), (3, 4), (1, 2, 3, 4)])
def test_a_piece_that_somebody_took_away_is_noticed_and_costs_no_other(laptop, data, sitting, gone):
    rows = _rows(sitting)
    _lose(data, *(rows[nth] for nth in gone))
    opened, resumed = _again(laptop, data, sitting)
    assert resumed.files.damaged(resumed.interview.value(VOICE))
    assert set(_not_whole(opened)) == {rows[nth] for nth in gone}
    resumed.answer({"/data/both/words": "typed since"})  # no save takes the rest away
    opened, resumed = _again(opened, data, sitting)
    with pytest.raises(AttachmentDamagedError):
        resumed.finish()
    resumed.keep_what_is_left(VOICE)
    heard = resumed.files.open(resumed.interview.value(VOICE))
    assert _seconds(heard) == [at for at in range(5) if at not in gone]
    opened.close()


def test_what_rotted_in_a_key_or_stands_in_another_place_is_not_kept(laptop, data, sitting):
    rows = _rows(sitting)
    _rot(data, rows[3], "draft_attachment_keys", "wrapped")
    with closing(sqlite3.connect(data / DATABASE_NAME)) as db:
        for table in ("draft_attachments", "draft_attachment_keys"):
            change = f"UPDATE {table} SET attachment_id = ? WHERE attachment_id = ?"
            for now, before in (("x", rows[1]), (rows[1], rows[2]), (rows[2], "x")):
                db.execute("PRAGMA foreign_keys = OFF")
                db.execute(change, [now, before])
        db.commit()
    opened, resumed = _again(laptop, data, sitting)
    resumed.keep_what_is_left(VOICE)
    assert _seconds(resumed.files.open(resumed.interview.value(VOICE))) == [0, 4]
    opened.close()


def test_a_file_whose_row_is_gone_is_not_left_out_of_its_interview_unseen(laptop, data, sitting):
    sitting.attach("/data/photo", media_files.png())
    _lose(data, attachment_id(sitting.draft_id, sitting.interview.value("/data/photo")))
    opened, resumed = _again(laptop, data, sitting)
    with pytest.raises(AttachmentDamagedError):
        resumed.finish()
    resumed.answer({"/data/photo": None})
    resumed.finish()
    opened.close()


def test_takes_of_one_answer_are_finished_as_one_recording(laptop, sitting, study):
    before = sitting.files.raw(sitting.interview.value(VOICE))
    more = media_files.voice(0, 1, note=b"more")
    sitting.attach_recording(VOICE, more, recorder="other", goes_on=True)
    opened, resumed = _again(laptop, laptop.data, sitting)
    name = resumed.interview.value(VOICE)
    assert resumed.files.raw(name) == before + more
    resumed.attach_recording(VOICE, more, recorder="third", goes_on=True)
    resumed.finish()
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (whole,) = recover(opened, seed)
    (file,) = recover_attachments(opened, seed, whole.record_id)
    assert (file.data.count(b"said"), file.data.count(b"more"), whole.gaps) == (5, 4, ())
    opened.close()


def test_a_take_that_a_full_disk_kept_from_being_erased_is_still_there(
    laptop, sitting, monkeypatch
):
    more = media_files.voice(0, note=b"more")
    sitting.attach_recording(VOICE, more, recorder="other", goes_on=True)

    def full(*_args, **_more):
        raise StoreFullError(mebibytes=16)

    with monkeypatch.context() as patch:
        patch.setattr(laptop.store, "put_draft", full)
        with pytest.raises(StoreFullError):
            sitting.erase_take(VOICE, "other")
    assert b"more" in sitting.files.open(sitting.interview.value(VOICE))
    sitting.erase_take(VOICE, "other")
    assert len(laptop.store.draft_attachment_sizes(sitting.draft_id)) == 5


def test_where_nothing_is_left_the_file_stays_what_it_is(laptop, data, sitting):
    for row in _rows(sitting):
        _rot(data, row)
    opened, resumed = _again(laptop, data, sitting)
    before = resumed.interview.value(VOICE)
    with pytest.raises(AttachmentDamagedError):
        resumed.keep_what_is_left(VOICE)
    assert resumed.interview.value(VOICE) == before
    opened.close()


def test_a_piece_that_rotted_on_its_way_to_a_colleague_keeps_no_answer_from_her(
    laptop,
    data,
    sitting,
    cheap_argon2,  # noqa: F811
):
    supervisor, hers = unlock(laptop, SUPERVISOR), "2222 3333 4444 5555"
    to = add_person(laptop, supervisor, Role.INTERVIEWER, hers, cost=cheap_argon2)
    unlock(laptop, hers)
    handing.offer(laptop, unlock(laptop, INTERVIEWER), sitting.draft_id, to.slot_id)
    handing.agree(laptop, supervisor, sitting.draft_id)
    _rot(data, _rows(sitting)[2], "draft_attachment_keys", "wrapped")
    resumed = resume(laptop, unlock(laptop, hers), sitting.draft_id)
    assert resumed.interview.value("/data/consent_given") == "yes"
    resumed.keep_what_is_left(VOICE)
    assert _seconds(resumed.files.open(resumed.interview.value(VOICE))) == [0, 1, 3, 4]
