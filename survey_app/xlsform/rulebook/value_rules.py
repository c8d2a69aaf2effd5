"""What a check finds in paths, files, defaults, parameters and settings, as data.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 lists every rule.
"""

from survey_app.i18n.marking import N_
from survey_app.xlsform.rulebook.findings import error_rule, study_rule, warning_rule

VARIABLE = error_rule(
    "CHECK-099",
    N_("“${found}” is a variable, and no form has any."),
    N_("For the answer of a question write ${{{found}}}; for an amount of money use quotes."),
)
NOTHING_THERE = study_rule(
    "CHECK-100",
    N_("The path “{found}” leads to nothing in this form, so it is always blank."),
    N_("Check its spelling. For an answer write ${{name}}; put a text in quotes."),
)
BAD_ARGUMENT = error_rule(
    "CHECK-101",
    N_("The function “{found}()” cannot work with what stands in its brackets."),
    N_("Check the brackets: a pattern that is not closed, or a text where a path is needed."),
)
TOO_LONG = error_rule(
    "CHECK-102",
    N_("The expression is longer, or its brackets are deeper, than any engine can work out."),
    N_("Split it into several calculations."),
)
NOT_A_SELECT = error_rule(
    "CHECK-103",
    N_("“{found}” has no choices, so jr:choice-name() finds no label for its answer."),
    N_("Name a question of type select_one, select_multiple or rank there."),
)
NO_SUCH_LIST = study_rule(
    "CHECK-104",
    N_("There is no list or file “{found}” that instance() could read."),
    N_("Name a list of the sheet choices, or a file by a row of type csv-external."),
)
NO_FILE_COLUMN = study_rule(
    "CHECK-105",
    N_("“{file}” has no column “{found}”."),
    N_("Check the spelling. Its columns: {columns}."),
)
EMPTY_FILTER = warning_rule(
    "CHECK-106",
    N_("No choice of the list “{list}” has anything in the column “{found}”."),
    N_("Fill in the column for this list, or filter by another."),
)
NEVER_A_COUNT = study_rule(
    "CHECK-107",
    N_("“{found}” is no number of times a repeat could be asked."),
    N_("Write a whole number, or the answer that holds it, as in ${{children}}."),
)
WRONG_DEFAULT = study_rule(
    "CHECK-108",
    N_("“{found}” cannot be the answer of a question of type {kind}."),
    N_("Write {meant}."),
)
UNREADABLE_PARAMETERS = error_rule(
    "CHECK-110",
    N_("The parameters cannot be read at “{near}”."),
    N_("Write each as name=value, with blanks between them and none around the = sign."),
)
UNKNOWN_PARAMETER = error_rule(
    "CHECK-111",
    N_("A question of type {kind} has no parameter “{found}”."),
    N_("Known here: {known}."),
)
WRONG_PARAMETER = error_rule(
    "CHECK-112",
    N_("The parameter {name} cannot be “{found}”."),
    N_("Write {meant}."),
)
PARAMETER_NEEDED = error_rule(
    "CHECK-113",
    N_("The parameter {name} does nothing without {needed} beside it."),
    N_("Add {needed}, or leave out {name}."),
)
UNUSED_PARAMETER = warning_rule(
    "CHECK-114",
    N_("A row of type {kind} makes no use of the parameter “{found}”."),
    N_("Leave it out, or check the type of the row."),
)
WRONG_SETTING = study_rule(
    "CHECK-115",
    N_("The setting {setting} cannot be “{found}”."),
    N_("Write {meant}."),
)
UNKNOWN_STYLE = warning_rule(
    "CHECK-116",
    N_("The style “{found}” is not known and changes nothing."),
    N_("Check its spelling. Nearest known: {meant}."),
)
LANGUAGE_NOT_SPOKEN = warning_rule(
    "CHECK-117",
    N_("No column is written in the default language “{found}”."),
    N_("Name one of the languages of the workbook: {languages}."),
)
UNKNOWN_PREFIX = error_rule(
    "CHECK-118",
    N_("The column “{found}” begins with “{prefix}:”, and nothing says what that stands for."),
    N_('Declare it in the setting namespaces: {prefix}="http://…".'),
)
BAD_ATTRIBUTE = error_rule(
    "CHECK-119",
    N_("The column “{found}” cannot be written into a form."),
    N_("Begin each part with a letter; go on with letters, digits, _ or -."),
)
TAKEN_ATTRIBUTE = error_rule(
    "CHECK-149",
    N_("pyxform, which writes the form, cannot write the attribute “{found}” in this row."),
    N_("Empty the cell, or give the column another name; this one is taken there."),
)
OVERLOADED_HEADING = error_rule(
    "CHECK-150",
    N_("The heading “{found}” has more parts than a column can have; the column is left out."),
    N_("Write one language into each heading, as in label::Urdu (ur), above a column of its own."),
)
ENTITY_COLUMN = error_rule(
    "CHECK-151",
    N_("The sheet entities can have no column “{found}”."),
    N_("Use list_name, label, entity_id, create_if, update_if and repeat; none has a language."),
)
CONTROL_CHARACTER = warning_rule(
    "CHECK-120",
    N_("The cell held characters that nobody sees and no form can keep; they were left out."),
    N_("Read the cell, and type it again where something is missing."),
)
UNKNOWN_LANGUAGE = warning_rule(
    "CHECK-121",
    N_("The language “{found}” has no code that other programs know."),
    N_("Write its code after it, as in “Urdu (ur)” or “Pashto (ps)”."),
)
TWICE_A_LANGUAGE = warning_rule(
    "CHECK-122",
    N_("“{found}” and “{meant}” count as two languages, though one may be a slip."),
    N_("Spell the language the same way in every column."),
)
UNEVEN_TEXT = warning_rule(
    "CHECK-123",
    N_("The {column} is not written in {language}, though it is in {other}."),
    N_("Fill in “{heading}”; until then nothing is shown there in {language}."),
)
UNREADABLE_LIST = error_rule(
    "CHECK-124",
    N_("The list in the file “{found}” cannot be read."),
    N_("Check that it is a table with a line of headings, saved as UTF-8, or whole XML."),
)
SET_ASIDE = warning_rule(
    "CHECK-125",
    N_("The form is read without one thing: {reason}"),
    N_("Mend the cell named there; until then it does nothing."),
)
FAILS_AT_START = warning_rule(
    "CHECK-126",
    N_("At the beginning of an interview this fails, and counts as blank: {reason}"),
    N_("Mend the expression; a list in brackets is looked through for each row of another."),
)
BARE_WORD = warning_rule(
    "CHECK-133",
    N_("“{found}” stands without quotes, so it is read as a path, which leads to nothing."),
    N_("Put a text in quotes; for an answer write ${{{found}}}."),
)
NO_SUCH_DAY = warning_rule(
    "CHECK-135",
    N_("“{found}” is no day of the calendar, so {function}() is always blank here."),
    N_("Write year, month and day, as in 2026-03-31."),
)
TEXT_RECKONED = warning_rule(
    "CHECK-136",
    N_("“{found}” is a text, and a sum with a text in it is always blank."),
    N_("Put texts together with concat(), as in concat(${{first}}, ' ', ${{last}})."),
)
NOT_A_DAY = warning_rule(
    "CHECK-137",
    N_("“{found}” is no date that could be compared with “{question}”, which is one."),
    N_("Write year, month and day, as in date('2026-03-31')."),
)
SEVERAL_COMPARED = warning_rule(
    "CHECK-138",
    N_("“{question}” takes several answers: “{found}” equals it only when nothing else is chosen."),
    N_("Write selected(${{{question}}}, '{found}') to ask whether it is among them."),
)
FIRST_ROW = warning_rule(
    "CHECK-140",
    N_("“{found}” is asked in each row of “{repeat}”; here only its first row is read."),
    N_("Say which rows are meant, with sum(), count(), max(), join() or indexed-repeat()."),
)
CURLY_QUOTES = warning_rule(
    "CHECK-141",
    N_("The curly quote {found} is read as a straight one; other programs stop at it."),
    N_("Write straight quotes: ' or \"."),
)
EMPTYING_TRIGGER = warning_rule(
    "CHECK-127",
    N_("Each time {trigger} changes, the answer of “{found}” is taken away."),
    N_("Write into the column calculation what it shall become, or empty the trigger."),
)
EMPTY_GROUP = warning_rule(
    "CHECK-128",
    N_("The {kind} “{found}” holds no questions."),
    N_("Put its questions between begin and end, or remove both rows."),
)
NEARLY_DOUBLE_NAME = warning_rule(
    "CHECK-129",
    N_("“{found}” differs from “{meant}” in row {first} by capital letters only."),
    N_("Give one of the two another name; some programs for tables take them for one."),
)
WRONG_WORD = warning_rule(
    "CHECK-130",
    N_("“{found}” in the column {column} is not known."),
    N_("Write {meant}."),
)
MESSAGE_ALONE = warning_rule(
    "CHECK-131",
    N_("The {column} is never shown, since the column {needed} is empty."),
    N_("Fill in {needed}, or empty the message."),
)
SEARCHED_LIST = warning_rule(
    "CHECK-132",
    N_("The appearance search() would take the choices from a file; only those here are shown."),
    N_("Use the type select_one_from_file, or write all choices on the sheet choices."),
)
