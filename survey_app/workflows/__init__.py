"""The legs of the way, one short file each: start reading here.

Room: workflows (floor 8). Each file joins rooms below into one thing a person wants:
`author`, `enrol`, `collect`, `review`, `export`, `receive`, `merge`, `release`, `withdraw`,
`backup`.
"""
