"""What pyxform and the engine refuse, each refusal brought to its row.

Room: xlsform (floor 4).
"""
