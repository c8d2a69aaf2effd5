"""Every finding a check can make, as data: code, words, remedy.

Room: xlsform (floor 4).
"""
