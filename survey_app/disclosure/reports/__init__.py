"""The risk report: what is given away, the verdict, and what to do next.

Room: disclosure (floor 5).
"""
