"""From a workbook (XLSForm) to a compiled form, with every finding at once.

Room: xlsform (floor 4). Sole user of pyxform.
Spec: docs/spec/form-columns.md for the columns that are ours.
"""
