"""Bars beside numbers: a picture for those who rather look, a table for everybody else.

Room: release (floor 7). Numbers in, HTML out.
Spec: docs/spec/risk-report.md section 6.
Promise: every bar stands beside its number in words; no script, no colour that has to be told
apart; it reads from the side from which its language is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 100

STYLE = """
table.bars td:nth-child(2){inline-size:45%;min-inline-size:8rem}
svg.share{display:block;inline-size:100%;block-size:1.1rem}
[dir=rtl] svg.share{transform:scaleX(-1)}
svg.share .ground{fill:none;stroke:#767676;vector-effect:non-scaling-stroke}
svg.share .part{fill:#31688e}
svg.share .part.grave{fill:#8c2d04}
"""


@dataclass(frozen=True)
class Bar:
    """One line: `name` and `told` are finished HTML; the bar shows `part` of `whole`."""

    name: str
    part: int
    whole: int
    told: str
    is_grave: bool = False


def bars(caption: str, head: tuple[str, str, str], lines: Sequence[Bar]) -> str:
    """Return a table with a bar in each line, nothing for no lines.

    >>> "<svg" in bars("Women", ("Kind", "Share", "Women"), [Bar("Alone", 3, 12, "3")])
    True
    """
    if not lines:
        return ""
    top = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    body = "".join(
        f'<tr><th scope="row">{one.name}</th><td>{_bar(one)}</td><td>{one.told}</td></tr>\n'
        for one in lines
    )
    return (
        f'<table class="bars"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>\n"
    )


def _bar(one: Bar) -> str:
    share = max(0, min(one.part, one.whole)) * _WIDTH / one.whole if one.whole else 0
    kind = "part grave" if one.is_grave else "part"
    return (
        f'<svg class="share" viewBox="0 0 {_WIDTH} 10" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false">'
        f'<rect class="{kind}" x="0" y="0" width="{share:.1f}" height="10"/>'
        f'<rect class="ground" x="0" y="0" width="{_WIDTH}" height="10"/></svg>'
    )
