"""What a check finds in sheets, questions, expressions and choices, as data.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 lists every rule.
"""

from survey_app.i18n.marking import N_
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Rule, error_rule, study_rule, warning_rule

MISSPELT_COLUMN = study_rule(
    "CHECK-001", N_("There is no column “{found}”."), N_("Did you mean “{meant}”?")
)
UNKNOWN_COLUMN = warning_rule(
    "CHECK-002",
    N_("The column “{found}” is not known and is left out of the form."),
    N_("Check its spelling, or remove it."),
)
DOUBLE_COLUMN = error_rule(
    "CHECK-003",
    N_("Two columns mean the same: “{first}” and “{second}”. Only the first is read."),
    N_("Remove one of them."),
)
STRAY_CELL = study_rule(
    "CHECK-004",
    N_("The text “{text}” stands under no heading."),
    N_("Count the cells of this row: one too many, or a | inside a text that needs \\|."),
)
UNKNOWN_SHEET = warning_rule(
    "CHECK-005",
    N_("The sheet “{found}” is not known and is not read."),
    N_("Did you mean “{meant}”? Begin the name with _ to keep notes there."),
)
SHEET_OF_NOTES = warning_rule(
    "CHECK-152",
    N_("The sheet “{found}” is none of a form, and is not read."),
    N_("Nothing is lost by it. Begin its name with _ and it is not named any more."),
)
HEADINGS_BELOW = error_rule(
    "CHECK-153",
    N_("The headings of the sheet {sheet} stand in row {row}."),
    N_("Remove the rows above: headings stand in the first row."),
)
COLUMN_NEEDED = error_rule(
    "CHECK-006",
    N_("The sheet {sheet} has no column “{column}”."),
    N_("Add the column “{column}”."),
)
SECOND_SETTINGS_ROW = warning_rule(
    "CHECK-007",
    N_("Only the first row of the settings is read."),
    N_("Remove this row, or move its values into the first."),
)
SETTING_NEEDED = study_rule(
    "CHECK-008",
    N_("The setting “{setting}” is empty."),
    N_("Fill it in on the sheet settings."),
)
BAD_FORM_ID = study_rule(
    "CHECK-009",
    N_("The form identifier “{found}” cannot name a file."),
    N_("Use small letters, digits and _ only, beginning with a letter."),
)
SHEET_TWICE = study_rule(
    "CHECK-142",
    N_("There is another sheet “{found}”, and it is not read."),
    N_("Move its rows to the first one, or begin its name with _ to keep notes there."),
)
SHEET_IN_PARTS = warning_rule(
    "CHECK-143",
    N_("The sheet “{found}” is written in parts; they are read as one here, not by every program."),
    N_("Write its rows one below the other, under one line of headings."),
)
ROW_TOO_FAR = study_rule(
    "CHECK-144",
    N_("Nothing from here on is read: more than {limit} empty rows stand before it."),
    N_("Remove the empty rows above."),
)
COLUMN_TOO_FAR = study_rule(
    "CHECK-146",
    N_("A cell of this row is not read: it stands beyond column {limit}."),
    N_("Move the column nearer to the first one."),
)
FORMULA_FAILED = study_rule(
    "CHECK-145",
    N_("“{found}” is what a spreadsheet shows where a formula failed."),
    N_("Mend the formula in the spreadsheet, or write the text itself."),
)

CELL_TOO_LARGE = error_rule(
    "CHECK-058",
    N_("The cell holds {count} characters; no spreadsheet program keeps more than {limit}."),
    N_("Shorten it. Long lists of choices belong into a file in the folder media."),
)

TOO_DEEP = error_rule(
    "CHECK-059",
    N_("Groups stand inside each other more than {limit} deep here."),
    N_("Look for a group or repeat above that does not end where it should."),
)

