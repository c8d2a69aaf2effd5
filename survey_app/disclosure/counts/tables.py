"""Tables of counts with cell thresholds: what can be published when rows cannot.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: no cell under the threshold is shown or can be worked out from the others; the list
of categories comes from the plan, so that it does not tell which answers were given.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.bands import band_labels
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.planning.protected_cells import protected_cell
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.disclosure.planning.rules import GRAVEST
from survey_app.microdata.cells import Cell, Record, Row
from survey_app.xform.empties import EmptyKind

NO_ANSWER = ""
TOGETHER = "*"

_NOT_IN_VERSION = Cell(None, EmptyKind.NOT_IN_VERSION)
_GRAVEST_MINIMUM = 5
_FEW = 20
_TWO = 2
_TEAM = ((10, 5), (0, 3))
_PARTNER = ((50, 10), (10, 5))
_PUBLIC = ((10, 10),)
_THRESHOLDS = {Audience.TEAM: _TEAM, Audience.PARTNER: _PARTNER, Audience.PUBLIC: _PUBLIC}


@dataclass(frozen=True)
class Count:
    """One category and the number of women in it; None when it is not shown.

    Shape: `label` is a code or label of the plan, `NO_ANSWER`, or `TOGETHER` for all
    categories that are too small to stand alone.
    """

    label: str
    count: int | None


@dataclass(frozen=True)
class CountTable:
    """How many women there are in each category of one variable.

    Unit: women, also for a question about each child: a woman counts once in a category in
    which she has any child. `is_exclusive` says whether the counts add up to `total`.
    """

    variable: str
    total: int
    minimum: int
    is_exclusive: bool
    counts: tuple[Count, ...]

    def to_json(self) -> Json:
        """Return the table as JSON."""
        return {
            "variable": self.variable,
            "total": self.total,
            "minimum": self.minimum,
            "is_exclusive": self.is_exclusive,
            "counts": [{"label": one.label, "count": one.count} for one in self.counts],
        }


def count_tables(
    plan: Plan, records: Sequence[Record], audience: Audience | None = None, *, exact: bool = False
) -> tuple[CountTable, ...]:
    """Return one table for each variable that may be counted; none for a sample too small.

    `audience` is the plan's own when it is not given. `exact` hides nothing: such tables are
    rounded before anybody sees them.
    """
    tables = (count_table(plan, records, name, audience, exact=exact) for name in plan.rules)
    return tuple(table for table in tables if table is not None)


def count_table(
    plan: Plan,
    records: Sequence[Record],
    variable: str,
    audience: Audience | None = None,
    *,
    exact: bool = False,
) -> CountTable | None:
    """Return the counts of one variable, None when it may not be counted for this audience."""
    rule = plan.rules[variable]
    categories = categories_of(rule)
    least = threshold(plan, rule, len(records), audience or plan.audience)
    if categories is None or least is None:
        return None
    labels = telling_zeros(rule, len(records))
    telling = {at for at, label in enumerate(categories) if label in labels}
    if is_exclusive(rule):
        given = Counter(answer_of(rule, record) for record in records)
        if not _is_single(rule) and given.keys() - set(categories):
            return None  # an earlier version let her choose what stands alone now
        counts = [given[label] for label in categories]
        hidden = suppressed(counts, least, telling) | _hidden_in_families(
            rule, records, categories, least, telling
        )
    else:
        several = Counter(label for record in records for label in _answers_of(rule, record))
        counts = [several[label] for label in categories]
        asked = [record for record in records if _rows_of(rule, record)]
        inside = Counter(label for record in asked for label in _answers_of(rule, record))
        hidden = suppressed_of_several(
            [inside[label] for label in categories],
            len(asked),
            least,
            telling,
            most=_most_choices(rule, asked, len(categories) - 1),
        )
        if _is_small(counts[-1], least, zero_tells=False):
            hidden.add(len(categories) - 1)
    shown = (
        Count(label, None if at in hidden and not exact else counts[at])
        for at, label in enumerate(categories)
    )
    return CountTable(variable, len(records), least, is_exclusive(rule), tuple(shown))


def _hidden_in_families(
    rule: Rule,
    records: Sequence[Record],
    categories: Sequence[str],
    least: int,
    telling: Collection[int],
) -> set[int]:
    """Return what to hide of a question about each child from those who know the families.

    They know how many women have no child, so that these hide nobody; and how many have two: that
    nearly all of those gave two answers would tell the answers of each.
    """
    if rule.roster is None:
        return set()
    mothers = [record for record in records if _rows_of(rule, record)]
    given = Counter(answer_of(rule, record) for record in mothers)
    counts = [given[label] for label in categories]
    of_two = sum(len(_rows_of(rule, record)) > 1 for record in mothers)
    several = [at for at, label in enumerate(categories) if len(label.split()) > 1]
    nearly = [at for at in several if telling and of_two - counts[at] < least and counts[at]]
    return suppressed(counts, least, telling, also=nearly)


def _rows_of(rule: Rule, record: Record) -> Sequence[Row]:
    """Return the rows in which one woman was asked: of her children, or her own."""
    return (record.values,) if rule.roster is None else record.rosters.get(rule.roster, ())


def _most_choices(rule: Rule, records: Sequence[Record], choices: int) -> int | None:
    """Return in how many categories the children of all `records` can be, None where not known."""
    if rule.roster is None or rule.shape is Shape.CHOICES:
        return None
    return sum(min(len(_rows_of(rule, record)), choices) for record in records)


def threshold(plan: Plan, rule: Rule, records: int, audience: Audience) -> int | None:
    """Return the smallest count that may be shown, None when no count may.

    Inside the team small samples may be counted from 3 on; outside of it there are no tables
    under ten women, and never cells under the plan's own minimum.
    """
    steps = _THRESHOLDS[audience]
    least = next((minimum for size, minimum in steps if records >= size), None)
    if least is None:
        return None
    if audience is not Audience.TEAM:
        least = max(least, plan.table_min)
    return max(least, _GRAVEST_MINIMUM) if rule.sensitivity >= GRAVEST else least


def categories_of(rule: Rule) -> tuple[str, ...] | None:
    """Return all categories of a variable that may be counted, whatever was answered.

    The last category is `NO_ANSWER`. None for identifiers, texts, operational fields, and
    values without a fixed list, whose labels would tell what single women answered.
    """
    if rule.role not in {Role.QUASI, Role.SENSITIVE, Role.SAFE} or rule.screen_only:
        return None
    labels = tuple(dict.fromkeys(_labels(rule)))
    return (*(_sets(rule, labels) or labels), NO_ANSWER) if labels else None


def telling_zeros(rule: Rule, records: int) -> frozenset[str]:
    """Return the categories that, when empty, tell something about every single woman.

    They do where the question is sensitive, and wherever only a few women were asked.
    """
    tells = rule.role is Role.SENSITIVE or records < _FEW
    return frozenset(categories_of(rule) or ()) - {NO_ANSWER} if tells else frozenset()


def is_exclusive(rule: Rule) -> bool:
    """Say whether each woman falls into one category only.

    Of two choices, how many made both is what the counts of the two, added up, are more than all
    women. So what she chose is one category then: the one, the other, or both.
    """
    return _is_single(rule) or bool(_sets(rule, tuple(dict.fromkeys(_labels(rule)))))


def answer_of(rule: Rule, record: Record) -> str:
    """Return the category of one woman."""
    if not _is_single(rule):
        return _joined(_answers_of(rule, record))
    return protected_cell(rule, record.values.get(rule.name, _NOT_IN_VERSION)).value or NO_ANSWER


def labels_in(rule: Rule, value: str) -> Sequence[str]:
    """Return the categories that a value of a row counts in."""
    if rule.shape is not Shape.CHOICES or not value:
        return [value]
    return [_joined(value.split())] if is_exclusive(rule) else value.split()


def suppressed(
    counts: Sequence[int],
    least: int,
    telling: Collection[int] = (),
    also: Collection[int] = (),
) -> set[int]:
    """Return which of `counts`, whose sum is known, must be hidden.

    Small counts go, zeros at the places `telling`, and those at `also`; then the next smallest
    ones, until the hidden ones cannot be worked out: at least two, and together `least` or more.

    >>> sorted(suppressed([12, 9, 1, 30, 0], 5))
    [1, 2]
    >>> sorted(suppressed([20, 0, 0], 5, telling=[1]))
    [0, 1]
    """
    hidden = {
        at for at, count in enumerate(counts) if _is_small(count, least, zero_tells=at in telling)
    } | set(also)
    return _with_company(hidden, counts, least) if hidden else hidden


def suppressed_of_several(
    counts: Sequence[int],
    women: int,
    least: int,
    telling: Collection[int] = (),
    *,
    most: int | None = None,
) -> set[int]:
    """Return which counts of choices to hide where a woman may be in several of them.

    Shape: the last count is of the women without a choice. Small counts go, and those that nearly
    all are in who chose, as far as that is shown. Added up, the counts are more than these women by
    the second choices; where that tells how few made several, more are hidden, as in `suppressed`;
    so are they where the choices are nearly as many as there can be, `most`.

    >>> sorted(suppressed_of_several([20, 10, 8, 6], 40, 5)), 20 + 10 + 8 - 34
    ([1, 2], 4)
    """
    *chosen, none = counts
    chose = women - none
    is_hidden = any(_is_small(side, least, zero_tells=False) for side in (none, chose))
    whole = women if is_hidden else chose
    hidden = {
        at
        for at, count in enumerate(chosen)
        for side in (count, whole - count)
        if _is_small(side, least, zero_tells=at in telling)
    }
    more = sum(chosen) - chose
    zero_tells = bool(telling)
    is_full = zero_tells and more > 0 and most is not None and most - sum(chosen) < least
    if chose and (
        is_full or _tell_who_chose_several(more, len(chosen), chose, least, zero_tells=zero_tells)
    ):
        hidden = _with_company(hidden, chosen, least)
    return hidden | {len(chosen)} if is_hidden else hidden


def _with_company(hidden: set[int], counts: Sequence[int], least: int) -> set[int]:
    """Return `hidden` and the next smallest, until they are two, and together `least`."""
    hidden = set(hidden)
    for at in sorted(range(len(counts)), key=lambda at: (counts[at] == 0, counts[at], at)):
        if len(hidden) > 1 and sum(counts[one] for one in hidden) >= least:
            break
        hidden.add(at)
    return hidden


def _tell_who_chose_several(
    more: int, choices: int, chose: int, least: int, *, zero_tells: bool
) -> bool:
    """Say whether few women made several choices, when there are `more` choices than women."""
    fewest, most = -(-more // max(1, choices - 1)), min(more, chose)
    if not most:
        return zero_tells
    return fewest < least and most - fewest + 1 < least


def _is_single(rule: Rule) -> bool:
    return rule.roster is None and rule.shape is not Shape.CHOICES


def _sets(rule: Rule, labels: Sequence[str]) -> tuple[str, ...]:
    """Return each set of labels that one woman can have, where their counts tell those of the sets.

    They do where there is hardly more than one set a label: of two labels, or where the form lets
    all but two stand alone only.
    """
    if _is_single(rule) or len(labels) < 1:
        return ()
    known = rule.shape is Shape.CHOICES and rule.roster is None and rule.together
    if not known and len(labels) > _TWO:
        return ()
    sets = {_joined(_relabelled(rule, one)) for one in rule.together} if known else _any_of(labels)
    return tuple(sorted(sets, key=_by_size)) if len(sets) <= len(labels) + 1 else ()


def _relabelled(rule: Rule, codes: Collection[str]) -> Collection[str]:
    value = protected_cell(rule, Cell(" ".join(codes))).value
    return () if value is None else value.split()


def _any_of(labels: Sequence[str]) -> set[str]:
    return {*labels, _joined(labels)}


def _joined(labels: Collection[str]) -> str:
    return " ".join(sorted(labels))


def _by_size(label: str) -> tuple[int, str]:
    return len(label.split()), label


def _is_small(count: int, least: int, *, zero_tells: bool) -> bool:
    return 0 < count < least or (count == 0 and zero_tells)


def _labels(rule: Rule) -> Iterator[str]:
    match rule.method.verb:
        case "band":
            yield from band_labels(rule.method.numbers)
        case "top":
            limit = int(rule.method.arguments[0])
            yield from (*map(str, range(limit)), f"{limit}+")
        case "level":
            level = int(rule.method.arguments[0])
            for code, parents in (rule.hierarchy or {}).items():
                yield from (code, *parents)[level : level + 1]
        case "keep" | "swap" if rule.shape in {Shape.CHOICE, Shape.CHOICES}:
            yield from rule.hierarchy or {}


def _answers_of(rule: Rule, record: Record) -> set[str]:
    """Return the categories of one woman: of all her children, of all her choices."""
    rows = _rows_of(rule, record)
    cells = [protected_cell(rule, row.get(rule.name, _NOT_IN_VERSION)) for row in rows]
    chosen = {code for cell in cells if cell.value is not None for code in _codes(rule, cell.value)}
    return chosen or {NO_ANSWER}


def _codes(rule: Rule, value: str) -> Sequence[str]:
    return value.split() if rule.shape is Shape.CHOICES else [value]
