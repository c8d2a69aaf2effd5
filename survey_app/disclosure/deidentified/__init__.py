"""The de-identified view of one interview, and its texts that wait for a reader.

Room: disclosure (floor 5).
"""
