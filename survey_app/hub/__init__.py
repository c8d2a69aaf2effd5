"""A receiver that cannot read what it receives.

Room: hub (floor 7). Keeps sealed objects, answers with signed receipts.
"""
