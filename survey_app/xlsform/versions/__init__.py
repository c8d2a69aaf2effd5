"""What changed between two versions of a questionnaire, and what it costs.

Room: xlsform (floor 4).
"""
