"""What a study settles about care: who helps, and how many interviews a day are enough.

Room: workflows. Travels in the study pack, signed with it.
Spec: docs/spec/study-pack.md, docs/spec/referrals.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import Json
from survey_app.workflows.study.referrals import Referral, referral_from_json, referral_to_json

DAILY_CAP = 4


@dataclass(frozen=True)
class CareSettings:
    """The list of places that help, and the most interviews that one person begins in a day."""

    referrals: tuple[Referral, ...] = ()
    daily_cap: int = DAILY_CAP

    def to_json(self) -> Json:
        """Return the settings as canonical JSON can hold them."""
        return {
            "referrals": [referral_to_json(one) for one in self.referrals],
            "daily_cap": self.daily_cap,
        }


def care_from_json(data: Json) -> CareSettings:
    """Return what `CareSettings.to_json` described; a pack without care has the defaults.

    Raises: KeyError, TypeError or ValueError when it is none.
    """
    if data is None:
        return CareSettings()
    fields = cast("Mapping[str, Json]", data)
    return CareSettings(
        tuple(map(referral_from_json, cast("Sequence[Json]", fields["referrals"]))),
        int(cast("int", fields["daily_cap"])),
    )
