"""How a submission would fit a form as its author keeps it; nothing is kept.

Room: workflows. `taking_up` opens it on a laptop, where no form is compiled.
"""

import uuid
from pathlib import Path
from random import SystemRandom

from survey_app.clock import SystemClock
from survey_app.interview import Environment, edit
from survey_app.workflows.author import load_form
from survey_app.workflows.taking_up import Fit, fit_of
from survey_app.xform.parsing import parse
from survey_app.xlsform.shelf import Shelf


def look_for(form: Path, translations: Path, xml: bytes, *, shelf: Shelf | None = None) -> Fit:
    """Return how a submission fits the form of a folder or a workbook; nothing is kept.

    Raises: SubmissionDamagedError, and what `author.load_form` raises.
    """
    compiled = load_form(form, translations, shelf=shelf)
    definition = parse(compiled.xform, compiled.files)
    nobody = Environment(
        clock=SystemClock(), random=SystemRandom(), new_uuid=lambda: str(uuid.UUID(int=0))
    )
    return fit_of(definition, edit(definition, xml, nobody), xml)
