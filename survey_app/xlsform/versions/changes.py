"""The ways in which two versions of a questionnaire can differ, and what each one costs.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from survey_app.canonical import Json
from survey_app.i18n.marking import N_


class Verdict(IntEnum):
    """What a change means for data and running interviews; the worst one is that of the whole."""

    SAFE = 0
    NEW_VERSION = 10
    BREAKS_DATA = 11

    @property
    def label(self) -> str:
        """Return the verdict as scripts read it."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True)
class Manner:
    """A way in which two versions can differ.

    `splits` when answers before and after are not one series; `costs` says what becomes of
    them, empty where nothing does.
    """

    name: str
    verdict: Verdict
    msgid: str
    costs: str = ""
    splits: bool = False


@dataclass(frozen=True)
class Change:
    """One difference: its manner, and what was and is."""

    manner: Manner
    details: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> str:
        """Return the change as one sentence."""
        return self.manner.msgid.format(**self.details)

    def costs(self) -> str:
        """Return what the change does to the data, empty when it does nothing."""
        return self.manner.costs.format(**self.details)

    def as_json(self) -> Mapping[str, Json]:
        """Return the change for a script."""
        return {
            "manner": self.manner.name,
            "verdict": self.manner.verdict.label,
            "splits": self.manner.splits,
            "said": self.said(),
            "costs": self.costs(),
            **self.details,
        }


def verdict_of(changes: tuple[Change, ...]) -> Verdict:
    """Return what all changes together mean.

    >>> verdict_of(())
    <Verdict.SAFE: 0>
    """
    return max((change.manner.verdict for change in changes), default=Verdict.SAFE)


SAFE, NEW_VERSION, BREAKS = Verdict.SAFE, Verdict.NEW_VERSION, Verdict.BREAKS_DATA

_NOW = N_("The {column} of {name} was “{old}”, is now “{new}”.")
_COLUMN = N_("{column} of {name} was “{old}”, is now “{new}”.")
_SETTING = N_("The setting {name} was “{old}”, is now “{new}”.")

