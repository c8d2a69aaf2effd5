"""The list of places that help: what a line needs, and when it is stale."""

from datetime import date

import pytest
from people import STUDY_PASSPHRASE

from survey_app.i18n.locales import LANGUAGES, Language
from survey_app.web.field.pages.card import _line
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study import referrals
from survey_app.workflows.study.care_errors import (
    ReferralNotCalledError,
    ReferralsLettersError,
    ReferralsUnreadableError,
)
from survey_app.workflows.study.care_settings import DAILY_CAP, CareSettings, care_from_json
from survey_app.workflows.study.packs import read_pack
from survey_app.workflows.study.referrals import is_stale, read_referrals, refuse_uncalled

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
        "Help line,ہیلپ لائن,9.23E+11,,,2026-11-01\n",
        "Help line,ہیلپ لائن,1099,,,\n",
        "Help line,ہیلپ لائن,1099,,,yesterday\n",
        "Help line\n",
    ],
)
def test_a_line_without_name_number_or_day_is_refused_by_its_number(line):
    with pytest.raises(ReferralsUnreadableError) as refused:
        read_referrals((HEADER + GOOD + line).encode())
    assert refused.value.details == {"line": 3}


def test_a_header_alone_gives_no_line():
    assert read_referrals(HEADER.encode()) == ()


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_list_may_be_parted_as_a_spreadsheet_parts_it(sign):
    whole = HEADER + GOOD
    written = whole.replace(",", sign).encode("utf-8-sig")
    assert read_referrals(written) == read_referrals(whole.encode())


@pytest.mark.parametrize(
    "line",
    [
        b"Help line,????,1099,,,2026-11-01\n",  # what a spreadsheet leaves of Urdu
        "Help line,ہیلپ ????,1099,,,2026-11-01\n".encode(),
        "Help line,ہیلپ \ufffd\ufffd,1099,,,2026-11-01\n".encode(),
        "Help line,ہیلپ لائن,1099,Free,???,2026-11-01\n".encode(),
        "Help line,ÛÛŒÙ„Ù¾,1099,,,2026-11-01\n".encode(),  # UTF-8 that was opened as another
        "Help line,ہیلپ لائن,1099,,,2026-11-01\n".encode("cp1256", "replace"),
    ],
)
def test_a_name_or_note_whose_letters_were_lost_is_refused_by_its_line(line):
    with pytest.raises(ReferralsLettersError) as refused:
        read_referrals((HEADER + GOOD).encode() + line)
    assert refused.value.details == {"line": 3}


@pytest.mark.parametrize(
    ("number", "checked"),
    [
        ("000-0001", "2026-11-01"),
        ("۰۰۰ 0001", "2026-11-01"),
        ("0000001", "2026-11-01"),
        ("1099", "2027-11-01"),
    ],
)
def test_a_real_study_takes_no_number_that_nobody_can_have_called(number, checked):
    lines = HEADER + GOOD + GOOD.replace("1099", number).replace("2026-11-01", checked)
    refuse_uncalled(read_referrals((HEADER + GOOD).encode()), date(2026, 10, 31))
    with pytest.raises(ReferralNotCalledError) as refused:
        refuse_uncalled(read_referrals(lines.encode()), date(2026, 11, 2))
    assert refused.value.details == {"number": number}


def test_a_list_is_stale_when_its_oldest_line_was_not_tried_for_three_months():
    fresh, old = "2026-11-01", "2026-08-01"
    lines = HEADER + GOOD + GOOD.replace(fresh, old)
    assert is_stale(read_referrals(lines.encode()), date(2026, 11, 20))
    assert not is_stale(read_referrals(lines.encode()), date(2026, 10, 30))
    assert not is_stale((), date(2030, 1, 1))


def test_a_further_language_may_lack_in_a_list_and_its_card_has_the_english_names(monkeypatch):
    pashto = Language("ps", "rtl", "پښتو", "Pashto", "ps_PK")
    monkeypatch.setattr(referrals, "LANGUAGES", {**LANGUAGES, "ps": pashto})
    (one,) = read_referrals(f"{HEADER}{GOOD}".encode())
    assert set(one.names) == {"en", "ur"}
    assert (_line(one, "ps").name, _line(one, "ps").tongue) == (one.names["en"], LANGUAGES["en"])
    assert _line(one, "ur").tongue is None
    with pytest.raises(ReferralsUnreadableError):
        read_referrals(f"name_ps,{HEADER},{GOOD}".encode())
