"""The anonymised sides of a laptop, opened; one that is damaged keeps no other from its way.

Room: workflows.
Spec: docs/spec/view.md.
Promise: what does not open is counted by its random id, never left out unsaid.
"""

from collections.abc import Collection
from dataclasses import dataclass

from survey_app.disclosure.deidentified.views import View
from survey_app.disclosure.errors import DamagedViewError
from survey_app.vault.context import Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import SealedView, open_sealed
from survey_app.workflows.field_laptop.laptop import Laptop, Person


@dataclass(frozen=True)
class OpenedView:
    """A view in clear, and the authenticated statement of what it is."""

    view: View
    context: Context


@dataclass(frozen=True)
class OpenedViews:
    """Those that opened, and the ids of those that are damaged on the disk."""

    whole: tuple[OpenedView, ...]
    damaged: tuple[str, ...]


def opened_views(laptop: Laptop, person: Person, but: Collection[str] = ()) -> OpenedViews:
    """Return every view of the laptop; those with an id in `but` are not opened.

    Raises: SupervisorNeededError.
    """
    seed = person.reviews()
    whole, damaged = [], []
    for sealed in laptop.store.views():
        if sealed.view_id in but:
            continue
        try:
            whole.append(opened_view(seed, sealed))
        except (SealBrokenError, DamagedViewError):  # anybody can seal to the site key
            damaged.append(sealed.view_id)
    return OpenedViews(tuple(whole), tuple(damaged))


def opened_view(seed: bytes, sealed: SealedView) -> OpenedView:
    """Return a view in its own place. Raises: SealBrokenError, DamagedViewError."""
    opened = open_sealed(seed, sealed)
    view = View.from_bytes(opened.plaintext)
    if view.record != sealed.view_id:
        raise DamagedViewError(place="record")
    return OpenedView(view, opened.context)
