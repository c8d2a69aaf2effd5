"""What a study is: its card and keys, its packs, who helps, and what no longer counts.

Room: workflows (floor 8).
"""
