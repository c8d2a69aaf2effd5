"""Read the markup inside one block: emphasis, tags, links, escapes, entities, line breaks.

Room: web.
Source: CommonMark 0.31 for emphasis and escapes; the tags that ODK's clients show.
"""

import re
from collections.abc import Iterator
from html import unescape

from markupsafe import Markup, escape

from survey_app.web.rich_text.emphasis import Item, Piece, emphasised, run_at
from survey_app.web.rich_text.islands import MOORING, Islands
from survey_app.web.rich_text.tags import TAG_NAMES, Tag, nested, tag_of

_SPECIAL = re.compile(r"[\\&<*_\[\n\ue000]")
_TOKEN = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
  | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
  | (?P<slot>{MOORING.pattern})
  | <\s*(?P<close>/?)\s*(?P<tag>{"|".join(TAG_NAMES)})(?P<facts>(?:\s[^<>]*)?)/?\s*>
  | (?P<run>\*+|_+)
  | \[(?P<label>[^\[\]]*)\]\((?P<address>[^()\s]*)\)
  | (?P<line>\n)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCHEME_UNSAID = re.compile(r"(?:tel|mailto):", re.IGNORECASE)


def inline(text: str, islands: Islands) -> Markup:
    """Return the markup of one block's text.

    >>> inline("_a_ **b** 2 < 3 <script>", Islands())
    Markup('<em>a</em> <strong>b</strong> 2 &lt; 3 &lt;script&gt;')
    """
    if not _SPECIAL.search(text):
        return escape(text)
    return emphasised(nested(_tokens(text, islands)))


def _tokens(text: str, islands: Islands) -> Iterator[Item | Tag]:
    rest = 0
    for found in _TOKEN.finditer(text):
        if found.start() > rest:
            yield Piece(escape(text[rest : found.start()]))
        yield _token(text, found, islands)
        rest = found.end()
    if rest < len(text):
        yield Piece(escape(text[rest:]))


def _token(text: str, found: re.Match[str], islands: Islands) -> Item | Tag:
    kind = found.lastgroup
    if found["run"]:
        return run_at(text, found.start(), found.end())
    if found["tag"]:
        return tag_of(found["tag"], found["facts"] or "", closes=bool(found["close"]))
    if found["label"] is not None:
        return Piece(_link(found["label"], found["address"], islands))
    if found["slot"]:
        return Piece(islands.filled(escape(found["slot"])))
    if found["entity"]:
        return Piece(escape(unescape(found["entity"])))
    return Piece(Markup("<br>\n") if kind == "line" else escape(found["escaped"]))


def _link(label: str, address: str, islands: Islands) -> Markup:
    """Return a link as words: its label, and after it where it would have led."""
    said = _SCHEME_UNSAID.sub("", islands.words(address), count=1)
    place = Markup('<bdi dir="ltr">{}</bdi>').format(said)
    if not said or islands.words(label).strip() in {said, address}:
        return place if said else inline(label, islands)
    return Markup("{} ({})").format(inline(label, islands), place)
