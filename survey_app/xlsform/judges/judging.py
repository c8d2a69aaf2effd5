"""Let pyxform and the engine judge a workbook, and go on past what they refuse.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6; docs/adr/0063-one-cause-one-finding.md.
Promise: one cause is one finding; the work is bounded, whatever the workbook.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from survey_app.xform.definition import FormDef
from survey_app.xform.errors import FormError
from survey_app.xform.parsing import parse
from survey_app.xlsform.headings import base_name
from survey_app.xlsform.judges.mending import without
from survey_app.xlsform.judges.narrowing import narrowed
from survey_app.xlsform.judges.refusals import of_engine, of_pyxform
from survey_app.xlsform.layout import layout_of
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding
from survey_app.xlsform.to_xform.compiled import CompiledForm
from survey_app.xlsform.to_xform.compiling import compiled_or_reason
from survey_app.xlsform.to_xform.converter import NotCompiledError
from survey_app.xlsform.translating.tongues import Texts
from survey_app.xlsform.workbook import Workbook

MOST_CELLS = 9_000
"""Unit: cells that are compiled again and again to find one more refusal behind another."""
MOST_ROUNDS = 40
_NUMBER = re.compile(r"\d+")
_SET_ASIDE_NAME = re.compile(r"\baside_(\d+)\b")
_NO_TEXTS: Texts = MappingProxyType({})
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Judgement:
    """What pyxform made of a workbook, what the engine read in it, and all findings.

    `form` is None when pyxform refused; `definition` when either did.
    """

    findings: tuple[Finding, ...]
    form: CompiledForm | None = None
    definition: FormDef | None = None


@dataclass(frozen=True)
class _Answer:
    form: CompiledForm | None = None
    definition: FormDef | None = None
    refusal: Finding | None = None


def judge(
    workbook: Workbook,
    texts: Texts,
    found: Sequence[Finding],
    files: Mapping[str, bytes] = _NO_FILES,
) -> Judgement:
    """Return the findings of `found` and what is refused beside them, and the form if there is one.

    What was found is set aside and the rest is asked about again, so that no refusal hides
    another. A finding for which the form is refused becomes an error.
    """
    first = ask(workbook, texts, files)
    if first.refusal is None:
        return Judgement(tuple(found), first.form, first.definition)
    search = _Search(workbook, files, list(found))
    search.run(first.refusal)
    return Judgement(tuple(search.found), first.form)


def ask(workbook: Workbook, texts: Texts, files: Mapping[str, bytes]) -> _Answer:
    """Return what pyxform and the engine say of `workbook`, as it is."""
    form: CompiledForm | None = None
    try:
        form = compiled_or_reason(workbook, texts, files=files)
        return _Answer(form, parse(form.xform, form.files))
    except NotCompiledError as error:
        return _Answer(refusal=of_pyxform(workbook, error))
    except FormError as error:
        layout = layout_of(workbook)
        return _Answer(form, refusal=of_engine(workbook, layout, error, rules.NOT_COMPILED))


class _Search:
    """Sets aside what is known to be wrong, asks again, and places what is refused next."""

    def __init__(
        self, workbook: Workbook, files: Mapping[str, bytes], found: list[Finding]
    ) -> None:
        self.found = found
        self._workbook, self._files = workbook, files
        self._aside = [one for one in found if one.severity == "error"]
        self._left = MOST_CELLS
        rows = (row for sheet in workbook.sheets.values() for row in sheet.rows)
        self._cost = max(1, sum(len(row.cells) for row in rows))

    def run(self, first: Finding) -> None:
        """Look for one refusal after another, as long as there is work left for it."""
        refusal: Finding | None = first if not self._aside else self._refusal()
        for _ in range(MOST_ROUNDS):
            if refusal is None or not self._noted(refusal):
                return
            if self._left <= 0:
                return
            refusal = self._refusal()

    def _refusal(self) -> Finding | None:
        """Return what is refused in what is left of the workbook."""
        return self._asked(without(self._workbook, self._aside))

    def _asked(self, workbook: Workbook) -> Finding | None:
        self._left -= self._cost
        refusal = ask(workbook, _NO_TEXTS, self._files).refusal
        return None if refusal is None else self._in_the_names_of_the_file(refusal)

    def _in_the_names_of_the_file(self, refusal: Finding) -> Finding:
        """Return a refusal that calls a row as its author does, or by its type."""
        called = {
            str(row.number): row.get("name") or row.get("type")
            for row in self._workbook.survey.rows
        }
        reason = _SET_ASIDE_NAME.sub(
            lambda one: called.get(one[1]) or one[0], str(refusal.details.get("reason", ""))
        )
        return replace(refusal, details={**refusal.details, "reason": reason})

    def _noted(self, refusal: Finding) -> bool:
        """Note one refusal and set its place aside; say whether it is worth asking again."""
        if not refusal.row:
            if any(not one.row for one in self._aside):
                return False  # a whole sheet is wrong, and that was said
            refusal = self._narrowed(refusal)
        known = [one for one in self._aside if _is_at(one, refusal)]
        whole = replace(refusal, column="")
        if not refusal.row or any(one.column == "" and one.row == refusal.row for one in known):
            if not known:
                self.found.append(refusal)
            return False
        if known:
            self._aside.append(whole)
            return True
        cause = _cause(self.found, refusal)
        if cause is None:
            self.found.append(refusal)
            self._aside.append(refusal)
        else:
            hardened = replace(self.found[cause], is_hardened=True)
            self.found[cause] = hardened
            self._aside.append(hardened)
        return True

    def _narrowed(self, refusal: Finding) -> Finding:
        """Return the refusal with the row that it is found to hang on, if work is left for that."""
        left = without(self._workbook, self._aside)
        tries = max(0, self._left // self._cost)
        place = narrowed(left, lambda part: _is_same(self._asked(part), refusal), tries)
        if place is None:
            return refusal
        row = place.row
        return replace(
            refusal, sheet=place.sheet, row=row.number, column=place.column, line=row.line
        )


def _is_same(one: Finding | None, other: Finding) -> bool:
    return one is not None and _without_numbers(one) == _without_numbers(other)


def _without_numbers(one: Finding) -> str:
    """Return the reason of a refusal: where in the XML it stands changes from try to try."""
    return _NUMBER.sub("", str(one.details.get("reason")))


def _is_at(one: Finding, refusal: Finding) -> bool:
    """Say whether a finding stands where something is refused."""
    if (one.sheet, one.row) != (refusal.sheet, refusal.row) or not refusal.row:
        return False
    columns = base_name(one.column), base_name(refusal.column)
    return not all(columns) or columns[0] == columns[1]


def _cause(found: Iterable[Finding], refusal: Finding) -> int | None:
    """Return the place in `found` of what the form is refused for: no warning, and in that cell."""
    for at, one in enumerate(found):
        same = one.rule is not rules.NO_FILE and one.column and one.column == refusal.column
        known = same or one.rule in rules.REFUSED_RULES
        if one.severity == "study" and known and _is_at(one, refusal):
            return at
    return None
