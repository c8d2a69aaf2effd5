"""Many bundles into one dataset: a set of revisions and pure views of it.

Room: merge (floor 6). Order, repetition and clocks cannot matter here.
Spec: docs/spec/merged-dataset.md.
"""
