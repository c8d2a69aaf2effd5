"""Why rows are not shared: one whole sentence a reason, with what to do next.

Room: disclosure (floor 5).
"""

from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_


def too_few_records(records: int, least: int) -> Sentence:
    """Return the reason that the file is too small for any row to be shared."""
    return Sentence(
        N_(
            "The file holds {records} women; rows are shared from {least} on. "
            "Publish tables of counts, or wait until more women have been interviewed."
        ),
        {"records": records, "least": least},
    )


def too_few_for_public(records: int, least: int) -> Sentence:
    """Return the reason that a file is too small for everybody."""
    return Sentence(
        N_(
            "A file for the public needs at least {least} women and holds {records}. "
            "Share it with a partner under an agreement, or publish tables of counts."
        ),
        {"records": records, "least": least},
    )


def small_population(total: int, least: int) -> Sentence:
    """Return the reason that too few women could be in the file."""
    return Sentence(
        N_(
            "Only {total} women could be in this file; with fewer than {least} everybody who "
            "knows them recognises a row. Publish tables of counts."
        ),
        {"total": total, "least": least},
    )


def impossible_population(total: int, records: int) -> Sentence:
    """Return the reason that the count that was entered cannot be true."""
    return Sentence(
        N_(
            "The population was entered as {total} women, but the file holds {records}. "
            "Correct the population count and release again."
        ),
        {"total": total, "records": records},
    )


def impossible_group(number: int) -> Sentence:
    """Return the reason that the count of one group cannot be true."""
    return Sentence(
        N_(
            "Group number {number} of the population counts is smaller than the women of it "
            "in the file. Correct the population counts and release again."
        ),
        {"number": number},
    )


def no_key_variable() -> Sentence:
    """Return the reason that nothing says by what a woman could be recognised."""
    return Sentence(
        N_(
            "The form ranks no key variable, so nobody has said by what a woman could be "
            "recognised. Give sdc_rank to the variables that others know about her."
        )
    )


def not_k_anonymous(k: int, below: int, records: int) -> Sentence:
    """Return the reason that rows stand out even when made as coarse as they can be."""
    return Sentence(
        N_(
            "{below} of {records} women have fewer than {k} like them, and no coarser grouping "
            "helps enough. Publish tables of counts, or wait for more interviews."
        ),
        {"k": k, "below": below, "records": records},
    )


def other_groups() -> Sentence:
    """Return the reason that an earlier release outside the team used other groups."""
    return Sentence(
        N_(
            "An earlier release outside the team showed these women in other groups, and two "
            "groupings together tell more than each. Publish tables of counts, or start a new "
            "series with a new version of the form."
        )
    )


def groups_stay(below: int, records: int) -> Sentence:
    """Return the reason that the groups of an earlier release do not do for this one."""
    return Sentence(
        N_(
            "The groups stay as an earlier release outside the team showed them, and in them "
            "{below} of {records} women stand out, too many for this release. Publish tables of "
            "counts, or wait for more interviews."
        ),
        {"below": below, "records": records},
    )


def waiting_for_a_parcel(held: int, parcel: int) -> Sentence:
    """Return the reason that too few rows are left when newcomers wait for a parcel."""
    return Sentence(
        N_(
            "{held} women wait until {parcel} of their group can be shown at once, and too few "
            "rows are left. Wait for more interviews, then release again."
        ),
        {"held": held, "parcel": parcel},
    )


def nothing_diverse(least: int, *, from_inside: bool) -> Sentence:
    """Return the reason that all sensitive answers would be given away."""
    if from_inside:
        return Sentence(
            N_(
                "In too many groups of women who look alike, a woman who sets her own answer aside "
                "is left with fewer than {least} different answers to each sensitive question, so "
                "she would learn what the others answered. Publish tables of counts."
            ),
            {"least": least},
        )
    return Sentence(
        N_(
            "In too many groups of women who look alike, fewer than {least} different answers "
            "were given to each sensitive question, so a row would tell what she answered. "
            "Publish tables of counts."
        ),
        {"least": least},
    )


def those_who_went_agreed() -> Sentence:
    """Return the reason that subtracting would tell what the women who went had answered."""
    return Sentence(
        N_(
            "Since an earlier release women left groups that are shown again, and whoever "
            "subtracts the two files would learn what they had answered. Publish tables of counts, "
            "or wait for more interviews."
        )
    )


def nothing_even() -> Sentence:
    """Return the reason that no sensitive question is spread as evenly as the release asks."""
    return Sentence(
        N_(
            "In too many groups of women who look alike, the answers to each sensitive question "
            "are spread less evenly than this release asks, so a row would tell too much of what "
            "she answered. Publish tables of counts, or ask for less evenness."
        )
    )


def not_even() -> Sentence:
    """Return why a sensitive variable is missing where more than l answers was asked."""
    return Sentence(N_("Left out because the answers of too many groups are spread too unevenly."))


def dropped_key() -> Sentence:
    """Return why a key variable is missing from a shared file."""
    return Sentence(N_("Left out so that no woman stands out by it."))


def not_diverse(least: int, *, from_inside: bool) -> Sentence:
    """Return why a sensitive variable is missing from a shared file."""
    if from_inside:
        return Sentence(
            N_(
                "Left out because in too many groups a woman who sets her own answer aside is left "
                "with fewer than {least} different answers of the others."
            ),
            {"least": least},
        )
    return Sentence(
        N_("Left out because too many groups gave fewer than {least} different answers."),
        {"least": least},
    )


def told_beside() -> Sentence:
    """Return why a sensitive variable is missing that something earlier would tell on."""
    return Sentence(
        N_(
            "Left out because, together with an earlier release or dashboard, it would tell what "
            "some of the women answered."
        )
    )


def all_told_beside() -> Sentence:
    """Return the reason that something earlier would tell on every sensitive variable."""
    return Sentence(
        N_(
            "Together with an earlier release or dashboard, every sensitive question would tell "
            "what some of the women answered. Publish tables of counts, or wait for more "
            "interviews."
        )
    )


def tells_by_asking() -> Sentence:
    """Return why a variable is missing of which it tells too much that it was asked or not."""
    return Sentence(
        N_(
            "Left out because in too many groups it would tell something else about a woman "
            "whether she was asked."
        )
    )
