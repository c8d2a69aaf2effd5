"""Whoever opens interviews with the study key is told what is not as the signed log says."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.store.interviews import guarded
from survey_app.vault.attachments import seal_attachment
from survey_app.vault.parts import Parted
from survey_app.vault.records import open_sealed, seal_parted_record
from survey_app.workflows import recover as recovering
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.collect import start
from survey_app.workflows.errors import NoSuchFormError
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.recover import write_whole
from survey_app.workflows.study.studies import open_key
from survey_app.workflows.withdraw import withdraw

TABLES = ("records", "record_keys", "record_shreds", "views", "view_keys")


@pytest.fixture
def codes(laptop):
    """Return the receipts of two finished interviews; of the first an answer was corrected."""
    done = []
    for _ in range(2):
        sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
        refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
        sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
        done.append(sitting.finish().code)
    wish = Wish(reason="misheard", values={"difficulties": "none"})
    amend(laptop, unlock(laptop, SUPERVISOR), done[0], wish)
    return done


@pytest.fixture
def opened(laptop, study, tmp_path):
    seed = open_key(study, "study", STUDY_PASSPHRASE)

    def write():
        done = write_whole(laptop, seed, tmp_path / "whole")
        return done, {path.name for path in (tmp_path / "whole").iterdir()}

    return write


def _do(data, *deeds):
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        for deed in deeds:
            db.execute(deed)


def _ids(laptop):
    return {row.record_id for row in laptop.store.records()}


def test_of_a_whole_laptop_nothing_is_told(laptop, codes, opened):
    done, there = opened()
    assert (done.interviews, done.damaged, done.hindered) == (2, (), ())
    assert there == _ids(laptop)


def test_a_correction_that_was_taken_away_is_told(laptop, data, codes, opened):
    (said,) = laptop.store.amendments()
    tables = ("amendment_shreds", "amendment_keys", "amendments")
    _do(data, *(f"DELETE FROM {table}" for table in tables))
    done, _ = opened()
    assert (done.interviews, done.damaged) == (2, (said.record_id,))


def test_an_interview_that_was_taken_away_is_told(laptop, data, codes, opened):
    gone = laptop.store.amendments()[0].record_id
    for table in ("record_shreds", "record_keys", "records"):
        _do(data, f"DELETE FROM {table} WHERE record_id = '{gone}'")
    done, there = opened()
    assert (done.interviews, done.damaged) == (1, (gone,))
    assert gone not in there


def test_a_withdrawn_interview_that_was_put_back_is_told_and_not_opened(
    laptop, data, codes, opened
):
    with closing(sqlite3.connect(data / "interviews.db")) as db:
        before = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    gone = withdraw(laptop, unlock(laptop, SUPERVISOR), codes[1])
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("DELETE FROM withdrawn")
        for table, rows in before.items():
            places = ", ".join("?" * len(rows[0]))
            db.executemany(
                f"INSERT INTO {table} VALUES ({places})", [row for row in rows if row[0] == gone]
            )
    done, there = opened()
    assert (done.interviews, done.damaged) == (1, (gone,))
    assert there == _ids(laptop) - {gone}


def test_a_broken_log_keeps_no_interview_from_being_opened_and_is_told(laptop, data, codes, opened):
    _do(data, "DELETE FROM log WHERE n = 2")
    done, there = opened()
    assert done.interviews == len(there) == 2
    assert [error.code for error in done.hindered] == ["VAULT-006"]


@pytest.mark.parametrize(
    ("main", "parts"),
    [(b"", {}), (b"[]", {}), (b"{}", {}), (b'{"submission":5}', {}), (None, {(5,): b"\xff"})],
)
def test_what_somebody_else_sealed_to_the_study_keeps_no_other_from_being_opened(
    laptop, data, codes, opened, *, study, main, parts
):
    """The study's public key lies on every laptop, so anybody who has one can seal a record."""
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    first, _ = laptop.store.records()
    honest = open_sealed(seed, first)
    plaintext = honest.plaintext if main is None else main
    parted = Parted(plaintext, 128, {**honest.parts, **parts})
    forged = seal_parted_record(laptop.study.study_key, parted, honest.context)
    _put(data, "records", "body", forged.body, forged.record_id)
    _put(data, "record_keys", "wrapped", guarded(forged.envelope), forged.record_id)
    _put(data, "record_shreds", "shreds", guarded(forged.shreds), forged.record_id)
    done, there = opened()
    assert (done.interviews, done.damaged) == (1, (first.record_id,))
    assert first.record_id not in there


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize("name", ["../evil", "..", "/tmp/evil", "A" * 32, "", "c:evil"])
def test_an_id_that_is_a_path_leads_out_of_no_folder(
    laptop, data, opened, study, tmp_path, *, name
):
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    honest = open_sealed(seed, laptop.store.records()[0])
    forged = seal_parted_record(
        laptop.study.study_key,
        Parted(honest.plaintext, 128, honest.parts),
        replace(honest.context, record=name),
    )
    before = set(tmp_path.iterdir())
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("INSERT INTO records VALUES (?, ?)", [name, forged.body])
        for table, key in (("record_keys", forged.envelope), ("record_shreds", forged.shreds)):
            db.execute(f"INSERT INTO {table} VALUES (?, ?)", [name, guarded(key)])
    done, there = opened()
    assert (done.interviews, done.damaged) == (2, (name,))
    assert there == _ids(laptop) - {name}
    assert set(tmp_path.iterdir()) - before == {tmp_path / "whole"}


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize("name", ["../evil", "Submission.XML", "audit.csv", "آ" * 200])
def test_a_file_by_a_name_that_was_never_given_costs_nothing_but_itself(
    laptop, data, opened, study, *, name
):
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    first, _ = laptop.store.records()
    context = open_sealed(seed, first).context
    forged = seal_attachment(laptop.study.study_key, name, b"evil", context)
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        row = [forged.attachment_id, forged.record_id, forged.body]
        db.execute("INSERT INTO attachments VALUES (?, ?, ?)", row)
        key = [forged.attachment_id, guarded(forged.envelope)]
        db.execute("INSERT INTO attachment_keys VALUES (?, ?)", key)
    done, there = opened()
    assert (done.interviews, done.attachments) == (2, 0)
    assert done.damaged == (first.record_id,)
    assert there == _ids(laptop)


def _put(data, table, column, value, record_id):
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute(f"UPDATE {table} SET {column} = ? WHERE record_id = ?", [value, record_id])


def test_an_interview_whose_form_is_gone_keeps_no_other_from_being_opened(
    laptop, data, codes, opened, monkeypatch
):
    gone = laptop.store.records()[0].record_id
    find = recovering.find_form

    def only_the_second(*arguments):
        monkeypatch.setattr(recovering, "find_form", find)
        raise NoSuchFormError(form="khan_2024")

    monkeypatch.setattr(recovering, "find_form", only_the_second)
    done, there = opened()
    assert [error.code for error in done.hindered] == ["COLLECT-001"]
    assert there == _ids(laptop) - {gone}
