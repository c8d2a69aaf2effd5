"""The rig: power, disk and clock are taken away from the program's own write path.

`study` makes a small study, `legs` are what the program does, `judge` says what is lost or bad;
`power`, `recording` and `replay`, `faults` are the ways in which a laptop fails.
"""