NO_TYPE = error_rule(
    "CHECK-010",
    N_("The row has no type."),
    N_("Write its type, or remove the row."),
)
UNKNOWN_TYPE = error_rule(
    "CHECK-011",
    N_("There is no question type “{found}”."),
    N_("Use a type such as {meant}."),
)
TYPE_OF_KOBO = error_rule(
    "CHECK-154",
    N_("“{found}” is a type that only KoboToolbox can turn into questions."),
    N_("Download the form there as XLS, or write {meant} instead."),
)
NO_NAME = error_rule("CHECK-012", N_("The question has no name."), N_("Give it a name of its own."))
BAD_NAME = error_rule(
    "CHECK-013",
    N_("“{found}” cannot be a name."),
    N_("Begin with a letter; go on with letters, digits, _ or -; leave out blanks."),
)
DOUBLE_NAME = study_rule(
    "CHECK-014",
    N_("The name “{found}” is already taken by row {first}."),
    N_("Give one of the two another name; translations and tables are found by it."),
)
RESERVED_NAME = study_rule(
    "CHECK-015",
    N_("The name “{found}” is kept for the program."),
    N_("Choose another name."),
)
NOT_CLOSED = error_rule(
    "CHECK-016",
    N_("The {kind} “{found}” that begins here does not end."),
    N_("Add a row of type “end {kind}” after its last question."),
)
NOT_OPENED = error_rule(
    "CHECK-017",
    N_("An “end {kind}” without its begin."),
    N_("Remove the row, or add “begin {kind}” before the first question."),
)
NO_LABEL = study_rule(
    "CHECK-018",
    N_("The question “{found}” has no label."),
    N_("Write what is read to her, or shown, in “{column}”."),
)
COMMENT_ROW = warning_rule(
    "CHECK-019",
    N_("The row has no type, no name and no label, and is not read."),
    N_("Keep it as a comment, or fill in its type."),
)

UNKNOWN_REFERENCE = error_rule(
    "CHECK-020",
    N_("There is no question “{found}” to refer to."),
    N_("Check the spelling inside ${{…}}. Nearest known: {meant}."),
)
REFERENCE_TO_DISABLED = error_rule(
    "CHECK-155",
    N_("“{found}” is switched off by the column disabled in row {first}, and not in the form."),
    N_("Empty disabled there, or take ${{{found}}} out of this cell."),
)
BAD_EXPRESSION = error_rule(
    "CHECK-021",
    N_("The expression cannot be read at character {position}: “{near}”."),
    N_("Check brackets, quotes and operators there: = != < > and or + - * div mod."),
)
UNKNOWN_FUNCTION = error_rule(
    "CHECK-022",
    N_("There is no function “{found}()”."),
    N_("Check its spelling. Nearest known: {meant}."),
)
WRONG_ARGUMENTS = error_rule(
    "CHECK-023",
    N_("The function “{found}()” cannot be called with this number of arguments: {count}."),
    N_("Give it the arguments it needs."),
)
OWN_VALUE = error_rule(
    "CHECK-024",
    N_("The question “{found}” depends on its own answer."),
    N_("Take ${{{found}}} out of this cell; in a constraint write . (a dot) for the answer."),
)
CYCLE = error_rule(
    "CHECK-025",
    N_("These depend on each other in a ring: {ring}."),
    N_("Break the ring: let one of them not look at the next."),
)
RING_OF_CONDITIONS = study_rule(
    "CHECK-056",
    N_("Whether these are asked depends on each other in a ring: {ring}."),
    N_("Break the ring, or none of them is ever asked: let one not look at the next."),
)
UNKNOWN_VALUE = warning_rule(
    "CHECK-026",
    N_("“{value}” is no choice of “{found}”, so this can never be true."),
    N_("Use one of: {choices}."),
)
ASKED_LATER = warning_rule(
    "CHECK-027",
    N_("“{found}” is asked after this question, so its answer is not there yet."),
    N_("Move it before this row."),
)
UNREACHABLE = warning_rule(
    "CHECK-028",
    N_("“{found}” can never be reached: what it depends on cannot all be true at once."),
    N_("Look at its condition together with those of the groups around it."),
)

OPEN_REFERENCE = error_rule(
    "CHECK-029",
    N_("A reference is not closed: “{near}”."),
    N_("Write ${{name}} with both braces; a dollar sign alone is harmless."),
)

