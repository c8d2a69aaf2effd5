"""The disclosure plan of a form: what happens to each answer before anybody else sees it.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md.
Promise: what the form does not say counts as a direct identifier and is dropped; the same
form gives the same plan and the same hash on every laptop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from survey_app import xform
from survey_app.canonical import Json, canonical_json, sha256_hex
from survey_app.disclosure.errors import PlanError
from survey_app.disclosure.planning.asking import Askers, askers_of, origins_of
from survey_app.disclosure.planning.audiences import PRESETS, Audience
from survey_app.disclosure.planning.inheriting import inherited
from survey_app.disclosure.planning.methods import COUNT, DROP, KEEP, PROVINCES, SHIFT, Method
from survey_app.disclosure.planning.recode import Hierarchy
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.disclosure.planning.rules import (
    GRAVEST,
    Stated,
    is_machine_name,
    method_named,
    method_of,
    role_of,
    sensitivity_of,
    shape_of,
)
from survey_app.microdata.flat import name_of

if TYPE_CHECKING:
    from survey_app.disclosure.planning.limits import Limits, OwnLimit
    from survey_app.xform.definition import ChoiceDef, FormDef, QuestionDef

_SETTING = "sdc:"
T = TypeVar("T")
Pair = tuple[str, str]

_Shared = dict[tuple[int, str], Hierarchy]
_YES = frozenset({"yes", "true", "true()", "1"})


@dataclass(frozen=True)
class Rule:
    """What the plan says about one question.

    Shape: `roster` is the name of the repeat the question stands in, or None. `stated` is what
    the form wrote; `role` and `method` are what is done, which is never weaker. `together` are the
    sets of choices that can be one answer, `limits` the least and the most that a number can be,
    `own_limits` what it cannot pass by another answer: the form's, so no part of the hash.
    """

    name: str
    path: str
    role: Role
    method: Method
    shape: Shape
    stated: Stated
    sensitivity: int = GRAVEST
    rank: int | None = None
    seek: bool = False
    screen_only: bool = False
    roster: str | None = None
    hierarchy: Hierarchy | None = None
    note: str = ""
    together: tuple[frozenset[str], ...] = ()
    limits: tuple[Decimal | None, Decimal | None] = (None, None)
    own_limits: "tuple[OwnLimit, ...]" = ()

    @property
    def needs_second_reader(self) -> bool:
        """Say whether the form calls this question as grave as can be: two people read it."""
        return self.stated.sensitivity.upper() == "S3"

    @property
    def is_key(self) -> bool:
        """Say whether this is a key variable that may enter the shared file."""
        return self.role is Role.QUASI and self.rank is not None and self.method != SHIFT

    def to_json(self) -> Json:
        """Return all of the rule that decides over data: what the plan's hash is made of."""
        return {
            "hierarchy": {code: list(groups) for code, groups in (self.hierarchy or {}).items()},
            "method": str(self.method),
            "path": self.path,
            "rank": self.rank,
            "role": self.role.value,
            "roster": self.roster,
            "screen_only": self.screen_only,
            "sensitivity": self.sensitivity,
            "shape": self.shape.value,
        }


