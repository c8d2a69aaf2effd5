"""The log of one interview: which question was shown when, where a form asks for that.

Room: interview.
Spec: docs/spec/trail.md; ODK XForms, "audit".
Promise: no line about a module in which a question has sensitivity S3, nor about how long one
was in it; no place; no value that is not an answer in the end; off unless the form asks.
"""

import csv
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from survey_app.canonical import Json
from survey_app.interview.places import static_ref
from survey_app.xform.definition import FormDef, QuestionDef

NAME = "audit.csv"
_TRUE = frozenset({"true", "yes", "1"})
_COLUMNS = ("event", "node", "start", "end")
_FIELDS = 7
_MOST_LINES = 20_000
_MODULE = 3
"""Steps of a path that names a question inside a group right below the root, at least."""


@dataclass(frozen=True)
class TrailRules:
    """What the form's `audit` question asks for. Its location parameters are not obeyed.

    `groups` are the places whose questions stand on one screen together.
    """

    values: bool = False
    reasons: bool = False
    user: bool = False
    silent: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One event. Times are milliseconds since 1970, "" where they are not told."""

    event: str
    node: str = ""
    start: str = ""
    end: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


_UNTOLD = Line("")
"""Stands where one was in a silent place; in no table."""


def trail_rules(form: FormDef) -> TrailRules | None:
    """Return what the form wants logged, None for a form without a log."""
    node = form.nodes.get(f"{form.root.path}/meta/audit")
    if node is None:
        return None
    asked = {name.rpartition(":")[2]: value.lower() for name, value in node.bind.extra.items()}
    return TrailRules(
        values=asked.get("track-changes", "") in _TRUE,
        reasons=asked.get("track-changes-reasons", "") == "on-form-edit",
        user=asked.get("identify-user", "") in _TRUE,
        silent=_silent(form),
        groups=frozenset(
            path for path, one in form.nodes.items() if not isinstance(one, QuestionDef)
        ),
    )


class Trail:
    """The lines of one interview, and the question that is open now.

    Does nothing where `rules` are None. Rules: a line about a silent place is never written;
    time that touches one is not told.
    """

    def __init__(
        self,
        rules: TrailRules | None,
        now: Callable[[], datetime],
        lines: Sequence[Line] = (),
    ) -> None:
        self._rules = rules
        self._now = now
        self._lines = list(lines)
        self._is_open = False

    @property
    def wants_reasons(self) -> bool:
        """Say whether the form asks why a finished interview is changed."""
        return self._rules is not None and self._rules.reasons

    def noted(self, event: str, node: str = "", reason: str = "") -> None:
        """Write an event of one moment: form start, form save, add repeat ..."""
        self._close()
        if self._rules is not None and not self._is_silent(node):
            moment = self._start()
            self._write(Line(event, node, moment, moment if node else "", reason=reason))

    def visited(self, key: str) -> None:
        """A screen is shown: a question, a group of them, or the end of a repeat."""
        if self._rules is None:
            return
        silent = self._is_silent(key)
        self._close(untold=silent)
        if silent:
            if self._lines[-1:] != [_UNTOLD]:
                self._write(_UNTOLD)
            return
        start = self._start()
        if key.endswith("[+]"):
            self._write(Line("promptadd repeat", key[:-3], start))
        else:
            together = static_ref(key) in self._rules.groups
            self._write(Line("group questions" if together else "question", key, start))
        self._is_open = True

    def changed(self, ref: str, before: str, after: str) -> None:
        """An answer was taken or changed."""
        if self._rules is None or not self._rules.values or self._is_silent(ref):
            return
        if self._is_open and self._lines[-1].node == ref:
            line = self._lines[-1]
            old = line.old if line.old or line.new else before
            self._lines[-1] = replace(line, old=old, new=after)
            return
        moment = self._start()
        at = len(self._lines) - 1 if self._is_open else len(self._lines)
        if len(self._lines) < _MOST_LINES:
            self._lines.insert(at, Line("question", ref, moment, moment, before, after))

    def forget(self, ref: str) -> None:
        """Take every value at a place and inside it out of the log; the times stay."""
        inside = (f"{ref}/", f"{ref}[")
        self._lines = [
            replace(one, old="", new="") if one.node == ref or one.node.startswith(inside) else one
            for one in self._lines
        ]

    def copied(self) -> "Trail":
        """Return the same log, to be ended while this one goes on."""
        copy = Trail(self._rules, self._now, self._lines)
        copy._is_open = self._is_open
        return copy

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines so far."""
        return tuple(self._lines)

    def table(self, answered: Collection[str], user: str) -> bytes:
        """Return the log as CSV, b"" without one: values only of what is an answer in the end."""
        if self._rules is None:
            return b""
        self.noted("form finalize")
        columns = [*_COLUMNS]
        columns += ["old-value", "new-value"] if self._rules.values else []
        columns += ["user"] if self._rules.user else []
        columns += ["change-reason"] if self._rules.reasons else []
        written = io.StringIO()
        table = csv.DictWriter(written, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        for one in self._lines:
            if one == _UNTOLD:
                continue
            keeps = one.node in answered
            table.writerow(
                {
                    "event": one.event,
                    "node": one.node,
                    "start": one.start,
                    "end": one.end,
                    "old-value": one.old if keeps else "",
                    "new-value": one.new if keeps else "",
                    "user": user,
                    "change-reason": one.reason,
                }
            )
        return written.getvalue().encode()

    def _close(self, *, untold: bool = False) -> None:
        if self._is_open:
            end = "" if untold else self._moment()
            self._lines[-1] = replace(self._lines[-1], end=end)
        self._is_open = False

    def _start(self) -> str:
        """Return the moment, "" right after a silent place."""
        return "" if self._lines[-1:] == [_UNTOLD] else self._moment()

    def _write(self, line: Line) -> None:
        if len(self._lines) < _MOST_LINES:
            self._lines.append(line)

    def _moment(self) -> str:
        return str(int(self._now().timestamp() * 1000))

    def _is_silent(self, key: str) -> bool:
        if not key or self._rules is None:
            return False
        path = static_ref(key)
        return any(path == one or path.startswith(f"{one}/") for one in self._rules.silent)


def packed_lines(lines: Sequence[Line]) -> list[Json]:
    """Return lines as a draft keeps them."""
    return [
        [one.event, one.node, one.start, one.end, one.old, one.new, one.reason] for one in lines
    ]


def read_lines(packed: Json) -> tuple[Line, ...]:
    """Return the lines of a draft. Raises: TypeError for anything else."""
    if not isinstance(packed, list):
        raise TypeError
    return tuple(_line(row) for row in packed)


def _line(row: Json) -> Line:
    if not isinstance(row, list) or len(row) != _FIELDS:
        raise TypeError
    fields = [one for one in row if isinstance(one, str)]
    if len(fields) != _FIELDS:
        raise TypeError
    return Line(*fields)


def _silent(form: FormDef) -> frozenset[str]:
    """Return the modules with an S3 question, and what must never leave the screen."""
    found: set[str] = set()
    for path, node in form.nodes.items():
        if node.bind.extra.get("sa:sensitivity", "") == "S3":
            steps = path.split("/")
            found.add("/".join(steps[:_MODULE]) if len(steps) > _MODULE else path)
        elif isinstance(node, QuestionDef) and node.screen_only:
            found.add(path)
    return frozenset(found)
