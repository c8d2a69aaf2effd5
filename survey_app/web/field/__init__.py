"""The field desk: unlock, interview, review, export, sync."""
