"""A private part whose form asks neither about the place nor for her leave: the app asks both."""

import pytest
from alone_study import FORM
from one_study import pack_of

ITS_OWN_GATE = ("quiet_place", "quiet_about", "quiet_consent", "${quiet_consent}")


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):
    """A study with the form of a private part, its questions about place and leave taken out."""
    folder = tmp_path_factory.mktemp("gateless")
    lines = (FORM / "form.md").read_text(encoding="utf-8").splitlines(keepends=True)
    own = folder / "alone"
    own.mkdir()
    kept = [line for line in lines if not any(name in line for name in ITS_OWN_GATE[:3])]
    group = [
        line.replace("| quiet_asked | | | ${quiet_consent} = 'yes' |", "| quiet_asked | | | |")
        for line in _with_group(lines, kept)
    ]
    (own / "form.md").write_text("".join(group), encoding="utf-8")
    return pack_of(folder, own, cost=cheap_argon2)


def _with_group(lines, kept):
    """Return `kept` with the line of the inner group, which only its condition had named."""
    group = next(line for line in lines if "quiet_asked" in line)
    at = next(place for place, line in enumerate(kept) if "quiet_words" in line)
    return [*kept[:at], group, *kept[at:]]


@pytest.fixture
def offered(interviewer):
    interviewer.send("/begin", form="alone", language="en")
    interviewer.wish("next", first__consent_given="yes")
    return interviewer.wish("next", first__town_size="3")


def _presses(person, do, **more):
    return person.send("/interview/alone", do=do, **more)


@pytest.mark.parametrize("way", ["alone", "aloud"])
def test_nothing_of_the_part_is_shown_before_the_researcher_has_looked_around(offered, way):
    assert offered.asked == "A part that she can answer alone"
    _presses(offered, way)
    assert offered.status == 422
    assert "Look around first" in offered.text
    assert "insult" not in offered.html


@pytest.mark.parametrize("way", ["alone", "aloud"])
def test_she_is_asked_for_leave_before_the_first_question_and_her_no_ends_the_part(offered, way):
    _presses(offered, way, looked="yes")
    if way == "alone":
        assert offered.asked == "Now the screen is hers"
        _presses(offered, "ready")
    assert offered.asked.startswith("May we ask you some questions")
    assert "insult" not in offered.html
    _presses(offered, "no")
    assert "insult" not in offered.html
    assert offered.get("/interview/alone").asked != "Did anyone insult you?"


def test_her_yes_leads_to_the_first_question(offered):
    _presses(offered, "aloud", looked="yes")
    _presses(offered, "yes")
    assert "Did anyone insult you?" in offered.text
