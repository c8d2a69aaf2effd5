"""What a computed answer passes on as it was said: a name, or a text that nobody has read.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 2.
Promise: followed through other computed answers; a comparison, a count or a length passes nothing
on, whatever it is made from.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from survey_app.disclosure.planning.roles import Role
from survey_app.xpath.syntax import Axis, Call, Expression, Filter, NameTest, Path, Union

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef, QuestionDef

_TELL_NOTHING = frozenset(
    {
        "boolean",
        "boolean-from-string",
        "checklist",
        "contains",
        "count",
        "count-non-empty",
        "count-selected",
        "ends-with",
        "false",
        "not",
        "position",
        "pulldata",
        "regex",
        "selected",
        "starts-with",
        "string-length",
        "true",
        "uuid",
        "weighted-checklist",
    }
)
_UNREAD = frozenset({Role.DIRECT, Role.TEXT})


class Followed(Protocol):
    """The rule of a question, as far as this file wants to know it."""

    @property
    def role(self) -> Role: ...  # noqa: D102
    @property
    def screen_only(self) -> bool: ...  # noqa: D102


def passed_on(form: "FormDef", rules: Mapping[str, Followed]) -> Mapping[str, str]:
    """Return for each answer made from others an identifier or a text that may stand in it."""
    known = {question.path: name for name, question in form.questions.items()}
    handed: dict[str, list[str]] = {}
    for name, tree in _computed(form):
        spoken = _spoken(tree, form.questions[name].path)
        handed.setdefault(name, []).extend(known[one] for one in spoken if one in known)
    for name, question in form.questions.items():
        if question.itemset is not None and (place := _chosen_from(question)) in known:
            handed.setdefault(name, []).append(known[place])
    found = {name: _unread(name, handed, rules) for name in handed}
    return {name: one for name, one in found.items() if one}


def _computed(form: "FormDef") -> Iterator[tuple[str, Expression]]:
    """Yield each question that gets an answer from others, with what it is computed by."""
    for name, question in form.questions.items():
        if question.bind.calculate is not None:
            yield name, question.bind.calculate.tree
    names = {question.path: name for name, question in form.questions.items()}
    for action in form.actions:
        if action.value is not None and action.target_path in names:
            yield names[action.target_path], action.value.tree


def _chosen_from(question: "QuestionDef") -> str:
    """Return the place whose answers are the choices of a select: the names of her children."""
    itemset = question.itemset
    tree = None if itemset is None else itemset.nodeset.tree
    if itemset is None or not isinstance(tree, Path):
        return ""
    if tree.start is not None and not _is_here(tree.start):
        return ""
    return f"{_place(tree, question.path)}/{itemset.value_path}"


def _unread(name: str, handed: Mapping[str, list[str]], rules: Mapping[str, Followed]) -> str:
    seen, waiting = {name}, list(handed[name])
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        if one in handed:
            waiting += handed[one]
        elif rules[one].role in _UNREAD or rules[one].screen_only:
            return one
    return ""


def _spoken(tree: Expression, at: str) -> Iterator[str]:
    """Yield the places whose own words may stand in the result of `tree`."""
    match tree:
        case Path(start=start) if start is None or _is_here(start):
            yield _place(tree, at)
        case Path(start=start) if start is not None:
            yield from _spoken(start, at)
        case Filter(primary=primary):
            yield from _spoken(primary, at)
        case Union(operands=parts):
            for one in parts:
                yield from _spoken(one, at)
        case Call(name=name, arguments=parts) if name not in _TELL_NOTHING:
            for one in parts[1:] if name == "if" else parts:
                yield from _spoken(one, at)


def _is_here(start: Expression) -> bool:
    return isinstance(start, Call) and start.name == "current"


def _place(path: Path, at: str) -> str:
    """Return the absolute path of a place; what has more than names and steps up is no question."""
    names = [] if path.absolute else at.split("/")[1:]
    for step in path.steps:
        if step.axis is Axis.PARENT and names:
            names.pop()
        elif step.axis is Axis.CHILD and isinstance(step.test, NameTest):
            names.append(step.test.name)
        elif step.axis is not Axis.SELF:
            return ""
    return "/" + "/".join(names)
