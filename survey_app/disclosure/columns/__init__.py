"""The same measures and searches over columns of numbers, for files of a million women.

Room: disclosure (floor 5), used at the hub alone: the only place that knows NumPy.
Spec: docs/spec/disclosure-plan.md section 8.
Promise: no laptop imports this; what it decides is decided by groups of the plan alone.
"""
