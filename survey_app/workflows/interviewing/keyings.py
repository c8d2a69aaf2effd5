"""Which keyings of a paper questionnaire a person has open.

Room: workflows. Sealed drafts in, cards out; `keying` compares them.
"""

from collections.abc import Iterator

from survey_app.i18n.letters import search_key
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import open_draft
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.interviewing.draft_state import DraftState, state_of
from survey_app.workflows.interviewing.keying_errors import NotComparedError, OtherVersionError


def refuse_uncompared(laptop: Laptop, person: Person, state: DraftState) -> None:
    """Raise when this keying may not be finished by itself.

    A second keying never is; a first one is not while its second one is open.

    Raises: NotComparedError; OtherVersionError where the other one is of another version.
    """
    paper = state.paper
    if paper is None or paper.keying == 0:
        return
    if _is_keyed_in_another_version(laptop, person, state):
        raise OtherVersionError(number=paper.number)
    if paper.keying != 1 or other_keying(laptop, person, state) is not None:
        raise NotComparedError(number=paper.number)


def _is_keyed_in_another_version(laptop: Laptop, person: Person, state: DraftState) -> bool:
    """Say whether the other keying is open, but not in the version of this one."""
    keying, *_ = _paper(state)
    others = [
        other
        for _, other in keyed(laptop, person)
        if other.form_id == state.form_id and _paper(other)[:2] == (3 - keying, _paper(state)[1])
    ]
    return bool(others) and all(other.form_hash != state.form_hash for other in others)


def other_keying(laptop: Laptop, person: Person, state: DraftState) -> str | None:
    """Return the draft of the other keying of the same paper, None when she has none."""
    wanted = None if state.paper is None else 3 - state.paper.keying
    for draft_id, other in keyed(laptop, person):
        same = other.paper is not None and state.paper is not None
        if same and _paper(other) == (wanted, *_paper(state)[1:]):
            return draft_id
    return None


def keyed(laptop: Laptop, person: Person) -> Iterator[tuple[str, DraftState]]:
    """Yield her drafts that are keyed from paper."""
    key = person.interviews()
    for sealed in laptop.store.drafts(person.person_id):
        try:
            state = state_of(open_draft(key, sealed))
        except SealBrokenError:
            continue
        if state.paper is not None:
            yield sealed.draft_id, state


def is_same_number(one: str, other: str) -> bool:
    """Say whether two people mean one paper, in whatever digits their keyboards write its number.

    >>> is_same_number("A-17", "a-۱۷")
    True
    """
    return search_key(one) == search_key(other)


def _paper(state: DraftState) -> tuple[int, str, str]:
    paper = state.paper
    return (
        (0, "", "") if paper is None else (paper.keying, search_key(paper.number), state.form_hash)
    )
