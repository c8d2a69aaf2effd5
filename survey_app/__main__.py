"""Wire the desks to the command and run it.

Room: the roof. The only module that knows both `cli` and `web`.
"""
