"""The colour a form asks for, as the nearest of ours that can be read on the page.

Room: web.
Promise: every ink has a contrast of at least 4.5 to 1 on all grounds of the pages.
"""

import colorsys
import re
from types import MappingProxyType

_NAMED = MappingProxyType(
    {
        "red": ("red", "crimson", "darkred", "firebrick", "maroon", "indianred", "tomato"),
        "orange": ("orange", "darkorange", "coral", "chocolate", "orangered"),
        "brown": ("brown", "saddlebrown", "sienna", "gold", "goldenrod", "olive", "yellow"),
        "green": ("green", "darkgreen", "lime", "limegreen", "forestgreen", "seagreen"),
        "teal": ("teal", "cyan", "aqua", "darkcyan", "turquoise"),
        "blue": ("blue", "darkblue", "navy", "royalblue", "steelblue", "dodgerblue"),
        "purple": ("purple", "violet", "indigo", "darkviolet", "rebeccapurple", "blueviolet"),
        "pink": ("pink", "magenta", "fuchsia", "deeppink", "hotpink"),
        "grey": ("grey", "gray", "silver", "dimgrey", "dimgray", "darkgrey", "darkgray"),
    }
)
_OF_NAME = MappingProxyType({name: ours for ours, names in _NAMED.items() for name in names})
_HUES = ((15, "red"), (45, "orange"), (70, "brown"), (160, "green"), (195, "teal"))
_MORE_HUES = ((255, "blue"), (290, "purple"), (345, "pink"), (360, "red"))
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)\Z")
_FAINT = 0.15
_BLACK = 0.2


def ink(colour: str) -> str:
    """Return the class of the ink nearest to `colour`, "" for the ink of the page.

    >>> ink("red"), ink("#00f"), ink("rgb(0, 128, 0)"), ink("#777777"), ink("black")
    ('ink-red', 'ink-blue', 'ink-green', 'ink-grey', '')
    >>> ink("url(http://x)"), ink("white")
    ('', '')
    """
    wanted = colour.strip().lower()
    ours = _OF_NAME.get(wanted) or _nearest(_parts(wanted))
    return f"ink-{ours}" if ours else ""


def _parts(colour: str) -> tuple[float, float, float] | None:
    if _HEX.match(colour):
        digits = colour[1:] if len(colour) > 4 else "".join(one * 2 for one in colour[1:])  # noqa: PLR2004
        numbers = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif found := _RGB.match(colour):
        numbers = [min(int(part), 255) for part in found.groups()]
    else:
        return None
    return numbers[0] / 255, numbers[1] / 255, numbers[2] / 255


def _nearest(parts: tuple[float, float, float] | None) -> str:
    if parts is None:
        return ""
    hue, light, saturation = colorsys.rgb_to_hls(*parts)
    if light <= _BLACK or light >= 1 - _BLACK / 4:
        return ""
    if saturation < _FAINT:
        return "grey"
    return next(name for most, name in (*_HUES, *_MORE_HUES) if hue * 360 <= most)
