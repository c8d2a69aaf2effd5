"""A form at a glance: its modules and questions, who hears them, how they are protected.

Room: xlsform (floor 4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from survey_app.canonical import Json
from survey_app.i18n.locales import LANGUAGES
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.spoken import languages_of
from survey_app.xlsform.to_xform.compiled import CompiledForm
from survey_app.xlsform.translating.texts import voice_of
from survey_app.xlsform.workbook import SURVEY, Workbook


@dataclass(frozen=True)
class OutlineLine:
    """One row of the survey sheet, as the outline shows it."""

    depth: int
    name: str
    label: str
    type: str
    is_group: bool
    sensitivity: str
    voice: str
    protection: str


@dataclass(frozen=True)
class Outline:
    """A whole form at a glance; `languages` says of each how far it has come.

    `not_offered` says what the form asks for and this program does not do, `set_aside` what it
    says of places and texts that it does not have.
    """

    form_id: str
    title: str
    version: str
    form_hash: str
    languages: Mapping[str, str]
    lines: tuple[OutlineLine, ...]
    not_offered: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """Return how many rows are questions rather than groups."""
        return sum(not line.is_group for line in self.lines)

    def as_json(self) -> Mapping[str, Json]:
        """Return the outline for a script."""
        return {
            "form_id": self.form_id,
            "title": self.title,
            "version": self.version,
            "form_hash": self.form_hash,
            "languages": dict(self.languages),
            "lines": [asdict(line) for line in self.lines],
            "not_offered": list(self.not_offered),
            "set_aside": list(self.set_aside),
        }


def outline(workbook: Workbook, form: CompiledForm) -> Outline:
    """Return the outline of `workbook`, which compiled to `form`."""
    return Outline(
        form_id=form.form_id,
        title=form.title,
        version=form.version,
        form_hash=form.form_hash,
        languages=dict(_languages(workbook, form)),
        lines=tuple(_lines(workbook)),
    )


def _languages(workbook: Workbook, form: CompiledForm) -> Iterator[tuple[str, str]]:
    spoken = languages_of(workbook)
    names = {one.tag: one.name for one in (spoken.source, *spoken.others)}
    for tag in form.languages:
        state = "draft, not reviewed" if tag in form.unreviewed else "ready"
        yield names.get(tag) or LANGUAGES[tag].itext_name, state
    for tag in form.incomplete:
        yield LANGUAGES[tag].itext_name, "left out: texts are missing, stale or broken"


def _lines(workbook: Workbook) -> Iterator[OutlineLine]:
    source, depth = languages_of(workbook).source, 0
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place == "end":
            depth = max(depth - 1, 0)
            continue
        is_group = kind is not None and kind.place == "begin"
        plan = "/".join(filter(None, (row.get("sdc_role"), row.get("sdc_method"))))
        yield OutlineLine(
            depth=depth,
            name=row.get("name"),
            label=source.cell(SURVEY, row, "label")[1],
            type=row.get("type"),
            is_group=is_group,
            sensitivity=row.get("sensitivity"),
            voice=voice_of(row),
            protection=plan,
        )
        depth += is_group
