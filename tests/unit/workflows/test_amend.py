"""A finished interview is amended without being opened; what is taken back is gone."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from sqlite_utils import Database

from survey_app.canonical import canonical_json, read_canonical_json
from survey_app.cli.main import main
from survey_app.disclosure.deidentified.views import View
from survey_app.store.errors import StoreAlteredError
from survey_app.store.interviews import guarded
from survey_app.vault.amendments import open_amendment
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import open_sealed, seal_record
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.amend_errors import HasLeftError, NoReasonError, NoSuchAnswerError
from survey_app.workflows.collect import start
from survey_app.workflows.errors import NoSuchRecordError, SupervisorNeededError
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.integrity import evidence
from survey_app.workflows.integrity.full_check import check_all
from survey_app.workflows.interviewing.record_content import places_of, read_record
from survey_app.workflows.recover import recover, write_whole
from survey_app.workflows.review import all_texts
from survey_app.workflows.study.studies import open_key
from survey_app.workflows.withdraw import withdraw
from survey_app.xform.empties import EmptyKind

MARKER = "the reason is her brother rashid-7731"
TEXT = "words-of-hers-5512"


def _finish(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer({refs["age"]: "45", refs["difficulties"]: TEXT})
    return sitting.finish().code


def _view(laptop):
    (sealed,) = laptop.store.views()
    return View.from_bytes(open_sealed(unlock(laptop, SUPERVISOR).reviews(), sealed).plaintext)


def _whole(laptop, study):
    (whole,) = recover(laptop, open_key(study, "study", STUDY_PASSPHRASE))
    return whole


def _bytes_in(folder):
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_correction_is_sealed_with_who_when_and_why_and_the_first_answer_stays(
    laptop, data, study
):
    code = _finish(laptop)
    before = laptop.store.records()
    supervisor = unlock(laptop, SUPERVISOR)
    amend(laptop, supervisor, code, Wish(MARKER, {"age": "46"}))
    assert laptop.store.records() == before
    whole = _whole(laptop, study)
    assert whole.value("age") == "45"
    (said,) = whole.amendments
    assert (said.who, said.reason, said.values) == (supervisor.person_id, MARKER, {"age": "46"})
    assert said.day == laptop.clock.now().date().isoformat()
    assert MARKER.encode() not in _bytes_in(data)
    for key in (supervisor.site_seed, supervisor.device_seed, supervisor.draft_key):
        with pytest.raises(SealBrokenError):
            list(recover(laptop, key))


def test_amendments_come_back_in_the_order_in_which_they_were_made(laptop, study):
    code = _finish(laptop)
    for age in ("46", "47", "48"):
        amend(laptop, unlock(laptop, SUPERVISOR), code, Wish("again", {"age": age}))
    said = [one.values["age"] for one in _whole(laptop, study).amendments]
    assert said == ["46", "47", "48"]


def test_a_correction_changes_the_anonymised_side_as_coarsely_as_the_plan_wants(laptop):
    code = _finish(laptop)
    before = _view(laptop)
    amend(laptop, unlock(laptop, SUPERVISOR), code, Wish("she said 72", {"age": "72"}))
    after = _view(laptop)
    assert after.values["age"] != before.values["age"]
    assert after.values["age"].value != "72"
    assert {name for name in after.values if after.values[name] != before.values[name]} == {"age"}


@pytest.mark.parametrize("part", ["difficulties", "in_her_words"])
def test_an_answer_or_a_module_taken_back_is_gone_from_the_view_and_from_the_whole(
    laptop, study, tmp_path, part
):
    code = _finish(laptop)
    supervisor = unlock(laptop, SUPERVISOR)
    assert [item.text for item in all_texts(laptop, supervisor)] == [TEXT]
    amend(laptop, supervisor, code, Wish("her wish", withdrawn=(part,)))
    assert list(all_texts(laptop, supervisor)) == []
    whole = _whole(laptop, study)
    assert whole.value("difficulties") == ""
    assert whole.value("age") == "45"
    assert TEXT.encode() not in whole.submission.xml
    kinds = {one.name: one.empty for one in whole.submission.answers}
    assert kinds["difficulties"] is EmptyKind.WITHDRAWN
    folder = tmp_path / "whole"
    write_whole(laptop, open_key(study, "study", STUDY_PASSPHRASE), folder)
    assert TEXT.encode() not in _bytes_in(folder)
    (written,) = folder.rglob("amendments.json")
    assert "difficulties" in read_canonical_json(written.read_bytes())[0]["withdrawn"]


def test_a_value_taken_back_stands_in_the_view_as_withdrawn(laptop):
    code = _finish(laptop)
    amend(laptop, unlock(laptop, SUPERVISOR), code, Wish("her wish", withdrawn=("age",)))
    assert _view(laptop).values["age"].empty == EmptyKind.WITHDRAWN


def test_the_key_of_the_earlier_view_is_in_no_file_afterwards(laptop, data):
    code = _finish(laptop)
    (before,) = laptop.store.views()
    piece = before.envelope[600:616]
    assert piece in _bytes_in(data)
    amend(laptop, unlock(laptop, SUPERVISOR), code, Wish("her wish", withdrawn=("age",)))
    assert piece not in _bytes_in(data)


def test_the_log_agrees_after_amendments_and_a_later_withdrawal_takes_them_along(laptop, data):
    code = _finish(laptop)
    supervisor = unlock(laptop, SUPERVISOR)
    amend(laptop, supervisor, code, Wish("one", {"age": "46"}))
    amend(laptop, supervisor, code, Wish("two", withdrawn=("difficulties",)))
    assert laptop.store.audit(laptop.device.verify_key) == laptop.store.log_head()
    assert evidence.look_back(laptop) == ()
    assert check_all(laptop, supervisor).well
    pieces = [one.envelope[600:616] for one in laptop.store.amendments()]
    withdraw(laptop, supervisor, code)
    assert laptop.store.amendments() == []
    assert not any(piece in _bytes_in(data) for piece in pieces)
    assert laptop.store.audit(laptop.device.verify_key) == laptop.store.log_head()


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM amendment_keys",
        "UPDATE amendments SET body = zeroblob(length(body))",
        "UPDATE amendment_keys SET wrapped = zeroblob(length(wrapped))",
    ],
)
def test_an_amendment_altered_or_removed_behind_the_log_is_noticed(laptop, data, deed):
    code = _finish(laptop)
    amend(laptop, unlock(laptop, SUPERVISOR), code, Wish("one", {"age": "46"}))
    laptop.close()
    db = Database(data / "interviews.db")
    db.execute(deed)
    db.conn.commit()
    db.close()
    again = open_laptop(data)
    with pytest.raises(StoreAlteredError):
        again.store.audit(again.device.verify_key)
    again.close()


def test_an_interviewer_amends_nothing(laptop):
    code = _finish(laptop)
    with pytest.raises(SupervisorNeededError):
        amend(laptop, unlock(laptop, INTERVIEWER), code, Wish("one", {"age": "46"}))


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish("  ", {"age": "46"}), NoReasonError),
        (Wish("nothing said"), NoReasonError),
        (Wish("x", {"no_such": "1"}), NoSuchAnswerError),
        (Wish("x", withdrawn=("no_such",)), NoSuchAnswerError),
    ],
)
def test_what_cannot_be_amended_is_named_and_nothing_changes(laptop, wish, error):
    code = _finish(laptop)
    before = (laptop.store.views(), laptop.store.log_head())
    with pytest.raises(error):
        amend(laptop, unlock(laptop, SUPERVISOR), code, wish)
    with pytest.raises(NoSuchRecordError):
        amend(laptop, unlock(laptop, SUPERVISOR), "0360-0000008", Wish("x", {"age": "46"}))
    assert (laptop.store.views(), laptop.store.log_head()) == before


def test_what_has_left_is_not_amended_by_halves(laptop, tmp_path):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    code = sitting.finish().code
    supervisor = unlock(laptop, SUPERVISOR)
    export(laptop, supervisor, tmp_path)
    with pytest.raises(HasLeftError):
        amend(laptop, supervisor, code, Wish("late", withdrawn=("age",)))


def _destroyed(laptop, study, before, marker):
    """Say whether nothing on the laptop, with all keys of the study, gives the words back."""
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (record,) = laptop.store.records()
    rows = [open_sealed(seed, record)]
    rows += [open_amendment(seed, one) for one in laptop.store.amendments()]
    opened = b"".join(b"".join((row.plaintext, *row.parts.values())) for row in rows)
    with pytest.raises(SealBrokenError):  # the old shreds are needed, and are another row's now
        open_sealed(seed, replace(record, shreds=record.shreds[::-1]))
    return marker.encode() not in opened and marker in _opened_text(seed, before)


def _opened_text(seed, row):
    return b"".join(open_sealed(seed, row).parts.values()).decode()


def test_an_answer_taken_back_opens_with_no_key_and_its_shreds_are_in_no_file(laptop, data, study):
    code = _finish(laptop)
    (before,) = laptop.store.records()
    places = places_of(_form(laptop))
    piece = before.shreds[places["difficulties"] * 32 :][:32]
    other = before.shreds[places["age"] * 32 :][:32]
    assert piece in _bytes_in(data)
    assert amend(
        laptop, unlock(laptop, SUPERVISOR), code, Wish("hers", withdrawn=("difficulties",))
    )
    assert _destroyed(laptop, study, before, TEXT)
    assert piece not in _bytes_in(data)
    assert other in _bytes_in(data)
    (after,) = laptop.store.records()
    assert (after.body, after.envelope) == (before.body, before.envelope)
    assert _whole(laptop, study).value("age") == "45"


def test_a_correction_that_is_taken_back_later_is_destroyed_with_its_reason(laptop, study):
    code = _finish(laptop)
    supervisor = unlock(laptop, SUPERVISOR)
    amend(laptop, supervisor, code, Wish(f"she said {MARKER}", {"difficulties": f"new {MARKER}"}))
    amend(laptop, supervisor, code, Wish("she is 46", {"age": "46"}))
    (before,) = laptop.store.records()
    assert amend(laptop, supervisor, code, Wish("her wish", withdrawn=("difficulties",)))
    assert _destroyed(laptop, study, before, TEXT)
    said = _whole(laptop, study).amendments
    assert [one.values for one in said] == [{}, {"age": "46"}, {}]
    assert [one.reason for one in said] == ["", "she is 46", "her wish"]
    assert said[0].who == supervisor.person_id
    assert laptop.store.audit(laptop.device.verify_key) == laptop.store.log_head()
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    rows = [open_amendment(seed, one) for one in laptop.store.amendments()]
    whole = b"".join(b"".join((row.plaintext, *row.parts.values())) for row in rows)
    assert MARKER.encode() not in whole


def test_of_an_interview_of_the_first_format_a_part_is_left_out_and_the_person_is_told(
    laptop, study
):
    code = _finish(laptop)
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    (row,) = laptop.store.records()
    opened = open_sealed(seed, row)
    content, xml, audit = read_record(opened)
    old = {name: value for name, value in content.items() if name != "questions"}
    old |= {"submission": xml.decode()} | ({"audit": audit.decode()} if audit else {})
    context = replace(opened.context, kind="", key="")
    first = seal_record(laptop.study.study_key, canonical_json(old), context)
    _put_in_place(laptop, first)
    assert _whole(laptop, study).value("difficulties") == TEXT
    wish = Wish("her wish", withdrawn=("difficulties",))
    assert not amend(laptop, unlock(laptop, SUPERVISOR), code, wish)
    assert _whole(laptop, study).value("difficulties") == ""
    assert _whole(laptop, study).value("age") == "45"


def _put_in_place(laptop, first):
    def work(db):
        db.execute("DELETE FROM record_shreds")
        db.execute("UPDATE records SET body = ?", [first.body])
        db.execute("UPDATE record_keys SET wrapped = ?", [guarded(first.envelope)])

    laptop.store._writer.write(work)


def _form(laptop):
    (installed,) = laptop.forms.values()
    return installed.definition


def test_the_command_amends_with_a_reason(laptop, data, study):
    code = _finish(laptop)
    laptop.close()
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": SUPERVISOR})
    words = ["record", "amend", code, "--data", str(data), "--reason", "her wish"]
    done = runner.invoke(main, [*words, "--set", "age=46", "--take-back", "difficulties"])
    assert done.exit_code == 0, done.output
    again = open_laptop(data)
    (said,) = _whole(again, study).amendments
    assert json.dumps(said.to_json(), ensure_ascii=False).count("her wish") == 1
    again.close()
