"""Bars beside numbers: a picture for those who rather look, a table for everybody else.

Room: release (floor 7). Numbers in, HTML out.
Spec: docs/spec/risk-report.md section 6.
Promise: every bar stands beside its number in words; no script, no colour that has to be told
apart; it reads from the side from which its language is read; on a phone the name stands above
its bar, so that nothing is cut off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 100

STYLE = """
table.bars td:nth-child(2){inline-size:45%;min-inline-size:8rem}
svg.share{display:block;overflow:visible;inline-size:100%;block-size:1.1rem}
[dir=rtl] svg.share{transform:scaleX(-1)}
svg.share .ground{fill:none;stroke:#767676;vector-effect:non-scaling-stroke}
svg.share .part{fill:#31688e}
svg.share .part.grave{fill:#8c2d04}
@media (max-width:40rem){
table.bars,table.bars caption,table.bars tbody{display:block}
table.bars thead{position:absolute;clip-path:inset(50%);overflow:hidden;
inline-size:1px;block-size:1px}
table.bars tr{display:grid;grid-template-columns:minmax(0,1fr) 35%;margin-block-end:.5rem}
table.bars th[scope=row]{grid-column:1/-1;border-block-end:0;overflow-wrap:anywhere}
table.bars td{border-block-start:0}
table.bars td:nth-child(2){inline-size:auto;min-inline-size:0;border-inline-end:0}
table.bars td:last-child{border-inline-start:0}
table.bars th code{white-space:normal}
}
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
    top = "".join(f'<th scope="col" role="columnheader">{escape(words)}</th>' for words in head)
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{one.name}</th>'
        f'<td role="cell">{_bar(one)}</td><td role="cell">{one.told}</td></tr>\n'
        for one in lines
    )
    return (
        f'<table class="bars" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{top}</tr></thead>\n'
        f'<tbody role="rowgroup">{body}</tbody></table>\n'
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
