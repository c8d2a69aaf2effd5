"""Whether the answer by which a woman agrees to sharing can ever be given, and reach the merge.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md sections 4 and 7.
"""

from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.protected_cells import leaves
from survey_app.disclosure.planning.roles import Shape
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_

_NO_ANSWER = N_(
    "sdc_share_if names {question}, but no such question outside of a repeat keeps its answer as "
    "it was given, so nobody could ever agree and no row be shared. Name a question that is kept."
)
_NO_CHOICE = N_(
    "sdc_share_if waits for {answer}, which is no choice of {question}, so nobody could ever agree "
    "and no row be shared. Write the name of the choice, not its label."
)


def why_nobody_agrees(plan: Plan) -> Sentence | None:
    """Return why no woman can agree to sharing as the plan waits for it; None when she can."""
    if plan.share_if is None:
        return None
    name, answer = plan.share_if
    rule = plan.rules.get(name)
    method = "drop" if rule is None else str(rule.method)
    if rule is None or rule.roster or not leaves(rule) or method not in {"keep", "level:0"}:
        return Sentence(_NO_ANSWER, {"question": name})
    if rule.shape is Shape.CHOICE and rule.hierarchy and answer not in rule.hierarchy:
        return Sentence(_NO_CHOICE, {"question": name, "answer": answer})
    return None
