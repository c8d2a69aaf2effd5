"""The file that travels: packed, signed, sealed, content-addressed.

Room: bundle (floor 6). Takes reviewed views only.
Spec: docs/spec/bundle.md.
"""
