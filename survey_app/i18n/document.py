"""A page that says the same thing in every language, and needs nothing but itself.

Room: i18n (floor 1). Text in, HTML out: the reports that stand beside data.
Spec: docs/spec/release-folder.md section 3.
Promise: every text is escaped and every value isolated; no address, script or font from
    elsewhere is in the page.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from survey_app.i18n.catalogues import Translator
from survey_app.i18n.locales import SOURCE_LANGUAGE, Language, language

_STYLE = """
body{margin:0 auto;max-width:72rem;padding:1rem 1.25rem;font:1rem/1.6 system-ui,sans-serif;
color:#1b1b1b;background:#fff}
section[dir=rtl]{font-family:"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Urdu Typesetting",serif;
line-height:2.4}
nav a{margin-inline-end:1.5rem}
section{border-block-start:2px solid #767676;margin-block-start:2rem}
table{border-collapse:collapse;margin-block:.5rem 1.5rem;display:block;overflow-x:auto}
th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:start;vertical-align:top}
th{background:#f2f2f2}
.verdict{font-size:1.2rem;border-inline-start:.4rem solid #767676;padding-inline-start:.8rem}
th code{white-space:nowrap}
code{font-family:ui-monospace,monospace;direction:ltr;unicode-bidi:isolate;overflow-wrap:anywhere}
summary>h2,summary>h3{display:inline}
summary{padding-block:.6rem;cursor:pointer}
@media print{nav{display:none}section{break-before:page}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def whole_page(title: str, sections: Mapping[str, str], *, style: str = "") -> bytes:
    """Return a page with one section per language tag; each section is finished HTML.

    The first language is that of the page itself. `style` is added to the page's own.
    """
    first = language(next(iter(sections)))
    links = "".join(_link(language(tag)) for tag in sections)
    body = "".join(_section(language(tag), inner) for tag, inner in sections.items())
    return (
        f'<!doctype html>\n<html lang="{first.tag}" dir="{first.direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n"
        f"<nav>{links}</nav>\n{body}</body>\n</html>\n"
    ).encode()


def text(value: str | int) -> str:
    """Return a value as escaped text that cannot turn the line around it.

    Numbers and bands have no direction of their own: they are drawn from the left, always.

    >>> text("<18"), text("عمر")
    ('<bdi dir="ltr">&lt;18</bdi>', '<bdi>عمر</bdi>')
    """
    words = str(value)
    drawn = "" if any(letter.isalpha() for letter in words) else ' dir="ltr"'
    return f"<bdi{drawn}>{escape(words)}</bdi>"


def foreign(value: str) -> str:
    """Return text that stays in the language of the workbook on a page of any language."""
    spoken = language(SOURCE_LANGUAGE)
    return f'<bdi lang="{spoken.tag}" dir="{spoken.direction}">{escape(value)}</bdi>'


def code(value: str) -> str:
    """Return a name or a code, always drawn from its first letter on."""
    return f"<code>{escape(value)}</code>"


def heading(words: str, level: int = 2) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(words)}</h{level}>\n"


def folded(title: str, inner: str) -> str:
    """Return `inner`, finished HTML, under a heading that opens it; printed, it stays closed."""
    return f"<details><summary>{title}</summary>\n{inner}</details>\n" if inner else ""


def paragraph(words: str, *, kind: str = "") -> str:
    """Return a paragraph of our own words."""
    marked = f' class="{kind}"' if kind else ""
    return f"<p{marked}>{escape(words)}</p>\n"


def bullets(lines: Sequence[str]) -> str:
    """Return a list of sentences, nothing for none."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>\n" if items else ""


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    categories: Sequence[str] = (),
) -> str:
    """Return a table; head and caption are our words, the cells are finished HTML.

    `categories` stand in the head after `head` and are finished HTML, too.
    """
    if not rows:
        return ""
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    heads = [*map(escape, head), *categories]
    top = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td>{cell}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in rows
    )
    return f"<table>{told}<thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>\n"


def in_every_language(
    translators: Sequence[Translator], make: Callable[[Translator], str]
) -> Mapping[str, str]:
    """Return one section per language, in the order of `translators`."""
    return {words.language.tag: make(words) for words in translators}


def _link(spoken: Language) -> str:
    return f'<a href="#{spoken.tag}" lang="{spoken.tag}" dir="{spoken.direction}">{spoken.name}</a>'


def _section(spoken: Language, inner: str) -> str:
    return (
        f'<section id="{spoken.tag}" lang="{spoken.tag}" dir="{spoken.direction}">\n'
        f"{inner}</section>\n"
    )
