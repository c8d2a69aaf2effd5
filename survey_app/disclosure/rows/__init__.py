"""From a table of interviews to rows that may be shared, or to the reasons why not.

Room: disclosure (floor 5).
"""
