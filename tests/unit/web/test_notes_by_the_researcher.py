"""The researcher can note something beside any question; it is kept, sealed, and taken back."""

from survey_app.interview import resume
from survey_app.web.field.desk import EXTENSION


def _sitting(app):
    (visit,) = [one for one in app.extensions[EXTENSION].visits.all() if one.sitting is not None]
    return visit.sitting


def test_a_note_is_kept_with_an_answer_a_skip_and_a_refusal(garden, app):
    trees = "/data/garden/trees"
    garden.wish("next", opening__setting__quiet="yes")
    assert "How many trees?" in garden.text
    garden.send("/interview", do="skip", **{"q-garden-trees-comment": "She laughed."})
    sitting = _sitting(app)
    assert sitting.interview.comment(trees) == "She laughed."
    garden.wish("back")
    assert "She laughed." in garden.html
    garden.send(
        "/interview", do="empty:91:q-garden-trees", **{"q-garden-trees-comment": "A pause."}
    )
    assert sitting.interview.comment(trees) == "A pause."
    garden.wish("back")
    fields = {"q-garden-trees": "3", "q-garden-trees-comment": "Counted twice."}
    garden.send("/interview", do="next", **fields)
    saved = sitting.interview.save()
    again = resume(sitting.interview.form, saved, sitting.interview._works.environment)
    assert (again.value(trees), again.comment(trees)) == ("3", "Counted twice.")
    assert again.save() == saved


def test_a_note_is_sealed_with_the_interview_and_goes_when_the_answer_is_taken_back(garden, app):
    interview = _sitting(app).interview
    interview.remark("/data/garden/trees", "Counted twice.")
    interview.remark("/data/garden/story", "She wept.")
    interview.strike("/data/garden/story")
    xml = interview.finalize().xml
    assert b'sa:comment="Counted twice."' in xml
    assert b"wept" not in xml
