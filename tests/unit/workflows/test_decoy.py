"""The decoy is compiled from its workbook, in both languages, and asks nothing of prison or police."""

from pathlib import Path

from survey_app.workflows.author import load_form
from survey_app.workflows.interviewing import decoy

FOLDER = Path(decoy.__file__).parent / "everyday"


def test_the_compiled_form_is_that_of_the_workbook(tmp_path):
    made = load_form(FOLDER, tmp_path)
    assert made.xform == (FOLDER / "everyday.xml").read_bytes()
    assert made.languages == ("en", "ur")
