"""The rules of a form as the running order needs them: side by side, by rank.

Room: interview. Worked out once for a form. A chain of a thousand rules is run within one answer:
what each needs lies in one row, not at the end of a way through its rule and expression.
"""

from typing import NamedTuple

from survey_app.interview.ringing import kept_rule
from survey_app.xform.definition import FormDef, QuestionDef
from survey_app.xform.rules import Rule
from survey_app.xpath.evaluation import Context, Evaluate, EvaluateTruth

_CONDITIONS = frozenset({"relevant", "readonly", "required"})


class Step(NamedTuple):
    """One rule. `data_type` is that of the question whose value it calculates, else "".

    `evaluate` gives the value of a calculation; `decide` says whether a condition holds.
    """

    aspect: str
    evaluate: Evaluate
    decide: EvaluateTruth
    data_type: str
    steady: bool
    rule: Rule


def is_asked_again(rule: Rule, *, rings_stay: bool) -> bool:
    """Say whether a rule takes part in taking up a loaded interview."""
    asked = rule.aspect in _CONDITIONS and not rule.stays(rings_stay=rings_stay)
    return asked or rule.aspect == "choices"


def steps_of(form: FormDef) -> tuple[Step, ...]:
    """Return the steps of a form, by rank."""
    kept = form.keep("steps")
    known = kept.get("all")
    if not isinstance(known, tuple):
        known = kept["all"] = tuple(_step(rule, form) for rule in form.rules)
    return known


def _step(rule: Rule, form: FormDef) -> Step:
    if rule.keeps:
        rule = kept_rule(rule, form)
    node = form.nodes[rule.path]
    calculates = rule.aspect == "calculate" and isinstance(node, QuestionDef)
    return Step(
        rule.aspect,
        rule.expression.value,
        rule.expression.truth if rule.aspect in _CONDITIONS else _unasked,
        node.bind.data_type if calculates else "",
        rule.expression.steady,
        rule,
    )


def _unasked(_context: Context) -> bool:
    """Stand in the place of the condition of a rule that has none."""
    return True
