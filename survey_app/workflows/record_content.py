"""What a finished interview is sealed as: the submission in parts, the receipt, the day, the log.

Room: workflows.
Spec: docs/spec/sealed-record.md, docs/spec/parts.md section 4.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.interview import Submission
from survey_app.microdata.parted import REST, joined, parted
from survey_app.vault.parts import Parted
from survey_app.vault.records import Opened
from survey_app.xform.definition import FormDef

REST_PLACE, AUDIT_PLACE = 0, 1
_FIRST_QUESTION = 2


def places_of(form: FormDef) -> Mapping[str, int]:
    """Return the place of each question of a form: by its name, in the order of code points.

    It never changes for a form, in no version: what was sealed is destroyed by these numbers.
    """
    return {name: place for place, name in enumerate(sorted(form.questions), _FIRST_QUESTION)}


def places_gone(form: FormDef, names: Iterable[str]) -> frozenset[int]:
    """Return the places to be destroyed with these questions: theirs, and what may quote them."""
    places = places_of(form)
    return frozenset({REST_PLACE, AUDIT_PLACE, *(places[name] for name in names)})


def number_of_places(form: FormDef) -> int:
    """Return how many places an interview with this form has."""
    return _FIRST_QUESTION + len(form.questions)


def record_parts(form: FormDef, submission: Submission, receipt: str, day: str) -> Parted:
    """Return what is sealed to the study: canonical JSON, and each answer apart from it."""
    places = places_of(form)
    skeleton, answers = parted(submission.xml, places)
    content: dict[str, Json] = {
        "submission": skeleton.decode(),
        "form_id": submission.form_id,
        "form_version": submission.form_version,
        "language": submission.language,
        "receipt": receipt,
        "day": day,
        "questions": sorted(places),
    }
    parts: dict[tuple[int, ...], bytes] = {
        (_place(places, name),): part for name, part in answers.items()
    }
    if submission.audit:
        parts[AUDIT_PLACE,] = submission.audit
    return Parted(canonical_json(content), number_of_places(form), parts)


def read_record(opened: Opened) -> tuple[Mapping[str, str], bytes, bytes]:
    """Return an opened record: what stands beside, the submission, its log.

    What was destroyed stands in the submission as withdrawn. A record of the first format is one
    part.
    """
    content = cast("Mapping[str, str]", read_canonical_json(opened.plaintext))
    if "questions" not in content:
        return content, content["submission"].encode(), content.get("audit", "").encode()
    names = cast("Sequence[str]", content["questions"])
    places = {name: place for place, name in enumerate(names, _FIRST_QUESTION)}
    there = {name: opened.parts.get((_place(places, name),)) for name in (REST, *names)}
    parts = {name: part for name, part in there.items() if part is not None}
    xml = joined(content["submission"].encode(), parts, places)
    return content, xml, opened.parts.get((AUDIT_PLACE,), b"")


def _place(places: Mapping[str, int], name: str) -> int:
    return REST_PLACE if name == REST else places[name]
