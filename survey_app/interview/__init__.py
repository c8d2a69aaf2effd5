"""A running interview: answers, relevance, calculation, constraints, repeats.

Room: interview (floor 4). State lives here; the definition it follows lives in xform.
Promise: saving and loading at any point changes nothing.
"""