ADDED = Manner(
    "added",
    NEW_VERSION,
    N_("New question {name}: “{new}”."),
    N_("Interviews made before have no answer to it."),
)
REMOVED = Manner(
    "removed",
    BREAKS,
    N_("Question {name} is gone: “{old}”."),
    N_("New interviews have no {name}; if it was renamed, write its old name into the column was."),
    splits=True,
)
NOTE_ADDED = Manner("note", SAFE, N_("New note {name}: “{new}”."))
NOTE_REMOVED = Manner("note", SAFE, N_("Note {name} is gone: “{old}”."))
GROUP_ADDED = Manner("group added", NEW_VERSION, N_("New group {name}: “{new}”."))
GROUP_REMOVED = Manner("group removed", NEW_VERSION, N_("Group {name} is gone: “{old}”."))
RENAMED = Manner(
    "renamed",
    NEW_VERSION,
    N_("Question {name} was called {old}."),
    N_("The column was joins both names when files are merged."),
)
WIDENED = Manner(
    "type",
    NEW_VERSION,
    N_("{name} changed its type from {old} to {new}."),
    N_("Every answer given before is also an answer of the new type."),
)
RETYPED = Manner(
    "type",
    BREAKS,
    N_("{name} changed its type from {old} to {new}."),
    N_("Answers of {name} before and after are of different kinds."),
    splits=True,
)
REWORDED = Manner("wording", SAFE, _NOW)
RETOLD = Manner(
    "wording",
    BREAKS,
    N_("The {column} of {name} was “{old}”, is now “{new}”: another question asked that."),
    N_("The same name stands for one thing in answers before, and for another after."),
    splits=True,
)
WRITTEN = Manner(
    "wording",
    BREAKS,
    _NOW,
    N_("A calculation writes this text into the answers: they read otherwise before and after."),
    splits=True,
)
REROUTED = Manner(
    "routing",
    NEW_VERSION,
    _NOW,
    N_("Who is asked, or which answers may stand, differs before and after."),
    splits=True,
)
RECALCULATED = Manner(
    "calculation",
    BREAKS,
    _NOW,
    N_("{name} holds something else before and after, under the same name."),
    splits=True,
)
REPLANNED = Manner(
    "protection",
    NEW_VERSION,
    N_("The protection of {name} ({column}) was “{old}”, is now “{new}”."),
    N_("Views made before are protected in the old way."),
    splits=True,
)
RESAVED = Manner(
    "entities",
    BREAKS,
    _NOW,
    N_("The answer goes to another property of its entity list, or to none."),
)
ALTERED = Manner("column", NEW_VERSION, _COLUMN)
RECODED = Manner(
    "column",
    BREAKS,
    _COLUMN,
    N_("Answers of {name} are names from another column of its list."),
    splits=True,
)
SAID_ASIDE = Manner("column", SAFE, _COLUMN)
MOVED = Manner("moved", SAFE, N_("{name} now follows {new}; before, it followed {old}."))
REGROUPED = Manner(
    "group",
    NEW_VERSION,
    N_("{name} now stands in {new}; before, it stood in {old}."),
    N_("Its place in the submission changes; tables find it by its name."),
)
REPEATED = Manner(
    "repeat",
    BREAKS,
    N_("{name} now stands in {new}; before, it stood in {old}."),
    N_("One of the two is a repeat: one answer a person became many, or many became one."),
    splits=True,
)
LANGUAGE_ADDED = Manner("language", SAFE, N_("The workbook now speaks {new}."))
LANGUAGE_REMOVED = Manner(
    "language",
    NEW_VERSION,
    N_("The workbook no longer speaks {old}."),
    N_("New interviews cannot be held in {old}."),
)
CHOICE_ADDED = Manner(
    "choice added",
    NEW_VERSION,
    N_("The list {name} has a new choice {new}."),
    N_("Interviews made before could not choose it."),
    splits=True,
)
CHOICE_REMOVED = Manner(
    "choice removed",
    BREAKS,
    N_("The list {name} lost the choice {old}."),
    N_("Answers {old} that were given stay in the data without a choice of their own."),
    splits=True,
)
CHOICE_REOFFERED = Manner(
    "choice",
    NEW_VERSION,
    N_("The choice {name} stands in several rows, and these are others than before."),
    N_("Where it is offered, or beside which others, may differ before and after."),
)
CHOICES_MOVED = Manner(
    "choices moved", SAFE, N_("The choices of the list {name} stand in another order.")
)
MORE_OF_IT = N_("{count} more changes of this kind in the list {name}.")
TABLE_ALTERED = Manner(
    "file",
    BREAKS,
    N_("Rows of the file {name} are gone or hold something else."),
    N_("What is looked up in it may be something else before and after, under the same name."),
    splits=True,
)
TABLE_GREW = Manner(
    "file",
    NEW_VERSION,
    N_("The file {name} has new rows; those before are as they were."),
    N_("What is looked up in it may be found where nothing was found before."),
)
CHOICE_ALTERED = Manner(
    "choice", SAFE, N_("{column} of the choice {name} was “{old}”, is now “{new}”.")
)
CHOICE_SWAPPED = Manner(
    "choice",
    BREAKS,
    N_("{column} of the choice {name} was “{old}”, is now “{new}”: another choice said that."),
    N_("The same name stands for one thing in answers before, and for another after."),
    splits=True,
)
CHOICE_WRITTEN = Manner(
    "choice",
    BREAKS,
    CHOICE_ALTERED.msgid,
    WRITTEN.costs,
    splits=True,
)
CHOICE_REGROUPED = Manner(
    "choice",
    NEW_VERSION,
    N_("{column} of the choice {name} was “{old}”, is now “{new}”."),
    N_("Choice filters and groups of choices may differ before and after."),
)
SETTING = Manner("setting", SAFE, _SETTING)
SETTING_THAT_TELLS = Manner("setting", NEW_VERSION, _SETTING)
TONGUE = Manner(
    "setting",
    BREAKS,
    _SETTING,
    N_("Calculations write texts of the form into the answers, in its default language."),
    splits=True,
)
IDENTITY = Manner(
    "setting",
    BREAKS,
    _SETTING,
    N_("For every program this is another form: its interviews are kept apart."),
)
ENTITIES_ALTERED = Manner("entities", NEW_VERSION, _COLUMN)
ENTITIES_ELSEWHERE = Manner(
    "entities",
    BREAKS,
    _COLUMN,
    N_("Entities go to another list, or to none; those made before stay where they are."),
)
SAME_VERSION = Manner(
    "version",
    NEW_VERSION,
    N_("The version is still “{old}”."),
    N_("Give the form a new version, so that data tell which of the two forms was asked."),
)
