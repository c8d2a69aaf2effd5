"""What a finished interview is sealed as: the submission, the receipt, the day, the log.

Room: workflows.
Spec: docs/spec/sealed-record.md.
"""

from survey_app.canonical import Json, canonical_json
from survey_app.interview import Submission
from survey_app.workflows.draft_state import Paper, paper_json


def record_bytes(
    submission: Submission, receipt: str, day: str, paper: Paper | None = None
) -> bytes:
    """Return what is sealed to the study: canonical JSON; of a keyed paper, who chose what."""
    content: dict[str, Json] = {
        "submission": submission.xml.decode(),
        "form_id": submission.form_id,
        "form_version": submission.form_version,
        "language": submission.language,
        "receipt": receipt,
        "day": day,
    }
    if submission.audit:
        content["audit"] = submission.audit.decode()
    if paper is not None:
        content["paper"] = paper_json(paper)
    return canonical_json(content)
