"""What protecting cost: how much the labels say less, how big the classes are, what shifted.

Room: disclosure (floor 5). Plain counting over columns of labels.
Spec: docs/spec/risk-report.md section 2.
Promise: whole numbers only, of groups and of variables; no value of a single woman.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.disclosure.measures.risk import Columns, Label
from survey_app.disclosure.rows.ladders import Step

_THOUSAND = 1000
_STEP = 50
_FEW = 5
_MILLION = 1_000_000


@dataclass(frozen=True)
class Loss:
    """What became less.

    Unit: `certainty` is the normalised certainty penalty of each key variable and
    `certainty_total` their mean, in thousandths: 0 as the plan's finest labels, 1000 nothing
    left; a row that was dropped counts 1000. `discernibility` is the sum of the squares of the
    class sizes, a dropped row counting all rows, over the square of all rows, in millionths.
    `average_class` is in hundredths of women. `shifts` say for each variable which share of
    the women, in thousandths, would have to answer otherwise for the distribution to be as before:
    in steps of fifty, rounded up, and not at all while fewer than five women are missing, or the
    figure beside the rows would tell what those who were left out had answered. `discernibility`
    and `rows_kept_permille` are None, and there are no shifts, in a loss of the file alone.
    """

    certainty: Mapping[str, int]
    certainty_total: int
    discernibility: int | None
    average_class: int
    rows_kept_permille: int | None
    shifts: Mapping[str, int]

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "certainty_permille": dict(self.certainty),
            "certainty_total_permille": self.certainty_total,
            "discernibility_millionths": self.discernibility,
            "average_class_hundredths": self.average_class,
            "rows_kept_permille": self.rows_kept_permille,
            "shift_permille": dict(self.shifts),
        }


def loss(
    before: Columns,
    after: Columns,
    steps: Mapping[str, Sequence[Step]],
    *,
    records: int,
    other: Mapping[str, tuple[Sequence[Label], Sequence[Label]]] | None = None,
) -> Loss:
    """Return what is lost from the keys `before` to those `after`.

    Shape: columns of `before` have `records` labels; those of `after` one for each row that is
    kept; a key that was left out is not in `after`. `other` holds, for variables that are no
    keys, the answers before and after.
    """
    rows = max((len(column) for column in after.values()), default=0)
    certainty = {
        name: _certainty(column, after.get(name), steps[name], records=records)
        for name, column in before.items()
    }
    classes = Counter(zip(*after.values(), strict=True)) if after else Counter()
    squares = sum(size * size for size in classes.values()) + (records - rows) * records
    kept = {name: (before[name], column) for name, column in after.items() if name in before}
    shifts = {
        name: _shift(_relabelled(first, then, steps[name]), then)
        for name, (first, then) in kept.items()
    }
    shifts |= {name: _shift(first, then) for name, (first, then) in (other or {}).items()}
    shifts = {name: _coarse(shift, records - rows) for name, shift in shifts.items()}
    return Loss(
        certainty=certainty,
        certainty_total=sum(certainty.values()) // max(1, len(certainty)),
        discernibility=_MILLION * squares // max(1, records * records),
        average_class=100 * rows // max(1, len(classes)),
        rows_kept_permille=_THOUSAND * rows // max(1, records),
        shifts=shifts,
    )


def loss_of_the_file(finest: Columns, after: Columns, steps: Mapping[str, Sequence[Step]]) -> Loss:
    """Return what the keys in `finest` lost, as far as the file `after` and the plan tell.

    Shape: `finest` has for each key the finest labels that the plan knows, given by somebody or
    not; a key that is in it and not in `after` was left out.
    """
    rows = max((len(column) for column in after.values()), default=0)
    certainty = {
        name: _certainty(labels, after.get(name), steps[name], records=rows)
        for name, labels in finest.items()
    }
    classes = len(set(zip(*after.values(), strict=True)))
    return Loss(
        certainty=certainty,
        certainty_total=sum(certainty.values()) // max(1, len(certainty)),
        discernibility=None,
        average_class=100 * rows // max(1, classes),
        rows_kept_permille=None,
        shifts={},
    )


def _certainty(
    before: Sequence[Label], after: Sequence[Label] | None, steps: Sequence[Step], *, records: int
) -> int:
    """Return the mean penalty of one variable: how many of its finest labels one could mean.

    >>> from survey_app.disclosure.planning.methods import Method
    >>> ages = ["18–24", "25–34", "35+"]
    >>> step = Step(Method("band", ("25",)), lambda label: "<25" if label == "18–24" else "25+")
    >>> _certainty(ages, ["<25", "25+"], [step], records=3)  # 0, half, and a row that is gone
    500
    """
    finest = {label for label in before if label is not None}
    if after is None or len(finest) < 2:  # noqa: PLR2004 - one label says nothing to lose
        return _THOUSAND if after is None else 0
    meant = _meanings(finest, steps)
    penalties = sum(
        _THOUSAND if label is None else _THOUSAND * (meant.get(label, 1) - 1) // (len(finest) - 1)
        for label in after
    )
    return (penalties + _THOUSAND * (records - len(after))) // max(1, records)


def _meanings(finest: set[str], steps: Sequence[Step]) -> Mapping[str, int]:
    """Return for each label of any rung how many of the finest labels it could mean."""
    under: dict[str, set[str]] = {label: {label} for label in finest}
    for step in steps:
        for label in finest:
            coarser = step.relabel(label)
            if coarser is not None:
                under.setdefault(coarser, set()).add(label)
    return {label: len(labels) for label, labels in under.items()}


def _relabelled(
    before: Sequence[Label], after: Sequence[Label], steps: Sequence[Step]
) -> Sequence[Label]:
    """Return the labels of before as they would be called after: by the finest rung that fits."""
    shown = set(after)
    named: dict[Label, Label] = {None: None}
    for label in {one for one in before if one is not None}:
        rungs = (label, *(step.relabel(label) for step in steps))
        named[label] = next((one for one in rungs if one in shown), label)
    return [named[label] for label in before]


def _coarse(shift: int, missing: int) -> int:
    """Return `shift` as it may stand beside the rows when so many women are not in them.

    >>> _coarse(19, 0), _coarse(19, 1), _coarse(61, 12)
    (50, 0, 100)
    """
    return 0 if 0 < missing < _FEW else _STEP * -(-shift // _STEP)


def _shift(before: Sequence[Label], after: Sequence[Label]) -> int:
    """Return the total variation distance of two distributions, in thousandths."""
    if not before or not after:
        return 0
    first, then = Counter(before), Counter(after)
    apart = sum(
        abs(first[label] * len(after) - then[label] * len(before)) for label in {*first, *then}
    )
    return _THOUSAND * apart // (2 * len(before) * len(after))
