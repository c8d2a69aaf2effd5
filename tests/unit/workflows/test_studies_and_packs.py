"""A study's keys open only with its passphrase; a pack with an altered byte is refused."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.bundle.address import read_hub, refuse_unsigned
from survey_app.bundle.enrolment import make_ticket
from survey_app.bundle.errors import UnsignedTargetError
from survey_app.cli.main import main
from survey_app.confined import OutOfBoundsError
from survey_app.store.errors import StoreFullError
from survey_app.store.store import Store
from survey_app.vault import kem, signing
from survey_app.vault.errors import WrongPassphraseError
from survey_app.workflows.author import load_form
from survey_app.workflows.enrol import NewPerson, enrol_laptop, goes_back, install_pack
from survey_app.workflows.errors import (
    AlreadyEnrolledError,
    FormNotReadyError,
    InterviewerNeededError,
    NoStudyError,
    NotAHubAddressError,
    NotAPackError,
    NotEnrolledError,
    NotInstalledError,
    OtherStudyInstalledError,
    PackDamagedError,
    PackTooHeavyError,
    StudyDamagedError,
    StudyExistsError,
    SupervisorNeededError,
)
from survey_app.workflows.field_laptop.laptop import Role, open_laptop, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_forms, shipped_translations
from survey_app.workflows.study import packs_aside
from survey_app.workflows.study.packs import open_pack, pack_bytes, read_pack
from survey_app.workflows.study.studies import create_study, open_key, read_study, study_words


def test_each_key_of_a_study_matches_its_public_half(study):
    card = read_study(study)
    assert kem.public_of(open_key(study, "study", STUDY_PASSPHRASE)) == card.study_key
    assert kem.public_of(open_key(study, "analyst", STUDY_PASSPHRASE)) == card.analyst_key
    authority = open_key(study, "authority", STUDY_PASSPHRASE)
    assert signing.verify_key_of(authority) == card.authority_key


def test_a_wrong_passphrase_opens_no_key(study):
    with pytest.raises(WrongPassphraseError):
        open_key(study, "study", "not the passphrase at all")


def test_a_key_file_copied_over_another_is_refused(study, tmp_path):
    folder = tmp_path / "swapped"
    (folder / "keys").mkdir(parents=True)
    (folder / "study.json").write_bytes((study / "study.json").read_bytes())
    (folder / "keys" / "study.slot").write_bytes((study / "keys" / "analyst.slot").read_bytes())
    with pytest.raises(StudyDamagedError):
        open_key(folder, "study", STUDY_PASSPHRASE)


def test_a_card_with_another_key_is_seen_when_a_key_is_opened(study, tmp_path):
    folder = tmp_path / "forged"
    shutil.copytree(study, folder)
    card = read_study(study)
    forged = kem.public_of(kem.new_seed())
    text = (folder / "study.json").read_bytes()
    (folder / "study.json").write_bytes(
        text.replace(card.analyst_key.hex().encode(), forged.hex().encode())
    )
    with pytest.raises(StudyDamagedError):
        open_key(folder, "authority", STUDY_PASSPHRASE)


def test_a_second_study_does_not_overwrite_the_first(study, cheap_argon2):
    words = study_words(read_study(study))
    with pytest.raises(StudyExistsError):
        create_study(study, "x" * 20, title="T", cover_titles={}, cost=cheap_argon2)
    assert study_words(read_study(study)) == words


def test_a_folder_without_a_study_says_so(tmp_path):
    with pytest.raises(NoStudyError):
        read_study(tmp_path)


def test_a_pack_carries_forms_settings_and_public_keys(pack, study):
    opened = read_pack(pack)
    assert opened.card == read_study(study)
    assert [form.form_id for form in opened.forms] == ["khan_2024"]
    assert set(opened.forms[0].titles) >= {"en", "ur"}


def test_a_pack_names_the_hubs_that_its_laptops_may_send_to(study, tmp_path):
    old, new = (f"http://10.0.0.7:8766/#{key * 32}" for key in ("ab", "cd"))
    made = make_pack(
        study,
        STUDY_PASSPHRASE,
        form_folders=[shipped_translations().parent / "forms" / "khan_2024"],
        translations=shipped_translations(),
        out=tmp_path / "hub.pack",
        hubs=[f"http://10.0.0.7:8766#{'AB' * 32}"],
    )
    (named,) = read_pack(made).card.targets
    refuse_unsigned(read_hub(old), [named])
    with pytest.raises(UnsignedTargetError):
        refuse_unsigned(read_hub(new), [named])


@pytest.mark.parametrize(
    "slip",
    [
        "http://10.0.0.7:8766/",
        "http://10.0.0.7:8766/#abc",
        "ftp://h/#",
        f"10.0.0.7:8766/#{'ab' * 32}",
        "",
    ],
)
def test_a_hub_without_its_key_or_beginning_is_named_in_no_pack(study, tmp_path, slip):
    with pytest.raises(NotAHubAddressError):
        make_pack(
            study,
            STUDY_PASSPHRASE,
            form_folders=[],
            translations=shipped_translations(),
            out=tmp_path / "hub.pack",
            hubs=[slip],
        )
    assert not (tmp_path / "hub.pack").exists()


@pytest.mark.parametrize("demo", [True, False], ids=["half-of-it", "nobody-reviewed-it"])
def test_a_language_that_nobody_was_promised_is_left_out_until_it_is_ready(
    tmp_path, cheap_argon2, demo
):
    words = tmp_path / "translations" / "ur" / "LC_MESSAGES"
    words.mkdir(parents=True)
    whole = shipped_translations() / "ur" / "LC_MESSAGES" / "form-khan_2024.po"
    entries = whole.read_text(encoding="utf-8").split("\n\n")
    draft = "\n\n".join(entries[:9] if demo else entries)
    (words / "form-khan_2024.po").write_text(draft, encoding="utf-8")
    told = []

    def packed(cover_titles, place):
        create_study(
            place,
            STUDY_PASSPHRASE,
            title="t",
            cover_titles=cover_titles,
            demo=demo,
            cost=cheap_argon2,
        )
        return make_pack(
            place,
            STUDY_PASSPHRASE,
            form_folders=[shipped_translations().parent / "forms" / "khan_2024"],
            translations=tmp_path / "translations",
            left_out=lambda form, tag: told.append((form, tag)),
        )

    (form,) = read_pack(packed({"en": "Family"}, tmp_path / "english")).forms
    assert (set(form.titles), told) == ({"en"}, [("khan_2024", "ur")])
    with pytest.raises(FormNotReadyError):
        packed({"en": "Family", "ur": "گھر"}, tmp_path / "both")


def test_every_secret_of_the_study_is_absent_from_the_pack(pack, study):
    data = pack.read_bytes()
    for name in ("study", "analyst", "authority"):
        secret = open_key(study, name, STUDY_PASSPHRASE)
        assert secret not in data
        assert secret.hex().encode() not in data


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_pack_with_one_altered_bit_is_refused(pack, where, bit):
    data = bytearray(pack.read_bytes())
    data[int(where * len(data))] ^= 1 << bit
    with pytest.raises((PackDamagedError, NotAPackError)):
        open_pack(bytes(data), name="x.pack")


@pytest.mark.parametrize("change", [lambda d: d[:-1], lambda d: d + b"\0", lambda d: d[:40]])
def test_a_pack_cut_or_extended_is_refused(pack, change):
    with pytest.raises(PackDamagedError):
        open_pack(change(pack.read_bytes()), name="x.pack")


def test_a_child_says_of_a_pack_only_which_error_there_was(pack):
    data = pack.read_bytes()
    assert packs_aside.tried(data) == b""
    assert packs_aside.tried(data[:-1] + b"?") == b"PACK-001"
    assert packs_aside.tried(b"dear all") == b"PACK-002"


def test_a_pack_that_a_child_cannot_bear_is_refused_unread(pack, monkeypatch):
    def starved(_work, _data, limits):
        assert limits.memory < 1 << 31
        raise OutOfBoundsError

    monkeypatch.setattr(packs_aside, "in_a_child", starved)
    monkeypatch.setattr(packs_aside, "open_pack", None)
    with pytest.raises(PackTooHeavyError):
        packs_aside.refuse_unreadable(pack)
    monkeypatch.setattr(packs_aside, "in_a_child", None)
    monkeypatch.setattr(packs_aside, "LARGEST_PACK", pack.stat().st_size - 1)
    with pytest.raises(PackTooHeavyError):
        packs_aside.refuse_unreadable(pack)


def test_another_file_is_not_a_pack(tmp_path):
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotAPackError):
        read_pack(path)


def test_a_pack_of_another_study_cannot_replace_the_installed_one(
    data, tmp_path, pack, cheap_argon2
):
    other = tmp_path / "other"
    create_study(other, "y" * 20, title="O", cover_titles={}, demo=True, cost=cheap_argon2)

    authority = open_key(other, "authority", "y" * 20)
    card = read_study(other)
    foreign = tmp_path / "foreign.pack"
    foreign.write_bytes(pack_bytes(card, [], make_ticket(authority, card.study_id), authority))
    with pytest.raises(OtherStudyInstalledError):
        install_pack(data, foreign)
    opened = open_laptop(data)
    assert opened.study.title == "Test study"
    opened.close()


def test_a_pack_that_only_repeats_is_let_go_and_no_questionnaire_with_it(
    study, tmp_path, monkeypatch
):
    card, authority = read_study(study), open_key(study, "authority", STUDY_PASSPHRASE)
    form = load_form(shipped_forms()[1], shipped_translations())
    changed = replace(form, xform=form.xform + b"\n")
    heard = replace(form, files={"a.mp3": b"her voice"})

    def installed(name, *forms):
        path = tmp_path / name
        path.write_bytes(pack_bytes(card, forms, make_ticket(authority, card.study_id), authority))
        install_pack(tmp_path / "laptop", path)
        return path

    def refused(path, **_):
        raise PermissionError(path)

    def kept():
        packs = (read_pack(path) for path in (tmp_path / "laptop" / "packs").glob("*.pack"))
        return {one.pack_hash for one in packs}

    first = installed("first", form)
    again = installed("again", form)  # another list of places that help, say
    assert kept() == {read_pack(again).pack_hash}
    assert goes_back(tmp_path / "laptop", first)
    assert not goes_back(tmp_path / "laptop", again)
    with monkeypatch.context() as held:  # by another program, as Windows says it
        held.setattr(Path, "unlink", refused)
        still = installed("held", form)
    assert kept() == {read_pack(one).pack_hash for one in (again, still)}
    again = installed("let go", form)
    (tmp_path / "laptop" / "before-1.db").touch()  # its database names the pack of its day
    later = installed("after the update", form)
    assert kept() == {read_pack(one).pack_hash for one in (again, later)}
    (tmp_path / "laptop" / "before-1.db").unlink()
    again = installed("once nothing goes back", form)
    other = installed("other", changed)
    voices = installed("voices", heard)
    assert kept() == {read_pack(one).pack_hash for one in (again, other, voices)}
    installed("both", heard, changed)
    assert len(kept()) == 2  # that of the form without voices


def test_a_laptop_without_study_or_people_says_which_is_missing(tmp_path, pack):
    with pytest.raises(NotInstalledError):
        open_laptop(tmp_path / "nothing")
    install_pack(tmp_path / "bare", pack)
    bare = open_laptop(tmp_path / "bare")
    with pytest.raises(NotEnrolledError):
        unlock(bare, INTERVIEWER)
    bare.close()


def test_people_are_enrolled_once(data, cheap_argon2):
    with pytest.raises(AlreadyEnrolledError):
        enrol_laptop(data, [NewPerson(Role.SOLO, "9" * 16)], cost=cheap_argon2)


def test_a_passphrase_that_was_shown_and_not_put_in_place_is_said_to_open_nothing(
    tmp_path, pack, monkeypatch
):
    def full(*_what):
        raise StoreFullError(mebibytes=8)

    monkeypatch.setattr(Store, "change_keys", full)
    line = ["study", "install", str(pack), "--solo", "--data", str(tmp_path / "bare")]
    installed = CliRunner().invoke(main, line)
    assert (installed.exit_code, "shown once" in installed.output) == (1, True)
    assert "any passphrase shown above opens nothing" in installed.output


def test_nobody_is_set_up_whose_passphrase_could_not_be_shown(tmp_path, pack, cheap_argon2):
    def fails():
        raise OSError("no line")

    install_pack(tmp_path / "bare", pack)
    people = [NewPerson(Role.SOLO, "9" * 16)]
    with pytest.raises(OSError, match="no line"):
        enrol_laptop(tmp_path / "bare", people, show=fails, cost=cheap_argon2)
    assert enrol_laptop(tmp_path / "bare", people, cost=cheap_argon2)


def test_each_passphrase_opens_its_own_role_only(laptop):
    interviewer, supervisor = unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    assert interviewer.role is Role.INTERVIEWER
    assert supervisor.role is Role.SUPERVISOR
    with pytest.raises(SupervisorNeededError):
        interviewer.reviews()
    with pytest.raises(InterviewerNeededError):
        supervisor.interviews()
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, "0000 0000 0000 0000")


def test_a_site_key_swapped_on_the_disk_is_seen_at_unlock(laptop, data):
    card = laptop.store.get_meta("device")
    forged = kem.public_of(kem.new_seed()).hex().encode()
    real = laptop.device.site_key.hex().encode()
    laptop.store.set_meta("device", card.replace(real, forged))
    laptop.close()
    again = open_laptop(data)
    person = unlock(again, INTERVIEWER)
    assert person.site_key.hex().encode() == real
    again.close()
