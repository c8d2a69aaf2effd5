"""A request that counts only when all of it came.

Room: web.
Promise: of a form whose sender was cut off in the middle nothing is taken; half a story never
takes the place of the whole one.
"""

from typing import Any

from flask import Request

ENDS_BY_ITSELF = "wsgi.input_terminated"


class WholeRequest(Request):
    """The request of an app behind a server that says of each body whether it ends by itself.

    The framework asks only whether the server says anything. A "no" is therefore taken away, so
    that a body is held against its announced length, and a shorter one refused (400).
    """

    def __init__(self, environ: dict[str, Any], *args: Any, **options: Any) -> None:
        if not environ.get(ENDS_BY_ITSELF):
            environ.pop(ENDS_BY_ITSELF, None)
        super().__init__(environ, *args, **options)
