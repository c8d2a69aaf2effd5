"""A hub takes what laptops bring: pieces, then a list, then a receipt goes back.

Room: workflows.

    laptop -- pieces, list --> Hub -- signed receipt --> laptop
                                |-- objects/, bundles/ --> merge (by the coordinator, elsewhere)

Spec: docs/spec/objects-on-a-target.md, docs/spec/receipt.md.
Promise: a hub holds no key that opens a bundle.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from survey_app.bundle.removals import Removals
from survey_app.hub.errors import StrangeRemovalsError
from survey_app.hub.intake import HubStatus, Intake, read_status
from survey_app.hub.let_go import keep_removals
from survey_app.hub.place import HubPlace, open_place, prepare
from survey_app.workflows.study.studies import StudyCard

Hub: TypeAlias = Intake


def prepare_hub(folder: Path, cards: Sequence[StudyCard]) -> HubPlace:
    """Make `folder` a hub for the studies of `cards`, or let an existing hub serve them too.

    Raises: NotAHubError.
    """
    keys: Mapping[str, bytes] = {card.study_id: card.authority_key for card in cards}
    return prepare(folder, keys)


def tell_removals(folder: Path, removals: Path) -> Removals:
    """Give the hub in `folder` a study's newest list of removals; return what it knows now.

    Also while another process serves it: the list holds for the next bundle that comes.

    Raises: NotAHubError, StrangeRemovalsError, OlderRemovalsError.
    """
    place, data = open_place(folder), removals.read_bytes()
    for study, key in place.registry.studies.items():
        with suppress(StrangeRemovalsError):
            return keep_removals(folder, study, key, data)
    raise StrangeRemovalsError


def open_hub(folder: Path) -> Hub:
    """Return the hub in `folder`, held by this process until it is closed.

    Raises: NotAHubError, HubBusyError, LedgerDamagedError.
    """
    return Intake(open_place(folder))


def hub_status(folder: Path) -> HubStatus:
    """Return the numbers of the hub in `folder`, also while another process serves it.

    Raises: NotAHubError, LedgerDamagedError.
    """
    return read_status(open_place(folder))
