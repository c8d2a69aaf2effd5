"""How long a form takes from workbook to a ready, empty interview."""

from measure import timed

from survey_app.workflows.author import load_form
from survey_app.workflows.places import shipped_forms, shipped_translations
from survey_app.xform.parsing import parse

for folder in shipped_forms():
    compiled = load_form(folder, shipped_translations())
    timed(f"{folder.name}: compile", lambda: load_form(folder, shipped_translations()), times=5)
    timed(f"{folder.name}: parse", lambda: parse(compiled.xform, compiled.files), times=9)
