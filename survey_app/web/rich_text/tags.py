"""The few tags a form may write, and what becomes of them; every other one is plain text.

Room: web.
Promise: a style becomes one of our own classes or nothing; the page's policy allows no other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from survey_app.web.rich_text.colours import ink
from survey_app.web.rich_text.emphasis import Item, Piece, emphasised

WRITTEN_AS = MappingProxyType(
    {
        "strong": "strong",
        "b": "strong",
        "em": "em",
        "i": "em",
        "u": "u",
        "sub": "sub",
        "sup": "sup",
        "span": "span",
        "font": "span",
        "div": "span",
        "p": "span",
        "br": "br",
    }
)
TAG_NAMES = tuple(sorted(WRITTEN_AS, key=len, reverse=True))
_BLOCKS = frozenset({"div", "p"})
_FACT = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True)
class Tag:
    """One tag in a text."""

    name: str
    classes: tuple[str, ...] = ()
    closes: bool = False


def tag_of(name: str, facts: str, *, closes: bool) -> Tag | Piece:
    """Return the tag; a line break is markup by itself.

    >>> tag_of("span", ' style="color:red; position:fixed" onclick="x()"', closes=False).classes
    ('ink-red',)
    """
    name = name.lower()
    if name == "br":
        return Piece(Markup("<br>\n"))
    classes = ("block",) if name in _BLOCKS else ()
    return Tag(name, () if closes else (*classes, *_classes(facts)), closes)


def _classes(facts: str) -> tuple[str, ...]:
    found = {match[1].lower(): match[2] or match[3] or "" for match in _FACT.finditer(facts)}
    style = {
        name.strip().lower(): value.strip().lower()
        for name, _, value in (part.partition(":") for part in found.get("style", "").split(";"))
    }
    colour = ink(style.get("color") or found.get("color", ""))
    centred = "center" in {style.get("text-align"), found.get("align", "").lower()}
    return tuple(filter(None, (colour, "at-centre" if centred else "")))


def nested(tokens: Iterable[Item | Tag]) -> list[Item]:
    """Return the items with every tag pair drawn around what is inside; lone tags go.

    >>> emphasised(nested([Tag("b"), Piece(Markup("a")), Tag("i"), Tag("b", closes=True)]))
    Markup('<strong>a</strong>')
    """
    levels: list[tuple[Tag | None, list[Item]]] = [(None, [])]
    for token in tokens:
        if not isinstance(token, Tag):
            levels[-1][1].append(token)
        elif not token.closes:
            levels.append((token, []))
        elif any(tag is not None and tag.name == token.name for tag, _ in levels):
            _close(levels, token.name)
    while len(levels) > 1:
        _, inside = levels.pop()
        levels[-1][1].extend(inside)
    return levels[0][1]


def _close(levels: list[tuple[Tag | None, list[Item]]], name: str) -> None:
    while True:
        tag, inside = levels.pop()
        if tag is not None and tag.name == name:
            levels[-1][1].append(Piece(_drawn(tag, emphasised(inside))))
            return
        levels[-1][1].extend(inside)


def _drawn(tag: Tag, inside: Markup) -> Markup:
    name = Markup(WRITTEN_AS[tag.name])  # noqa: S704 -- one of our own words
    if not tag.classes:
        return inside if name == "span" else Markup("<{0}>{1}</{0}>").format(name, inside)
    return Markup('<{0} class="{1}">{2}</{0}>').format(name, " ".join(tag.classes), inside)