@dataclass(frozen=True)
class Plan:
    """The rules of all questions, and the thresholds of the study.

    Unit: `k`, `l`, `table_min`, `parcel` and `population` are numbers of respondents;
    `max_drop` is a share between 0 and 1. `share_if` is the question, and the
    answer to it, by which a woman agrees that her answers are shared line by line. `rosters`
    are the repeats of which no row leaves: `count` leaves their number, `drop` nothing.
    `second_reader` says that two people read every text. `crossings` are pairs of variables to
    be counted together, `sums` are a number and the variable by which it is added up. `askers`
    are the questions by whose answers a question is asked or not, `origins` those it is made or
    narrowed from; they are the form's, so they are no part of the hash.
    """

    form_id: str
    form_version: str
    rules: Mapping[str, Rule]
    k: int = 5
    l: int = 2  # noqa: E741 - the name of the thing: l-diversity
    table_min: int = 10
    max_drop: Decimal = Decimal("0.2")
    parcel: int = 5
    population: int | None = None
    unit: str = "mother"
    audience: Audience = Audience.PARTNER
    share_if: tuple[str, str] | None = None
    second_reader: bool = False
    rosters: Mapping[str, Method] = field(default_factory=dict)
    crossings: tuple[Pair, ...] = ()
    sums: tuple[Pair, ...] = ()
    askers: Askers = field(default_factory=dict)
    origins: Askers = field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """Return the name of this plan; any changed rule or threshold changes it."""
        return sha256_hex(canonical_json(self.to_json()))

    @property
    def keys(self) -> tuple[Rule, ...]:
        """Return the key variables, the most important (rank 1) first."""
        ranked = [rule for rule in self.rules.values() if rule.is_key]
        return tuple(sorted(ranked, key=lambda rule: (rule.rank or 0, rule.name)))

    def for_audience(self, audience: Audience) -> "Plan":
        """Return the plan with the thresholds for `audience`; none is ever lowered.

        >>> plan = Plan("f", "1", {}, k=5, table_min=5)
        >>> plan.for_audience(Audience.PUBLIC).k, plan.for_audience(Audience.TEAM).k
        (10, 5)
        """
        preset = PRESETS[audience]
        return replace(
            self,
            audience=audience,
            k=max(self.k, preset.k),
            table_min=max(self.table_min, preset.table_min),
            parcel=max(self.parcel, preset.k),
        )

    def to_json(self) -> Json:
        """Return the plan as JSON, without the notes.

        Rosters and tables are named only where there is something to say: older plans keep their
        hash.
        """
        rosters: Json = {name: str(method) for name, method in self.rosters.items()}
        return {
            **({"rosters": rosters} if rosters else {}),
            "audience": self.audience.value,
            "form_id": self.form_id,
            "k": self.k,
            "l": self.l,
            "max_drop": str(self.max_drop),
            "parcel": self.parcel,
            "population": self.population,
            "share_if": None if self.share_if is None else list(self.share_if),
            "rules": {name: rule.to_json() for name, rule in self.rules.items()},
            "table_min": self.table_min,
            "unit": self.unit,
            **({"second_reader": True} if self.second_reader else {}),
            **({"crossings": [list(pair) for pair in self.crossings]} if self.crossings else {}),
            **({"sums": [list(pair) for pair in self.sums]} if self.sums else {}),
        }


@lru_cache(maxsize=16)
def plan_of(form: "FormDef") -> Plan:
    """Return the plan that the form carries in its `sdc:*` attributes; read once for a form.

    Raises: PlanError, naming the first setting that cannot be read; a rule that cannot be
    read raises nothing and falls to the safer side (`check_plan` reports it).
    """
    settings = _Settings(form.extra)
    shared: _Shared = {}
    own = {name: rule_of(question, shared=shared) for name, question in form.questions.items()}
    rules = inherited(form, own, rule_of)
    defaults = Plan(form.form_id, form.version, {})
    return Plan(
        form_id=form.form_id,
        form_version=form.version,
        rules=_without_passing_on(form, rules),
        rosters=_rosters(form),
        k=settings.read("k", _positive, defaults.k),
        l=settings.read("l", _positive, defaults.l),
        table_min=settings.read("table_min", _positive, defaults.table_min),
        max_drop=settings.read("max_drop", _share, defaults.max_drop),
        parcel=settings.read("parcel", _positive, defaults.parcel),
        population=settings.read("population", _count, None),
        unit=settings.read("unit", str, defaults.unit),
        audience=settings.read("audience", Audience, defaults.audience),
        share_if=settings.read("share_if", _condition, defaults.share_if),
        second_reader=settings.read("second_reader", _yes, defaults.second_reader),
        crossings=settings.read("cross", _pairs, defaults.crossings),
        sums=settings.read("sums", _pairs, defaults.sums),
        askers=askers_of(form),
        origins=origins_of(form),
    )


