"""SQLite that holds ciphertext only.

Room: store (floor 5). Sole user of sqlite_utils; one connection, one writer.
Spec: docs/spec/store.md.
Promise: what a write returned from is on the disk.
"""

from survey_app.lean import without

with without("numpy"):
    from survey_app.store.store import Store

__all__ = ["Store"]
