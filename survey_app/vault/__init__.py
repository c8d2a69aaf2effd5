"""Keys, sealing and opening: the only room that touches cryptography.

Room: vault (floor 4). Bytes in, bytes out; nothing here can parse a form.
Spec: docs/spec/ (one page per format), RFC 9180, RFC 9106, age v1.
Promise: every altered byte is refused with one uniform error.
"""