def _without_passing_on(form: "FormDef", rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
    """Return `rules` with every computed answer dropped that repeats what nobody has read."""
    from survey_app.disclosure.planning.passing_on import passed_on  # noqa: PLC0415 - reads expressions

    unread = passed_on(form, rules)
    return {
        name: replace(rule, method=DROP) if name in unread and rule.method == KEEP else rule
        for name, rule in rules.items()
    }


def rule_of(
    question: "QuestionDef",
    *,
    role: Role | None = None,
    sensitivity: int | None = None,
    shared: _Shared | None = None,
) -> Rule:
    """Return the rule that is followed for one question of a form.

    `role` and `sensitivity` stand in for what a computed question does not say itself; `shared`
    keeps the groups of a list for the other questions of the form that offer it.
    """
    extra = question.bind.extra
    stated = Stated(
        role=extra.get("sdc:role", "").strip(),
        method=extra.get("sdc:method", "").strip(),
        shape=shape_of(control=question.control, data_type=question.data_type),
        hierarchy=_hierarchy(
            question, extra.get("sdc:method", ""), {} if shared is None else shared
        ),
        sensitivity=question.sensitivity.strip(),
        is_machine_name=is_machine_name(question.bind.preload),
    )
    role = role_of(stated) if role is None else role
    method = method_of(stated, role)
    limits, own_limits = _limits(question, stated)
    return Rule(
        name=question.name,
        path=question.path,
        role=role,
        method=PROVINCES if method.verb == "geo" else method,
        shape=stated.shape,
        stated=stated,
        sensitivity=(
            sensitivity_of(stated.sensitivity)
            if sensitivity is None or stated.sensitivity
            else sensitivity
        ),
        rank=_rank(extra.get("sdc:rank", "")),
        seek=_is_sought(extra.get("sdc:seek", ""), stated, role, method)
        or (question.screen_only and not extra.get("sdc:seek", "").strip()),
        screen_only=question.screen_only,
        roster=None if question.repeat is None else name_of(question.repeat),
        hierarchy=stated.hierarchy,
        note=extra.get("sdc:note", ""),
        together=_together(question, stated),
        limits=limits,
        own_limits=own_limits,
    )


def _together(question: "QuestionDef", stated: Stated) -> tuple[frozenset[str], ...]:
    from survey_app.disclosure.planning.choosing import choices_together  # noqa: PLC0415 - as above

    several = stated.shape is Shape.CHOICES
    return choices_together(question, tuple(stated.hierarchy)) if several else ()


def _limits(question: "QuestionDef", stated: Stated) -> "tuple[Limits, tuple[OwnLimit, ...]]":
    from survey_app.disclosure.planning import limits  # noqa: PLC0415 - as above

    if stated.shape is not Shape.NUMBER:
        return limits.NO_LIMITS, ()
    return limits.limits_of(question), limits.own_limits_of(question)


def _rosters(form: "FormDef") -> Mapping[str, Method]:
    stated = {
        node.name: method_named(node.bind.extra.get("sdc:method", ""))
        for node in form.nodes.values()
        if isinstance(node, xform.RepeatDef)
    }
    return {name: method for name, method in stated.items() if method in {COUNT, DROP}}


def _hierarchy(question: "QuestionDef", stated: str, shared: _Shared) -> Hierarchy:
    verb, _, place = (part.strip() for part in stated.partition(":"))
    named, choices = place if verb == "geo" else "", question.choices_all()
    key = id(choices), named  # questions that offer one list hold the same choices
    if key not in shared:
        shared[key] = {
            choice.value: _groups(_nearest(choice, named), choice.extra.get("sdc_level2", ""))
            for choice in choices
        }
    return shared[key]


def _nearest(choice: "ChoiceDef", place: str) -> str:
    """Return the group above a choice: a column of the place's own name, or the first level."""
    own = choice.extra.get(place, "") if place else ""
    return own or choice.extra.get("sdc_level1", "")


def _groups(first: str, second: str) -> tuple[str, ...]:
    """Return the parent groups that are named without a gap, nearest first."""
    if not first.strip():
        return ()
    return (first.strip(), second.strip()) if second.strip() else (first.strip(),)


def _rank(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() and int(text) > 0 else None


def _is_sought(text: str, stated: Stated, role: Role, method: Method) -> bool:
    """Say whether the value is sought in the texts: names and places are, unless told no.

    A typed answer that nobody gave a role may be a name.
    """
    if text.strip():
        return text.strip().lower() in _YES
    may_be_a_name = stated.role == "" and stated.shape is Shape.TYPED
    return role is Role.DIRECT or may_be_a_name or method.verb == "geo"


@dataclass(frozen=True)
class _Settings:
    """The settings of the plan as the form wrote them."""

    written: Mapping[str, str]

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        text = self.written.get(_SETTING + name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except (ValueError, InvalidOperation) as error:
            raise PlanError(setting=f"sdc_{name}") from error


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError
    return text == "yes"


def _pairs(text: str) -> tuple[Pair, ...]:
    """Return the pairs of `age by offence, area by offence`."""
    pairs = [tuple(name.strip() for name in one.split(" by ")) for one in text.split(",")]
    if any(len(pair) != 2 or not all(pair) or pair[0] == pair[1] for pair in pairs):  # noqa: PLR2004
        raise ValueError
    return tuple(dict.fromkeys((pair[0], pair[1]) for pair in pairs))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _count(text: str) -> int | None:
    return _positive(text)


def _condition(text: str) -> tuple[str, str] | None:
    variable, is_given, answer = (part.strip() for part in text.partition("="))
    if not (variable and is_given and answer):
        raise ValueError
    return variable, answer


def _share(text: str) -> Decimal:
    share = Decimal(text)
    if not 0 <= share < 1:
        raise ValueError
    return share
