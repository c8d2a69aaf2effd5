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

from survey_app.disclosure.counts.asked_tables import may_cross, may_sum
from survey_app.disclosure.errors import PlanError
from survey_app.disclosure.measures.population import SMALLEST_POPULATION
from survey_app.disclosure.planning.agreeing import why_nobody_agrees
from survey_app.disclosure.planning.inheriting import strictness
from survey_app.disclosure.planning.methods import KEEP, PSEUDONYM, SHIFT, Method
from survey_app.disclosure.planning.passing_on import passed_on
from survey_app.disclosure.planning.plan import Plan, Rule, plan_of
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.disclosure.planning.rules import (
    COARSENING,
    GRAVEST,
    MASKING,
    fits,
    masks,
    method_named,
)
from survey_app.disclosure.rows.line_table import MOST_KEYS, told_by, would_be_shared
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.xform.definition import FormDef, RepeatDef

SMALLEST_K = 3

Severity = Literal["error", "warning"]

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
    return (*of_questions, *_of_repeats(form), *_of_inputs(form, plan), *_of_plan(plan))


def _of_rule(rule: Rule) -> Iterator[PlanFinding]:
    yield from _of_role(rule)
    yield from _of_method(rule)
    yield from _of_groups(rule)
    needs_one = not rule.screen_only and rule.role is not Role.META and not _inherits(rule)
    if needs_one and not _has_sensitivity(rule):
        yield _error(rule, "sensitivity", _NO_SENSITIVITY)


def _of_role(rule: Rule) -> Iterator[PlanFinding]:
    if _inherits(rule):
        yield _warning(rule, "sdc_role", _INHERITED, role=rule.role.value)
    elif rule.stated.role == "":
        is_read = rule.role is Role.TEXT
        yield _error(rule, "sdc_role", _TEXT_WITHOUT_ROLE if is_read else _NO_ROLE)
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
    elif stated.is_machine_name and stated.method not in {"", "drop", "pseudonym"}:
        yield _error(rule, "sdc_method", _MACHINE_NAME_KEPT)
    elif rule.role is Role.DIRECT and stated.role and wanted is not None:
        if wanted.verb not in {"drop", "pseudonym"}:
            yield _error(rule, "sdc_method", _DIRECT_KEPT)
    elif rule.role is Role.QUASI and (wanted is None or wanted.verb == "keep"):
        yield _error(rule, "sdc_method", _QUASI_WITHOUT_BAND)
    elif rule.role is Role.TEXT and stated.role and stated.method not in {"review", "drop"}:
        yield _error(rule, "sdc_method", _TEXT_WITHOUT_REVIEW)
    elif _cannot_follow(rule, wanted):
        yield _error(rule, "sdc_method", _METHOD_DOES_NOT_FIT, method=stated.method)
    elif stated.shape is Shape.DATE and wanted is not None and wanted.verb == "keep":
        yield _error(rule, "sdc_method", _EXACT_DATE)
    elif rule.rank is not None and wanted in {PSEUDONYM, SHIFT}:
        is_moved = wanted == SHIFT
        yield _error(rule, "sdc_rank", _RANKED_SHIFT if is_moved else _RANKED_PSEUDONYM)


def _cannot_follow(rule: Rule, wanted: Method | None) -> bool:
    """Say whether a method that can be read is none for this kind of value, or for this role."""
    if wanted is None:
        return False
    if wanted.verb in MASKING:
        return rule.role not in {Role.SENSITIVE, Role.SAFE} or not masks(wanted, rule.stated)
    is_placeless = wanted.verb == "geo" and not all((rule.hierarchy or {}).values())
    return is_placeless or (wanted.verb in {*COARSENING, "geo"} and not fits(wanted, rule.stated))


def _of_groups(rule: Rule) -> Iterator[PlanFinding]:
    """Find parent groups that cannot be told from a choice, or that have two parents."""
    groups = rule.hierarchy if rule.hierarchy and any(rule.hierarchy.values()) else {}
    for code, parents in groups.items():
        if any(parent in groups and parent not in groups[parent] for parent in parents):
            yield _error(rule, "sdc_level1", _GROUP_NAMED_AS_CHOICE, choice=code)
    parents_of: dict[str, str] = {}
    for parents in groups.values():
        if len(parents) > 1 and parents_of.setdefault(parents[0], parents[1]) != parents[1]:
            yield _error(rule, "sdc_level2", _TWO_PARENTS, group=parents[0])


