"""How easily a woman can be told apart, and what being in a file tells of her.

Room: disclosure (floor 5).
"""
