"""A running interview: answers, relevance, calculation, constraints, repeats.

Room: interview (floor 4). State lives here; the definition it follows lives in xform.
Spec: docs/spec/interview-draft.md, docs/spec/submission.md.
Promise: saving and loading at any point changes nothing.
Door: `begin`, `resume` and `edit` make an `Interview`; `finalize` and `read_submission` a
`Submission`; `look_at` says what a submission brings, `unfit` what of it could not be answered.
"""

from survey_app.interview.arriving import Arrival, form_id_of, look_at
from survey_app.interview.choosing import Choice
from survey_app.interview.editing import edit
from survey_app.interview.entities import EntityChange
from survey_app.interview.environment import Environment
from survey_app.interview.errors import InterviewError
from survey_app.interview.fitting import unfit
from survey_app.interview.judging import Outcome, Problem, Validity
from survey_app.interview.keeping import NOTHING_KEPT, Kept, kept_answers, kept_entities
from survey_app.interview.opening import begin, resume
from survey_app.interview.rows import RowTakenOut
from survey_app.interview.running import Interview
from survey_app.interview.screens import Screen
from survey_app.interview.speaking import TextPart
from survey_app.interview.submission import Answer, Submission, read_submission
from survey_app.interview.viewing import QuestionView
from survey_app.xform.empties import EmptyKind

__all__ = [
    "NOTHING_KEPT",
    "Answer",
    "Arrival",
    "Choice",
    "EmptyKind",
    "EntityChange",
    "Environment",
    "Interview",
    "InterviewError",
    "Kept",
    "Outcome",
    "Problem",
    "QuestionView",
    "RowTakenOut",
    "Screen",
    "Submission",
    "TextPart",
    "Validity",
    "begin",
    "edit",
    "form_id_of",
    "kept_answers",
    "kept_entities",
    "look_at",
    "read_submission",
    "resume",
    "unfit",
]