def _of_repeats(form: FormDef) -> Iterator[PlanFinding]:
    """Find repeats with a method that is not for rows: of them a number can leave, or nothing."""
    for node in form.nodes.values():
        stated = node.bind.extra.get("sdc:method", "").strip()
        if isinstance(node, RepeatDef) and stated not in {"", "count", "drop"}:
            params = {"question": node.name, "method": stated}
            sentence = Sentence(_REPEAT_METHOD, params)
            yield PlanFinding("error", node.name, "sdc_method", sentence)


def _of_inputs(form: FormDef, plan: Plan) -> Iterator[PlanFinding]:
    """Find computed values that are treated less strictly than what they are made from."""
    unread = passed_on(form, plan.rules)
    for name, question in form.questions.items():
        rule, calculate = plan.rules[name], question.bind.calculate
        if name in unread and rule.stated.role and _repeats(rule):
            yield _error(rule, "sdc_method", _PASSES_ON, input=unread[name])
            continue
        if calculate is None or rule.role is Role.DIRECT:
            continue
        inputs = [plan.rules[one] for one in _names_in(calculate.source) if one in plan.rules]
        stricter = [one for one in inputs if strictness(one) < strictness(rule)]
        if stricter and not _inherits(rule):
            yield _warning(rule, "sdc_role", _LESS_STRICT_THAN_INPUT, input=stricter[0].name)


def _repeats(rule: Rule) -> bool:
    """Say whether the form wants a computed value kept as it is."""
    return rule.role not in {Role.DIRECT, Role.TEXT} and rule.stated.method in {"", KEEP.verb}


def _of_plan(plan: Plan) -> Iterator[PlanFinding]:
    yield from _of_thresholds(plan)
    keys = plan.keys
    if len(keys) > MOST_KEYS:
        yield _of_setting("error", "sdc_rank", _TOO_MANY_KEYS, keys=len(keys), most=MOST_KEYS)
    described = [rule for rule in plan.rules.values() if _may_describe(rule)]
    if not keys and len(described) > MOST_KEYS:
        params = {"keys": len(described), "most": MOST_KEYS}
        yield _of_setting("error", "sdc_rank", _WHICH_KEYS, **params)
    by_rank: dict[int | None, Rule] = {}
    for rule in keys:
        if rule.rank in by_rank:
            yield _error(rule, "sdc_rank", _SAME_RANK, other=by_rank[rule.rank].name)
        by_rank[rule.rank] = rule
        if rule.sensitivity >= GRAVEST:
            yield _error(rule, "sdc_rank", _GRAVE_KEY)
    if not keys:
        yield _of_setting("warning", "sdc_rank", _NO_KEY)
    yield from _of_conditions(plan)
    yield from _of_tables(plan)
    if plan.population is not None and keys:
        yield from _thin_bands(plan, plan.population)


def _of_thresholds(plan: Plan) -> Iterator[PlanFinding]:
    if plan.k < SMALLEST_K:
        yield _of_setting("error", "sdc_k", _K_TOO_SMALL, k=plan.k, least=SMALLEST_K)
    if plan.l < 2:  # noqa: PLR2004 - one answer is no diversity
        yield _of_setting("warning", "sdc_l", _NO_DIVERSITY)
    if (nobody := why_nobody_agrees(plan)) is not None:
        yield PlanFinding("error", None, "sdc_share_if", nobody)


def _of_conditions(plan: Plan) -> Iterator[PlanFinding]:
    """Find questions that would stand in rows if being asked them did not tell another answer."""
    for rule in filter(would_be_shared, plan.rules.values()):
        if asker := told_by(plan, rule.name):
            yield _warning(rule, "relevant", _TELLS_ANOTHER, asker=asker)


def _of_tables(plan: Plan) -> Iterator[PlanFinding]:
    """Find tables that the plan asks for and that can never be made."""
    crossed = [pair for pair in plan.crossings if not may_cross(plan, pair)]
    asked = [("sdc_cross", _CANNOT_CROSS, pair) for pair in crossed]
    asked += [("sdc_sums", _CANNOT_SUM, pair) for pair in plan.sums if not may_sum(plan, pair)]
    for setting, msgid, (first, second) in asked:
        yield _of_setting("error", setting, msgid, first=first, second=second)


def _may_describe(rule: Rule) -> bool:
    return rule.role is Role.QUASI and rule.method.verb != "drop" and not _inherits(rule)


