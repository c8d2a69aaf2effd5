"""Publication: the gate, tables, the codebook and the file writers.

Room: release (floor 7). Line-level rows leave only through the gate.
"""
