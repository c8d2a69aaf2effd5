"""What can go wrong with the file that travels, and on its way.

Room: bundle (floor 6).
Spec: docs/spec/bundle.md section 6, docs/spec/objects-on-a-target.md section 5.

    SurveyError
    ├── the file:   NotABundleError, DamagedBundleError, OtherStudyError, BundleSignatureError,
    │               NewerBundleError, CannotOpenBundleError, UnreviewedError,
    │               BundleOfRemovedError, NoSuchLaptopError
    ├── the way:    TargetAddressError, InsecureTargetError, UnsignedTargetError,
    │               SteeredTargetError, TargetUnreachableError,
    │               TargetFullError, TargetFailedError, TargetRefusedError, LetGoError,
    │               TargetDamagedError
    └── the answer: UnknownReceiptKeyError, FalseReceiptError
"""

from survey_app.errors import SurveyError


class NotABundleError(SurveyError):
    """The file is something else."""

    code = "BUNDLE-001"
    msgid = (
        "The file {bundle} is not a bundle. Choose a file whose name ends in .bundle, "
        "made by Export on a laptop."
    )
    exit_code = 2


class DamagedBundleError(SurveyError):
    """The bytes are not the bytes that were signed or sealed, wherever they were altered."""

    code = "BUNDLE-002"
    msgid = (
        "The bundle {bundle} is damaged: it is not the file that was exported. "
        "Ask the sender to send it again; do not merge this file."
    )
    exit_code = 5


class OtherStudyError(SurveyError):
    """The bundle is sound and belongs elsewhere."""

    code = "BUNDLE-003"
    msgid = (
        "The bundle {bundle} belongs to another study. Nothing was taken from it; "
        "use it with the study that it comes from."
    )
    exit_code = 2


class BundleSignatureError(SurveyError):
    """The bundle is whole, and signed by a laptop that the study never let in."""

    code = "BUNDLE-004"
    msgid = (
        "The bundle {bundle} does not carry a valid signature of a laptop of this study. "
        "Ask the sender to export it again; do not merge this file."
    )
    exit_code = 5


class NewerBundleError(SurveyError):
    """A later version of the program made the bundle."""

    code = "BUNDLE-005"
    msgid = (
        "The bundle {bundle} was made by a newer version of this program. "
        "Install the newer version here, then try again."
    )
    exit_code = 2


class CannotOpenBundleError(SurveyError):
    """The bundle is sound but sealed to other keys."""

    code = "BUNDLE-006"
    msgid = (
        "The bundle {bundle} is sealed to another key than the one that was opened. "
        "Use the folder of the study whose pack is on that laptop."
    )
    exit_code = 4


class UnreviewedError(SurveyError):
    """Something that no person reviewed was about to leave."""

    code = "BUNDLE-007"
    msgid = (
        "A text in these interviews has not been reviewed by a person yet, so nothing was "
        "packed. Review the waiting texts first."
    )
    exit_code = 3


class BundleOfRemovedError(SurveyError):
    """The laptop, or the pack it was enrolled with, was removed from the study."""

    code = "REMOVED-001"
    msgid = (
        "The bundle {bundle} comes from a laptop that was removed from the study, or that a "
        "cancelled pack had let in. Nothing was taken from it. If the team made it, in its own "
        "hands, run `survey-app study remove-laptop` or `study cancel-pack` again and name with "
        "--arrived where it lies."
    )
    exit_code = 5


class NoSuchLaptopError(SurveyError):
    """The letters name no laptop, or several."""

    code = "REMOVED-002"
    msgid = (
        "{laptop} names no single laptop among what has arrived. Give all 32 letters that were "
        "shown when it was set up, or more letters of what `survey-app bundle inspect` shows."
    )
    exit_code = 2


class TargetAddressError(SurveyError):
    """The words name no place a bundle can go to."""

    code = "BUNDLE-020"
    msgid = (
        "{target} is not a place to send to. Give a folder that exists, or the address of a hub "
        "as `survey-app hub serve` prints it, for example http://192.168.1.5:8766/#KEY."
    )
    exit_code = 2


