"""The texts of a form and their translations, spoken ones among them.

Room: xlsform (floor 4).
"""
