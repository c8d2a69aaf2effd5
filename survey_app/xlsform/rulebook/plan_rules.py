"""What a check finds in the columns about protection and about the question, as data.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 lists every rule.
"""

from survey_app.i18n.marking import N_
from survey_app.xlsform.rulebook.findings import study_rule, warning_rule

NO_ROLE = warning_rule(
    "CHECK-040",
    N_("“{found}” has no disclosure role, so its answer counts as a direct identifier."),
    N_("Fill in sdc_role: direct, quasi, sensitive, text, safe or meta."),
)
NO_ROLES = warning_rule(
    "CHECK-057",
    N_("There is no column sdc_role, so all answers ({count}) count as direct identifiers."),
    N_("For a study, add the column sdc_role: direct, quasi, sensitive, text, safe or meta."),
)
UNKNOWN_ROLE = study_rule(
    "CHECK-041",
    N_("There is no disclosure role “{found}”."),
    N_("Use direct, quasi, sensitive, text, safe or meta."),
)
UNKNOWN_METHOD = study_rule(
    "CHECK-042",
    N_("There is no protection method “{found}”."),
    N_(
        "Use drop, keep, review, count, pseudonym, band:0,18,25, top:6, bottom:1, round:5, "
        "level:1, date:year, date:quarter, date:shift, geo:province, means or swap:80."
    ),
)
DIRECT_KEPT = study_rule(
    "CHECK-043",
    N_("“{found}” names someone, yet its method is {method}."),
    N_("Use drop or pseudonym; a direct identifier never leaves the laptop."),
)
QUASI_NOT_COARSE = study_rule(
    "CHECK-044",
    N_("“{found}” can single someone out together with others, yet it is not coarsened."),
    N_(
        "Use band, top, bottom, round, level, date, geo, count or drop; "
        "level:0 when the choices are bands already."
    ),
)
TOO_MANY_KEYS = study_rule(
    "CHECK-045",
    N_("{count} questions have an sdc_rank; at most {limit} may enter a shared file."),
    N_("Empty sdc_rank for the least important; they still appear in tables."),
)
TEXT_NOT_REVIEWED = study_rule(
    "CHECK-046",
    N_("The free text “{found}” could leave without a person having read it."),
    N_("Give it the role text (or direct) and the method review (or drop)."),
)
K_TOO_SMALL = study_rule(
    "CHECK-047",
    N_("sdc_k is {found}; with fewer than {least} a woman can be singled out."),
    N_("Write {least} or more; 5 is usual."),
)
BAD_PLAN_SETTING = study_rule(
    "CHECK-048",
    N_("The setting {setting} cannot be “{found}”."),
    N_(
        "Write a whole number; for sdc_max_drop a share such as 0.2; for sdc_audience team, "
        "partner or public; for sa_theme sea, leaf, plum or clay."
    ),
)
BAD_RANK = study_rule(
    "CHECK-049",
    N_("The sdc_rank “{found}” cannot be used here."),
    N_("Rank quasi-identifiers 1, 2, 3 … up to 6, each once; the highest goes first."),
)
LEVEL_NOT_FILLED = study_rule(
    "CHECK-050",
    N_("The method {method} needs {column} for each choice of “{list}”; “{choice}” has none."),
    N_("Fill in {column} on the sheet choices."),
)
METHOD_DOES_NOT_FIT = study_rule(
    "CHECK-051",
    N_("The method {method} does not fit a question of type {type}."),
    N_(
        "Use band, top, bottom and round for numbers, level for choices, date for dates, geo for "
        "places, count for repeats, review for text."
    ),
)
BAD_BANDS = study_rule(
    "CHECK-052",
    N_("The bands of “{found}” do not rise from number to number."),
    N_("Write the lower ends in order, as in band:0,18,25,35,50."),
)
IDENTIFYING_KIND = study_rule(
    "CHECK-053",
    N_("A {type} can name someone by itself, yet its method is {method}."),
    N_("Use drop, or ask in another way."),
)
SEVERE_RANKED = study_rule(
    "CHECK-054",
    N_("“{found}” has sensitivity S3 and may never enter a shared file, yet it has a rank."),
    N_("Empty sdc_rank, or coarsen and lower the sensitivity with a reason in sdc_note."),
)
BAD_SEEK = study_rule(
    "CHECK-055",
    N_("sdc_seek is “{found}”."),
    N_("Write yes or no, or leave it empty."),
)

BAD_SENSITIVITY = study_rule(
    "CHECK-060",
    N_("The sensitivity “{found}” is not known."),
    N_("Use S0, S1, S2 or S3."),
)
NO_SENSITIVITY = warning_rule(
    "CHECK-061",
    N_("“{found}” has no sensitivity."),
    N_("Fill in S0, S1, S2 or S3; without it the question counts as S3."),
)
BAD_VOICE = study_rule(
    "CHECK-062",
    N_("The voice “{found}” is not known."),
    N_("Use respondent (read to her) or researcher."),
)
BAD_EMPTIES = study_rule(
    "CHECK-063",
    N_("“{found}” is no kind of empty that can be offered."),
    N_("Use refused, dont_know and not_asked, with blanks between them."),
)
BAD_LIFETIME = study_rule(
    "CHECK-064",
    N_("The lifetime “{found}” is not known."),
    N_("Leave it empty, or write screen for what must never leave the screen."),
)
NO_PURPOSE = warning_rule(
    "CHECK-065",
    N_("“{found}” does not say why it is asked."),
    N_("Write the purpose and the planned analysis into the column purpose."),
)
BAD_WAS = study_rule(
    "CHECK-066",
    N_("The old name “{found}” still belongs to a question."),
    N_("Empty the cell, or check which of the two was renamed."),
)
UNKNOWN_APPEARANCE = warning_rule(
    "CHECK-067",
    N_("The appearance “{found}” is not known and changes nothing."),
    N_("Check its spelling. Nearest known: {meant}."),
)
SEVERE_TEXT = warning_rule(
    "CHECK-068",
    N_("“{found}” asks for free text at sensitivity S3."),
    N_("Prefer choices: what is written about such things is hard to protect."),
)
NOT_YES_OR_NO = study_rule(
    "CHECK-069",
    N_("“{found}” in the column {column} is neither a yes nor a no nor an expression."),
    N_("Write yes or no, or an expression such as ${{consent}} = 'yes'."),
)
