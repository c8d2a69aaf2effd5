"""Everything a check of a workbook can find, as data.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 is written from this list.
"""

from collections.abc import Mapping
from types import MappingProxyType

from survey_app.i18n.marking import N_
from survey_app.xlsform.findings import Rule

_RULES: dict[str, Rule] = {}


def _error(code: str, msgid: str, remedy: str) -> Rule:
    return _RULES.setdefault(code, Rule(code, "error", msgid, remedy))


def _warning(code: str, msgid: str, remedy: str) -> Rule:
    return _RULES.setdefault(code, Rule(code, "warning", msgid, remedy))


MISSPELT_COLUMN = _error(
    "CHECK-001", N_("There is no column “{found}”."), N_("Did you mean “{meant}”?")
)
UNKNOWN_COLUMN = _warning(
    "CHECK-002",
    N_("The column “{found}” is not known and is left out of the form."),
    N_("Check its spelling, or remove it."),
)
DOUBLE_COLUMN = _error(
    "CHECK-003",
    N_("Two columns mean the same: “{first}” and “{second}”. Only the first is read."),
    N_("Remove one of them."),
)
STRAY_CELL = _error(
    "CHECK-004",
    N_("The text “{text}” stands under no heading."),
    N_("Count the cells of this row: one too many, or a | inside a text that needs \\|."),
)
UNKNOWN_SHEET = _warning(
    "CHECK-005",
    N_("The sheet “{found}” is not known and is not read."),
    N_("Did you mean “{meant}”? Begin the name with _ to keep notes there."),
)
COLUMN_NEEDED = _error(
    "CHECK-006",
    N_("The sheet {sheet} has no column “{column}”."),
    N_("Add the column “{column}”."),
)
SECOND_SETTINGS_ROW = _warning(
    "CHECK-007",
    N_("Only the first row of the settings is read."),
    N_("Remove this row, or move its values into the first."),
)
SETTING_NEEDED = _error(
    "CHECK-008",
    N_("The setting “{setting}” is empty."),
    N_("Fill it in on the sheet settings."),
)
BAD_FORM_ID = _error(
    "CHECK-009",
    N_("The form identifier “{found}” cannot name a file."),
    N_("Use small letters, digits and _ only, beginning with a letter."),
)

NO_TYPE = _error(
    "CHECK-010",
    N_("The row has no type."),
    N_("Write its type, or remove the row."),
)
UNKNOWN_TYPE = _error(
    "CHECK-011",
    N_("There is no question type “{found}”."),
    N_("Use a type such as {meant}."),
)
NO_NAME = _error("CHECK-012", N_("The question has no name."), N_("Give it a name of its own."))
BAD_NAME = _error(
    "CHECK-013",
    N_("“{found}” cannot be a name."),
    N_("Begin with a letter; go on with letters, digits, _ or -; leave out blanks."),
)
DOUBLE_NAME = _error(
    "CHECK-014",
    N_("The name “{found}” is already taken by row {first}."),
    N_("Give one of the two another name; translations and tables are found by it."),
)
RESERVED_NAME = _error(
    "CHECK-015",
    N_("The name “{found}” is kept for the program."),
    N_("Choose another name."),
)
NOT_CLOSED = _error(
    "CHECK-016",
    N_("The {kind} “{found}” that begins here does not end."),
    N_("Add a row of type “end {kind}” after its last question."),
)
NOT_OPENED = _error(
    "CHECK-017",
    N_("An “end {kind}” without its begin."),
    N_("Remove the row, or add “begin {kind}” before the first question."),
)
NO_LABEL = _error(
    "CHECK-018",
    N_("The question “{found}” has no label."),
    N_("Write what is read to her, or shown, in “label::English (en)”."),
)
COMMENT_ROW = _warning(
    "CHECK-019",
    N_("The row has no type, no name and no label, and is not read."),
    N_("Keep it as a comment, or fill in its type."),
)

UNKNOWN_REFERENCE = _error(
    "CHECK-020",
    N_("There is no question “{found}” to refer to."),
    N_("Check the spelling inside ${{…}}. Nearest known: {meant}."),
)
BAD_EXPRESSION = _error(
    "CHECK-021",
    N_("The expression cannot be read at character {position}: “{near}”."),
    N_("Check brackets, quotes and operators there."),
)
UNKNOWN_FUNCTION = _error(
    "CHECK-022",
    N_("There is no function “{found}()”."),
    N_("Check its spelling. Nearest known: {meant}."),
)
WRONG_ARGUMENTS = _error(
    "CHECK-023",
    N_("The function “{found}()” cannot take {count} arguments."),
    N_("Give it the arguments it needs."),
)
OWN_VALUE = _error(
    "CHECK-024",
    N_("The question “{found}” depends on its own answer."),
    N_("Take ${{{found}}} out of this cell; in a constraint write . (a dot) for the answer."),
)
CYCLE = _error(
    "CHECK-025",
    N_("These depend on each other in a ring: {ring}."),
    N_("Break the ring: let one of them not look at the next."),
)
UNKNOWN_VALUE = _warning(
    "CHECK-026",
    N_("“{value}” is no choice of “{found}”, so this can never be true."),
    N_("Use one of: {choices}."),
)
ASKED_LATER = _warning(
    "CHECK-027",
    N_("“{found}” is asked after this question, so its answer is not there yet."),
    N_("Move it before this row."),
)
UNREACHABLE = _warning(
    "CHECK-028",
    N_("“{found}” can never be reached: what it depends on cannot all be true at once."),
    N_("Look at its condition together with those of the groups around it."),
)

