"""Go on with a finished interview: its submission becomes an interview again.

Room: interview. The door: `edit`.
Spec: docs/spec/submission.md, "Back into an interview"; OpenRosa metadata (deprecatedID).
Promise: a submission that is finalised untouched differs in instanceID and deprecatedID only.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from lxml import etree

from survey_app.interview.asking import ask_truth
from survey_app.interview.drafting import Draft
from survey_app.interview.environment import Environment
from survey_app.interview.fitting import bring_to_form
from survey_app.interview.live import LiveNode, grow, place_for, stand_in
from survey_app.interview.places import descend
from survey_app.interview.restoring import Restored, restored
from survey_app.interview.running import Interview
from survey_app.interview.submission import (
    instance_id_of,
    language_of,
    made_with,
    submission_element,
    was_stopped,
)
from survey_app.interview.works import Works
from survey_app.xform.definition import FormDef, RepeatDef
from survey_app.xform.rules import Rule
from survey_app.xpath.evaluation import Context

_CONDITIONS = frozenset({"relevant", "readonly", "required"})


def edit(
    form: FormDef, submission_xml: bytes, environment: Environment, *, language: str = ""
) -> Interview:
    """Return an interview that stands where a submission was finished.

    The submission may be of another tool, or of another version of the form. It has a new
    instanceID; the old one is its deprecatedID. `language` is the one to go on in, where it
    is not that of the submission. Raises: SubmissionDamagedError.
    """
    element = submission_element(form, submission_xml)
    facts = Draft(
        rings_stay=_is_of(form, element) and any(rule.keeps for rule in form.rules),
        language=language or language_of(element),
        seed=f"{environment.random.getrandbits(128):032x}",
        instance_id=f"uuid:{environment.new_uuid()}",
        stopped=was_stopped(element),
        deprecated=instance_id_of(element),
    )
    found = restored(form, element)
    works = Works(form, found.document, environment, facts)
    _bring_up_to_date(works, found, element)
    return Interview(works)


def _bring_up_to_date(works: Works, found: Restored, element: etree._Element) -> None:
    """Work out what the submission does not say, and what another version may say otherwise."""
    waiting, rings_stay = _renamed(works, found), works.draft.rings_stay
    staying = {
        rule.path
        for rule in works.form.rules
        if rule.aspect == "relevant" and rule.stays(rings_stay=rings_stay)
    }
    _take_up(works, found, staying)
    is_same_form = _is_of(works.form, element)
    works.engine.work_out(_to_work_out(works, found, waiting, is_same_form=is_same_form))
    if rings_stay:  # what was worked out inside them may have opened one
        _take_up(works, found, staying)
    if not is_same_form:
        bring_to_form(works)
    submitted = _submitted(works.root, found.absent)
    _put_back_hidden_repeats(works)
    works.happenings.put_back(submitted)
    works.happenings.opened(first=False)
    works.settle()
    works.trail.noted("form resume")


def _take_up(works: Works, found: Restored, staying: AbstractSet[str]) -> None:
    """Work out the conditions; what was left out stays irrelevant at the places of `staying`."""
    for node in found.left_out:
        node.own_relevant = node.path not in staying
    if not works.draft.rings_stay:
        _blank_what_hid_itself(works.form, found.left_out)
    works.engine.take_up(works.root, rings_stay=works.draft.rings_stay)


def _submitted(root: LiveNode, absent: Iterable[LiveNode]) -> AbstractSet[LiveNode]:
    """Return the places whose values the submission holds."""
    return {*root.everything()}.difference(*(node.everything() for node in absent))


def _is_of(form: FormDef, element: etree._Element) -> bool:
    """Say whether a submission is our own, and of exactly this form."""
    return made_with(element) == form.form_hash


def _blank_what_hid_itself(form: FormDef, left_out: Iterable[LiveNode]) -> None:
    """What hid itself by an answer inside it must not come back by what the form begins with."""
    rings = {rule.path for rule in form.rules if rule.aspect == "relevant" and rule.keeps}
    for top in left_out:
        for node in top.everything() if top.path in rings else ():
            if node.question is not None:
                node.value = ""


def _renamed(works: Works, found: Restored) -> list[LiveNode]:
    """Give the interview its new name; return the places whose own calculation makes it."""
    meta = works.root.named("meta")
    waiting: list[LiveNode] = []
    for node in meta[0].named("instanceID") if meta else ():
        calculated = node.question is not None and node.question.bind.calculate is not None
        node.value = "" if calculated else works.draft.instance_id
        if calculated:
            waiting.append(node)
    for node in meta[0].named("deprecatedID") if meta else ():
        node.value = works.draft.deprecated
    found.absent = [node for node in found.absent if node.name != "deprecatedID"]
    return waiting


def _to_work_out(
    works: Works, found: Restored, waiting: list[LiveNode], *, is_same_form: bool
) -> Iterator[tuple[Rule, LiveNode]]:
    """Yield the rules to run: for what was not submitted, and conditions of the moment.

    For another tool or version also every calculation that depends on answers alone.
    """
    absent = {id(node) for node in [*found.absent, *waiting]}
    left_out = {id(node) for node in found.left_out}
    for rule in works.form.rules:
        home = rule.path.rpartition("/")[0] if rule.aspect == "count" else rule.path
        for node in descend(works.document, tuple(home.split("/")[1:])):
            if rule.aspect in _CONDITIONS:
                known = rule.aspect == "relevant" and (
                    id(node) not in absent or id(node) in left_out
                )
                needed = rule.stays(rings_stay=works.draft.rings_stay) and not known
            else:
                needed = id(node) in absent or (not is_same_form and rule.expression.steady)
            if needed:
                yield rule, node


def _put_back_hidden_repeats(works: Works) -> None:
    """A repeat that is irrelevant left no instance behind: it begins as the form brings it."""
    counts = {rule.path: rule for rule in works.form.rules if rule.aspect == "count"}
    for path, definition in works.form.nodes.items():
        if not isinstance(definition, RepeatDef) or definition.bind.relevant is None:
            continue
        around = tuple(path.rpartition("/")[0].split("/")[1:])
        for container in descend(works.document, around):
            if not container.named(definition.name):
                _grow_if_hidden(works, container, definition, counts.get(path))


def _grow_if_hidden(
    works: Works, container: LiveNode, definition: RepeatDef, count: Rule | None
) -> None:
    relevant = definition.bind.relevant
    seat = Context(stand_in(works.form, definition, container), works.host)
    if relevant is None or ask_truth(relevant, seat, otherwise=True):
        return
    if count is not None:
        works.engine.work_out([(count, container)])
        return
    for initial in definition.defaults:
        node = grow(initial, definition, container, works.form)
        container.put(node, place_for(container, definition))
        works.engine.settle(node)
    works.engine.run()
