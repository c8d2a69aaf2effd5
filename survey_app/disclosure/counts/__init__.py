"""Tables of counts and sums of which no hidden cell can be worked out.

Room: disclosure (floor 5).
"""
