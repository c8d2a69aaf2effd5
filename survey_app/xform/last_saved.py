"""What a form asks of the interview before: the questions it names through last-saved.

Room: xform.
Spec: docs/spec/kept-answers.md; ODK XForms 1.0, "secondary instances" (jr://instance/last-saved).
Promise: nothing is kept that the form does not name, and nothing that could hurt.
"""

from collections.abc import Iterable, Mapping

from lxml import etree

from survey_app.xform.definition import LastSaved, NodeDef, QuestionDef
from survey_app.xform.document import elements
from survey_app.xform.names import local
from survey_app.xpath.expression import Expression
from survey_app.xpath.syntax import Axis, Call, Literal, NameTest, Path, walk
from survey_app.xpath.syntax import Expression as Tree

_SOURCE = "jr://instance/last-saved"
_NEVER_KEPT_ROLES = frozenset({"", "direct", "text"})
KEPT_LEVELS = frozenset({"S0", "S1"})


def last_saved(
    model: etree._Element, expressions: Iterable[Expression], nodes: Mapping[str, NodeDef]
) -> LastSaved:
    """Return what a form reads of the interview before, found without running anything."""
    names = tuple(
        one.get("id", "")
        for one in elements(model)
        if local(one) == "instance" and one.get("src", "").strip() == _SOURCE
    )
    if not names:
        return LastSaved()
    naming = [one for one in expressions if any(name in one.source for name in names)]
    paths = {path for one in naming for path in _named(one.tree, names)}
    asked = [path for path in nodes if path in paths]
    return LastSaved(
        names,
        tuple(path for path in asked if may_be_kept(nodes[path])),
        tuple(path for path in asked if not may_be_kept(nodes[path])),
    )


def may_be_kept(node: NodeDef) -> bool:
    """Say whether an answer may wait on the laptop for the next interview.

    A question without a disclosure role counts as a direct identifier, one without a
    sensitivity as S3.
    """
    if not isinstance(node, QuestionDef) or node.screen_only:
        return False
    role = node.bind.extra.get("sdc:role", "")
    return role not in _NEVER_KEPT_ROLES and node.sensitivity in KEPT_LEVELS


def _named(tree: Tree, names: tuple[str, ...]) -> Iterable[str]:
    """Yield the places that paths into the instance name; predicates choose instances only."""
    for part in walk(tree):
        if not isinstance(part, Path) or not isinstance(part.start, Call):
            continue
        arguments = part.start.arguments
        if part.start.name != "instance" or not isinstance(arguments[0], Literal):
            continue
        steps = [
            step.test.name
            for step in part.steps
            if step.axis is Axis.CHILD and isinstance(step.test, NameTest)
        ]
        if arguments[0].text in names and len(steps) == len(part.steps):
            yield "/" + "/".join(steps)