class InsecureTargetError(SurveyError):
    """Clear http would leave the local network."""

    code = "BUNDLE-021"
    msgid = (
        "{target} is reached over the internet without encryption. "
        "Use an address that begins with https, or a hub in the same room."
    )
    exit_code = 3


class UnsignedTargetError(SurveyError):
    """The hub is none of those that the study's signed pack names."""

    code = "BUNDLE-040"
    msgid = (
        "{target} is none of the hubs that this study's pack names, so nothing is sent there. "
        "Use a folder or a stick, or ask the coordinator for a new pack with this hub in it."
    )
    exit_code = 3


class SteeredTargetError(SurveyError):
    """A public name leads to a private address: somebody bends the way."""

    code = "BUNDLE-041"
    msgid = (
        "The name {target} leads to a private address here, which a hub on the internet never "
        "has. Somebody may be steering this network: use another one, or a stick."
    )
    exit_code = 3


class TargetUnreachableError(SurveyError):
    """Nobody answers there."""

    code = "BUNDLE-022"
    msgid = (
        "{target} cannot be reached. Check that it is plugged in or switched on, then send again. "
        "Nothing was lost: what was not received is still waiting here."
    )


class TargetFullError(SurveyError):
    """There is no room on the other side."""

    code = "BUNDLE-023"
    msgid = (
        "{target} is full. Make room there or choose another place, then send again. "
        "Nothing was lost: what was not received is still waiting here."
    )


class TargetReadOnlyError(SurveyError):
    """The stick is write-protected, or the folder belongs to somebody else."""

    code = "BUNDLE-028"
    msgid = (
        "{target} may not be written to. Take the write protection off the stick, or choose "
        "another place, then send again. Nothing was lost: what was not received is still "
        "waiting here."
    )


class TargetFailedError(SurveyError):
    """The hub had trouble of its own."""

    code = "BUNDLE-024"
    msgid = (
        "{target} had a fault of its own (answer {status}). Wait a little and send again, or tell "
        "the person who runs it. Nothing was lost: what was not received is still waiting here."
    )


class TargetRefusedError(SurveyError):
    """The hub understood and said no."""

    code = "BUNDLE-025"
    msgid = (
        "{target} refused the bundle (answer {status}, reason {reason}). Check that the address "
        "is the hub of this study. Nothing was lost: it is still waiting here."
    )
    exit_code = 3


class LetGoError(SurveyError):
    """The hub was told that the study has removed this laptop, or the pack it came in with."""

    code = "BUNDLE-027"
    msgid = (
        "{target} does not take bundles of this laptop: the study has removed it, or the pack it "
        "was set up with. What was sent before is kept there, and this bundle is kept here. Ask "
        "the coordinator before more interviews are held on this laptop."
    )
    exit_code = 3


class TargetDamagedError(SurveyError):
    """What was read back is not what was written."""

    code = "BUNDLE-026"
    msgid = (
        "{target} gave back other bytes than were written to it. Use another stick or folder; "
        "this one is failing. Nothing was lost: the bundle is still waiting here."
    )
    exit_code = 5


class UnknownReceiptKeyError(SurveyError):
    """A receipt was signed by a hub that nobody named."""

    code = "BUNDLE-030"
    msgid = (
        "This laptop was not told the key with which {target} signs its receipts, so it could not "
        "believe one. Ask the coordinator for the hub's full address, with the part after #; "
        "until then the bundle counts as waiting."
    )
    exit_code = 3


class FalseReceiptError(SurveyError):
    """A receipt does not say what was sent, or its signature is wrong."""

    code = "BUNDLE-031"
    msgid = (
        "The receipt of {target} does not fit what was sent, so it was not kept. "
        "The bundle is still waiting here; tell the coordinator."
    )
    exit_code = 5
