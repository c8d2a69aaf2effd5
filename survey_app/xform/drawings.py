"""Read a drawing (SVG) that came with a form: shapes and their colours, nothing else.

Room: xform.
Spec: docs/spec/texts-and-media.md section 3.
Promise: no script, style sheet, link, picture, animation or foreign element comes through, and
every reference stays inside the drawing.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from lxml import etree

from survey_app.xform.document import elements, read_xml
from survey_app.xform.errors import FormDrawingError, FormXmlError
from survey_app.xform.names import local

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    {
        *("g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"),
        *("tspan", "defs", "symbol", "use", "clipPath", "linearGradient", "radialGradient"),
        "stop",
    }
)
_UNWRAPPED = frozenset({"a", "switch"})
LOOKS = frozenset(
    {
        *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity"),
        *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray"),
        *("stroke-dashoffset", "opacity", "color", "display", "visibility", "clip-path"),
        *("clip-rule", "stop-color", "stop-opacity", "font-size", "font-weight", "text-anchor"),
        *("dominant-baseline", "paint-order", "vector-effect"),
    }
)
MEASURES = frozenset(
    {
        *("d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy"),
        *("dx", "dy", "width", "height", "points", "transform", "viewBox", "offset"),
        *("preserveAspectRatio", "gradientUnits", "gradientTransform", "spreadMethod"),
        *("clipPathUnits", "rotate", "textLength", "lengthAdjust"),
    }
)
_VALUE = re.compile(r"[\w\s.,;#%()+/-]*\Z")
_INSIDE = re.compile(r"""url\(\s*['"]?#([\w.-]+)['"]?\s*\)\Z""")
_NAME = re.compile(r"[\w.-]+\Z")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_DEEPEST = 100

_Styles = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=32)
def clean_drawing(
    data: bytes,
    *,
    stem: str = "",
    regions: frozenset[str] = frozenset(),
    chosen: frozenset[str] = frozenset(),
) -> str:
    """Return the drawing as SVG that may stand inside a page.

    Every id begins with `stem`. Shapes whose id is one of `regions` carry it as `data-choice`,
    those of them that are `chosen` the class `is-chosen`.

    Raises: FormDrawingError when it is no drawing.
    """
    try:
        root = read_xml(data)
    except FormXmlError as error:
        raise FormDrawingError from error
    if local(root) != "svg":
        raise FormDrawingError
    cleaner = _Cleaner(stem, regions, chosen, _sheet(root))
    made = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})  # type: ignore[dict-item]
    cleaner.dress(root, made)
    cleaner.fill(root, made, 0)
    return etree.tostring(made, encoding="unicode")


class _Cleaner:
    """Copies what is allowed from one tree to another."""

    def __init__(
        self, stem: str, regions: Collection[str], chosen: Collection[str], styles: _Styles
    ) -> None:
        self._stem = stem
        self._regions = regions
        self._chosen = chosen
        self._styles = styles

    def fill(self, source: etree._Element, target: etree._Element, depth: int) -> None:
        """Copy what is inside `source` into `target`."""
        for child in elements(source):
            name = local(child)
            if depth > _DEEPEST:
                return
            if name in _UNWRAPPED:
                self.fill(child, target, depth + 1)
            elif name in SHAPES:
                made = etree.SubElement(target, f"{{{SVG}}}{name}")
                self.dress(child, made)
                if name in {"text", "tspan"}:
                    made.text = child.text
                    made.tail = child.tail
                self.fill(child, made, depth + 1)

    def dress(self, source: etree._Element, made: etree._Element) -> None:
        """Give `made` the measures, looks and name of `source`."""
        looks: dict[str, str] = {}
        for word in source.get("class", "").split():
            looks |= self._styles.get(word, {})
        looks |= _declared(source.get("style", ""))
        for key, value in source.attrib.items():
            name = local_name(str(key))
            if name in MEASURES | LOOKS:
                looks.setdefault(name, str(value))
            elif name == "href" and str(value).startswith("#"):
                self._refer(made, "href", str(value)[1:])
        for name, value in looks.items():
            self._look(made, name, value.strip())
        self._name(source, made)

    def _look(self, made: etree._Element, name: str, value: str) -> None:
        inside = _INSIDE.match(value)
        if inside:
            made.set(name, f"url(#{self._stem}{inside[1]})")
        elif _VALUE.match(value) and "url" not in value.lower():
            made.set(name, value)

    def _refer(self, made: etree._Element, name: str, target: str) -> None:
        if _NAME.match(target):
            made.set(name, f"#{self._stem}{target}")

    def _name(self, source: etree._Element, made: etree._Element) -> None:
        name = source.get("id", "")
        if not _NAME.match(name):
            return
        made.set("id", f"{self._stem}{name}")
        if name in self._regions:
            made.set("data-choice", name)
            made.set("class", "region is-chosen" if name in self._chosen else "region")


def local_name(key: str) -> str:
    """Return the name of an attribute without its namespace."""
    return etree.QName(key).localname


def _declared(style: str) -> dict[str, str]:
    """Return the looks that a style declares."""
    pairs = (part.partition(":") for part in style.split(";"))
    named = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return {name: value for name, value in named.items() if name in LOOKS}


def _sheet(root: etree._Element) -> _Styles:
    """Return the looks of each class in the drawing's own style sheets."""
    found: dict[str, dict[str, str]] = {}
    for sheet in root.iter(f"{{{SVG}}}style"):
        for selectors, body in _RULE.findall("".join(str(text) for text in sheet.itertext())):
            for selector in selectors.split(","):
                word = selector.strip()
                if word.startswith(".") and _NAME.match(word[1:]):
                    found.setdefault(word[1:], {}).update(_declared(body))
    return found
