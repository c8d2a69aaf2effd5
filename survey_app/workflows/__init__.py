"""The legs of the way, one short file each: start reading here.

Room: workflows (floor 8). Each file joins rooms below into one thing a person wants: `author`,
`packing`, `enrol`, `collect`, `handing`, `keying`, `amend`, `withdraw`, `review`, `export`,
`receive`, `merge`, `release`, `recover`, `backup`. What legs are made of stands in the folders:
`study`, `field_laptop`, `interviewing`, `keys`, `integrity`, `form_findings`, `backing_up`,
`demonstration`.
"""
