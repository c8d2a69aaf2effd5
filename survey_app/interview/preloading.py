"""Values that the program itself puts in: times, the day, the id of the record.

Room: interview.
Spec: ODK XForms 1.0, "preloaders"; docs/adr/0079-pseudonyms-where-a-form-asks-for-them.md.
Promise: no name, number, address or place of anyone; pseudonyms only where the form asks.
"""

from collections.abc import Iterable, Iterator, Mapping

from survey_app.interview.environment import Environment
from survey_app.interview.live import LiveNode
from survey_app.xpath.moments import stamp

_DAY = 10
_NOBODY: Mapping[str, str] = {}


def preloaded(
    top: LiveNode, environment: Environment, instance_id: str, *, pseudonyms: bool = False
) -> Iterator[tuple[LiveNode, str]]:
    """Yield the preloaded places inside `top` with their values, as it begins.

    With `pseudonyms` also the device and the user, by the names that chance gave them.
    """
    called = (
        {"deviceid": environment.device, "username": environment.user} if pseudonyms else _NOBODY
    )
    for node in top.everything():
        question = node.question
        if question is None:
            continue
        found = _value(question.bind.preload, question.bind.preload_params, environment)
        if question.bind.preload == "property":
            found = called.get(question.bind.preload_params)
        if question.path.endswith("/meta/instanceID") and question.bind.calculate is None:
            found = instance_id
        if found is not None:
            yield node, found


def preload_end(nodes: Iterable[LiveNode], environment: Environment) -> list[tuple[LiveNode, str]]:
    """Return those of the places that hold the end of the interview, with the moment."""
    now = stamp(environment.clock.now())
    return [
        (node, now)
        for node in nodes
        if (question := node.question) is not None
        and question.bind.preload == "timestamp"
        and question.bind.preload_params == "end"
    ]


def _value(kind: str, what: str, environment: Environment) -> str | None:
    if kind == "uid":
        return f"uuid:{environment.new_uuid()}"
    if kind == "timestamp" and what == "start":
        return stamp(environment.clock.now())
    if kind == "date" and what == "today":
        return stamp(environment.clock.now())[:_DAY]
    return None
