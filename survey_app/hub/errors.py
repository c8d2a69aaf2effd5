"""What a hub refuses, each with the one word that the sender's program reads.

Room: hub (floor 7).
Spec: docs/spec/objects-on-a-target.md section 5.

    SurveyError
    ├── RefusedError (has `reason`): WrongBytesError, TooLargeError, MalformedListError,
    │   UnknownStudyError, ForgedBundleError, DamagedUploadError, LaptopLetGoError,
    │   PackCancelledError
    ├── of the list of removals: StrangeRemovalsError, OlderRemovalsError
    ├── HubFullError
    └── of the folder: NotAHubError, HubBusyError, LedgerDamagedError
"""

from typing import ClassVar

from survey_app.errors import SurveyError


class RefusedError(SurveyError):
    """The hub understood and said no; `reason` is for programs."""

    code = "HUB-000"
    msgid = "The hub refused what was sent. Nothing was kept."
    reason: ClassVar[str] = "refused"


class WrongBytesError(RefusedError):
    """A piece is not what its name says."""

    code = "HUB-001"
    msgid = "A piece arrived damaged and was set aside. Send it again."
    exit_code = 5
    reason = "damaged piece"


class TooLargeError(RefusedError):
    """More bytes than a piece or a list may have."""

    code = "HUB-002"
    msgid = "A piece is larger than pieces may be. Send with this program, not by hand."
    exit_code = 2
    reason = "too large"


class MalformedListError(RefusedError):
    """The list of pieces cannot be read, or names another bundle."""

    code = "HUB-003"
    msgid = "The list of pieces cannot be read. Send with this program, not by hand."
    exit_code = 2
    reason = "malformed list"


class UnknownStudyError(RefusedError):
    """The bundle is of a study that this hub does not serve."""

    code = "HUB-004"
    msgid = (
        "This hub does not serve the study of the bundle. Ask the coordinator for the right "
        "address, or start the hub with the card of that study."
    )
    exit_code = 3
    reason = "unknown study"


class ForgedBundleError(RefusedError):
    """The signature or the enrolment does not hold."""

    code = "HUB-005"
    msgid = (
        "The bundle is not signed by a laptop of this study; it was set aside. "
        "Export it again on the laptop."
    )
    exit_code = 5
    reason = "not signed by a laptop of this study"


class DamagedUploadError(RefusedError):
    """All pieces are right, and what they make is no sound bundle."""

    code = "HUB-006"
    msgid = "The bundle is damaged and was set aside. Export it again on the laptop."
    exit_code = 5
    reason = "damaged bundle"


class LaptopLetGoError(RefusedError):
    """The study has removed the laptop, and the bundle had not arrived when it did."""

    code = "HUB-007"
    msgid = (
        "The laptop was removed from the study, so its new bundle was set aside. What it had sent "
        "before is kept."
    )
    exit_code = 5
    reason = "removed laptop"


class PackCancelledError(RefusedError):
    """The study has cancelled the pack with which the laptop came in."""

    code = "HUB-008"
    msgid = (
        "The laptop came in with a pack that the study has cancelled, so its bundle was set aside. "
        "Ask the coordinator for a new pack."
    )
    exit_code = 5
    reason = "cancelled pack"


class HubFullError(SurveyError):
    """There is no room for what was sent."""

    code = "HUB-010"
    msgid = "The hub's disk is full. Make room; nothing that was receipted is lost."


class StrangeRemovalsError(SurveyError):
    """A list of removals that no study of this hub signed."""

    code = "HUB-014"
    msgid = (
        "The list of removals is not signed by a study that this hub serves, or is damaged. Copy "
        "removals.json from the study's folder again. Nothing was changed."
    )
    exit_code = 5


class OlderRemovalsError(SurveyError):
    """A list that would let somebody in again."""

    code = "HUB-015"
    msgid = (
        "The hub knows a newer list of removals than this one. Copy removals.json from the "
        "study's folder again. Nothing was changed."
    )
    exit_code = 3


class NotAHubError(SurveyError):
    """The folder holds something else, or no hub was set up in it."""

    code = "HUB-011"
    msgid = (
        "The folder {folder} is not a hub. Choose an empty folder and give the study's card: "
        'survey-app hub serve "{folder}" --study STUDY.'
    )
    exit_code = 2


class HubBusyError(SurveyError):
    """Another process serves the folder."""

    code = "HUB-012"
    msgid = "Another program serves the hub in {folder} already. Stop it first."
    exit_code = 2


class LedgerDamagedError(SurveyError):
    """The ledger was changed after it was written."""

    code = "HUB-013"
    msgid = (
        "The ledger of the hub in {folder} was changed or is damaged at entry {entry}. "
        "Keep this folder as it is, start a hub in a new one, and let the laptops send again."
    )
    exit_code = 5
