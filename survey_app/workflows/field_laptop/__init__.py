"""The laptop of a field team: its vault, its people's slots, its study, what it remembers.

Room: workflows (floor 8).
"""
