"""What a check finds in the texts of other languages, as data.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 lists every rule.
"""

from survey_app.i18n.marking import N_
from survey_app.xlsform.rulebook.findings import error_rule, study_rule, warning_rule

NO_TRANSLATION = error_rule(
    "CHECK-070",
    N_("There is no {language} text for {count} texts she would hear."),
    N_("Run `survey-app translation merge`, translate, then check again."),
)
MISSING_TEXT = error_rule(
    "CHECK-071",
    N_("{ctx} has no {language} text."),
    N_("Translate the entry in {file}."),
)
STALE_TEXT = error_rule(
    "CHECK-072",
    N_("The English of {ctx} changed after it was translated into {language}."),
    N_("Run `survey-app translation merge`, then look at the entry marked fuzzy."),
)
FUZZY_TEXT = error_rule(
    "CHECK-073",
    N_("The {language} text of {ctx} is marked fuzzy."),
    N_("Read it against the English; mend it and remove the mark."),
)
BROKEN_TEXT = error_rule(
    "CHECK-074",
    N_("The {language} text of {ctx} does not show the same answers as the English."),
    N_("Use each ${{…}} of the English once more in the translation."),
)
STAFF_TEXT = warning_rule(
    "CHECK-075",
    N_("{count} texts for the researcher have no {language} text and stay English."),
    N_("Translate them when there is time; the first is {ctx}."),
)
UNREVIEWED_TEXT = warning_rule(
    "CHECK-076",
    N_("{count} {language} texts she would hear were not reviewed: a draft."),
    N_("Have another person review them; until then only a demo study may use them."),
)
TEXT_IN_SHEET = study_rule(
    "CHECK-077",
    N_("The {language} texts stand in the workbook, where nobody can sign them as reviewed."),
    N_("A demo may use them. For a study run `survey-app translation merge`: it takes them over."),
)
STRANGE_LANGUAGE = study_rule(
    "CHECK-156",
    N_("The {language} texts stand in the workbook, and the program does not know this language."),
    N_("A demo may use them. For a study have it added: docs/translator-guide.md tells how."),
)
GAPS_IN_SHEET = study_rule(
    "CHECK-079",
    N_("She would hear {ctx}, and it is not written in {language}."),
    N_("Fill in the cell; until then the text of the first language stands there."),
)
HARDLY_BEGUN = study_rule(
    "CHECK-134",
    N_("{count} texts she would hear are not written in {language}; the first is {ctx}."),
    N_("Fill in the column; until then the text of the first language stands there."),
)
UNREADABLE_TEXTS = error_rule(
    "CHECK-078",
    N_("The {language} texts cannot be read: {reason}"),
    N_("Mend the line named there; until then the form has no {language}."),
)
