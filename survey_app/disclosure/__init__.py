"""Statistical disclosure control: plan, views, risk, protection, free text.

Room: disclosure (floor 5). Pure functions over tables and texts.
Spec: docs/spec/disclosure-plan.md.
Promise: what has no role in the plan is treated as a direct identifier.
"""
