"""Workbooks read from files of every kind, and written to them.

Room: xlsform (floor 4).
"""
