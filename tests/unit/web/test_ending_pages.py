"""The end of an interview, the supervisor's reading, and what leaves."""

import errno
from pathlib import Path

import pytest
from field_client import FieldClient
from people import INTERVIEWER, SUPERVISOR

from survey_app.web.field import sticks
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import unlock

STORY = "Amina told me on 0300-1234567 that it was hard."


@pytest.fixture
def told(garden):
    """The interview with a few answers, at the page of all answers."""
    for _ in range(30):
        if garden.asked == "How many trees?":
            garden.wish("next", garden__trees="7")
        elif garden.asked == "Tell about it.":
            garden.wish("next", garden__story=STORY)
        elif garden.asked == "Which fruits?":
            garden.wish("empty:91:q-garden-fruits")
        elif garden.asked == "All answers":
            return garden
        else:
            garden.wish("skip" if 'value="skip"' in garden.html else "next")
    raise AssertionError(garden.text)


@pytest.fixture
def sealed(told):
    return told.get("/interview/finish").send("/interview/finish")


@pytest.fixture
def reader(app, sealed):
    return FieldClient(app).get("/unlock").send("/unlock", passphrase=SUPERVISOR)


def test_all_answers_are_read_back_and_what_is_for_the_researcher_is_not(told):
    assert "How many trees? 7" in told.text
    assert "Which fruits? Prefers not to answer" in told.text
    assert STORY in told.text
    assert "Is it quiet here?" not in told.text


def test_an_answer_can_be_taken_back_and_is_then_gone_once_it_was_asked_for_twice(told):
    told.send("/interview/answers", do="strike:q-garden-story")
    assert "Take this answer back?" in told.text
    assert STORY in told.send("/interview/answers", do="keep:q-garden-story").text
    assert "Take this answer back?" not in told.text
    told.send("/interview/answers", do="strike-now:q-garden-story")
    assert STORY not in told.text
    assert "Removed at her wish" in told.text


def test_an_answer_can_be_changed(told):
    told.send("/interview/answers", do="change:/data/garden/trees")
    assert told.asked == "How many trees?"
    assert 'value="7"' in told.html


@pytest.mark.parametrize(
    "wish", ["strike:q-nothing", "strike-now:q-nothing", "change:/data/nothing", "fly"]
)
def test_a_wish_for_what_is_not_there_changes_nothing(told, wish):
    assert told.send("/interview/answers", do=wish).asked == "All answers"


@pytest.mark.parametrize("tag", ["ur", "en"])
def test_the_receipt_is_in_the_language_of_the_interview(interviewer, tag):
    interviewer.send("/begin", form="khan_2024", language=tag)
    (visit,) = interviewer.app.extensions[EXTENSION].visits.all()
    asked = visit.sitting.interview.form.questions
    visit.sitting.answer({asked[name].path: "yes" for name in ("free_now", "consent")})
    interviewer.get("/interview/finish").send("/interview/finish")
    assert f'lang="{tag}"' in interviewer.html
    assert 'id="receipt-code"' in interviewer.html


def test_finishing_asks_first_then_shows_the_receipt_until_it_was_handed_over(told):
    assert told.get("/interview/finish").asked == "Finish the interview?"
    told.send("/interview/finish")
    assert told.asked == "Thank you"
    code = told.html.split('id="receipt-code">')[1][:12]
    assert code.startswith("03")
    assert code in told.get("/").html
    told.send("/receipt")
    assert code not in told.get("/receipt").html
    assert "1 finished interview is sealed on this laptop." in told.text


