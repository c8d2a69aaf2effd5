"""From what the form says about one question to the rule that is followed.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md sections 2 and 3.
Promise: every doubt falls to the safer side: no role is direct, no method is drop, a typed
text is reviewed whatever role it was given, an exact date and a place from a satellite go.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.disclosure.errors import MethodError
from survey_app.disclosure.planning.methods import (
    DROP,
    KEEP,
    PSEUDONYM,
    REVIEW,
    Method,
    read_method,
)
from survey_app.disclosure.planning.recode import Hierarchy
from survey_app.disclosure.planning.roles import Role, Shape

GRAVEST = 3

_SENSITIVITIES: Mapping[str, int] = {"S0": 0, "S1": 1, "S2": 2, "S3": 3}
_NUMBERS = frozenset({"int", "integer", "decimal", "long", "range"})
_DATES = frozenset({"date", "dateTime", "time", "datetime"})
_MACHINE = frozenset({"geopoint", "geotrace", "geoshape", "binary", "barcode", "intent"})
MASKING: Mapping[str, frozenset[Shape]] = {
    "means": frozenset({Shape.NUMBER, Shape.COMPUTED}),
    "swap": frozenset({Shape.CHOICE}),
}
COARSENING = frozenset({"band", "top", "bottom", "round", "date", "level", "count"})
_FITTING: Mapping[Shape, frozenset[str]] = {
    Shape.CHOICE: frozenset({"level"}),
    Shape.CHOICES: frozenset({"level", "count"}),
    Shape.NUMBER: frozenset({"band", "top", "bottom", "round"}),
    Shape.COMPUTED: COARSENING - {"level", "count"},
    Shape.DATE: frozenset({"date"}),
}


@dataclass(frozen=True)
class Stated:
    """What the form says, word for word.

    `is_machine_name` marks what a device says of itself or of its user: its number, its name.
    """

    role: str
    method: str
    shape: Shape
    hierarchy: Hierarchy
    sensitivity: str = ""
    is_machine_name: bool = False


def shape_of(*, control: str | None, data_type: str) -> Shape:
    """Return what kind of value a question holds.

    >>> shape_of(control="input", data_type="string").value
    'typed'
    >>> shape_of(control="select1", data_type="string").value
    'choice'
    """
    if control in {"note", "trigger"}:
        return Shape.NONE
    if data_type in _MACHINE or control == "upload":
        return Shape.MACHINE
    if control in {"select1", "rank", "select"}:
        return Shape.CHOICE if control == "select1" else Shape.CHOICES
    if data_type in _DATES:
        return Shape.DATE
    if control is None:
        return Shape.COMPUTED
    return Shape.NUMBER if data_type in _NUMBERS else Shape.TYPED


def role_of(stated: Stated) -> Role:
    """Return the role that is followed.

    A typed text is a text unless it is dropped as a direct identifier, or is an operational
    code that gets a pseudonym. Without a role, a typed text waits for a reader, and everything
    else counts as a direct identifier.

    >>> role_of(Stated("", "", Shape.CHOICE, {})), role_of(Stated("", "", Shape.TYPED, {}))
    (<Role.DIRECT: 'direct'>, <Role.TEXT: 'text'>)
    >>> role_of(Stated("sensitive", "keep", Shape.TYPED, {}))
    <Role.TEXT: 'text'>
    """
    role = Role(stated.role) if stated.role in set(Role) else Role.DIRECT
    if stated.role == "" and stated.shape is Shape.TYPED:
        return Role.TEXT
    if stated.shape is not Shape.TYPED or role in {Role.DIRECT, Role.TEXT}:
        return role
    hidden = role is Role.META and method_named(stated.method) in {PSEUDONYM, DROP}
    return role if hidden else Role.TEXT


def method_of(stated: Stated, role: Role) -> Method:
    """Return the method that is followed.

    >>> method_of(Stated("quasi", "keep", Shape.NUMBER, {}), Role.QUASI)
    Method(verb='drop', arguments=())
    >>> method_of(Stated("text", "", Shape.TYPED, {}), Role.TEXT)
    Method(verb='review', arguments=())
    """
    if stated.shape in {Shape.MACHINE, Shape.NONE}:
        return DROP
    wanted = method_named(stated.method)
    if stated.is_machine_name:
        return wanted if wanted == PSEUDONYM and stated.role else DROP
    match role:
        case Role.DIRECT:
            return wanted if wanted == PSEUDONYM else DROP
        case Role.TEXT:
            return DROP if wanted == DROP or stated.shape is not Shape.TYPED else REVIEW
        case Role.QUASI:
            return wanted if wanted is not None and fits(wanted, stated) else DROP
        case _:
            return _kept(wanted, stated)


def method_named(text: str) -> Method | None:
    """Return the method that the form names, None when it names none that can be read."""
    try:
        return read_method(text) if text.strip() else None
    except MethodError:
        return None


def is_machine_name(preload: str) -> bool:
    """Say whether a value names the device or its user: its number, its address, its owner.

    >>> is_machine_name("property"), is_machine_name("date")
    (True, False)
    """
    return preload in {"property", "uid"}


def fits(method: Method, stated: Stated) -> bool:
    """Say whether a coarsening method can be applied to this kind of value."""
    if method.verb == "geo":
        return stated.shape in {Shape.CHOICE, Shape.CHOICES} and bool(stated.hierarchy)
    if method.verb not in _FITTING.get(stated.shape, frozenset()):
        return method in {DROP, PSEUDONYM}
    if method.verb != "level":
        return True
    level = int(method.arguments[0])
    return all(len(groups) >= level for groups in stated.hierarchy.values())


def masks(method: Method, stated: Stated) -> bool:
    """Say whether a method that needs the answers of all women can be applied to this value."""
    return stated.shape in MASKING.get(method.verb, frozenset())


def sensitivity_of(text: str) -> int:
    """Return the level 0..3; what is not said is taken for the gravest.

    >>> sensitivity_of("S1"), sensitivity_of("")
    (1, 3)
    """
    return _SENSITIVITIES.get(text.strip().upper(), GRAVEST)


def _kept(wanted: Method | None, stated: Stated) -> Method:
    """Return the method for what need not be coarsened: only exact dates may not stay."""
    if stated.shape is Shape.DATE:
        return wanted if wanted is not None and wanted.verb == "date" else DROP
    if wanted is None:
        return DROP if stated.method.strip() else KEEP
    if wanted in {KEEP, DROP, PSEUDONYM} or fits(wanted, stated) or masks(wanted, stated):
        return wanted
    return DROP
