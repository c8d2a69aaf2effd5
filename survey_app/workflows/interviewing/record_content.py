"""What a finished interview is sealed as: the submission in parts, the receipt, the day, the log.

Room: workflows.
Spec: docs/spec/sealed-record.md, docs/spec/parts.md section 4.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.interview import Submission
from survey_app.interview.private import PrivatePart, private_parts
from survey_app.microdata.parted import REST, joined, parted
from survey_app.vault.parts import Parted
from survey_app.vault.records import Opened
from survey_app.workflows.interviewing.draft_state import Paper, SealedPart, paper_json
from survey_app.xform.definition import FormDef

REST_PLACE, AUDIT_PLACE = 0, 1
_FIRST_QUESTION = 2


def places_of(form: FormDef) -> Mapping[str, int]:
    """Return the place of each question of a form: by its name, in the order of code points.

    It never changes for a form, in no version: what was sealed is destroyed by these numbers.
    """
    return {name: place for place, name in enumerate(sorted(form.questions), _FIRST_QUESTION)}


def places_gone(form: FormDef, names: Iterable[str]) -> frozenset[int]:
    """Return the places to be destroyed with these questions: theirs, and what may quote them.

    What she answered alone in one part is destroyed together: nobody here can look inside.
    """
    places, gone = places_of(form), frozenset(names)
    alone = {place for part, place in _private_places(form) if gone.intersection(part.names)}
    return frozenset({REST_PLACE, AUDIT_PLACE, *alone, *(places[name] for name in gone)})


def number_of_places(form: FormDef) -> int:
    """Return how many places an interview with this form has."""
    return _FIRST_QUESTION + len(form.questions) + len(private_parts(form))


def record_parts(
    form: FormDef,
    submission: Submission,
    receipt: str,
    day: str,
    *,
    private: Sequence[SealedPart] = (),
    paper: Paper | None = None,
    gaps: Sequence[str] = (),
) -> Parted:
    """Return what is sealed to the study: canonical JSON, and each answer apart from it.

    `private` parts were sealed before; their boxes are parts, too. Of a keyed `paper` it is told
    who chose what. `gaps` are the files of which something was lost on the laptop's disk.
    """
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
    if paper is not None:
        content["paper"] = paper_json(paper)
    if gaps:
        content["gaps"] = list(gaps)
    if submission.audit:
        parts[AUDIT_PLACE,] = submission.audit
    for part, place in _private_places(form):
        boxes: list[Json] = [one.for_study for one in private if one.name == part.name]
        parts[place,] = canonical_json(boxes)
    return Parted(canonical_json(content), number_of_places(form), parts)


def private_boxes(form: FormDef, opened: Opened) -> tuple[str, ...]:
    """Return the boxes of what she answered alone, as far as they were not destroyed."""
    there = (opened.parts.get((place,)) for _, place in _private_places(form))
    lists = (cast("Sequence[str]", read_canonical_json(one)) for one in there if one is not None)
    return tuple(box for boxes in lists for box in boxes)


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


def _private_places(form: FormDef) -> Sequence[tuple[PrivatePart, int]]:
    """Return the parts she answers alone with their places, which come after all questions."""
    first = _FIRST_QUESTION + len(form.questions)
    return [(part, place) for place, part in enumerate(private_parts(form), first)]
