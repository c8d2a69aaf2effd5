"""Two tabs of one browser, and pages that are shown again after their interview: they end, strike
and seal nothing that they were not about."""

import pytest
from field_client import FieldClient

from survey_app.web.field.desk import EXTENSION

TREES = "/data/garden/trees"


def _begin(browser, trees):
    browser.get("/").send("/begin", form="every_control", language="en")
    browser.wish("next", opening__consent="yes")
    (visit,) = [one for one in browser.app.extensions[EXTENSION].visits.all() if one.sitting]
    visit.sitting.answer({TREES: trees})
    return visit


def _kept(browser, path):
    """Return a second tab that shows `path` as it is now: it shares the cookie."""
    tab = FieldClient(browser.app)
    tab._client = browser._client
    return tab.get(path)


@pytest.fixture
def tabs(interviewer):
    """What the tabs show of one interview, and the visit in which another one is open now."""
    _begin(interviewer, "7")
    paths = ("/interview/finish", "/interview/answers", "/interview/pause", "/interview/moment")
    kept = {path: _kept(interviewer, path) for path in paths}
    return kept, _begin(interviewer, "8")


def test_a_tab_of_another_interview_can_neither_seal_nor_stop_nor_strike_this_one(tabs):
    kept, visit = tabs
    wishes = (
        ("/interview/finish", "/interview/finish", {}),
        ("/interview/answers", "/interview/answers", {"do": "strike-now:q-garden-trees"}),
        ("/interview/pause", "/interview/stop", {}),
        ("/interview/moment", "/interview/moment", {"do": "stop"}),
        ("/interview/moment", "/interview/moment", {"do": "skip"}),
    )
    for shown, path, wish in wishes:
        page = kept[shown].html
        assert "That page was an old one" in kept[shown].send(path, **wish).text, (path, wish)
        kept[shown].reply.set_data(page)
        assert visit.sitting is not None
        assert visit.sitting.interview.value(TREES) == "8"
        assert not visit.sitting.interview.stopped


def test_the_pause_of_another_interviews_page_still_locks(tabs):
    kept, visit = tabs
    kept["/interview/moment"].send("/interview/moment", do="later")
    assert visit.person is None


def test_the_number_of_one_woman_stays_until_it_was_handed_over(interviewer):
    _begin(interviewer, "7")
    first_page, paper = _kept(interviewer, "/"), _kept(interviewer, "/paper")
    interviewer.get("/interview/finish").send("/interview/finish")
    number = interviewer.text
    assert "This number is yours" in number
    old = _kept(interviewer, "/receipt")
    assert first_page.send("/begin", form="every_control", language="en").text == number
    assert paper.send("/paper/begin").text == number
    interviewer.send("/receipt")
    _begin(interviewer, "8")
    interviewer.get("/interview/finish").send("/interview/finish")
    other = interviewer.text
    assert other != number
    assert old.send("/receipt").text == other
