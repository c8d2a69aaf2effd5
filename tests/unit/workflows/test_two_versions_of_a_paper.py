"""Keyings of a form whose choices depend on each other, and whose next version comes between."""

import shutil

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from one_laptop import enrolled
from one_study import ROOT, pack_of
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.workflows import handing, keying
from survey_app.workflows.collect import resume
from survey_app.workflows.enrol import install_pack
from survey_app.workflows.field_laptop.laptop import Role, find_form, open_laptop, unlock
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.interviewing.keying_errors import OtherVersionError
from survey_app.workflows.keying import Which
from survey_app.workflows.keys.people import add_person
from survey_app.workflows.packing import make_pack

FORM = """
| survey | type | name | label::English (en) | choice_filter | sensitivity | sdc_role |
| | select_one prov | prov | Province? | | S1 | safe |
| | select_one city | city | City? | prov = ${prov} | S1 | safe |

| choices | list_name | name | label::English (en) | prov |
| | prov | p | Punjab | |
| | prov | s | Sindh | |
| | city | lahore | Lahore | p |
| | city | karachi | Karachi | s |

| settings | form_id | form_title | version |
| | places | Places | 1 |
"""
SECOND = "2222 3333 4444 5555"
PROV, CITY = "/data/prov", "/data/city"


@pytest.fixture(scope="module")
def packs(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("packs")
    form = folder / "places"
    form.mkdir()
    (form / "form.md").write_text(FORM, encoding="utf-8")
    first = shutil.copy(pack_of(folder, form, cost=cheap_argon2), folder / "first.pack")
    (form / "form.md").write_text(FORM.replace("| Places | 1 |", "| Towns | 2 |"), encoding="utf-8")
    second = make_pack(
        folder / "study",
        STUDY_PASSPHRASE,
        form_folders=[form],
        translations=ROOT / "translations",
    )
    return first, second


@pytest.fixture
def data(tmp_path, packs, cheap_argon2):  # noqa: F811
    return enrolled(tmp_path / "data", packs[0], cheap_argon2)


@pytest.fixture
def laptop(data):
    opened = open_laptop(data)
    yield opened
    opened.close()


@pytest.fixture
def person(laptop):
    return unlock(laptop, INTERVIEWER)


def _keyed(laptop, person, keying_, prov, city):
    sitting = keying.begin(laptop, person, "places", "en", number="17", keying=keying_)
    assert sitting.answer({PROV: prov, CITY: city}) == ()
    return sitting


def _pair(laptop, person):
    first = _keyed(laptop, person, 1, "p", "lahore")
    _keyed(laptop, person, 2, "s", "karachi")
    return keying.open_pair(laptop, person, first.draft_id)


def _chosen(pair):
    return [(one.ref, one.which) for one in pair.first.paper.chosen]


@pytest.mark.parametrize("kept", [Which.FIRST, Which.SECOND])
def test_a_decision_that_does_not_fit_the_others_is_not_noted(laptop, person, kept):
    other = Which.SECOND if kept is Which.FIRST else Which.FIRST
    pair = _pair(laptop, person)
    unfit = keying.choose(pair, person, {PROV: kept, CITY: other})
    assert [one.ref for one in unfit] == [CITY]
    assert _chosen(pair) == [(PROV, kept)]
    (left,) = keying.differences(pair)
    fits = "lahore" if kept is Which.FIRST else ""
    assert (left.ref, left.first, left.second) == (CITY, fits, "karachi")


def test_decisions_that_fit_each_other_are_taken_whichever_comes_first(laptop, person):
    pair = _pair(laptop, person)
    assert keying.choose(pair, person, {CITY: Which.SECOND, PROV: Which.SECOND}) == ()
    joined = keying.join(pair).interview
    assert (joined.value(PROV), joined.value(CITY)) == ("s", "karachi")


def test_a_pack_between_two_keyings_does_not_part_them(data, packs):
    laptop = open_laptop(data)
    first = _keyed(laptop, unlock(laptop, INTERVIEWER), 1, "p", "lahore")
    laptop.close()
    install_pack(data, packs[1])
    laptop = open_laptop(data)
    person = unlock(laptop, INTERVIEWER)
    second = _keyed(laptop, person, 2, "p", "lahore")
    assert second.interview.form.version == first.interview.form.version == "1"
    keying.join(keying.open_pair(laptop, person, first.draft_id)).finish()
    laptop.close()


def test_an_open_interview_has_the_title_that_it_was_begun_with(data, packs):
    laptop = open_laptop(data)
    _keyed(laptop, unlock(laptop, INTERVIEWER), 1, "p", "lahore")
    laptop.close()
    install_pack(data, packs[1])
    laptop = open_laptop(data)
    person = unlock(laptop, INTERVIEWER)
    keying.begin(laptop, person, "places", "en", number="18", keying=1)
    cards = {card.paper.number: card for card in drafts(laptop, person)}
    titles = {number: card.form.title_in("en") for number, card in cards.items()}
    assert titles == {"17": "Places", "18": "Towns"}
    old = cards["17"].form
    assert find_form(laptop, "places", old.form_hash).definition is old, "it is read once"
    laptop.close()


def test_a_colleagues_keying_in_another_version_is_keyed_again(data, packs, cheap_argon2):  # noqa: F811
    laptop = open_laptop(data)
    supervisor = unlock(laptop, SUPERVISOR)
    add_person(laptop, supervisor, Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    unlock(laptop, SECOND)
    first = _keyed(laptop, unlock(laptop, INTERVIEWER), 1, "p", "lahore")
    laptop.close()
    install_pack(data, packs[1])
    laptop = open_laptop(data)
    colleague = unlock(laptop, SECOND)
    person = unlock(laptop, INTERVIEWER)
    second = _keyed(laptop, colleague, 2, "p", "lahore")
    handing.offer(laptop, colleague, second.draft_id, person.person_id)
    handing.agree(laptop, unlock(laptop, SUPERVISOR), second.draft_id)
    person = unlock(laptop, INTERVIEWER)
    with pytest.raises(OtherVersionError):
        resume(laptop, person, first.draft_id).finish()
    (handed,) = {card.draft_id for card in drafts(laptop, person)} - {first.draft_id}
    resume(laptop, person, handed).discard()
    _keyed(laptop, person, 2, "p", "lahore")
    keying.join(keying.open_pair(laptop, person, first.draft_id)).finish()
    laptop.close()
