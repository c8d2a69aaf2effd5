"""Is everything still there, whole, and as it was left? What would it give up now?

Room: workflows (floor 8).
"""
