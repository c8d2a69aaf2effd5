"""What two releases tell together that neither tells alone.

Room: release (floor 7). Plain counting.
Spec: docs/spec/release-folder.md section 4; subtracting two releases exposes whoever joined.
Promise: a class that changed by fewer than k women since an earlier release is found on every
    set of key columns that both releases share.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from survey_app.disclosure.audiences import Audience
from survey_app.release.ledger import EarlierRelease, KeyColumn, class_name, labels_of


def telling_classes(now: EarlierRelease, earlier: Sequence[EarlierRelease], k: int) -> int:
    """Return how many classes changed by 1 to k - 1 women since some earlier release of rows.

    Releases inside the team are not compared: a team holds all of its interviews anyway.
    """
    return max(
        (
            _telling(_common(now, before), _common(before, now), k)
            for before in _comparable(now, earlier)
            if before.classes
        ),
        default=0,
    )


def telling_cells(now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int) -> int:
    """Return how many counts changed by 1 to least - 1 since some earlier release.

    A count is one that a table shows or that can be counted in rows; so rows are compared with
    earlier tables, and tables with earlier rows, too.
    """
    return max(
        (
            sum(
                0 < abs(count - before.cells[name]) < least
                for name, count in now.cells.items()
                if name in before.cells
            )
            for before in _comparable(now, earlier)
        ),
        default=0,
    )


def telling_total(now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int) -> bool:
    """Say whether the number of women changed by 1 to least - 1 since some earlier release."""
    return any(0 < abs(now.women - one.women) < least for one in _comparable(now, earlier))


def _comparable(now: EarlierRelease, earlier: Sequence[EarlierRelease]) -> list[EarlierRelease]:
    inside = Audience.TEAM.value
    return [
        before
        for before in earlier
        if before.form_id == now.form_id and inside not in {before.audience, now.audience}
    ]


def _common(one: EarlierRelease, other: EarlierRelease) -> Mapping[str, int]:
    """Return the classes of `one` on the key columns that `other` made in the same way."""
    shared = set(one.keys) & set(other.keys)
    at = [place for place, key in enumerate(one.keys) if key in shared]
    ordered = sorted(at, key=lambda place: _order(one.keys[place]))
    counts: Counter[str] = Counter()
    for name, rows in one.classes.items():
        labels = labels_of(name)
        counts[class_name([labels[place] for place in ordered])] += rows
    return counts


def _order(key: KeyColumn) -> tuple[str, str]:
    return key.name, key.method


def _telling(now: Mapping[str, int], before: Mapping[str, int], k: int) -> int:
    names = set(now) | set(before)
    return sum(0 < abs(now.get(name, 0) - before.get(name, 0)) < k for name in names)
