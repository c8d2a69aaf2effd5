"""The study key opens whole interviews: for reunion, audit, or a lost team.

Room: workflows. Runs where the study's folder is, on a copy of a laptop's folder.
Spec: docs/spec/sealed-record.md.
Promise: nothing but the study seed opens a record, and the seed never stays on a laptop.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from survey_app.canonical import read_canonical_json
from survey_app.interview.submission import Submission, read_submission
from survey_app.vault.records import open_sealed
from survey_app.workflows.laptop import Laptop, find_form


@dataclass(frozen=True)
class RecoveredInterview:
    """A whole interview as it was sealed."""

    record_id: str
    receipt: str
    day: str
    submission: Submission

    def value(self, name: str) -> str:
        """Return the first answer to the question `name`; blank when there is none."""
        found = (answer.value for answer in self.submission.answers if answer.name == name)
        return next(found, "")


def recover(laptop: Laptop, study_seed: bytes) -> Iterator[RecoveredInterview]:
    """Return every finished interview of `laptop`, opened with the study seed.

    Raises: SealBrokenError for another seed or an altered record; NoSuchFormError.
    """
    for sealed in laptop.store.records():
        opened = open_sealed(study_seed, sealed)
        content = cast("Mapping[str, str]", read_canonical_json(opened.plaintext))
        installed = find_form(laptop, content["form_id"], opened.context.form)
        submission = read_submission(installed.definition, content["submission"].encode())
        submission = replace(submission, audit=content.get("audit", "").encode())
        yield RecoveredInterview(sealed.record_id, content["receipt"], content["day"], submission)
