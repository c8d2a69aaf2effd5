"""Give XML attributes their values: from rules, and from actions.

Room: interview.
Spec: docs/spec/submission.md, "Entities".
"""

from survey_app.interview.asking import ask_text
from survey_app.interview.attributes import LiveAttribute, attribute_named
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.xform.definition import Action
from survey_app.xform.kept import clean_text
from survey_app.xform.rules import Rule
from survey_app.xpath.evaluation import Context


def work_out_attribute(rule: Rule, node: LiveNode, host: FormHost) -> bool:
    """Put what a rule calculates into its attribute of `node`; say whether that changed it."""
    attribute = attribute_named(node.attributes, rule.aspect[1:])
    if attribute is None:
        return False
    if not rule.expression.steady:
        host.turn(node, rule.aspect)
    return _put(attribute, ask_text(rule.expression, Context(attribute, host)))


def act_on_attribute(
    action: Action, attribute: LiveAttribute, node: LiveNode, host: FormHost
) -> bool:
    """Put what an action sets into an attribute of `node`; say whether that changed it."""
    if action.value is None:
        return _put(attribute, action.text)
    if not action.value.steady:
        host.turn(node, f"setvalue @{attribute.qualified}")
    return _put(attribute, ask_text(action.value, Context(attribute, host)))


def _put(attribute: LiveAttribute, value: str) -> bool:
    kept = clean_text(value)
    if attribute.value == kept:
        return False
    attribute.value = kept
    return True
