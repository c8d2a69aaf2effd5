"""A running interview: answers, relevance, calculation, constraints, repeats.

Room: interview (floor 4). State lives here; the definition it follows lives in xform.
Spec: docs/spec/interview-draft.md, docs/spec/submission.md.
Promise: saving and loading at any point changes nothing.
Door: `begin` and `resume` make an `Interview`; `finalize` and `read_submission` a `Submission`.
"""

from survey_app.interview.choosing import Choice
from survey_app.interview.environment import Environment
from survey_app.interview.errors import InterviewError
from survey_app.interview.judging import Outcome, Problem, Validity
from survey_app.interview.running import Interview, begin, resume
from survey_app.interview.screens import Screen
from survey_app.interview.speaking import TextPart
from survey_app.interview.submission import Answer, Submission, read_submission
from survey_app.interview.viewing import QuestionView
from survey_app.xform.empties import EmptyKind

__all__ = [
    "Answer",
    "Choice",
    "EmptyKind",
    "Environment",
    "Interview",
    "InterviewError",
    "Outcome",
    "Problem",
    "QuestionView",
    "Screen",
    "Submission",
    "TextPart",
    "Validity",
    "begin",
    "read_submission",
    "resume",
]
