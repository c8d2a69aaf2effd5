"""The demo's study, its invented women, who plays and who reads them.

Room: workflows (floor 8).
"""
