"""Find every text of the program that a translator must see.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md section 6.
Promise: no template and no marked text is passed over in silence; the file changes only when a
text or its place changes (no dates, no line numbers).
"""

import ast
import re
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po
from babel.util import pathmatch

from survey_app.i18n.errors import ExtractionError

KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_KEYWORD = re.compile("|".join(rf"\b{keyword}\s*\(" for keyword in KEYWORDS).encode())
COMMENT_TAG = "TRANSLATORS:"
PROJECT = "survey_app"

MOVING_HEADERS = (
    *("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Project-Id-Version"),
    *("Report-Msgid-Bugs-To", "Last-Translator", "Language-Team"),
)

HEADER = """\
# Words of survey_app: pages, messages, errors.
# Written by `survey-app translation extract`; do not edit.
#"""


_Message = tuple[str, int, str | tuple[str, ...], list[str], str | None]


def extract_messages(package: Path, mapping: Path) -> bytes:
    """Return the template (POT) of every text below the folder `package`.

    `mapping` is the babel.cfg file. The sentence of an error, which stands in its class as
    `msgid`, is found without a mark.

    Raises: ExtractionError, naming the first file that cannot be read.
    """
    catalogue = Catalog(project=PROJECT, charset="utf-8", header_comment=HEADER, fuzzy=False)
    found = [*_marked(package, mapping), *_sentences_of_errors(package)]
    for file, _line, msgid, comments, context in sorted(found, key=lambda one: one[:2]):
        catalogue.add(msgid, locations=[(file, 0)], auto_comments=comments, context=context)
    out = BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False)
    return _without_dates(out.getvalue())


def _marked(package: Path, mapping: Path) -> Iterator[_Message]:
    methods, options = _methods(mapping)
    for path in sorted(package.rglob("*.*")):
        file = path.relative_to(package).as_posix()
        matching = (found for found in methods if pathmatch(found[0], file))
        pattern, method = next(matching, ("", ""))
        if method and (path.suffix != ".py" or _mentions_a_keyword(path)):
            for line, msgid, comments, context in _in_file(path, method, options.get(pattern, {})):
                yield file, line, msgid, comments, context


def _methods(mapping: Path) -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    try:
        config = StringIO(mapping.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExtractionError(file=str(mapping)) from error
    return parse_mapping_cfg(config, str(mapping))  # type: ignore[no-untyped-call,no-any-return]


def _in_file(
    path: Path, method: str, options: dict[str, str]
) -> list[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    try:
        return extract_from_file(
            method,
            path,
            keywords=dict(KEYWORDS),
            comment_tags=(COMMENT_TAG,),
            options=options,
            strip_comment_tags=True,
        )
    except Exception as error:
        raise ExtractionError(file=path.name) from error


def _mentions_a_keyword(path: Path) -> bool:
    """Say whether a module can hold a marked text; most hold none, and reading takes time."""
    return bool(_KEYWORD.search(path.read_bytes()))


def _sentences_of_errors(package: Path) -> Iterator[_Message]:
    """Yield the text of each class that has both a `code` and a `msgid`."""
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = _tree(text if "msgid" in text else "", path.name)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                texts = dict(_plain_attributes(node))
                if "msgid" in texts and "code" in texts:
                    file = path.relative_to(package).as_posix()
                    yield file, node.lineno, texts["msgid"], [f"error {texts['code']}"], None


def _tree(text: str, file: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise ExtractionError(file=file) from error


def _plain_attributes(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, value.value


def _without_dates(data: bytes) -> bytes:
    """Return the file without the header lines that would change at each run or say nothing."""
    moving = tuple(f'"{name}:'.encode() for name in MOVING_HEADERS)
    return b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(moving))