NO_LIST = _error(
    "CHECK-030",
    N_("The type names no list of choices."),
    N_("Write the list after it: “select_one yes_no”."),
)
UNKNOWN_LIST = _error(
    "CHECK-031",
    N_("There is no list of choices “{found}”."),
    N_("Add its rows to the sheet choices. Nearest known: {meant}."),
)
DOUBLE_CHOICE = _error(
    "CHECK-032",
    N_("The list “{list}” has the choice “{found}” twice, first in row {first}."),
    N_("Give one of the two another name."),
)
NAMELESS_CHOICE = _error(
    "CHECK-033",
    N_("The choice has no {column}."),
    N_("Fill in list_name and name."),
)
SILENT_CHOICE = _error(
    "CHECK-034",
    N_("The choice “{found}” has no label."),
    N_("Write it in “label::English (en)”."),
)
BLANK_IN_CHOICE = _error(
    "CHECK-035",
    N_("The choice name “{found}” has a blank in it."),
    N_("Write _ instead: several answers are stored with blanks between them."),
)
UNUSED_LIST = _warning(
    "CHECK-036",
    N_("No question uses the list “{found}”."),
    N_("Remove it, or check the spelling in the type of its question."),
)
UNKNOWN_FILTER = _error(
    "CHECK-037",
    N_("“{found}” in the choice filter is no column of the choices."),
    N_("Check its spelling. For an answer write ${{{found}}}."),
)
NO_FILE = _error(
    "CHECK-038",
    N_("The file “{found}” is not beside the form."),
    N_("Put it into the folder media."),
)

NO_ROLE = _warning(
    "CHECK-040",
    N_("“{found}” has no disclosure role, so its answer counts as a direct identifier."),
    N_("Fill in sdc_role: direct, quasi, sensitive, text, safe or meta."),
)
UNKNOWN_ROLE = _error(
    "CHECK-041",
    N_("There is no disclosure role “{found}”."),
    N_("Use direct, quasi, sensitive, text, safe or meta."),
)
UNKNOWN_METHOD = _error(
    "CHECK-042",
    N_("There is no protection method “{found}”."),
    N_(
        "Use drop, keep, review, count, pseudonym, band:0,18,25, top:6, bottom:1, round:5, "
        "level:1, date:year, date:quarter, date:shift or geo:province."
    ),
)
DIRECT_KEPT = _error(
    "CHECK-043",
    N_("“{found}” names someone, yet its method is {method}."),
    N_("Use drop or pseudonym; a direct identifier never leaves the laptop."),
)
QUASI_NOT_COARSE = _error(
    "CHECK-044",
    N_("“{found}” can single someone out together with others, yet it is not coarsened."),
    N_(
        "Use band, top, bottom, round, level, date, geo, count or drop; "
        "level:0 when the choices are bands already."
    ),
)
TOO_MANY_KEYS = _error(
    "CHECK-045",
    N_("{count} questions have an sdc_rank; at most {limit} may enter a shared file."),
    N_("Empty sdc_rank for the least important; they still appear in tables."),
)
TEXT_NOT_REVIEWED = _error(
    "CHECK-046",
    N_("The free text “{found}” could leave without a person having read it."),
    N_("Give it the role text (or direct) and the method review (or drop)."),
)
K_TOO_SMALL = _error(
    "CHECK-047",
    N_("sdc_k is {found}; with fewer than {least} a woman can be singled out."),
    N_("Write {least} or more; 5 is usual."),
)
BAD_PLAN_SETTING = _error(
    "CHECK-048",
    N_("The setting {setting} cannot be “{found}”."),
    N_(
        "Write a whole number; for sdc_max_drop a share such as 0.2; for sdc_audience team, "
        "partner or public."
    ),
)
BAD_RANK = _error(
    "CHECK-049",
    N_("The sdc_rank “{found}” cannot be used here."),
    N_("Rank quasi-identifiers 1, 2, 3 … up to 6, each once; the highest goes first."),
)
LEVEL_NOT_FILLED = _error(
    "CHECK-050",
    N_("The method {method} needs {column} for each choice of “{list}”; “{choice}” has none."),
    N_("Fill in {column} on the sheet choices."),
)
METHOD_DOES_NOT_FIT = _error(
    "CHECK-051",
    N_("The method {method} does not fit a question of type {type}."),
    N_(
        "Use band, top, bottom and round for numbers, level for choices, date for dates, geo for "
        "places, count for repeats, review for text."
    ),
)
BAD_BANDS = _error(
    "CHECK-052",
    N_("The bands of “{found}” do not rise from number to number."),
    N_("Write the lower ends in order, as in band:0,18,25,35,50."),
)
IDENTIFYING_KIND = _error(
    "CHECK-053",
    N_("A {type} can name someone by itself, yet its method is {method}."),
    N_("Use drop, or ask in another way."),
)
SEVERE_RANKED = _error(
    "CHECK-054",
    N_("“{found}” has sensitivity S3 and may never enter a shared file, yet it has a rank."),
    N_("Empty sdc_rank, or coarsen and lower the sensitivity with a reason in sdc_note."),
)
BAD_SEEK = _error(
    "CHECK-055",
    N_("sdc_seek is “{found}”."),
    N_("Write yes or no, or leave it empty."),
)

