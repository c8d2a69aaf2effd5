"""Which calculations may wait until somebody looks: what no rule, text or action reads.

Room: xform.
Spec: docs/spec/form-definition.md, "Rules"; docs/adr/0151-what-nobody-reads-waits.md.
Promise: what waits gives the same whenever it is worked out, and nothing of the form can tell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from survey_app.xform.definition import Action, NodeDef, QuestionDef
from survey_app.xform.references import references
from survey_app.xform.rules import Dependent, Rule
from survey_app.xform.wording import Translations
from survey_app.xpath.calls import Kind

_PLACE = re.compile(r"[\w./:-]+")
_WIDE = re.compile(r"\*|//|@|::|\b(?:node|text)\(")
"""What can lead from a text to a place that it does not name."""


def put_off(
    rules: Sequence[Rule],
    dependents: Mapping[str, Sequence[Dependent]],
    nodes: Mapping[str, NodeDef],
    actions: Sequence[Action],
    texts: Translations,
) -> AbstractSet[int]:
    """Return the ranks of the rules that may wait: hidden numbers that answers alone decide.

    A text is never put off: how long it may grow is asked when the answer is taken.
    """
    found = [
        rule
        for rule in rules
        if not dependents.get(rule.path) and _may_wait(rule, nodes[rule.path])
    ]
    if not found:
        return frozenset()
    named = _named_in(texts)
    if named is None:
        return frozenset()
    touched = {path for action in actions for path in _touched(action, nodes)}
    return frozenset(
        rule.rank
        for rule in found
        if rule.path not in touched and named.isdisjoint(rule.path.split("/"))
    )


def _named_in(texts: Translations) -> AbstractSet[str] | None:
    """Return the names at the end of every path inside a text; None where they do not tell all."""
    sources = {one.source for outputs in texts.outputs.values() for one in outputs}
    if any(_WIDE.search(source) for source in sources):
        return None
    ends = {place.rpartition("/")[2] for source in sources for place in _PLACE.findall(source)}
    return ends if ends.isdisjoint({"", ".", ".."}) else None


def _may_wait(rule: Rule, node: NodeDef) -> bool:
    return (
        rule.aspect == "calculate"
        and isinstance(node, QuestionDef)
        and node.control is None
        and node.bind.constraint is None
        and not rule.keeps
        and rule.expression.steady
        and rule.expression.compiler.kind(rule.expression.tree) is Kind.NUMBER
    )


def _touched(action: Action, nodes: Mapping[str, NodeDef]) -> Iterator[str]:
    """Yield the places that an action sets or reads."""
    yield action.target_path
    yield from (one.path for one in references(action.target.tree, action.context, nodes))
    if action.value is not None:
        for place in (action.target_path, action.context):
            yield from (one.path for one in references(action.value.tree, place, nodes))
