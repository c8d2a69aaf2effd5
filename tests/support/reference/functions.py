"""The functions random forms use. Arguments come as things to look at later."""

from datetime import UTC, datetime
from decimal import ROUND_FLOOR, Decimal
from math import floor, inf, isnan, nan, trunc

from reference.values import day_of, number, text, truth

ON_MANY = {"count": 1, "count-non-empty": 1, "sum": 1, "concat": 1, "max": 1, "min": 1, "join": 2}
ON_MANY |= {"randomize": 2}
NO_LIST = {("join", 0), ("randomize", 1)}


def taking_part(value):
    return [one for one in value if one.relevant]


def each_text(value):
    return [one.seen for one in taking_part(value)] if isinstance(value, list) else [text(value)]


def each_number(value):
    """The number of a value; of places those that are one, so that a blank row costs no sum."""
    if not isinstance(value, list):
        return [number(value)]
    row = [(one, number(one.seen)) for one in taking_part(value)]
    return [found for one, found in row if is_listed(one) or not isnan(found)]


def is_listed(spot):
    """It stands in a list beside the questionnaire; nobody was to answer it."""
    return [spot, *spot.upwards()][-1].kind == "list"


def extreme(choose):
    def run(_here, *arguments):
        found = [one for argument in arguments for one in each_number(argument.value)]
        return nan if not found or any(isnan(one) for one in found) else choose(found)

    return run


def coalesce(_here, *arguments):
    for argument in arguments:
        found = argument.value
        if text(found) and not (isinstance(found, float) and isnan(found)):
            return found
    return ""


def once(here, argument):
    return here.origin.said or argument.value


def rounded(_here, value, places=None):
    wanted = int(places.number) if places else 0
    if isnan(value.number) or value.number in (inf, -inf):
        return value.number
    scaled = Decimal(repr(value.number)).scaleb(wanted) + Decimal("0.5")
    return float(scaled.to_integral_value(rounding=ROUND_FLOOR).scaleb(-wanted))


def whole(_here, value):
    found = value.number
    return nan if isnan(found) or found in (inf, -inf) else float(trunc(found))


def substr(_here, value, start, end=None):
    written = value.text

    def place(at):
        if isnan(at):
            return 0
        at = int(max(-len(written), min(len(written), at)))
        return at + len(written) if at < 0 else at

    return written[place(start.number) : place(end.number) if end else len(written)]


def selected_at(_here, chosen, place):
    names = chosen.text.split()
    at = place.number
    return "" if isnan(at) or not 0 <= at < len(names) else names[int(at)]


def position(here, nodes=None):
    if nodes is None:
        return float(here.position)
    found = nodes.value
    return float(found[0].place) if found else nan


def format_date(_here, value, pattern):
    found = value.value
    day = day_of(found if isinstance(found, float | datetime) else text(found))
    return "" if day is None else day.strftime(pattern.text)


def date(_here, value):
    found = value.value
    day = day_of(found if isinstance(found, float | datetime) else text(found))
    return "" if day is None else day


def total(_here, nodes):
    found = 0.0
    for one in each_number(nodes.value):
        found += one
    return found


def shuffled(_here, nodes, seed):
    """The inside-out shuffle of Park and Miller's minimal generator."""
    state, row = int(seed.number) % 2147483647 or 2147483646, []
    for size, node in enumerate(nodes.value, 1):
        state = state * 16807 % 2147483647
        at = int((state - 1) / 2147483646 * size)
        row.append(node)
        row[-1], row[at] = row[at], row[-1]
    return row


def indexed_repeat(arguments, here, meaning):
    """The nodes of a path where the named repeats are at the index given for them."""
    target = [name for _axis, name, _predicates in absolute(arguments[0], here)]
    chosen = {
        "/".join(name for _axis, name, _predicates in absolute(arguments[at], here)): number(
            meaning(arguments[at + 1], here)
        )
        for at in range(1, len(arguments), 2)
    }
    outermost = min(chosen, key=len)
    own = {
        one.path[1:]: one
        for one in [here.origin, *here.origin.upwards()]
        if one.kind == "repeat" and outermost.startswith(one.path[1:] + "/")
    }
    row = [[here.origin, *here.origin.upwards()][-1]]
    for depth, name in enumerate(target, 1):
        path = "/".join(target[:depth])
        row = [own[path]] if path in own else [one for up in row for one in up.named(name)]
        if path in chosen:
            row = [one for one in row if one.place == floor_of(chosen[path])]
    return row


def floor_of(found):
    return 0 if isnan(found) or abs(found) == inf or found < 1 else floor(found)


def absolute(path, here):
    """The steps of a plain path from the root."""
    _path, _start, is_absolute, steps = path
    names = [] if is_absolute else here.origin.path.split("/")[1:]
    row = [("child", name, []) for name in names]
    for axis, name, predicates in steps:
        if axis == "parent":
            row.pop()
        elif axis == "child":
            row.append((axis, name, predicates))
    return row


FUNCTIONS = {
    "boolean": lambda _here, value: value.truth,
    "boolean-from-string": lambda _here, value: value.text in {"1", "true"},
    "coalesce": coalesce,
    "concat": lambda _here, *row: "".join(t for one in row for t in each_text(one.value)),
    "contains": lambda _here, value, part: part.text in value.text,
    "count": lambda _here, nodes: float(len(taking_part(nodes.value))),
    "count-non-empty": lambda _here, nodes: float(
        len([one for one in nodes.value if one.seen or one.inside])
    ),
    "count-selected": lambda _here, chosen: float(len(chosen.text.split())),
    "current": lambda here: [here.origin],
    "date": date,
    "false": lambda _here: False,
    "format-date": format_date,
    "if": lambda _here, test, then, other: then.value if test.truth else other.value,
    "instance": lambda here, name: [here.form.lists[name.text]],
    "int": whole,
    "join": lambda _here, mark, *row: mark.text.join(
        t for one in row for t in each_text(one.value)
    ),
    "jr:choice-name": lambda here, value, path: here.form.choice_name(
        value.text, path.text, here.origin
    ),
    "last": lambda here: float(here.size),
    "max": extreme(max),
    "min": extreme(min),
    "not": lambda _here, value: not value.truth,
    "number": lambda _here, value: value.number,
    "once": once,
    "position": position,
    "randomize": shuffled,
    "round": rounded,
    "selected": lambda _here, chosen, name: name.text.strip() in (chosen.text.split() or [""]),
    "selected-at": selected_at,
    "starts-with": lambda _here, value, part: value.text.startswith(part.text),
    "string": lambda _here, value: value.text,
    "string-length": lambda _here, value: float(len(value.text)),
    "substr": substr,
    "sum": total,
    "today": lambda here: here.form.now.astimezone(UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    ),
    "true": lambda _here: True,
    "decimal-date-time": lambda here, value: (
        number(date(here, value)) if truth(date(here, value)) else nan
    ),
}
