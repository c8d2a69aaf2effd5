"""The page of seizure says what is so, to whoever is in, in both languages."""

import re

from field_client import FieldClient
from people import INTERVIEWER, SUPERVISOR
from sqlite_utils import Database

from survey_app.web.field.desk import EXTENSION


def _laptop(browser):
    return browser.app.extensions[EXTENSION].laptop()


def _figures(browser):
    pairs = re.findall(r"<span>([^<]+)</span><strong>(\d+)</strong>", browser.html)
    return {name: int(number) for name, number in pairs}


def test_the_first_page_leads_there_and_shows_the_words_of_the_tally(interviewer, supervisor):
    for browser in (interviewer, supervisor):
        browser.get("/")
        words = browser.html.split("Words for the paper tally")[1]
        assert re.search(r'<bdi lang="en" dir="ltr">[a-z]+ [a-z]+ [a-z]+ [a-z]+</bdi>', words)
        assert 'href="/holdings"' in browser.html


def test_it_is_closed_before_the_passphrase(browser):
    assert browser.get("/holdings").asked == "Unlock"


def test_it_tells_an_interviewer_her_open_interviews_and_nothing_finished(garden):
    garden.get("/holdings")
    assert "unlocked with an interviewer's passphrase" in garden.text
    assert "The interview on the screen can be read" in garden.text
    assert "1 open interview of this person can be read" in garden.text
    assert "can be read, also texts that nobody has reviewed" not in garden.text
    assert _figures(garden)["Open interviews"] == 1
    assert _figures(garden)["Finished interviews"] == 0
    assert "Check everything" not in garden.text


def test_it_tells_a_supervisor_the_anonymised_sides(garden, supervisor):
    supervisor.get("/holdings")
    assert "unlocked with a supervisor's passphrase" in supervisor.text
    assert "1 other window is unlocked too" in supervisor.text
    assert "The interview on the screen" not in supervisor.text
    assert "1 open interview of another person" in supervisor.text
    assert _figures(supervisor)["People with a passphrase"] == 2


def test_it_speaks_urdu_and_names_nobody(interviewer):
    interviewer.get("/holdings").send("/language", language="ur", back="holdings.holdings")
    assert 'lang="ur" dir="rtl"' in interviewer.html
    assert "What this laptop" not in interviewer.text


def test_a_supervisor_checks_everything_by_a_button_and_an_interviewer_cannot(
    interviewer, supervisor
):
    supervisor.get("/holdings").send("/check")
    assert "Everything that was read is whole" in supervisor.text
    interviewer.get("/holdings").send("/check")
    assert "This needs the supervisor's passphrase" in interviewer.text


def test_the_door_tells_what_was_taken_out_behind_the_log(app, data):
    browser = FieldClient(app).get("/unlock")
    _laptop(browser)
    db = Database(data / "interviews.db")
    db.execute("INSERT INTO withdrawn VALUES ('somebody')")
    db.conn.commit()
    db.close()
    for passphrase in (INTERVIEWER, SUPERVISOR):
        inside = FieldClient(app).get("/unlock").send("/unlock", passphrase=passphrase)
        assert "Something was removed, changed or added outside the program" in inside.text
