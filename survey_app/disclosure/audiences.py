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


@dataclass(frozen=True)
class Preset:
    """The lowest thresholds for one audience; a plan may ask for more."""

    k: int
    table_min: int


PRESETS: Mapping[Audience, Preset] = MappingProxyType(
    {
        Audience.TEAM: Preset(k=3, table_min=3),
        Audience.PARTNER: Preset(k=5, table_min=5),
        Audience.PUBLIC: Preset(k=10, table_min=10),
    }
)
