"""What an open interview is made of, from its first draft to what it is sealed as.

Room: workflows (floor 8).
"""
