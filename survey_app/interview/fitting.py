"""Whether what another tool wrote fits the questions it answers.

Room: interview.
Spec: docs/spec/submission.md, "Back into an interview".
Promise: nothing is taken away; what does not fit stands as it was written, and is named.
"""

from collections.abc import Iterator
from datetime import UTC

from survey_app.interview.accepting import SELECTS, accepted
from survey_app.interview.judging import Validity
from survey_app.interview.running import Interview
from survey_app.interview.submission import Submission
from survey_app.interview.works import Works
from survey_app.xform.definition import QuestionDef
from survey_app.xform.kept import TIMED

_NOT_ASKED = frozenset({None, "note"})


def bring_to_form(works: Works) -> None:
    """Keep each answer in the form in which it would be kept if it were given here.

    Other tools write blanks and line ends around a value, idle zeros, choices in another order.
    What cannot be an answer here stays as it is.
    """
    for node in works.root.everything():
        question = node.question
        if question is None or question.control in _NOT_ASKED or not node.value:
            continue
        offered = works.chooser.offer(node, question).places if _chooses(question) else {}
        zone = works.zone if question.data_type in TIMED else UTC
        text, _ = accepted(question, node.value.strip(), offered, zone)
        if text is not None and (not text or question.data_type != "string" or _chooses(question)):
            works.engine.set_value(node, text)
    works.engine.run()


def unfit(interview: Interview, submission: Submission) -> tuple[str, ...]:
    """Return the places of answers that stand but could not be given here.

    They are of another type, no choice, hidden by a condition, or break a constraint.
    """
    found = dict.fromkeys(_not_to_be_given(interview, submission))
    for problem in interview.validate():
        if problem.validity is not Validity.REQUIRED_BUT_EMPTY:
            found[problem.ref] = None
    return tuple(found)


def _not_to_be_given(interview: Interview, submission: Submission) -> Iterator[str]:
    for answer in submission.answers:
        question = interview.form.nodes[answer.path]
        if not answer.value.strip() or not interview.exists(answer.ref):
            continue
        if not isinstance(question, QuestionDef) or question.control in _NOT_ASKED:
            continue
        stands = interview.value(answer.ref)
        offered = interview.choices(answer.ref) if _chooses(question) else ()
        places = {one.value: at for at, one in enumerate(offered)}
        if not stands or accepted(question, stands, places, UTC).text is None:
            yield answer.ref


def _chooses(question: QuestionDef) -> bool:
    return question.control in SELECTS
