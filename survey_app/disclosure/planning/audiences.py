"""Who a release is for, and the least that each of them asks.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Audience(StrEnum):
    """Who will hold the file."""

    TEAM = "team"
    PARTNER = "partner"
    PUBLIC = "public"


class Texts(StrEnum):
    """What of the free texts may be read: whole ones a reader cleared, quotations, or nothing."""

    REVIEWED = "reviewed"
    EXCERPTS = "excerpts"
    NONE = "none"


@dataclass(frozen=True)
class Preset:
    """The lowest thresholds for one audience; a plan may ask for more.

    `texts` says what of the free texts such an audience may ever read.
    """

    k: int
    table_min: int
    texts: Texts


PRESETS: Mapping[Audience, Preset] = MappingProxyType(
    {
        Audience.TEAM: Preset(k=3, table_min=3, texts=Texts.REVIEWED),
        Audience.PARTNER: Preset(k=5, table_min=5, texts=Texts.EXCERPTS),
        Audience.PUBLIC: Preset(k=10, table_min=10, texts=Texts.NONE),
    }
)