NO_LIST = error_rule(
    "CHECK-030",
    N_("The type names no list of choices."),
    N_("Write the list after it: “select_one yes_no”."),
)
UNKNOWN_LIST = error_rule(
    "CHECK-031",
    N_("There is no list of choices “{found}”."),
    N_("Add its rows to the sheet choices. Nearest known: {meant}."),
)
DOUBLE_CHOICE = error_rule(
    "CHECK-032",
    N_("The list “{list}” has the choice “{found}” twice, first in row {first}."),
    N_("Give one of the two another name."),
)
NAMELESS_CHOICE = error_rule(
    "CHECK-033",
    N_("The choice has no {column}."),
    N_("Fill in list_name and name."),
)
SILENT_CHOICE = study_rule(
    "CHECK-034",
    N_("The choice “{found}” has no label."),
    N_("Write it in “{column}”."),
)
BLANK_IN_CHOICE = study_rule(
    "CHECK-035",
    N_("The choice name “{found}” has a blank in it."),
    N_("Write _ instead: several answers are stored with blanks between them."),
)
UNUSED_LIST = warning_rule(
    "CHECK-036",
    N_("No question uses the list “{found}”."),
    N_("Remove it, or check the spelling in the type of its question."),
)
UNKNOWN_FILTER = study_rule(
    "CHECK-037",
    N_("“{found}” in the choice filter is no column of the choices."),
    N_("Check its spelling. For an answer write ${{{found}}}."),
)
NO_FILE = study_rule(
    "CHECK-038",
    N_("The file “{found}” is not beside the form."),
    N_("Put it into the folder media."),
)


NO_QUESTIONS = error_rule(
    "CHECK-039",
    N_("The form asks nothing: no row of the sheet survey has a type."),
    N_("Write its questions on the sheet survey."),
)
EMPTY_RANGE = study_rule(
    "CHECK-093",
    N_("A range from {start} to {end} in steps of {step} holds no answers."),
    N_("Write parameters such as start=0 end=10 step=1, with a step above 0."),
)
UNUSED_CELL = warning_rule(
    "CHECK-094",
    N_("A row of type {kind} makes no use of the column {column}."),
    N_("Empty the cell, or check the type of the row."),
)
IMPOSSIBLE_ANSWER = warning_rule(
    "CHECK-095",
    N_("“{value}” is no choice of “{found}”, so it can never be its answer."),
    N_("Use one of: {choices}."),
)
SILENT_TRIGGER = warning_rule(
    "CHECK-096",
    N_("Nobody answers “{found}”, so it never triggers anything."),
    N_("Name a question that is asked, or leave the trigger empty to calculate always."),
)
NUMBER_AS_TEXT = warning_rule(
    "CHECK-097",
    N_("“{found}” is a number, so it is never equal to “{value}”."),
    N_("Compare it with a number, without quotes."),
)
NOT_COMPILED = error_rule(
    "CHECK-090",
    N_("The form cannot be built: {reason}"),
    N_("Mend the cell named there, then check again."),
)

STANDARD_RULES: frozenset[Rule] = frozenset(
    {
        COLUMN_NEEDED,
        NO_TYPE,
        UNKNOWN_TYPE,
        TYPE_OF_KOBO,
        NO_NAME,
        BAD_NAME,
        NOT_CLOSED,
        NOT_OPENED,
        UNKNOWN_REFERENCE,
        REFERENCE_TO_DISABLED,
        OPEN_REFERENCE,
        NO_LIST,
        UNKNOWN_LIST,
        DOUBLE_CHOICE,
        NAMELESS_CHOICE,
        NO_QUESTIONS,
        value_rules.UNREADABLE_PARAMETERS,
        value_rules.UNKNOWN_PARAMETER,
        value_rules.WRONG_PARAMETER,
        value_rules.PARAMETER_NEEDED,
        value_rules.UNKNOWN_PREFIX,
        value_rules.BAD_ATTRIBUTE,
    }
)
"""Rules of XLSForm itself: where the form compiles all the same, they are for a study only."""

RULES_OF_RINGS: frozenset[Rule] = frozenset({OWN_VALUE, CYCLE})
"""Where the engine reads the form all the same, its rings come to rest: for a study only."""

REFUSED_RULES: frozenset[Rule] = frozenset(
    {
        DOUBLE_NAME,
        RESERVED_NAME,
        NO_LABEL,
        EMPTY_RANGE,
        SILENT_CHOICE,
        BLANK_IN_CHOICE,
        MISSPELT_COLUMN,
        value_rules.WRONG_SETTING,
        value_rules.WRONG_DEFAULT,
        value_rules.NOTHING_THERE,
        value_rules.NEVER_A_COUNT,
    }
)
"""Rules for a study for which pyxform or the engine may refuse a form: then they are errors."""
