"""A request whose files stay in memory.

Room: web.
Spec: docs/spec/attachment.md section 7.
Promise: no byte that a page sent lies in a temporary file. The framework's own habit is to put
files of more than 500 kB there, in clear.
"""

from io import BytesIO
from typing import IO

from survey_app.web.whole_request import WholeRequest


class MemoryRequest(WholeRequest):
    """The request of an app whose largest body fits into memory (MAX_CONTENT_LENGTH)."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - asked so by the framework
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()
