"""What the interviews of one laptop would give away, in plain words, before anything leaves.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 6.
Promise: counts of women, never a value of one; on one laptop nearly everybody stands out, and
the words say that this is usual, why, and what protects her.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.reports.report import risk_report
from survey_app.disclosure.rows.line_table import line_table
from survey_app.disclosure.rows.protect import Refusal, protect
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.microdata.cells import Record


@dataclass(frozen=True)
class Preview:
    """The risk of the interviews of one plan on one laptop.

    Unit: women. `alone` have nobody like them in the plan's groups, `few` fewer than k - 1
    others, `enough` at least so many; `alone_with_children` counts those alone for somebody who
    knows the children, too, and how she was asked; `causes` are the questions that help to
    single women out, with how many.
    """

    form_id: str
    plan_hash: str
    women: int
    k: int
    alone: int
    few: int
    enough: int
    alone_with_children: int
    causes: Mapping[str, int]
    sentences: tuple[Sentence, ...]

    def to_json(self) -> Json:
        """Return the preview as JSON."""
        return {
            "form_id": self.form_id,
            "plan_hash": self.plan_hash,
            "women": self.women,
            "k": self.k,
            "alone": self.alone,
            "few": self.few,
            "enough": self.enough,
            "alone_with_children": self.alone_with_children,
            "causes": dict(self.causes),
            "sentences": [one.to_json() for one in self.sentences],
        }


def preview(plan: Plan, records: Sequence[Record]) -> Preview:
    """Return the risk of `records`, which one laptop holds under `plan`.

    Measured as the hub will: with the thresholds of the audience that the plan names.
    """
    asked = plan.for_audience(plan.audience)
    outcome = protect(asked, records)
    report = risk_report(asked, records, outcome)
    before = report.before
    widest = report.circumstances or report.household or before
    causes = dict(sorted(before.causes.items(), key=lambda one: (-one[1], one[0])))
    has_keys = bool(line_table(plan, records).keys)
    few = before.below_k - before.uniques
    found = Preview(
        form_id=plan.form_id,
        plan_hash=plan.hash,
        women=before.records,
        k=asked.k,
        alone=before.uniques if has_keys else 0,
        few=few if has_keys else 0,
        enough=before.records - before.below_k if has_keys else 0,
        alone_with_children=widest.uniques,
        causes={name: women for name, women in causes.items() if women} if has_keys else {},
        sentences=(),
    )
    told = tuple(_sentences(found, is_refused=isinstance(outcome, Refusal), has_keys=has_keys))
    return Preview(**{**vars(found), "sentences": told})


def _sentences(found: Preview, *, is_refused: bool, has_keys: bool) -> Iterator[Sentence]:
    if not found.women:
        yield Sentence(_NOBODY)
        return
    if not has_keys:
        yield Sentence(_NO_KEYS)
    elif found.alone + found.few:
        params = {"alone": found.alone, "women": found.women, "few": found.few, "k": found.k}
        yield Sentence(_STAND_OUT, params)
        yield Sentence(_USUAL)
    else:
        yield Sentence(_ALL_ALIKE, {"women": found.women, "others": found.k - 1})
    if found.alone_with_children > found.alone:
        yield Sentence(_WHO_KNOWS_HER, {"women": found.alone_with_children})
    for name in list(found.causes)[:1]:
        yield Sentence(_CAUSE, {"variable": name, "women": found.causes[name]})
    yield Sentence(_NO_ROWS if is_refused else _STILL_NO_ROWS)
    yield Sentence(_NEXT)


_NOBODY = N_("There is no finished interview on this laptop, so there is nothing to measure.")
_NO_KEYS = N_("The form ranks no question, so rows can never be shared, only counts.")
_STAND_OUT = N_(
    "Of {women} women on this laptop, {alone} are the only one of their kind, and {few} more are "
    "in groups of fewer than {k}. Whoever knows such a woman would find her answers."
)
_USUAL = N_(
    "That is usual for one laptop. The file for the coordinator is sealed, and the coordinator "
    "measures again when the interviews of all laptops are together."
)
_ALL_ALIKE = N_("Each of the {women} women on this laptop looks like at least {others} others.")
_WHO_KNOWS_HER = N_(
    "Somebody who also knows her children, or who was there when she was asked, could tell "
    "{women} of them apart."
)
_CAUSE = N_("The question {variable} helps most to tell women apart: {women} of them.")
_NO_ROWS = N_("From this laptop alone, no row may be shown to anybody outside the team.")
_STILL_NO_ROWS = N_(
    "Even so, no row is shown to anybody from this laptop alone: that is decided after the merge."
)
_NEXT = N_(
    "What to do next: review the texts, export the sealed file, and do not talk about single "
    "women. Nothing here has to be changed by you."
)
