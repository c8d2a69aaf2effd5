"""SQLite that holds ciphertext only.

Room: store (floor 5). Sole user of sqlite_utils; one connection, one writer.
Promise: what a write returned from is on the disk.
"""
