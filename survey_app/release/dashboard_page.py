"""The page of a dashboard: noisy counts, how far they can be off, what is left of the budget.

Room: release (floor 7).
Spec: docs/spec/dashboard.md section 1.
Promise: every count on it has noise; labels come from the form.
"""

from functools import partial

from survey_app.canonical import Json
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import code, heading, in_every_language, paragraph, text, whole_page
from survey_app.microdata.codebook import Codebook
from survey_app.release.asked_parts import answer_label
from survey_app.release.bars import STYLE as BARS
from survey_app.release.bars import Bar, bars
from survey_app.release.budget import Budget
from survey_app.release.codebook_page import label
from survey_app.release.noise import NoisyTables


def dashboard_page(
    made: NoisyTables, budget: Budget, codebook: Codebook, translators: tuple[Translator, ...]
) -> bytes:
    """Return the page, one section a language."""
    make = partial(_section, made, budget, codebook)
    return whole_page(codebook.title, in_every_language(translators, make), style=BARS)


def dashboard_json(made: NoisyTables, budget: Budget) -> Json:
    """Return the same for programs."""
    return {
        "format": "survey-app dashboard 1",
        "epsilon": str(made.epsilon),
        "within": made.within,
        "budget": str(budget.whole),
        "left": str(budget.left),
        "tables": [
            {
                "variable": one.variable,
                "counts": [{"label": line.label, "count": line.count} for line in one.counts],
            }
            for one in made.tables
        ],
    }


def _section(made: NoisyTables, budget: Budget, codebook: Codebook, words: Translator) -> str:
    gettext = words.gettext
    parts = [
        heading(gettext("Counts with noise"), 1),
        paragraph(
            gettext(
                "Chance was added to every count, so that nobody can tell whether one woman is "
                "among them. 19 of 20 counts are off by {within} women or less. Do not read "
                "anything into small differences.",
                within=made.within,
            )
        ),
        paragraph(
            gettext(
                "This page took {epsilon} of the privacy budget of {whole}; {left} is left.",
                epsilon=str(made.epsilon),
                whole=str(budget.whole),
                left=str(budget.left),
            )
        ),
    ]
    for one in made.tables:
        variable = codebook.variables.get(one.variable)
        asked = "" if variable is None else text(label(variable.labels, words.language.tag))
        parts.append(f"<h2>{asked} {code(one.variable)}</h2>\n")
        lines = [
            Bar(
                answer_label(line.label, variable, words),
                line.count or 0,
                max(one.total, 1),
                text(line.count or 0),
            )
            for line in one.counts
        ]
        head = (gettext("Answer"), gettext("Share"), gettext("Women, with noise"))
        parts.append(bars(gettext("Women who gave each answer, with noise"), head, lines))
    return "".join(parts)
