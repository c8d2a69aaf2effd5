"""The headers that every reply of a desk carries.

Room: web. Knows nothing of a desk; any Flask app may use it.
Spec: docs/adr/0050-headers-of-a-page.md.
Promise: a page may load only what this server sent, and nothing remembers a page but the screen.
"""

from flask import Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "media-src 'self' blob:; "
    "manifest-src 'self'; "
    "worker-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; "
    "trusted-types default"
)

EVERY_REPLY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), usb=()",
    # not no-referrer: with it a browser posts `Origin: null` and the origin check is blind
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, nofollow",
}

# a file of ours is no page: it needs to say only that it is what it says, and ours
OF_A_FILE = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

# only for the pages of a form that asks for a sound, and only for this server's own script
MAY_RECORD = EVERY_REPLY["Permissions-Policy"].replace("microphone=()", "microphone=(self)")

NEVER_KEEP = "no-store, max-age=0"
KEEP_FOR_EVER = "private, max-age=31536000, immutable"
KEEP_A_DAY = "private, max-age=86400"
# the browser forgets the cookie, the stored pages and whatever a script could have kept
FORGET = '"cache", "cookies", "storage"'
# not the cookie: it may be that of a new invitation by the time this is heard
FORGET_WHAT_IS_KEPT = '"cache", "storage"'


def guard(response: Response, *, static: bool, may_record: bool = False) -> Response:
    """Return `response` with the headers of every reply.

    A static file whose address carries its hash may be kept for ever, another one for a day;
    a page never is.
    """
    for name, value in (OF_A_FILE if static else EVERY_REPLY).items():
        response.headers[name] = value
    if may_record:
        response.headers["Permissions-Policy"] = MAY_RECORD
    kept = static and response.status_code in {200, 206, 304}
    named = "v" in request.args
    response.headers["Cache-Control"] = (
        NEVER_KEEP if not kept else KEEP_FOR_EVER if named else KEEP_A_DAY
    )
    return response
