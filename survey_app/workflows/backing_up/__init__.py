"""A laptop in one sealed file, and back.

Room: workflows (floor 8).
"""
