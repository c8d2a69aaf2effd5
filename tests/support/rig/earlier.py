"""A program from before interviews were sealed in parts: what its laptops hold must go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from survey_app.canonical import canonical_json
from survey_app.vault.records import seal_record
from survey_app.workflows import collect


@contextmanager
def before_parts() -> Iterator[None]:
    """Seal finished interviews as one body, as versions up to store step m0006 did."""
    with (
        patch.object(collect, "record_parts", _one_body),
        patch.object(collect, "seal_parted_record", seal_record),
    ):
        yield


def _one_body(form, submission, receipt, day, **_later) -> bytes:
    content = {
        "submission": submission.xml.decode(),
        "form_id": submission.form_id,
        "form_version": submission.form_version,
        "language": submission.language,
        "receipt": receipt,
        "day": day,
    }
    if submission.audit:
        content["audit"] = submission.audit.decode()
    return canonical_json(content)