BAD_SENSITIVITY = _error(
    "CHECK-060",
    N_("The sensitivity “{found}” is not known."),
    N_("Use S0, S1, S2 or S3."),
)
NO_SENSITIVITY = _warning(
    "CHECK-061",
    N_("“{found}” has no sensitivity."),
    N_("Fill in S0, S1, S2 or S3; without it the question counts as S3."),
)
BAD_VOICE = _error(
    "CHECK-062",
    N_("The voice “{found}” is not known."),
    N_("Use respondent (read to her) or researcher."),
)
BAD_EMPTIES = _error(
    "CHECK-063",
    N_("“{found}” is no kind of empty that can be offered."),
    N_("Use refused, dont_know and not_asked, with blanks between them."),
)
BAD_LIFETIME = _error(
    "CHECK-064",
    N_("The lifetime “{found}” is not known."),
    N_("Leave it empty, or write screen for what must never leave the screen."),
)
NO_PURPOSE = _warning(
    "CHECK-065",
    N_("“{found}” does not say why it is asked."),
    N_("Write the purpose and the planned analysis into the column purpose."),
)
BAD_WAS = _error(
    "CHECK-066",
    N_("The old name “{found}” still belongs to a question."),
    N_("Empty the cell, or check which of the two was renamed."),
)
UNKNOWN_APPEARANCE = _warning(
    "CHECK-067",
    N_("The appearance “{found}” is not known and changes nothing."),
    N_("Check its spelling. Nearest known: {meant}."),
)
SEVERE_TEXT = _warning(
    "CHECK-068",
    N_("“{found}” asks for free text at sensitivity S3."),
    N_("Prefer choices: what is written about such things is hard to protect."),
)
NOT_YES_OR_NO = _error(
    "CHECK-069",
    N_("“{found}” in the column {column} is neither a yes nor a no nor an expression."),
    N_("Write yes or no, or an expression such as ${{consent}} = 'yes'."),
)

NO_TRANSLATION = _error(
    "CHECK-070",
    N_("There is no {language} text for {count} texts she would hear."),
    N_("Run `survey-app translation extract`, translate, then check again."),
)
MISSING_TEXT = _error(
    "CHECK-071",
    N_("{ctx} has no {language} text."),
    N_("Translate the entry in {file}."),
)
STALE_TEXT = _error(
    "CHECK-072",
    N_("The English of {ctx} changed after it was translated into {language}."),
    N_("Run `survey-app translation merge`, then look at the entry marked fuzzy."),
)
FUZZY_TEXT = _error(
    "CHECK-073",
    N_("The {language} text of {ctx} is marked fuzzy."),
    N_("Read it against the English; mend it and remove the mark."),
)
BROKEN_TEXT = _error(
    "CHECK-074",
    N_("The {language} text of {ctx} does not show the same answers as the English."),
    N_("Use each ${{…}} of the English once more in the translation."),
)
STAFF_TEXT = _warning(
    "CHECK-075",
    N_("{count} texts for the researcher have no {language} text and stay English."),
    N_("Translate them when there is time; the first is {ctx}."),
)
UNREVIEWED_TEXT = _warning(
    "CHECK-076",
    N_("{count} {language} texts she would hear were not reviewed: a draft."),
    N_("Have another person review them; until then only a demo study may use them."),
)
TEXT_IN_SHEET = _warning(
    "CHECK-077",
    N_("The texts in “{found}” are not used."),
    N_("Translations live in files of their own: run `survey-app translation extract`."),
)
UNREADABLE_TEXTS = _error(
    "CHECK-078",
    N_("The {language} texts cannot be read: {reason}"),
    N_("Mend the line named there; until then the form has no {language}."),
)

NOT_COMPILED = _error(
    "CHECK-090",
    N_("The form cannot be built: {reason}"),
    N_("Mend the cell named there, then check again."),
)

RULES: Mapping[str, Rule] = MappingProxyType(_RULES)