def _thin_bands(plan: Plan, population: int) -> Iterator[PlanFinding]:
    """Find key variables with so many groups that fewer than k women are expected in one.

    The outermost groups are the thinnest, so they hold fewer still. Where so few women could be
    in a file that no row of it is ever shared, that is said instead, once.
    """
    if population < SMALLEST_POPULATION:
        params = {"population": population, "least": SMALLEST_POPULATION}
        yield _of_setting("warning", "sdc_population", _NEVER_ROWS, **params)
        return
    for rule in plan.keys:
        groups = _groups_of(rule)
        if groups and population < groups * plan.k:
            yield _error(
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


def _inherits(rule: Rule) -> bool:
    """Say whether a computed answer is as strict as what it is made from, having no role."""
    is_computed = rule.shape is Shape.COMPUTED and rule.stated.role == ""
    return is_computed and rule.role is not Role.DIRECT


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
_TEXT_WITHOUT_ROLE = N_(
    "{question} is typed freely and has no disclosure role, so it waits for a reader. "
    "Fill in sdc_role: text, or direct when it asks for a name."
)
_INHERITED = N_(
    "{question} is computed and has no disclosure role, so it counts as {role}, like the "
    "strictest answer it is made from. Fill in sdc_role to say so yourself."
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
    "Use drop, keep, review, pseudonym, band:18,25, top:6, round:5, date:year, date:shift, "
    "level:1, geo:province, means or swap:80."
)
_MACHINE_NAME_KEPT = N_(
    "{question} names the laptop or its user, which tells where and by whom she was "
    "interviewed; it is dropped. Set sdc_method to drop or pseudonym."
)
_REPEAT_METHOD = N_(
    "{question} is a repeat and cannot be protected by {method}. Set sdc_method of the repeat to "
    "count or drop, and give each question in it its own method."
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
_RANKED_SHIFT = N_(
    "{question} is a moved date, which is no group of women, and can be no key variable. "
    "Use date:year or date:quarter, or clear sdc_rank."
)
_NO_SENSITIVITY = N_(
    "{question} has no sensitivity, so it is treated as the gravest level and never shared line "
    "by line. Fill in S0, S1, S2 or S3."
)
_TELLS_ANOTHER = N_(
    "{question} is asked because of {asker}, whose answers are in no shared row as they were "
    "given, so it is in none either. Ask it of everybody, or count it in tables."
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
_PASSES_ON = N_(
    "{question} repeats what was said in {input}, which is an identifier or a text that nobody "
    "has read, so it is dropped. Give it the role of {input}, or compute what does not repeat it."
)
_K_TOO_SMALL = N_("sdc_k is {k}; the smallest class may not be under {least}. Raise sdc_k.")
_NO_DIVERSITY = N_(
    "sdc_l is 1, so a shared row may tell what she answered. Set sdc_l to 2 or more."
)
_TOO_MANY_KEYS = N_(
    "{keys} variables have a rank; more than {most} key variables make almost every row unique. "
    "Clear sdc_rank of the least important ones."
)
_WHICH_KEYS = N_(
    "{keys} answers describe her and none has a rank; no more than {most} can be key variables. "
    "Give sdc_rank to the {most} that others know best, or drop some."
)
_NEVER_ROWS = N_(
    "Only {population} women could be in the file; under {least} no row is ever shared, whatever "
    "the groups are. Tables and cleared quotations remain."
)
_SAME_RANK = N_("{question} has the same rank as {other}. Give each key variable its own rank.")
_GRAVE_KEY = N_(
    "{question} is of the gravest sensitivity and is never shared line by line. Clear sdc_rank."
)
_NO_KEY = N_(
    "No variable has a rank, so rows can never be shared, only counts. "
    "Give sdc_rank to up to six quasi-identifiers if rows are wanted."
)
_CANNOT_CROSS = N_(
    "{first} by {second} cannot be counted together. Name two questions of one answer each that "
    "have choices or bands and are no identifier, and that are not asked about each child."
)
_CANNOT_SUM = N_(
    "{first} by {second} cannot be added up. Name a number that is sensitive or safe and kept, "
    "rounded or averaged, then a question of one answer with choices or bands."
)
_THIN_BANDS = N_(
    "{question} splits {population} women into {groups} groups: fewer than {k} are expected in "
    "the outermost. Use fewer, wider groups."
)
