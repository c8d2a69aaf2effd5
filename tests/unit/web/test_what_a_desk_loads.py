"""A desk that answers pages loads what they need: it starts anew at every lock."""

import subprocess
import sys

LISTED = "import sys, survey_app.web.field.working; print(*sys.modules)"


def test_the_process_behind_the_pages_loads_no_compiler_of_forms_and_no_spreadsheets():
    loaded = subprocess.run(
        [sys.executable, "-c", LISTED], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "survey_app.web.field.app" in loaded
    assert not {"pyxform", "openpyxl", "numpy", "survey_app.workflows.author"} & set(loaded)
