"""Static files as the browser gets them: few, small, and kept for ever under their hash.

Room: web. The small files of static/ are for readers; a page asks for a few made of them.
Spec: docs/adr/0120-few-small-files-kept-for-ever.md.
Promise: an address with a hash never changes its content, fonts included, so a browser may keep
it and still sees a new one at once.
"""

import gzip
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

from survey_app.canonical import sha256_hex

STATIC = Path(__file__).parent / "static"
_SHEETS = tuple(
    f"css/{name}.css"
    for name in (
        *("page", "frame", "controls", "choices"),
        *("interview", "listening", "texts"),
    )
)
MADE: Mapping[str, tuple[str, ...]] = {
    "css/pages.css": (
        *_SHEETS,
        "css/dark.css@(prefers-color-scheme: dark)",
        "css/strong.css@(prefers-contrast: more)",
    ),
    "css/pages-light.css": _SHEETS,
    "css/pages-dark.css": (*_SHEETS, "css/dark.css"),
    "css/pages-strong.css": (*_SHEETS, "css/strong.css"),
    "js/first.js": ("js/sweeping.js", "js/hiding.js", "js/pressing.js", "js/ahead.js"),
    "js/recorder.js": ("js/microphone.js", "js/pieces.js", "js/recording.js"),
    "js/interview.js": tuple(
        f"js/{name}.js"
        for name in (
            "trusted",
            "morphing",
            "sending",
            "answers",
            "focus",
            "stepping",
            "counting",
            "slider",
            "quick",
            "listening",
            "regions",
            "leaving",
        )
    ),
}
"""Files that are made of several, in this order; a sheet may be for some screens only."""
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
PACKED_ALREADY = ".woff2"
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")
"""Blanks that say nothing; the one before a colon is a descendant in a selector."""
_LAST = re.compile(r";(?=})")
_REMARK_AFTER = re.compile(r" // [^\"'`]*\Z")
"""Behind code; where a quote follows, it may stand in a text."""
_FONT = re.compile(r"url\(\"\.\./(fonts/[\w.-]+)\"\)")


def asset(name: str) -> str:
    """Return the address of the static file `name`, such as `css/pages.css`."""
    return url_for("static", filename=name, v=_version(name))


def serve_assets(app: Flask) -> None:
    """Let `app` answer for static files with what `asset` names, compressed where it helps."""

    def static(filename: str) -> Response:
        if Path(filename).suffix in TYPES and _is_there(filename):
            return _file(filename)
        return app.send_static_file(filename)

    app.view_functions["static"] = static


def _file(name: str) -> Response:
    kind = Path(name).suffix
    packed = kind != PACKED_ALREADY and request.accept_encodings.quality("gzip") > 0
    response = Response(_packed(name) if packed else content_of(name), content_type=TYPES[kind])
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    return response


@cache
def content_of(name: str) -> bytes:
    """Return the file `name` as a browser gets it, before it is packed.

    Remarks for readers stay behind; the fonts that a style sheet names carry their hash.
    """
    if name in MADE:
        return b"\n".join(map(_part, MADE[name]))
    data = (STATIC / name).read_bytes()
    if name.endswith(".css"):
        return _short_sheet(data.decode()).encode()
    return _short_script(data.decode()).encode() if name.endswith(".js") else data


def _part(name: str) -> bytes:
    """Return one of the parts; `name@condition` is a sheet for screens of that kind."""
    name, _, condition = name.partition("@")
    content = content_of(name)
    return b"@media %s{%s}" % (condition.encode(), content) if condition else content


def _short_sheet(text: str) -> str:
    r"""Return a style sheet without remarks and idle blanks.

    >>> _short_sheet("a {  /* why */ color: red;\n}\nb > c { top: 0 }")
    'a{color:red}b>c{top:0}'
    """
    named = _FONT.sub(lambda found: f'url("../{found[1]}?v={_version(found[1])}")', text)
    return _LAST.sub("", _AROUND.sub(r"\1", " ".join(_REMARK.sub(" ", named).split())))


def _short_script(text: str) -> str:
    r"""Return a script without remarks.

    >>> _short_script("// why\n  a();\n\n  b('a // b'); // why")
    "a();\nb('a // b');"
    """
    lines = (_REMARK_AFTER.sub("", line.strip()) for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def _version(name: str) -> str:
    return sha256_hex(content_of(name))[:12]


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(content_of(name), 9, mtime=0)


def _is_there(name: str) -> bool:
    if "\0" in name:
        return False
    inside = (STATIC / name).resolve().is_relative_to(STATIC.resolve())
    return name in MADE or (inside and (STATIC / name).is_file())
