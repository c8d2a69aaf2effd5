"""The address of a static file carries the hash of its content.

Room: web. So a browser may keep a font for ever and still sees a new one at once.
"""

from functools import cache
from pathlib import Path

from flask import url_for

from survey_app.canonical import sha256_hex

STATIC = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """Return the address of the static file `name`, such as `css/page.css`."""
    return url_for("static", filename=name, v=_version(name))


@cache
def _version(name: str) -> str:
    return sha256_hex((STATIC / name).read_bytes())[:12]
