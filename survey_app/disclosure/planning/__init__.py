"""The disclosure plan of a form: what each answer is, and what may leave of it.

Room: disclosure (floor 5).
"""
