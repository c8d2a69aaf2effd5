"""Submissions as tables: one row a respondent, one table a roster.

Room: microdata (floor 4). Knows variables, codes and kinds of empty; no key, no page.
"""
