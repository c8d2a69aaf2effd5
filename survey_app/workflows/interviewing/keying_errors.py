"""What can go wrong when a paper questionnaire is keyed in twice.

Room: workflows.
"""

from survey_app.errors import SurveyError


class NotComparedError(SurveyError):
    """A keying is to be finished that was not compared with the other one."""

    code = "KEYING-001"
    msgid = (
        "Paper {number} is keyed twice: compare the two keyings and decide where they differ. "
        "Only the one that comes out of that can be finished."
    )
    exit_code = 3


class KeyedAlreadyError(SurveyError):
    """The person has this keying of this paper open already, or compared both."""

    code = "KEYING-002"
    msgid = (
        "This keying of paper {number} is open already. Go on with it from the first page, or "
        "choose the other keying."
    )
    exit_code = 2


class NoPairError(SurveyError):
    """There are no two keyings of one paper to compare."""

    code = "KEYING-003"
    msgid = (
        "There are no two keyings of this paper here. Key it a second time, or let the colleague "
        "who did hand hers over."
    )
    exit_code = 2


class StillDifferentError(SurveyError):
    """Two keyings are to become one while they differ somewhere undecided."""

    code = "KEYING-004"
    msgid = "The two keyings of paper {number} still differ. Decide each difference first."
    exit_code = 3


class NoNumberError(SurveyError):
    """A paper is to be keyed in without its number."""

    code = "KEYING-005"
    msgid = "Write the number of the paper questionnaire first; it joins its two keyings."
    exit_code = 2


class OtherVersionError(SurveyError):
    """Two keyings of one paper stand in different versions of the questionnaire."""

    code = "KEYING-006"
    msgid = (
        "The two keyings of paper {number} are of different versions of the questionnaire and "
        "cannot be compared. Discard one of them and key it in again: it will have the version "
        "of the other one."
    )
    exit_code = 3
