"""A desk that answers pages loads what they need: it starts anew at every lock."""

import subprocess
import sys
import threading

import pytest

from survey_app.web.field import working

LISTED = "import sys, survey_app.web.field.working; print(*sys.modules)"


def test_the_process_behind_the_pages_loads_no_compiler_of_forms_and_no_spreadsheets():
    loaded = subprocess.run(
        [sys.executable, "-c", LISTED], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "survey_app.web.field.app" in loaded
    assert not {"pyxform", "openpyxl", "numpy", "survey_app.workflows.author"} & set(loaded)


@pytest.mark.parametrize("is_called", [False, True])
def test_pages_are_compiled_while_nobody_waits_for_one_and_not_longer(app, is_called):
    called = threading.Event()
    if is_called:
        called.set()
    working._get_ahead(app, called)
    pages = app.jinja_env.list_templates(extensions=["html"])
    assert len(app.jinja_env.cache) == (0 if is_called else len(pages))