def test_without_her_consent_nothing_is_kept(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    interviewer.wish("next", opening__consent="no").get("/interview/answers")
    assert "nothing of this may be kept" in interviewer.text
    assert "Finish the interview" not in interviewer.text
    interviewer.get("/interview/finish")
    assert interviewer.asked == "All answers"


def test_stopping_early_leads_to_the_answers(garden):
    garden.get("/interview/pause").send("/interview/stop")
    assert garden.asked == "All answers"


def test_a_finished_interview_cannot_be_opened_again(sealed, app):
    sealed.send("/receipt")
    assert "Open interviews" not in sealed.text
    again = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert STORY not in again.text


def test_suspected_words_are_ticked_and_replaced(reader):
    reader.get("/texts")
    assert "Tell about it." in reader.text
    ticked = [value for name, value in reader.fields if name == "word"]
    words = STORY.split()
    assert words.index("0300-1234567") in map(int, ticked)
    reader.send("/texts", do="redact", no_story="yes")
    assert "No text is waiting" in reader.text


def test_a_text_leaves_only_after_the_reader_said_that_no_story_fits_one_person(reader):
    reader.get("/texts").send("/texts", do="redact")
    assert reader.status == 422
    assert "no story that fits only one person" in reader.text
    assert 'data-sort="number"' in reader.html


def test_a_telephone_number_never_leaves_as_it_is(reader):
    reader.get("/texts").send("/texts", do="clear", no_story="yes")
    assert reader.status == 422
    assert "would stay readable" in reader.text


def test_the_last_decision_can_be_undone(reader):
    reader.get("/texts").send("/texts", do="hold")
    assert "No text is waiting" in reader.text
    undo = reader.html.split('value="undo:')[1].split('"')[0]
    reader.send("/texts", do=f"undo:{undo}")
    assert "Tell about it." in reader.text


def test_replacing_needs_a_ticked_word(reader):
    reader.get("/texts").send("/texts", do="redact", word=None, no_story="yes")
    assert "Tick the words to replace first" in reader.text


def test_a_text_is_found_by_its_words_and_by_its_question(reader):
    for words in ("HARD amina", "tell about"):
        reader.get("/texts").send("/texts", do="find", words=words)
        assert "0300-1234567" in reader.html
    reader.send("/texts", do="find", words="lahore")
    assert "Nothing that waits fits what you look for." in reader.text
    assert "0300-1234567" not in reader.html
    reader.send("/texts", do="all")
    assert "0300-1234567" in reader.html


def test_an_interviewer_reads_no_texts(sealed):
    assert "supervisor" in sealed.get("/texts").text
    assert sealed.status == 409


def test_the_supervisor_sees_in_numbers_how_easily_a_woman_could_be_found(reader):
    reader.get("/risk")
    assert reader.status == 200
    assert "What could give her away" in reader.text
    assert "1 are the only one of their kind" in reader.text or "no question" in reader.text
    assert STORY not in reader.html


def test_an_interviewer_sees_no_risk(sealed):
    assert sealed.get("/risk").status == 409


def test_nothing_unreviewed_is_packed(reader, tmp_path):
    reader.get("/export")
    assert "There is nothing to pack yet" in reader.text
    reader.send("/export", typed=str(tmp_path))
    assert reader.status == 422
    assert not list(tmp_path.glob("*.bundle"))


def test_what_was_reviewed_is_packed_and_its_receipt_shown(reader, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    reader.get("/texts").send("/texts", do="redact", no_story="yes")
    reader.get("/export").send("/export", typed=str(stick))
    assert reader.asked == "Send and receipts"
    assert "interview was sealed into" in reader.text
    (bundle,) = stick.glob("*.bundle")
    assert STORY.encode() not in bundle.read_bytes()
    assert "Confirmed by" in reader.text


def test_a_packed_file_is_found_by_its_name_and_by_what_it_waits_for(reader, tmp_path):
    reader.get("/texts").send("/texts", do="redact", no_story="yes")
    reader.get("/export").send("/export", typed=str(tmp_path))
    (bundle,) = tmp_path.glob("*.bundle")
    reader.send("/sync/find", do="find", words=bundle.name[:6].upper())
    assert "Confirmed by" in reader.text
    for nothing in ({"words": "no-such-name"}, {"words": "", "open": "yes"}):
        reader.send("/sync/find", do="find", **nothing)
        assert "Nothing fits what you look for." in reader.text
        assert "Confirmed by" not in reader.text
    reader.send("/sync/find", do="all")
    assert "Confirmed by" in reader.text


@pytest.mark.parametrize("page", ["/export", "/sync"])
@pytest.mark.parametrize("place", ["/nowhere/at/all", f"/{'long' * 99}", "~nobody-at-all/x"])
def test_a_place_that_is_not_there_is_told_and_loses_nothing(reader, page, place):
    reader.get("/texts").send("/texts", do="redact", no_story="yes")
    reader.get(page).send(page, typed=place)
    assert reader.status == 422
    assert any(told in reader.text for told in (place, str(Path(place))))


def test_a_stick_that_was_pulled_out_is_not_offered_and_costs_no_page(tmp_path, monkeypatch):
    def is_mounted(path):
        if path == tmp_path / "gone":
            raise OSError(errno.EIO, "gone")
        return True

    for name in ("gone", "there"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sticks, "HOMES_OF_STICKS", (tmp_path,))
    monkeypatch.setattr(Path, "is_mount", is_mounted)
    assert tuple(sticks._mounted()) == (tmp_path / "there",)


def test_a_place_that_is_typed_counts_before_the_stick_that_stands_chosen(
    reader, tmp_path, monkeypatch
):
    stick, typed = tmp_path / "stick", tmp_path / "typed"
    stick.mkdir()
    typed.mkdir()
    monkeypatch.setattr("survey_app.web.field.pages.outgoing.sticks", lambda: (stick,))
    reader.get("/texts").send("/texts", do="redact", no_story="yes")
    reader.get("/export").send("/export", offered=str(stick), typed=str(typed))
    assert list(typed.glob("*.bundle"))
    assert not list(stick.iterdir())


def test_no_place_at_all_is_told_at_the_field(reader):
    reader.get("/texts").send("/texts", do="redact", no_story="yes")
    reader.get("/export").send("/export", typed="")
    assert "type where the folder is" in reader.text


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_risk_is_told_in_the_words_of_the_questions_with_their_names_small_beside(
    supervisor, tag
):
    laptop = supervisor.app.extensions[EXTENSION].laptop()
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    form = sitting.interview.form
    refs = {name: question.path for name, question in form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes", refs["age"]: "45"})
    sitting.finish()
    supervisor.get("/").send("/language", language=tag, back="outgoing.risk")
    label = form.wording(form.questions["age"].label, tag)
    assert f"<bdi>{label}</bdi><br><small><code>age</code></small>" in supervisor.html
    assert supervisor.html.count("age</code>") == 1


def ticked_in(reader):
    return [value for name, value in reader.fields if name == "word"]


def test_what_a_reader_chose_stays_chosen_when_the_page_is_refused(reader):
    own = [*ticked_in(reader.get("/texts")), "8"]
    for verb, sent in (("redact", own), ("clear", ["8"])):
        reader.send("/texts", do=verb, word=sent, role="village")
        assert ("no_story", "yes") not in reader.fields
        assert reader.status == 422
        assert ticked_in(reader) == sent
        assert ("role", "village") in reader.fields


def test_the_box_about_stories_stays_ticked_when_no_word_was(reader):
    reader.get("/texts").send("/texts", do="redact", word=[], no_story="yes")
    assert reader.status == 422
    assert ("no_story", "yes") in reader.fields


def test_who_looks_again_at_a_text_finds_the_words_she_added(reader):
    own = sorted([*ticked_in(reader.get("/texts")), "8"], key=int)
    reader.send("/texts", do="redact", word=own, no_story="yes")
    undo = reader.html.split('value="undo:')[1].split('"')[0]
    assert ticked_in(reader.send("/texts", do=f"undo:{undo}")) == own


@pytest.mark.parametrize("verb", ["redact", "clear", "hold"])
def test_a_page_that_did_not_show_what_is_suspected_by_now_decides_nothing(reader, verb):
    old = dict(reader.get("/texts").fields)["state"]
    own = sorted([*ticked_in(reader), "8"], key=int)
    reader.send("/texts", do="redact", word=own, no_story="yes")
    undo = reader.html.split('value="undo:')[1].split('"')[0]
    reader.send("/texts", do=f"undo:{undo}")
    reader.send("/texts", do=verb, word=own[:1], no_story="yes", state=old)
    assert reader.status == 422
    assert ("no_story", "yes") not in reader.fields
    assert "Look again, then decide" in reader.text
    assert ticked_in(reader) == own
    assert "text is waiting" in reader.text
    reader.send("/texts", do=verb, no_story="yes", state="another text:with nothing suspected")
    assert reader.status == 422
    assert "8" in ticked_in(reader)
