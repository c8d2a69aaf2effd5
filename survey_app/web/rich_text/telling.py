"""The door of rich texts: a label, hint or choice in the shape that its place on the page needs.

Room: web.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import TypeVar

from markupsafe import Markup, escape

from survey_app.interview import TextPart
from survey_app.web.rich_text.blocks import Block, blocks_of
from survey_app.web.rich_text.inline import inline
from survey_app.web.rich_text.islands import Islands, moored

LONGEST = 50_000  # no text that is read out is longer; beyond it stands as it was written
MOST_KEPT = 2_000
BREAK = Markup("<br>\n")
_ANYWHERE = re.compile(r"[*_<&\\\[\n#\ue000\ue001]")
_AT_START = re.compile(r"[-+]|\d+[.)]")
Told = TypeVar("Told")


def _once(tell: Callable[[Sequence[TextPart]], Told]) -> Callable[[Sequence[TextPart]], Told]:
    """Read a text without a value once, however many pages show it; one with values is not kept."""
    kept = lru_cache(maxsize=MOST_KEPT)(tell)

    @wraps(tell)
    def once(parts: Sequence[TextPart]) -> Told:
        if any(part.is_value for part in parts):
            return tell(parts)
        return kept(tuple(parts))

    return once


@_once
def told(parts: Sequence[TextPart]) -> Markup:
    r"""Return a text with its paragraphs, headings and lists, for a place that may hold them.

    >>> told([TextPart("Ask *her* alone.")])
    Markup('Ask <em>her</em> alone.')
    >>> told([TextPart("One.\n\nTwo.")])
    Markup('<p>One.</p>\n<p>Two.</p>')
    """
    blocks, islands = _read(parts)
    if len(blocks) == 1 and blocks[0].kind == "text":
        return _lines(blocks[0], islands)
    return Markup("\n").join(_block(block, islands) for block in blocks)


@_once
def told_in_line(parts: Sequence[TextPart]) -> Markup:
    r"""Return a text for a place that holds one line of thought: a choice, a cell, a title.

    >>> told_in_line([TextPart("# Yes\n\n- always\n- mostly")])
    Markup('Yes<br>\n• always<br>\n• mostly')
    """
    if len(parts) == 1 and not parts[0].is_value and not _has_signs(parts[0].text):
        return escape(parts[0].text)  # most choices, of which there may be thousands
    blocks, islands = _read(parts)
    return BREAK.join(_flat(block, islands) for block in blocks)


@_once
def told_below_heading(parts: Sequence[TextPart]) -> tuple[Markup, Markup]:
    r"""Return what is the heading of a question, and what stands below it.

    >>> told_below_heading([TextPart("# Your child\n\nAny child.\n- own\n- fostered")])[0]
    Markup('Your child')
    """
    blocks, islands = _read(parts)
    if not blocks:
        return Markup(""), Markup("")
    rest = Markup("\n").join(_block(block, islands) for block in blocks[1:])
    return _flat(blocks[0], islands), rest


def in_words(parts: Sequence[TextPart]) -> str:
    """Return a text without its markup, for what a screen reader says of a picture.

    >>> in_words([TextPart("A **red** "), TextPart("<b>", is_value=True)])
    'A red <b>'
    """
    return told_in_line(parts).striptags()


def _has_signs(text: str) -> bool:
    """Say whether there may be markup in a text, or space around it."""
    return bool(_ANYWHERE.search(text) or _AT_START.match(text)) or text != text.strip()


def _read(parts: Sequence[TextPart]) -> tuple[tuple[Block, ...], Islands]:
    text, islands = moored(parts)
    if len(text) > LONGEST:
        return (Block("text", tuple(text.split("\n")), plain=True),), islands
    return blocks_of(text), islands


def _block(block: Block, islands: Islands) -> Markup:
    if block.kind == "heading":
        size = f"told-{block.level}"
        return Markup('<h2 class="{}">{}</h2>').format(size, _lines(block, islands))
    if block.kind == "text":
        return Markup("<p>{}</p>").format(_lines(block, islands))
    items = Markup("").join(
        Markup("<li>{}</li>").format(inline(item, islands)) for item in block.lines
    )
    if block.kind == "points":
        return Markup("<ul>{}</ul>").format(items)
    return Markup('<ol start="{}">{}</ol>').format(block.level, items)


def _flat(block: Block, islands: Islands) -> Markup:
    if block.kind in {"text", "heading"}:
        return _lines(block, islands)
    lines = [inline(item, islands) for item in block.lines]
    marks = (
        ["•"] * len(lines)
        if block.kind == "points"
        else [f"{number}." for number in range(block.level, block.level + len(lines))]
    )
    return BREAK.join(
        Markup("{} {}").format(mark, line) for mark, line in zip(marks, lines, strict=True)
    )


def _lines(block: Block, islands: Islands) -> Markup:
    if block.plain:
        return BREAK.join(islands.filled(escape(line)) for line in block.lines)
    return inline("\n".join(block.lines), islands)
