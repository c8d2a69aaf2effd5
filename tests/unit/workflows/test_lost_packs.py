"""A pack that is damaged or gone on the laptop is replaced by a good copy, and by no stranger's."""

from contextlib import closing

import pytest
from one_study import pack_of
from people import INTERVIEWER, STUDY_PASSPHRASE

from survey_app.workflows.collect import resume, start
from survey_app.workflows.enrol import install_pack
from survey_app.workflows.errors import (
    NotInstalledError,
    OtherStudyInstalledError,
    PackDamagedError,
)
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_translations


def _lose(data, how):
    (kept,) = (data / "packs").glob("*.pack")
    if how == "gone":
        kept.unlink()
    else:
        kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    with pytest.raises(NotInstalledError if how == "gone" else PackDamagedError):
        open_laptop(data)


@pytest.fixture
def worked(data):
    with closing(open_laptop(data)) as laptop:
        start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    return data


@pytest.mark.parametrize("how", ["rotten", "gone"])
@pytest.mark.parametrize("which", ["the same", "a newer"])
def test_a_good_copy_takes_the_place_of_a_lost_pack_and_every_draft_opens(
    worked, pack, study, how, which
):
    _lose(worked, how)
    forms = [shipped_translations().parent / "forms" / "khan_2024"]
    good = pack
    if which == "a newer":
        good = make_pack(
            study,
            STUDY_PASSPHRASE,
            form_folders=forms,
            translations=shipped_translations(),
        )
    install_pack(worked, good)
    with closing(open_laptop(worked)) as laptop:
        person = unlock(laptop, INTERVIEWER)
        (card,) = drafts(laptop, person)
        assert resume(laptop, person, card.draft_id)


@pytest.mark.parametrize("how", ["rotten", "gone"])
def test_a_pack_of_a_stranger_does_not_take_the_place_of_a_lost_one(
    worked, pack, tmp_path, cheap_argon2, how
):
    _lose(worked, how)
    form = shipped_translations().parent / "forms" / "khan_2024"
    (tmp_path / "other").mkdir()
    strange = pack_of(tmp_path / "other", form, cost=cheap_argon2)
    with pytest.raises(OtherStudyInstalledError):
        install_pack(worked, strange)
    install_pack(worked, pack)
    open_laptop(worked).close()
