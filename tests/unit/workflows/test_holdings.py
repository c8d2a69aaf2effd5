"""What the page of seizure says is what the keys at hand really open."""

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401 - a fixture
from people import INTERVIEWER, SUPERVISOR

from survey_app.errors import SurveyError
from survey_app.vault.kept import open_kept
from survey_app.vault.records import open_draft, open_sealed
from survey_app.workflows import backup
from survey_app.workflows.collect import start
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.integrity.holdings import holdings
from survey_app.workflows.withdraw import withdraw

COLLEAGUE = "2222 3333 4444 5555"
SOLO = "6666 7777 8888 9999"


@pytest.fixture
def team(tmp_path, pack, cheap_argon2):  # noqa: F811
    folder = tmp_path / "team"
    install_pack(folder, pack)
    roles = {
        INTERVIEWER: Role.INTERVIEWER,
        COLLEAGUE: Role.INTERVIEWER,
        SUPERVISOR: Role.SUPERVISOR,
        SOLO: Role.SOLO,
    }
    people = [NewPerson(role, words) for words, role in roles.items()]
    enrol_laptop(folder, people, cost=cheap_argon2)
    opened = open_laptop(folder)
    yield opened
    opened.close()


def _begun(laptop, passphrase):
    sitting = start(laptop, unlock(laptop, passphrase), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting


def _day_of_work(laptop, folder):
    receipts = [_begun(laptop, INTERVIEWER).finish().code for _ in range(3)]
    _begun(laptop, INTERVIEWER)
    for _ in range(2):
        _begun(laptop, COLLEAGUE)
    supervisor = unlock(laptop, SUPERVISOR)
    withdraw(laptop, supervisor, receipts[0])
    export(laptop, supervisor, folder)
    backup.make(laptop, supervisor, folder)


def _opens(verb, rows):
    count = 0
    for row in rows:
        try:
            verb(row)
        except SurveyError:
            continue
        count += 1
    return count


@pytest.mark.parametrize("passphrase", [INTERVIEWER, COLLEAGUE, SUPERVISOR, SOLO])
def test_what_is_said_to_open_opens_and_what_is_said_to_stay_closed_does_not(
    team, tmp_path, passphrase
):
    _day_of_work(team, tmp_path)
    person = unlock(team, passphrase)
    held = holdings(team, person)
    keys = [person.draft_key, person.device_seed] + [person.site_seed] * bool(person.site_seed)
    store = team.store
    drafts = {
        row.draft_id
        for key in keys
        for row in store.all_drafts()
        if _opens(lambda one, key=key: open_draft(key, one), [row])
    }
    assert len(drafts) == held.own_drafts
    assert len(store.all_drafts()) - len(drafts) == held.other_drafts
    views = [_opens(lambda one, key=key: open_sealed(key, one), store.views()) for key in keys]
    assert sum(views) == held.views
    records = [_opens(lambda one, key=key: open_sealed(key, one), store.records()) for key in keys]
    assert sum(records) == 0
    kept = [_opens(lambda one, key=key: open_kept(key, one), store.kept()) for key in keys]
    assert sum(kept) == held.own_notes


def test_the_numbers_are_those_of_the_folder(team, tmp_path):
    _day_of_work(team, tmp_path)
    held = holdings(team, unlock(team, INTERVIEWER))
    assert (held.finished, held.withdrawn, held.people, held.packs) == (2, 1, 4, 1)
    assert (held.own_drafts, held.other_drafts) == (1, 2)
    assert (held.bundles, held.receipts, held.backups) == (1, 1, 1)
    assert held.log_entries == len(team.store.log_entries()) == held.people + 6
    assert not held.has_copy_before_update
    (team.data / "before-m0009_x.db").write_bytes(b"")
    assert holdings(team, unlock(team, INTERVIEWER)).has_copy_before_update
    assert held.aside == 0
    team.data.with_name(f"{team.data.name}-before-restore-0a1b2c3d").mkdir()
    assert holdings(team, unlock(team, INTERVIEWER)).aside == 1
