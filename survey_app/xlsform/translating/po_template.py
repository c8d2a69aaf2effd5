"""The translator's view of a form: each text with its context and the notes it needs.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 3.
Promise: a translator never has to open the sheet to know who hears a text, and when.
"""

from collections.abc import Iterator, Mapping

import polib

from survey_app.xlsform.headings import NOTE_TRANSLATOR
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.spoken import source_column
from survey_app.xlsform.translating.texts import (
    RESEARCHER,
    TITLE_CONTEXT,
    SourceText,
    source_texts,
    voice_of,
)
from survey_app.xlsform.workbook import CHOICES, Row, Workbook

_MOST_USERS_NAMED = 3


def form_template(workbook: Workbook) -> polib.POFile:
    """Return every English text of `workbook` as an empty entry, with notes (`#.`)."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": f"survey_app form {workbook.form_id}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    modules = dict(_modules(workbook))
    users = _users(workbook)
    for source in source_texts(workbook):
        notes = _notes(source, modules, users)
        entry = polib.POEntry(
            msgctxt=source.ctx,
            msgid=source.text,
            comment="\n".join(notes),
            occurrences=[(source.sheet, str(source.row.number))],
        )
        file.append(entry)
    return file


def _notes(
    source: SourceText, modules: Mapping[str, str], users: Mapping[str, list[Row]]
) -> Iterator[str]:
    if source.ctx == TITLE_CONTEXT:
        yield "title of the questionnaire, shown on the screen; bystanders may read it"
        return
    row = source.row
    if source.sheet == CHOICES:
        yield f"choice of {_named(users.get(row.get('list_name'), []))}; voice: to {source.voice}"
        return
    parts = [" ".join(row.get("type").split())]
    module = modules.get(row.get("name"))
    if module:
        parts.append(f"in: {module}")
    parts.append(f"voice: to {source.voice}")
    if row.get("sensitivity"):
        parts.append(f"sensitivity: {row.get('sensitivity')}")
    yield "; ".join(parts)
    if row.get("relevant"):
        yield f"shown when: {row.get('relevant')}"
    if row.get("constraint") and source.ctx.endswith(":constraint_message"):
        yield f"rule: {row.get('constraint')}"
    if row.get(NOTE_TRANSLATOR):
        yield f"NOTE: {row.get(NOTE_TRANSLATOR)}"


def _named(rows: list[Row]) -> str:
    names = [row.get("name") for row in rows]
    more = " and others" if len(names) > _MOST_USERS_NAMED else ""
    return (", ".join(names[:_MOST_USERS_NAMED]) or "no question yet") + more


def _modules(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Yield for each question the title of the outermost group around it."""
    label = source_column(workbook, workbook.survey, "label")
    around: list[str] = []
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        if kind is not None and kind.place == "begin":
            around.append(row.get(label) or row.get("name"))
        if around:
            yield row.get("name"), around[0]


def _users(workbook: Workbook) -> Mapping[str, list[Row]]:
    users: dict[str, list[Row]] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.list_name:
            users.setdefault(kind.list_name, []).append(row)
    for rows in users.values():
        rows.sort(key=lambda row: voice_of(row) == RESEARCHER)
    return users
