"""The list of places that help: what a line needs, and when it is stale."""

from datetime import date

import pytest
from people import STUDY_PASSPHRASE

from survey_app.workflows.care_errors import ReferralsUnreadableError
from survey_app.workflows.care_settings import DAILY_CAP, CareSettings, care_from_json
from survey_app.workflows.packing import make_pack
from survey_app.workflows.packs import read_pack
from survey_app.workflows.referrals import is_stale, read_referrals

HEADER = "name_en,name_ur,number,note_en,note_ur,checked\n"
GOOD = "Help line,ہیلپ لائن,1099,Free,مفت,2026-11-01\n"


def test_a_list_comes_back_from_its_pack_as_it_was_written(study, tmp_path):
    care = CareSettings(read_referrals((HEADER + GOOD * 2).encode()), daily_cap=3)
    made = make_pack(study, STUDY_PASSPHRASE, form_folders=[], translations=tmp_path, care=care)
    assert read_pack(made).care == care
    assert care_from_json(care.to_json()) == care


def test_a_pack_from_before_there_was_a_list_has_none():
    assert care_from_json(None) == CareSettings((), DAILY_CAP)


@pytest.mark.parametrize(
    "line",
    [
        ",ہیلپ لائن,1099,,,2026-11-01\n",
        "Help line,,1099,,,2026-11-01\n",
        "Help line,ہیلپ لائن,,,,2026-11-01\n",
        "Help line,ہیلپ لائن,1099,,,\n",
        "Help line,ہیلپ لائن,1099,,,yesterday\n",
        "Help line\n",
    ],
)
def test_a_line_without_name_number_or_day_is_refused_by_its_number(line):
    with pytest.raises(ReferralsUnreadableError) as refused:
        read_referrals((HEADER + GOOD + line).encode())
    assert refused.value.details == {"line": 3}


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", HEADER.encode()])
def test_what_is_no_list_gives_no_line(data):
    try:
        assert read_referrals(data) == ()
    except ReferralsUnreadableError:
        assert data != HEADER.encode()


def test_a_list_is_stale_when_its_oldest_line_was_not_tried_for_three_months():
    fresh, old = "2026-11-01", "2026-08-01"
    lines = HEADER + GOOD + GOOD.replace(fresh, old)
    assert is_stale(read_referrals(lines.encode()), date(2026, 11, 20))
    assert not is_stale(read_referrals(lines.encode()), date(2026, 10, 30))
    assert not is_stale((), date(2030, 1, 1))
