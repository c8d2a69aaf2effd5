"""Cut a text into its blocks: paragraphs, headings, lists.

Room: web.
Source: CommonMark 0.31 for headings and lists, without code, quotes and nested lists, which
no form of the ODK family shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["text", "heading", "points", "numbers"]

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*\Z")
_POINT = re.compile(r"[-*+][ \t]+(\S.*)\Z")
_NUMBER = re.compile(r"(\d{1,9})[.)][ \t]+(\S.*)\Z")


@dataclass(frozen=True)
class Block:
    """One block. `level` is the level of a heading or the first number of a list."""

    kind: BlockKind
    lines: tuple[str, ...]
    level: int = 1
    plain: bool = False


def blocks_of(text: str) -> tuple[Block, ...]:
    r"""Return the blocks of `text`, in order.

    A text that is nothing but one numbered item is a sentence that begins with a number.

    >>> [block.kind for block in blocks_of("# One\ntwo\n\n- three\n- four")]
    ['heading', 'text', 'points']
    >>> blocks_of("3. third question")[0].lines
    ('3. third question',)
    """
    found = tuple(_walk([line.strip() for line in text.split("\n")]))
    if len(found) == 1 and found[0].kind == "numbers" and len(found[0].lines) == 1:
        return (Block("text", (text.strip(),)),)
    return found


def _walk(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        block, at = _next(lines, at)
        yield block


def _next(lines: list[str], at: int) -> tuple[Block, int]:
    heading = _HEADING.match(lines[at])
    if heading:
        return Block("heading", (heading[2],), len(heading[1])), at + 1
    if _POINT.match(lines[at]):
        items, at = _items(lines, at, _POINT)
        return Block("points", items), at
    number = _NUMBER.match(lines[at])
    if number:
        items, at = _items(lines, at, _NUMBER)
        return Block("numbers", items, int(number[1])), at
    begin = at
    while at < len(lines) and lines[at] and not (at > begin and _interrupts(lines[at])):
        at += 1
    return Block("text", tuple(lines[begin:at])), at


def _interrupts(line: str) -> bool:
    """Say whether a line ends the paragraph above it; a list of numbers only from 1."""
    number = _NUMBER.match(line)
    return bool(_HEADING.match(line) or _POINT.match(line) or (number and int(number[1]) == 1))


def _items(lines: list[str], at: int, mark: re.Pattern[str]) -> tuple[tuple[str, ...], int]:
    """Return the items of a list and the line after it; a line without a mark goes on an item."""
    items: list[str] = []
    while at < len(lines):
        item = mark.match(lines[at])
        if item:
            items.append(item[item.lastindex or 0])
        elif lines[at] and lines[at - 1] and not _starts_other(lines[at]):
            items[-1] += "\n" + lines[at]
        elif lines[at] or not _goes_on(lines, at, mark):
            break
        at += 1
    return tuple(items), at


def _starts_other(line: str) -> bool:
    return bool(_HEADING.match(line) or _POINT.match(line) or _NUMBER.match(line))


def _goes_on(lines: list[str], at: int, mark: re.Pattern[str]) -> bool:
    """Say whether the same list goes on after the empty lines from `at`."""
    following = next((line for line in lines[at:] if line), "")
    return mark.match(following) is not None
