"""The checks of a workbook, one file for each thing a person looks after.

Room: xlsform (floor 4). Each check takes a workbook and yields findings; none stops another.
"""
