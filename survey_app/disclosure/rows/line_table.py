"""The table of one row a woman that a shared file starts from.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: what may never be shared line by line is not in it: direct identifiers, texts,
operational fields, answers of the gravest level and what was asked because of them,
quasi-identifiers without a rank, what is made from any and called safe, and the rows of rosters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_app.disclosure.planning.families import pattern_of
from survey_app.disclosure.planning.methods import SHIFT, Method
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.planning.protected_cells import protected_cell
from survey_app.disclosure.planning.recode import recode
from survey_app.disclosure.planning.roles import Role
from survey_app.disclosure.planning.rules import COARSENING, GRAVEST, MASKING
from survey_app.disclosure.rows.ladders import Step, ladder
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.microdata.cells import Cell, Record, Row
from survey_app.xform.empties import EmptyKind

MOST_KEYS = 6
PATTERN = Method("pattern")

_ABOUT_HER = frozenset({Role.QUASI, Role.SENSITIVE, Role.TEXT})

_NOT_RANKED = N_("It describes her and has no rank, so it is used in tables only.")
_TOO_MANY = N_("Six key variables have a lower rank; more than six are never shared.")
_GRAVEST = N_("It belongs to the gravest level of sensitivity and is used in counts only.")
_ECHO = N_(
    "It was asked, or not, because of an answer that is not shared as it was given, so that being "
    "asked would tell that answer; it is used in counts only."
)
_DESCRIBES = N_(
    "It is made from an answer that describes her, and tells it; it is used in tables only."
)
_OF_A_CHILD = N_("It is about one child; the rows of children are never shared.")
_NOT_SHARED = N_("Identifiers, texts and operational fields are never shared line by line.")


@dataclass(frozen=True)
class Key:
    """A key variable, and the rungs on which it can be made coarser."""

    rule: Rule
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """Return the name of the variable."""
        return self.rule.name


@dataclass(frozen=True)
class LineTable:
    """Columns of cells, one cell a woman.

    Shape: all columns are `records` long; `keys` hold the most important (rank 1) first.
    """

    records: int
    keys: tuple[Key, ...]
    sensitive: tuple[str, ...]
    safe: tuple[str, ...]
    columns: Mapping[str, tuple[Cell, ...]]
    left_out: Mapping[str, Sentence]


def line_table(plan: Plan, records: Sequence[Record]) -> LineTable:
    """Return what of `records` may enter a shared file.

    An empty cell of a key variable loses its kind: who refused must not stand out by it.
    """
    quiet = [one for one in plan.keys if not tells_another(plan, one.name)]
    ranked = [rule for rule in quiet if _may_be_key(rule) and _is_present(rule, records)]
    keys = tuple(Key(rule, steps_of(rule)) for rule in ranked[:MOST_KEYS])
    present = [
        rule
        for rule in plan.rules.values()
        if _is_present(rule, records) and not tells_another(plan, rule.name)
    ]
    sensitive = tuple(rule.name for rule in present if _may_share(rule, Role.SENSITIVE))
    shared = [rule.name for rule in present if _may_share(rule, Role.SAFE)]
    safe = tuple(name for name in shared if not _describes(plan, name))
    kept = {key.name for key in keys} | set(sensitive) | set(safe)
    columns = {key.name: tuple(_key_cell(key, record) for record in records) for key in keys}
    for name in (*sensitive, *safe):
        columns[name] = tuple(_cell_in(plan.rules[name], record.values) for record in records)
    too_many = {rule.name for rule in ranked[MOST_KEYS:]}
    left_out = {
        name: Sentence(_reason(plan, rule, is_too_many=name in too_many))
        for name, rule in plan.rules.items()
        if name not in kept
    }
    return LineTable(len(records), keys, sensitive, safe, columns, left_out)


def consenting(plan: Plan, records: Sequence[Record]) -> tuple[Record, ...]:
    """Return the records of the women who agreed that their answers are shared.

    All of them when the form asks no such question; a woman who did not answer it did not agree.
    """
    if plan.share_if is None:
        return tuple(records)
    variable, agreed = plan.share_if
    return tuple(
        record
        for record in records
        if (cell := record.values.get(variable)) is not None and cell.value == agreed
    )


def _is_present(rule: Rule, records: Sequence[Record]) -> bool:
    return any(rule.name in record.values or rule.roster in record.rosters for record in records)


def _may_be_key(rule: Rule) -> bool:
    return rule.sensitivity < GRAVEST and rule.method.verb in COARSENING and rule.is_key


def _may_share(rule: Rule, role: Role) -> bool:
    drops = rule.method.verb in {"drop", "review", "pseudonym"} or rule.method == SHIFT
    return rule.role is role and rule.sensitivity < GRAVEST and rule.roster is None and not drops


def steps_of(rule: Rule) -> tuple[Step, ...]:
    """Return the rungs of a key variable; a value of each child enters as one family."""
    return ladder(rule.method if rule.roster is None else PATTERN, rule.hierarchy)


def _key_cell(key: Key, record: Record) -> Cell:
    label = _label(key, record)
    return Cell(None, EmptyKind.REDACTED) if label is None else Cell(label)


def _label(key: Key, record: Record) -> str | None:
    rule = key.rule
    if rule.roster is not None and rule.roster in record.rosters:
        children = record.rosters[rule.roster]
        return pattern_of([_cell_in(rule, child) for child in children])
    cell = record.values.get(rule.name)
    if cell is None or cell.value is None:
        return None
    if rule.roster is not None:
        return key.steps[0].relabel(cell.value)
    label = recode(rule.method, cell.value, hierarchy=rule.hierarchy)
    return key.steps[0].relabel(cell.value) if label is None else label


def _cell_in(rule: Rule, row: Row) -> Cell:
    return protected_cell(rule, row.get(rule.name, Cell(None, EmptyKind.NOT_IN_VERSION)))


def tells_another(plan: Plan, name: str) -> bool:
    """Say whether being asked `name` tells an answer that never stands in a row as it was given.

    Such are answers of the gravest level, and those that chance may swap or that are averaged.
    What a woman agreed to be asked about is none: it is no answer about her life.
    """
    return told_by(plan, name) != ""


def _describes(plan: Plan, name: str) -> bool:
    """Say whether `name` is made from, or narrowed by, a quasi-identifier: it stands for it."""
    origins = plan.origins.get(name, frozenset()) - {name}
    return any(plan.rules[one].role is Role.QUASI for one in origins if one in plan.rules)


def told_by(plan: Plan, name: str) -> str:
    """Return the question whose answer being asked `name` tells, "" where it tells none."""
    rules = [plan.rules[one] for one in sorted(plan.askers.get(name, ())) if one in plan.rules]
    telling = (
        one.name
        for one in rules
        if (one.sensitivity >= GRAVEST and one.role in _ABOUT_HER) or one.method.verb in MASKING
    )
    return next(telling, "")


def would_be_shared(rule: Rule) -> bool:
    """Say whether a question by itself may stand in rows: as a key variable or as an answer."""
    return (
        (rule.role is Role.QUASI and _may_be_key(rule))
        or _may_share(rule, Role.SENSITIVE)
        or _may_share(rule, Role.SAFE)
    )


def _reason(plan: Plan, rule: Rule, *, is_too_many: bool) -> str:
    if rule.role in {Role.DIRECT, Role.TEXT, Role.META}:
        return _NOT_SHARED
    if rule.sensitivity < GRAVEST and rule.roster is None and tells_another(plan, rule.name):
        return _ECHO
    if rule.role is Role.SAFE and _may_share(rule, Role.SAFE):
        return _DESCRIBES
    if rule.role is Role.QUASI:
        return _TOO_MANY if is_too_many else _NOT_RANKED
    return _OF_A_CHILD if rule.roster is not None and rule.sensitivity < GRAVEST else _GRAVEST
