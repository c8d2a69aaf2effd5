"""What an interview leaves for the next on a real laptop: for its interviewer, until withdrawn."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.vault.records import open_sealed
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.collect import resume, start
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role, open_laptop, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.recover import recover
from survey_app.workflows.study.studies import create_study, open_key
from survey_app.workflows.taking_up import take_up
from survey_app.workflows.withdraw import withdraw

ROOT = Path(__file__).resolve().parents[3]
TOWN = "zarqa-town-3520112345671"
FORM = """
| survey   | type                            | name | label::English (en) | save_to   | default                 | sdc_role | sdc_method | sensitivity |
|          | audit                           | audit |                    |           |                         |          |            |    |
|          | text                            | town | Town                |           | ${last-saved#town}      | quasi    | drop       | S0 |
|          | select_one_from_file people.csv | who  | Who                 |           |                         | direct   | drop       | S1 |
|          | text                            | nick | Name                | full_name |                         | direct   | drop       | S1 |
| settings | form_title | form_id | version | sa_keep_entities |
|          | Visits     | visits  | 1       | yes              |
| entities | list_name | label   | entity_id                | create_if   | update_if    |
|          | people    | ${nick} | coalesce(${who}, uuid()) | ${who} = '' | ${who} != '' |
"""


@pytest.fixture
def laptop(tmp_path, cheap_argon2):  # noqa: F811
    folder = tmp_path / "study"
    create_study(
        folder, STUDY_PASSPHRASE, title="T", cover_titles={"en": "Family", "ur": "گھر"},
        demo=True, open_modules=(), cost=cheap_argon2,
    )  # fmt: skip
    form = tmp_path / "forms" / "visits"
    (form / "media").mkdir(parents=True)
    (form / "form.md").write_text(FORM, encoding="utf-8")
    (form / "media" / "people.csv").write_text("name,label,__version\nu1,Aa,7\n", encoding="utf-8")
    pack = make_pack(
        folder, STUDY_PASSPHRASE, form_folders=[form], translations=ROOT / "translations"
    )
    install_pack(tmp_path / "data", pack)
    people = [
        NewPerson(Role.INTERVIEWER, INTERVIEWER),
        NewPerson(Role.INTERVIEWER, "9999 8888 7777 6666"),
        NewPerson(Role.SUPERVISOR, SUPERVISOR),
    ]
    enrol_laptop(tmp_path / "data", people, cost=cheap_argon2)
    opened = open_laptop(tmp_path / "data")
    yield opened
    opened.close()


def finished(laptop, person, **answers):
    sitting = start(laptop, person, "visits", "en")
    sitting.answer({f"/data/{name}": value for name, value in answers.items()})
    return sitting.finish()


def begun(laptop, person):
    interview = start(laptop, person, "visits", "en").interview
    return interview.value("/data/town"), [one.label for one in interview.choices("/data/who")]


def _files_with(folder, marker):
    wanted = marker.encode()
    return [one for one in folder.rglob("*") if one.is_file() and wanted in one.read_bytes()]


def test_the_next_interview_of_the_same_interviewer_begins_with_it(laptop, tmp_path):
    person = unlock(laptop, INTERVIEWER)
    assert begun(laptop, person) == ("", ["Aa"])
    finished(laptop, person, town=TOWN, nick="Bb")
    assert begun(laptop, person) == (TOWN, ["Aa", "Bb"])
    finished(laptop, person, town="Multan", nick="Cc")
    assert begun(laptop, person) == ("Multan", ["Aa", "Bb", "Cc"])
    assert len(laptop.store.kept()) == 3, "two entities, and the answers of the last one only"
    assert _files_with(tmp_path / "data", TOWN) == []


def test_another_interviewer_sees_nothing_of_it(laptop):
    finished(laptop, unlock(laptop, INTERVIEWER), town=TOWN, nick="Bb")
    assert begun(laptop, unlock(laptop, "9999 8888 7777 6666")) == ("", ["Aa"])


def test_a_withdrawn_interview_leaves_nothing(laptop):
    person = unlock(laptop, INTERVIEWER)
    receipt = finished(laptop, person, town=TOWN, nick="Bb")
    withdraw(laptop, unlock(laptop, SUPERVISOR), receipt.code)
    assert laptop.store.kept() == []
    assert begun(laptop, person) == ("", ["Aa"])


def test_what_was_made_from_an_answer_that_is_taken_back_goes_with_it(laptop, tmp_path):
    """The label of an entity, what is kept for the next interview, and the log may all quote it."""
    person, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    receipt = finished(laptop, person, town="Multan", nick=TOWN)
    assert begun(laptop, person) == ("Multan", ["Aa", TOWN])
    seed = open_key(tmp_path / "study", "study", STUDY_PASSPHRASE)
    (before,) = recover(laptop, seed)
    assert before.submission.xml.count(TOWN.encode()) == 2
    assert before.submission.audit
    assert amend(laptop, supervisor, receipt.code, Wish("hers", withdrawn=("nick",)))
    assert begun(laptop, person) == ("", ["Aa"])
    (after,) = recover(laptop, seed)
    assert TOWN.encode() not in after.submission.xml
    assert after.submission.audit == b""
    assert after.value("town") == "Multan"
    assert after.submission.instance_id == before.submission.instance_id
    (record,) = laptop.store.records()
    opened = open_sealed(seed, record)
    assert TOWN.encode() not in b"".join((opened.plaintext, *opened.parts.values()))


def test_an_open_interview_that_chose_a_kept_entity_finds_it_again(laptop):
    person = unlock(laptop, INTERVIEWER)
    finished(laptop, person, nick="Bb")
    sitting = start(laptop, person, "visits", "en")
    (_, kept) = sitting.interview.choices("/data/who")
    sitting.answer({"/data/who": kept.value})
    again = resume(laptop, person, sitting.draft_id)
    assert again.interview.value("/data/who") == kept.value
    assert again.interview.finalize().entities[0].update


def test_the_log_is_sealed_with_the_record_and_in_no_view(laptop, tmp_path):
    person = unlock(laptop, INTERVIEWER)
    finished(laptop, person, town=TOWN)
    (whole,) = recover(laptop, open_key(tmp_path / "study", "study", STUDY_PASSPHRASE))
    lines = whole.submission.audit.decode().splitlines()
    assert lines[0] == "event,node,start,end"
    assert any(line.startswith("question,/data/town,") for line in lines)
    seed = unlock(laptop, SUPERVISOR).reviews()
    (view,) = laptop.store.views()
    assert b"form start" not in open_sealed(seed, view).plaintext
    assert b"audit" not in open_sealed(seed, view).plaintext


def test_a_corrected_interview_does_not_take_later_changes_of_its_entity_with_it(laptop, tmp_path):
    person = unlock(laptop, INTERVIEWER)
    number = finished(laptop, person, nick="First").code
    (whole,) = recover(laptop, open_key(tmp_path / "study", "study", STUDY_PASSPHRASE))
    (made,) = whole.submission.entities
    finished(laptop, person, who=made.entity_id, nick="Later")
    corrected = take_up(laptop, person, whole.submission.xml, lambda _: None).sitting
    corrected.answer({"/data/nick": "Corrected"})
    corrected.finish()
    withdraw(laptop, unlock(laptop, SUPERVISOR), number)
    assert begun(laptop, person)[1] == ["Aa", "Later"]
