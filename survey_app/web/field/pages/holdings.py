"""What this laptop would give up now, and the full check of what it keeps.

Room: web, field desk.
Promise: the page counts the real laptop at this moment; it opens nothing to do so.
"""

from flask import Blueprint
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.workflows.integrity import evidence
from survey_app.workflows.integrity.full_check import check_all
from survey_app.workflows.integrity.holdings import holdings as counted

pages = Blueprint("holdings", __name__)

NAMES = {
    "pages": N_("The file of the interviews"),
    "log": N_("Entries of the log"),
    "drafts": N_("Open interviews"),
    "draft_files": N_("Photographs and recordings of open interviews"),
    "notes": N_("Notes for the next interview"),
    "records": N_("Finished interviews"),
    "views": N_("Anonymised sides"),
    "files": N_("Interviews with photographs or recordings"),
    "amendments": N_("Interviews with amendments"),
    "packs": N_("Study packs"),
    "bundles": N_("Packed files"),
}


@pages.get("/holdings")
@unlocked_only
def holdings() -> ResponseReturnValue:
    """Say what would be given up at this moment."""
    visit = current_visit()
    laptop, person = who(visit)
    return render(
        "holdings/holdings.html",
        held=counted(laptop, person),
        is_sitting=visit.sitting is not None,
        others=sum(other.person is not None for other in the_desk().visits.others(visit)),
        words=evidence.tally_words(laptop),
        form=PageForm(),
    )


@pages.post("/check")
@unlocked_only
def check() -> ResponseReturnValue:
    """Read everything that is kept, and say what is damaged."""
    laptop, person = who(current_visit())
    person.reviews()  # the supervisor's work: it takes its time and nobody can save meanwhile
    return render("holdings/check.html", check=check_all(laptop, person), names=NAMES)
