"""Between the interview and its page: questions drawn, answers taken.

The engine knows no page and the page no engine; these files are the only ones that know both.
"""
