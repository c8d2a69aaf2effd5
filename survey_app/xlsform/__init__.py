"""From a workbook (XLSForm) to a compiled form, with every finding at once.

Room: xlsform (floor 4). Sole user of pyxform.
Spec: docs/spec/form-columns.md for the columns that are ours, docs/spec/translation-files.md
for the texts in other languages.

    reading -> Workbook -> checking -> Finding...      what is wrong, cell by cell
                        -> compiling -> CompiledForm   the XForm with its hashes
                        -> texts -> SourceText...      what a translator gets
"""

from survey_app.xlsform.to_xform.compiled import CompiledForm

__all__ = ["CompiledForm"]
