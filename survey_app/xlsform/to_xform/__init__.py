"""From a workbook to a compiled form.

Room: xlsform (floor 4).
"""
