"""A supervisor reads every free text before anything leaves the laptop.

Room: workflows.

    views (sealed) -- open with the site key --> texts with proposals
         ^                                            |
         '-- sealed again, a new revision <-- decide: clear, redact, hold back; undo

Spec: docs/spec/text-review.md.
Promise: a decision is on the disk, sealed, before it returns; an interviewer's passphrase opens
no text; what was packed cannot be decided again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from survey_app.disclosure.deidentified import review
from survey_app.disclosure.deidentified.pending import Decision, Redaction, Verdict
from survey_app.disclosure.deidentified.views import View
from survey_app.disclosure.free_text.spans import Span
from survey_app.disclosure.planning.roles import Role
from survey_app.microdata.cells import Cell
from survey_app.microdata.codebook import Labels, Variable, variable_of
from survey_app.vault.records import row_digest, seal_view
from survey_app.workflows.field_laptop.laptop import Laptop, Person, log_entry
from survey_app.workflows.opened_views import OpenedView, opened_view, opened_views
from survey_app.workflows.review_errors import NoSuchTextError, TextHasLeftError
from survey_app.xform import FormDef

_FEW_CHOICES = 8
_ONE_AT_A_TIME = Lock()  # two pages that decide at once must not undo each other


@dataclass(frozen=True)
class ContextCell:
    """One coarse answer beside a text, to judge who could recognise her.

    Shape: labels by language tag; `value_labels` holds those of a choice, or of the choices in a
    group, else nothing.
    """

    variable: str
    labels: Labels
    cell: Cell
    value_labels: Labels


@dataclass(frozen=True)
class ReviewItem:
    """One text and what a reader needs to decide about it.

    Shape: `index` is its place among the texts of the interview; `row` counts the children of
    the roster from 0; `language` is that of the interview; `decision` is None until all who have
    to read the text decided about it as it stands; `first` is the decision that a second reader
    is asked about.
    """

    view_id: str
    index: int
    form_id: str
    variable: str
    labels: Labels
    language: str
    roster: str | None
    row: int | None
    text: str
    spans: tuple[Span, ...]
    context: tuple[ContextCell, ...]
    decision: Decision | None
    first: Decision | None = None


def texts_to_review(laptop: Laptop, person: Person) -> tuple[ReviewItem, ...]:
    """Return every text that waits for a decision, interview by interview.

    Raises: SupervisorNeededError.
    """
    return tuple(item for item in all_texts(laptop, person) if item.decision is None)


def all_texts(laptop: Laptop, person: Person) -> Iterator[ReviewItem]:
    """Yield every text that has not left yet, decided or not.

    Raises: SupervisorNeededError.
    """
    for opened in _staying(laptop, person):
        yield from _items(opened.view, _form(laptop, opened.view))


def texts_of(laptop: Laptop, person: Person, view_id: str) -> tuple[ReviewItem, ...]:
    """Return all texts of one interview, decided or not.

    Raises: SupervisorNeededError, NoSuchTextError, TextHasLeftError.
    """
    view = _find(laptop, person, view_id).view
    return tuple(_items(view, _form(laptop, view)))


def decide(  # noqa: PLR0917 - who, where, what: in this order everywhere
    laptop: Laptop,
    person: Person,
    view_id: str,
    index: int,
    verdict: Verdict,
    redactions: Sequence[Redaction] = (),
    *,
    no_story: bool = False,
) -> None:
    """Keep a decision about one text; a second one replaces the first.

    A name that is redacted here becomes a proposal in the other texts of the interview. `no_story`
    says that the reader found no story that fits only one person.

    Raises: SupervisorNeededError, NoSuchTextError, TextHasLeftError, UnknownTextError,
        SpanError, IdentifierLeftError, StoreFullError.
    """
    reader = person.person_id
    _change(
        laptop,
        person,
        view_id,
        lambda view: review.decide(
            view, index, verdict, reader=reader, redactions=redactions, no_story=no_story
        ),
    )


def undo(laptop: Laptop, person: Person, view_id: str, index: int) -> None:
    """Take a decision back; the text waits again.

    Raises: SupervisorNeededError, NoSuchTextError, TextHasLeftError, UnknownTextError.
    """
    _change(laptop, person, view_id, lambda view: review.undo(view, index))


def _change(laptop: Laptop, person: Person, view_id: str, change: Callable[[View], View]) -> None:
    with _ONE_AT_A_TIME:
        opened = _find(laptop, person, view_id)
        changed = change(opened.view)
        if changed == opened.view:
            return
        context = replace(opened.context, revision=opened.context.revision + 1)
        sealed = seal_view(person.site_key, changed.to_bytes(), context)
        laptop.store.put_view(sealed, log_entry(person, "review", view_id, (row_digest(sealed),)))


def _find(laptop: Laptop, person: Person, view_id: str) -> OpenedView:
    seed = person.reviews()
    if view_id in laptop.store.packed_members():
        raise TextHasLeftError
    for sealed in laptop.store.views():
        if sealed.view_id == view_id:
            return opened_view(seed, sealed)
    raise NoSuchTextError


def _staying(laptop: Laptop, person: Person) -> Iterator[OpenedView]:
    """Yield the views that have not been packed; one that is damaged hinders no other."""
    yield from opened_views(laptop, person, laptop.store.packed_members()).whole


def _form(laptop: Laptop, view: View) -> FormDef | None:
    """Return the form of a view, None when that version is not on the laptop any more."""
    installed = laptop.forms.get(view.form_id)
    same = installed is not None and installed.definition.form_hash == view.form_hash
    return installed.definition if installed is not None and same else None


def _items(view: View, form: FormDef | None) -> Iterator[ReviewItem]:
    context = tuple(_context(view, form)) if view.texts and form is not None else ()
    for index, text in enumerate(view.texts):
        yield ReviewItem(
            view_id=view.record,
            index=index,
            form_id=view.form_id,
            variable=text.variable,
            labels={} if form is None else _variable(form, text.variable).labels,
            language=view.language,
            roster=text.roster,
            row=text.row,
            text=text.text,
            spans=text.spans,
            context=context,
            decision=text.decision if text.is_decided else None,
            first=text.decision if text.waits_for_second else None,
        )


def _context(view: View, form: FormDef) -> Iterator[ContextCell]:
    """Yield the answers by which somebody could recognise her."""
    for name, cell in view.values.items():
        role = form.questions[name].bind.extra.get("sdc:role")
        if role != Role.QUASI or cell.value is None:
            continue
        variable = _variable(form, name)
        yield ContextCell(name, variable.labels, cell, meaning(variable, cell.value))


def meaning(variable: Variable, value: str) -> Labels:
    """Return what a code means; a group means the choices in it, where they are few enough to read.

    Nothing for a band, whose label is plain already, and for a group of many choices.
    """
    chosen = [one.labels for one in variable.choices if one.code == value]
    inside = [one.labels for one in variable.choices if value in one.groups]
    if chosen or not 0 < len(inside) <= _FEW_CHOICES:
        return chosen[0] if chosen else {}
    return {tag: " / ".join(one.get(tag, "") for one in inside) for tag in inside[0]}


def _variable(form: FormDef, name: str) -> Variable:
    return variable_of(form, form.questions[name])
