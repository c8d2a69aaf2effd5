"""How much one request may bring, and where phones knock.

Room: web, field desk.
"""

LARGEST_UPLOAD = 64 * 1024 * 1024  # a study pack with its media
LARGEST_FORM = 2 * 1024 * 1024  # long free texts
MOST_FIELDS = 5_000
PHONE_PORT = 8443
