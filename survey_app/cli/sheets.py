"""Recovery sheets at a terminal: shown once, copied to paper, typed back from it.

Room: cli.
Spec: docs/spec/recovery-shares.md section 4.
Promise: a page that is written for a printer says nothing of what it is for.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import click

from survey_app.errors import SurveyError
from survey_app.vault.errors import SharesTooFewError, ShareWordCountError, ShareWordError
from survey_app.vault.shares import SHARE_WORDS, SHARES, ShareSheet, read_share
from survey_app.workflows.files import make_folder, write_new_file
from survey_app.workflows.keys.people_errors import OtherStudyKeyError
from survey_app.workflows.keys.sharing import rehearse
from survey_app.workflows.study.studies import StudyCard

UNSEEN: dict[str, Any] = {"hide_input": True, "err": True, "show_default": False}
_COLUMNS, _WIDTH = 3, 16


def hand_out(sheets: Sequence[ShareSheet], card: StudyCard, print_to: Path | None) -> None:
    """Show each sheet, have it typed back from the paper, and try them all at the end."""
    if print_to is not None:
        _write_pages(sheets, print_to)
    typed = []
    for sheet in sheets:
        if print_to is None:
            click.echo(f"Sheet {sheet.number} of {SHARES}. Copy it to paper:\n")
            click.echo(_table(sheet))
            click.pause("Press a key when it is on paper. The words disappear then.")
            click.clear()
        typed.append(_typed_back(sheet))
    rehearse(card, typed)


def ask_sheets(count: int) -> list[ShareSheet]:
    """Return `count` different sheets as people type them; after a slip only one is typed again."""
    typed: dict[int, ShareSheet] = {}
    while len(typed) < count:
        sheet = _asked(f"Sheet {len(typed) + 1} of the {count} that you have")
        if sheet.number in typed:
            click.echo(SharesTooFewError(needed=count).message(), err=True)
        typed.setdefault(sheet.number, sheet)
    return list(typed.values())


def _typed_back(sheet: ShareSheet) -> ShareSheet:
    while True:
        typed = _asked(f"Type sheet {sheet.number} from the paper")
        if typed == sheet:
            return typed
        click.echo(OtherStudyKeyError().message(), err=True)


def _asked(prompt: str) -> ShareSheet:
    """Return the sheet as it is typed unseen: at once, or line by line as it stands on paper.

    A word that is none is told at the end of its line, and only that line is typed again.
    """
    click.echo(f"{prompt}: all its words, or line by line. An empty line begins anew.", err=True)
    typed, count = "", 0
    while True:
        line = click.prompt(f"From word {count + 1} on", default="", **UNSEEN)
        try:
            return read_share(f"{typed} {line}")
        except ShareWordCountError as wrong:
            given = int(wrong.details["count"])
            if line.strip() and given < SHARE_WORDS:
                typed, count = f"{typed} {line}", given
                continue
            slip: SurveyError = wrong
        except SurveyError as found:
            slip = found
            if isinstance(found, ShareWordError) and int(found.details["place"]) > count > 0:
                click.echo(f"{slip.message()} Type this line again.", err=True)
                continue
        click.echo(slip.message(), err=True)
        typed, count = "", 0


def _table(sheet: ShareSheet) -> str:
    numbered = [f"{number:>2} {word}" for number, word in enumerate(sheet.words, start=1)]
    rows = [numbered[at : at + _COLUMNS] for at in range(0, len(numbered), _COLUMNS)]
    return "\n".join("".join(f"{one:<{_WIDTH}}" for one in row) for row in rows)


def _write_pages(sheets: Sequence[ShareSheet], folder: Path) -> None:
    make_folder(folder)
    for sheet in sheets:
        write_new_file(folder / f"sheet-{sheet.number}.html", _page(sheet).encode())
    click.echo(f"Print the three pages in {folder}, then delete them and empty the bin.")


def _page(sheet: ShareSheet) -> str:
    words = "".join(f"<li>{escape(word)}</li>" for word in sheet.words)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Sheet {sheet.number}</title><style>body{{font:16pt/1.6 sans-serif;margin:2cm}}"
        "ol{columns:3;font-family:monospace}</style></head><body>"
        f"<h1>Sheet {sheet.number} of {SHARES}</h1><ol>{words}</ol></body></html>\n"
    )
