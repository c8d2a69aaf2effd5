"""Who may open what: people and their passphrases, recovery, panic, new keys.

Room: workflows (floor 8).
"""
