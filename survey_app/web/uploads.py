"""What a page needs to ask for a photograph, a recording, a drawing or a file.

Room: web. Part of a `Control`; drawn by templates/controls/upload.html.
Promise: follows from the form alone, the same in every language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from survey_app.media import Family

Tool = Literal["", "record", "draw", "annotate", "signature"]

# what a browser should offer; telephones turn other pictures into these by themselves
ACCEPTED: Mapping[Family, str] = {
    Family.IMAGE: "image/jpeg,image/png,image/webp",
    Family.AUDIO: "audio/*,video/webm,video/mp4,.m4a,.amr",
    Family.VIDEO: "video/*",
    Family.FILE: "",
}
_NO_SIZE = Markup("")
_CAMERAS = {"new": "environment", "new-front": "user"}
_DRAWING: tuple[Tool, ...] = ("signature", "annotate", "draw")
_BITS_A_SECOND = {"voice-only": 16_000, "low": 24_000, "normal": 64_000}


@dataclass(frozen=True)
class Upload:
    """How to ask for a file, and what is there already.

    `mark` names what is kept in a wish to remove it, "" when nothing is; `address` is where the
    page gets it from, "" for none; `size` is how large it is in words. `asking` while the removal
    is to be confirmed; `damaged` when not all of it can be opened. `left_bytes` is how much a
    further take behind it may have, 0 where none can follow.
    """

    family: Family
    tool: Tool = ""
    capture: str = ""
    most_pixels: int = 0
    bits: int = 0
    most_bytes: int = 0
    mark: str = ""
    address: str = ""
    size: Markup = _NO_SIZE
    asking: bool = False
    damaged: bool = False
    left_bytes: int = 0

    @property
    def kept(self) -> bool:
        """Say whether a file is kept."""
        return bool(self.mark)

    @property
    def accept(self) -> str:
        """Return the kinds that a browser should offer."""
        return ACCEPTED[self.family]


def upload_of(family: Family, appearance: str, facts: Mapping[str, str], most_bytes: int) -> Upload:
    """Return how to ask for a file; `facts` are the parameters and bind attributes.

    >>> upload_of(Family.IMAGE, "new-front", {"orx:max-pixels": "640"}, 9).capture
    'user'
    """
    words = appearance.split()
    return Upload(
        family=family,
        tool=_tool(family, words),
        capture=next((_CAMERAS[word] for word in words if word in _CAMERAS), ""),
        most_pixels=_whole(_fact(facts, "max-pixels")) if family is Family.IMAGE else 0,
        bits=_BITS_A_SECOND.get(_fact(facts, "quality"), _BITS_A_SECOND["normal"]),
        most_bytes=most_bytes,
    )


def _tool(family: Family, words: Collection[str]) -> Tool:
    if family is Family.AUDIO:
        return "record"
    if family is not Family.IMAGE:
        return ""
    return next((tool for tool in _DRAWING if tool in words), "")


def _fact(facts: Mapping[str, str], name: str) -> str:
    return next((value for key, value in facts.items() if key.rpartition(":")[2] == name), "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
