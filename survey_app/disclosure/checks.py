"""What is wrong with the disclosure plan of a form, before anybody is asked anything.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 7.
Promise: every finding at once; each says what to do. A form with an error is still safe to
run, because what cannot be followed is dropped.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from survey_app.disclosure.errors import PlanError
from survey_app.disclosure.line_table import MOST_KEYS
from survey_app.disclosure.methods import PSEUDONYM
from survey_app.disclosure.plan import Plan, Rule, plan_of
from survey_app.disclosure.roles import Role, Shape
from survey_app.disclosure.rules import COARSENING, GRAVEST, fits, method_named
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.xform.definition import FormDef

SMALLEST_K = 3

Severity = Literal["error", "warning"]

_STRICTNESS = (Role.DIRECT, Role.TEXT, Role.QUASI, Role.SENSITIVE, Role.META, Role.SAFE)
_NAME_IN_PATH = re.compile(r"/([\w.\-]+)(?![\w.\-/])")


@dataclass(frozen=True)
class PlanFinding:
    """One thing to mend in the plan.

    Shape: `question` is the name of the question, or None for a setting, then `column` names
    the setting.
    """

    severity: Severity
    question: str | None
    column: str
    sentence: Sentence


def check_plan(form: FormDef) -> tuple[PlanFinding, ...]:
    """Return everything that is wrong with the plan of `form`, errors and warnings."""
    try:
        plan = plan_of(form)
    except PlanError as error:
        return (
            PlanFinding(
                "error", None, str(error.details["setting"]), Sentence(error.msgid, error.details)
            ),
        )
    asked = [rule for rule in plan.rules.values() if rule.shape is not Shape.NONE]
    of_questions = [finding for rule in asked for finding in _of_rule(rule)]
    return (*of_questions, *_of_inputs(form, plan), *_of_plan(plan))


def _of_rule(rule: Rule) -> Iterator[PlanFinding]:
    yield from _of_role(rule)
    yield from _of_method(rule)
    yield from _of_groups(rule)
    if not rule.screen_only and rule.role is not Role.META and not _has_sensitivity(rule):
        yield _error(rule, "sensitivity", _NO_SENSITIVITY)


def _of_role(rule: Rule) -> Iterator[PlanFinding]:
    if rule.stated.role == "":
        yield _error(rule, "sdc_role", _NO_ROLE)
    elif rule.stated.role not in set(Role):
        yield _error(rule, "sdc_role", _UNKNOWN_ROLE, role=rule.stated.role)
    elif rule.stated.role != rule.role.value:
        yield _error(rule, "sdc_role", _TYPED_TEXT)
    if rule.rank is not None and rule.role is not Role.QUASI:
        yield _warning(rule, "sdc_rank", _RANK_WITHOUT_QUASI)


def _of_method(rule: Rule) -> Iterator[PlanFinding]:
    stated = rule.stated
    wanted = method_named(stated.method)
    if stated.method and wanted is None:
        yield _error(rule, "sdc_method", _UNKNOWN_METHOD, method=stated.method)
    elif rule.role is Role.DIRECT and stated.role and wanted is not None:
        if wanted.verb not in {"drop", "pseudonym"}:
            yield _error(rule, "sdc_method", _DIRECT_KEPT)
    elif rule.role is Role.QUASI and (wanted is None or wanted.verb == "keep"):
        yield _error(rule, "sdc_method", _QUASI_WITHOUT_BAND)
    elif rule.role is Role.TEXT and stated.method not in {"review", "drop"}:
        yield _error(rule, "sdc_method", _TEXT_WITHOUT_REVIEW)
    elif wanted is not None and wanted.verb in COARSENING and not fits(wanted, stated):
        yield _error(rule, "sdc_method", _METHOD_DOES_NOT_FIT, method=stated.method)
    elif stated.shape is Shape.DATE and wanted is not None and wanted.verb == "keep":
        yield _error(rule, "sdc_method", _EXACT_DATE)
    elif wanted == PSEUDONYM and rule.rank is not None:
        yield _error(rule, "sdc_rank", _RANKED_PSEUDONYM)


def _of_groups(rule: Rule) -> Iterator[PlanFinding]:
    """Find parent groups that cannot be told from a choice, or that have two parents."""
    groups = rule.hierarchy or {}
    for code, parents in groups.items():
        if any(parent in groups and parent not in groups[parent] for parent in parents):
            yield _error(rule, "sdc_level1", _GROUP_NAMED_AS_CHOICE, choice=code)
    parents_of: dict[str, str] = {}
    for parents in groups.values():
        if len(parents) > 1 and parents_of.setdefault(parents[0], parents[1]) != parents[1]:
            yield _error(rule, "sdc_level2", _TWO_PARENTS, group=parents[0])


def _of_inputs(form: FormDef, plan: Plan) -> Iterator[PlanFinding]:
    """Find computed values that are treated less strictly than what they are made from."""
    for name, question in form.questions.items():
        rule, calculate = plan.rules[name], question.bind.calculate
        if calculate is None or rule.role is Role.DIRECT:
            continue
        inputs = [plan.rules[one] for one in _names_in(calculate.source) if one in plan.rules]
        stricter = [one for one in inputs if _strictness(one) < _strictness(rule)]
        if stricter:
            yield _warning(rule, "sdc_role", _LESS_STRICT_THAN_INPUT, input=stricter[0].name)


def _of_plan(plan: Plan) -> Iterator[PlanFinding]:
    if plan.k < SMALLEST_K:
        yield _of_setting("error", "sdc_k", _K_TOO_SMALL, k=plan.k, least=SMALLEST_K)
    if plan.l < 2:  # noqa: PLR2004 - one answer is no diversity
        yield _of_setting("warning", "sdc_l", _NO_DIVERSITY)
    keys = plan.keys
    if len(keys) > MOST_KEYS:
        yield _of_setting("error", "sdc_rank", _TOO_MANY_KEYS, keys=len(keys), most=MOST_KEYS)
    by_rank: dict[int | None, Rule] = {}
    for rule in keys:
        if rule.rank in by_rank:
            yield _error(rule, "sdc_rank", _SAME_RANK, other=by_rank[rule.rank].name)
        by_rank[rule.rank] = rule
        if rule.sensitivity >= GRAVEST:
            yield _error(rule, "sdc_rank", _GRAVE_KEY)
    if not keys:
        yield _of_setting("warning", "sdc_rank", _NO_KEY)
    if plan.population is not None and keys:
        yield from _thin_bands(plan, plan.population)


def _thin_bands(plan: Plan, population: int) -> Iterator[PlanFinding]:
    """Find key variables with so many groups that fewer than k women are expected in one."""
    for rule in plan.keys:
        groups = _groups_of(rule)
        if groups and population < groups * plan.k:
            yield _warning(
                rule, "sdc_method", _THIN_BANDS, groups=groups, population=population, k=plan.k
            )


def _groups_of(rule: Rule) -> int:
    if rule.method.verb == "band":
        return len(rule.method.arguments) + 1
    if rule.method.verb == "level":
        level = int(rule.method.arguments[0])
        return len({(code, *up)[level] for code, up in (rule.hierarchy or {}).items()})
    return int(rule.method.arguments[0]) + 1 if rule.method.verb == "top" else 0


def _names_in(source: str) -> set[str]:
    return set(_NAME_IN_PATH.findall(source))


def _strictness(rule: Rule) -> int:
    return -1 if rule.screen_only else _STRICTNESS.index(rule.role)


def _has_sensitivity(rule: Rule) -> bool:
    return rule.sensitivity < GRAVEST or rule.stated.sensitivity != ""


def _error(rule: Rule, column: str, msgid: str, **params: str | int) -> PlanFinding:
    return PlanFinding("error", rule.name, column, _sentence(rule, msgid, params))


def _warning(rule: Rule, column: str, msgid: str, **params: str | int) -> PlanFinding:
    return PlanFinding("warning", rule.name, column, _sentence(rule, msgid, params))


def _sentence(rule: Rule, msgid: str, params: Mapping[str, str | int]) -> Sentence:
    return Sentence(msgid, {"question": rule.name, **params})


def _of_setting(severity: Severity, column: str, msgid: str, **params: str | int) -> PlanFinding:
    return PlanFinding(severity, None, column, Sentence(msgid, params))


_NO_ROLE = N_(
    "{question} has no disclosure role, so it counts as a direct identifier and is dropped. "
    "Fill in sdc_role."
)
_UNKNOWN_ROLE = N_(
    "{question} has the unknown disclosure role {role} and is dropped. "
    "Use direct, quasi, sensitive, text, safe or meta."
)
_TYPED_TEXT = N_(
    "{question} is typed freely, so it is treated as a text and waits for a reader. "
    "Give it the role text, or offer choices instead."
)
_RANK_WITHOUT_QUASI = N_(
    "{question} has a rank but is no quasi-identifier. Clear sdc_rank, or set sdc_role to quasi."
)
_UNKNOWN_METHOD = N_(
    "{question} has the method {method}, which cannot be read, so it is dropped. "
    "Use drop, keep, review, pseudonym, band:18,25, top:6, round:5, date:year or level:1."
)
_DIRECT_KEPT = N_(
    "{question} is a direct identifier and may not be kept; it is dropped. "
    "Set sdc_method to drop or pseudonym."
)
_QUASI_WITHOUT_BAND = N_(
    "{question} is a quasi-identifier without a band, so it is dropped. "
    "Give sdc_method a band, a top or a level."
)
_TEXT_WITHOUT_REVIEW = N_(
    "{question} is a free text and waits for a reader. Set sdc_method to review or drop."
)
_METHOD_DOES_NOT_FIT = N_(
    "{question} cannot be protected by {method}, because its values are of another kind or its "
    "choices have no such group; it is dropped. Choose a method that fits."
)
_EXACT_DATE = N_(
    "{question} would keep an exact date, so it is dropped. "
    "Set sdc_method to date:year or date:quarter."
)
_RANKED_PSEUDONYM = N_("{question} gets a pseudonym and can be no key variable. Clear sdc_rank.")
_NO_SENSITIVITY = N_(
    "{question} has no sensitivity, so it is treated as the gravest level and never shared line "
    "by line. Fill in S0, S1, S2 or S3."
)
_GROUP_NAMED_AS_CHOICE = N_(
    "{question}: the group of the choice {choice} has the name of another choice. "
    "Give the group a name of its own."
)
_TWO_PARENTS = N_(
    "{question}: the group {group} belongs to two groups in sdc_level2. Give it one only."
)
_LESS_STRICT_THAN_INPUT = N_(
    "{question} is computed from {input}, which is protected more strictly. "
    "Check that the result does not give it away, or give both the same role."
)
_K_TOO_SMALL = N_("sdc_k is {k}; the smallest class may not be under {least}. Raise sdc_k.")
_NO_DIVERSITY = N_(
    "sdc_l is 1, so a shared row may tell what she answered. Set sdc_l to 2 or more."
)
_TOO_MANY_KEYS = N_(
    "{keys} variables have a rank; more than {most} key variables make almost every row unique. "
    "Clear sdc_rank of the least important ones."
)
_SAME_RANK = N_("{question} has the same rank as {other}. Give each key variable its own rank.")
_GRAVE_KEY = N_(
    "{question} is of the gravest sensitivity and is never shared line by line. Clear sdc_rank."
)
_NO_KEY = N_(
    "No variable has a rank, so rows can never be shared, only counts. "
    "Give sdc_rank to up to six quasi-identifiers if rows are wanted."
)
_THIN_BANDS = N_(
    "{question} has {groups} groups for {population} women, fewer than {k} in each. "
    "Use fewer, wider groups."
)
