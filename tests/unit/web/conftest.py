"""A field desk over a real laptop with two people and a form of every control."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import PORT, FieldClient
from one_study import pack_of
from people import INTERVIEWER, SUPERVISOR
from templates_once import TEMPLATES

from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role
from survey_app.workflows.study.care_settings import CareSettings
from survey_app.workflows.study.referrals import read_referrals

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent


@dataclass
class MovingClock:
    """A clock that a test moves by hand."""

    moment: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self):
        return self.moment

    def wait(self, **time):
        self.moment += timedelta(**time)


@pytest.fixture(autouse=True)
def no_stick(monkeypatch):
    """Offer no real stick or drive of this machine: a test would write onto it."""
    for page in ("backup", "outgoing"):
        monkeypatch.setattr(f"survey_app.web.field.pages.{page}.sticks", tuple)


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    own = [HERE / "forms" / name for name in ("every_control", "every_input")]
    forms = (*own, ROOT / "forms" / "khan_2024")
    helpers = read_referrals((ROOT / "forms" / "referrals-example.csv").read_bytes())
    folder = tmp_path_factory.mktemp("study")
    care = CareSettings(helpers, daily_cap=2)
    return pack_of(folder, *forms, cost=cheap_argon2, care=care)


@pytest.fixture
def empty_data(tmp_path):
    return tmp_path / "data"


@pytest.fixture(scope="module")
def enrolled(pack, tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("enrolled") / "data"
    install_pack(folder, pack)
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(folder, people, cost=cheap_argon2)
    return folder


@pytest.fixture
def data(empty_data, enrolled):
    shutil.copytree(enrolled, empty_data)
    return empty_data


@pytest.fixture
def clock():
    return MovingClock()


def _desk(folder, clock):
    made = create_field_app(
        folder,
        translations=ROOT / "translations",
        forms=[ROOT / "forms" / "khan_2024"],
        clock=clock,
        port=PORT,
        show_patterns=True,
    )
    made.jinja_env.bytecode_cache = TEMPLATES
    return made


@pytest.fixture
def app(data, clock):
    made = _desk(data, clock)
    yield made
    made.extensions[EXTENSION].close()


@pytest.fixture
def new_app(empty_data, clock):
    made = _desk(empty_data, clock)
    yield made
    made.extensions[EXTENSION].close()


@pytest.fixture
def browser(app):
    return FieldClient(app)


@pytest.fixture
def interviewer(browser):
    return browser.get("/unlock").send("/unlock", passphrase=INTERVIEWER)


@pytest.fixture
def supervisor(app):
    return FieldClient(app).get("/unlock").send("/unlock", passphrase=SUPERVISOR)


@pytest.fixture
def garden(interviewer):
    """The form of every control, begun and agreed to, at its first researcher's page."""
    interviewer.send("/begin", form="every_control", language="en")
    return interviewer.wish("next", opening__consent="yes")
