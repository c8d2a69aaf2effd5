"""What changed between two versions of a questionnaire, in a researcher's words.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md.
Promise: a change that costs data is said to do so, whatever else changed beside it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from survey_app.xlsform.headings import (
    MEDIA_COLUMNS,
    NOTE_TRANSLATOR,
    OUR_PLAN_COLUMNS,
    PASSED_ON,
    SURVEY_COLUMNS,
    base_name,
    is_text,
)
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.parameters import split_parameters
from survey_app.xlsform.spoken import language_named, languages_of
from survey_app.xlsform.translating.told_texts import tells_any_text, tells_choices
from survey_app.xlsform.versions import changes
from survey_app.xlsform.versions.changes import Change, Manner, Verdict, verdict_of
from survey_app.xlsform.versions.offer_changes import choice_changes, file_changes
from survey_app.xlsform.versions.renames import in_the_names_of
from survey_app.xlsform.versions.sameness import (
    NOTHING,
    different,
    holds_no_answer,
    is_group,
    says_the_same,
)
from survey_app.xlsform.workbook import ENTITIES, Row, Workbook

_ROUTING = ("relevant", "repeat_count", "choice_filter", "constraint", "required")
_ASIDE = (*MEDIA_COLUMNS, NOTE_TRANSLATOR, "purpose", "appearance", "autoplay", "disabled")
_MANNERS: Mapping[str, Manner] = MappingProxyType(
    {
        **dict.fromkeys((*OUR_PLAN_COLUMNS, "sensitivity"), changes.REPLANNED),
        **dict.fromkeys(_ROUTING, changes.REROUTED),
        **dict.fromkeys((*_ASIDE, "sdc_note"), changes.SAID_ASIDE),
        **dict.fromkeys(("calculation", "trigger"), changes.RECALCULATED),
        "save_to": changes.RESAVED,
        "bind::type": changes.RETYPED,
    }
)
_BOUNDS: Mapping[str, str] = MappingProxyType({"start": "1", "end": "10", "step": "1"})
"""What bounds a range, and what pyxform takes where they are not written."""
_WIDER = frozenset({("integer", "decimal"), ("select_one", "select_multiple"), ("integer", "text")})
_HARMLESS = frozenset({"version", "form_title", "style", "default_language", "sms_keyword"})
_IDENTITY = frozenset({"form_id", "name"})
_BY_PYXFORM = frozenset(
    {"query", "bind", "control", "body", "instance", "media", "actions", "itemset", "list_name"}
)
"""Headings outside the standard that pyxform takes as they are."""
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})
_Groups = tuple[tuple[str, bool], ...]


def differences(
    old: Workbook,
    new: Workbook,
    old_files: Mapping[str, bytes] = _NO_FILES,
    new_files: Mapping[str, bytes] = _NO_FILES,
) -> tuple[Change, ...]:
    """Return how `new` differs from `old`: settings, languages, questions, choices, entities.

    A question that names its old name in `was` is the same question. The files are those of the
    folders media; lists in them are compared where both versions have them.
    """
    version, old = old.settings.get("version", ""), in_the_names_of(old, new)
    both = frozenset(_spoken(old)) & frozenset(_spoken(new))
    found = (
        *_settings(old, new),
        *_languages(old, new),
        *_questions(old, new, both),
        *choice_changes(old, new, both),
        *file_changes(old, new, old_files, new_files),
        *_entities(old, new),
    )
    if verdict_of(found) > Verdict.SAFE and version == new.settings.get("version", ""):
        return (Change(changes.SAME_VERSION, {"old": version or NOTHING}), *found)
    return found


def _settings(old: Workbook, new: Workbook) -> Iterator[Change]:
    for name, before, after in different(old.settings, new.settings):
        manner = changes.SETTING if name in _HARMLESS else changes.SETTING_THAT_TELLS
        manner = changes.IDENTITY if name in _IDENTITY else manner
        if name == "default_language" and _is_other(before, after) and tells_choices(old, new):
            manner = changes.TONGUE
        yield Change(manner, {"name": name, "old": before, "new": after})


def _is_other(before: str, after: str) -> bool:
    """Say whether two ways to write a language mean two."""
    return language_named(before)[0] != language_named(after)[0]


def _languages(old: Workbook, new: Workbook) -> Iterator[Change]:
    before, after = _spoken(old), _spoken(new)
    for name in before:
        if name not in after:
            yield Change(changes.LANGUAGE_REMOVED, {"old": name})
    for name in after:
        if name not in before:
            yield Change(changes.LANGUAGE_ADDED, {"new": name})


def _spoken(workbook: Workbook) -> list[str]:
    languages = languages_of(workbook)
    return [languages.source.name, *(other.name for other in languages.others)]


@dataclass(frozen=True)
class _Place:
    """A question or group and the groups around it, each with whether it repeats."""

    row: Row
    around: _Groups


def _questions(old: Workbook, new: Workbook, both: frozenset[str]) -> Iterator[Change]:
    twice = _named_twice(old) | _named_twice(new)
    before, after = _by_name(old, twice), _by_name(new, twice)
    known = {name: _old_name(name, place.row, before) for name, place in after.items()}
    taken = _given_up(before, after, known)
    for name, place in before.items():
        if name not in known.values():
            yield Change(_gone(place.row), {"name": name, "old": _label(place.row)})
    for name, place in after.items():
        was = known[name]
        if not was:
            yield Change(_come(place.row), {"name": name, "new": _label(place.row)})
            continue
        if was != name:
            yield Change(changes.RENAMED, {"name": name, "old": was})
        for change in _question(name, before[was].row, place.row, both, taken):
            is_written = change.manner is changes.REWORDED and tells_any_text(old, new)
            yield replace(change, manner=changes.WRITTEN) if is_written else change
    yield from _order(before, known)
    yield from _groups(before, after, known)


def _gone(row: Row) -> Manner:
    if holds_no_answer(row):
        return changes.NOTE_REMOVED
    return _of_group(changes.GROUP_REMOVED, row) if is_group(row) else changes.REMOVED


def _come(row: Row) -> Manner:
    if holds_no_answer(row):
        return changes.NOTE_ADDED
    return _of_group(changes.GROUP_ADDED, row) if is_group(row) else changes.ADDED


def _of_group(manner: Manner, row: Row) -> Manner:
    """Return what it costs that a group came or went: its condition came or went with it."""
    rerouted = replace(manner, costs=changes.REROUTED.costs, splits=True)
    return rerouted if row.get("relevant") else manner


def _question(
    name: str, before: Row, after: Row, both: frozenset[str], taken: frozenset[tuple[str, str]]
) -> Iterator[Change]:
    silent, now_silent = holds_no_answer(before), holds_no_answer(after)
    if now_silent and not silent:
        yield Change(changes.REMOVED, {"name": name, "old": _label(before)})
    elif silent and not now_silent:
        yield Change(changes.ADDED, {"name": name, "new": _label(after)})
    for column, old, new in different(before.cells, after.cells, both):
        if column in {"name", "was"} or (column == "type" and silent is not now_silent):
            continue
        manner = _manner(column, old, new)
        if manner is changes.REWORDED and not silent and (column, new) in taken:
            manner = changes.RETOLD
        yield Change(manner, {"name": name, "column": column, "old": old, "new": new})


def _given_up(
    before: Mapping[str, _Place], after: Mapping[str, _Place], known: Mapping[str, str]
) -> frozenset[tuple[str, str]]:
    """Return column and text of labels that one question alone had, and now has no more."""
    today = {was: after[name].row for name, was in known.items() if was}
    owners: dict[tuple[str, str], list[Row | None]] = {}
    for name, place in before.items():
        for column, text in () if holds_no_answer(place.row) else place.row.cells.items():
            if base_name(column) == "label":
                owners.setdefault((column, text), []).append(today.get(name))
    return frozenset(
        (column, text)
        for (column, text), (row, *others) in owners.items()
        if not others and (row is None or row.get(column) != text)
    )


def _manner(column: str, old: str, new: str) -> Manner:
    if column == "type":
        return _retyped(old, new)
    if is_text(column):
        return changes.REWORDED
    if says_the_same(column, old, new):
        return changes.SAID_ASIDE
    if column == "appearance" and "search(" in old + new:
        return changes.REROUTED  # it says where the choices come from
    if column == "parameters":
        return _steered(*(dict(split_parameters(text)[0]) for text in (old, new)))
    known = _MANNERS.get(base_name(column))
    return known or (changes.ALTERED if _is_read(column) else changes.SAID_ASIDE)


def _steered(then: Mapping[str, str], now: Mapping[str, str]) -> Manner:
    """Return what other parameters cost."""
    if then.get("value") != now.get("value"):
        return changes.RECODED
    then, now = {**_BOUNDS, **then}, {**_BOUNDS, **now}
    if any(then[name] != now[name] for name in _BOUNDS):
        return changes.REROUTED
    return changes.SAID_ASIDE if then == now else changes.ALTERED


def _is_read(column: str) -> bool:
    """Say whether a program reads a column: remarks of authors and tools stand in others."""
    return column in SURVEY_COLUMNS or column in _BY_PYXFORM or column.startswith(PASSED_ON)


def _retyped(old: str, new: str) -> Manner:
    then, now = kind_of(old), kind_of(new)
    if then is None or now is None:
        return changes.RETYPED
    if then == now:
        return changes.SAID_ASIDE  # another spelling of it
    wider = then.name == now.name or (then.name, now.name) in _WIDER
    kept = then.source == now.source and then.or_other <= now.or_other
    return changes.WIDENED if wider and kept else changes.RETYPED


def _groups(
    before: Mapping[str, _Place], after: Mapping[str, _Place], known: Mapping[str, str]
) -> Iterator[Change]:
    """Yield questions that stand in another group, worse where one of the two repeats."""
    for name, was in known.items():
        if not was:
            continue
        then, now = before[was].around, after[name].around
        same = tuple(known.get(group, group) for group, _ in now) == tuple(one for one, _ in then)
        if not same:
            repeats = [group for group, repeats in then if repeats]
            now_repeats = [known.get(group, group) for group, repeats in now if repeats]
            manner = changes.REGROUPED if repeats == now_repeats else changes.REPEATED
            details = {"name": name, "old": _path(then), "new": _path(now)}
            yield Change(manner, details)


def _places(workbook: Workbook) -> Iterator[_Place]:
    """Yield each question and group that has a name, with the groups around it."""
    around: list[tuple[str, bool]] = []
    for row in workbook.questions():
        kind, name = kind_of(row.get("type")), row.get("name")
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        if name:
            yield _Place(row, tuple(around))
        if kind is not None and kind.place == "begin":
            around.append((name, kind.name == "repeat"))


def _path(groups: Sequence[tuple[str, bool]]) -> str:
    return "/" + "/".join(name for name, _ in groups)


def _order(before: Mapping[str, _Place], known: Mapping[str, str]) -> Iterator[Change]:
    """Yield questions that have another question before them, counting kept ones only."""
    kept = set(known.values())
    old_order = [name for name in before if name in kept]
    new_order = [name for name, was in known.items() if was]
    follows = dict(zip(new_order, [NOTHING, *new_order], strict=False))
    followed = dict(zip(old_order, [NOTHING, *old_order], strict=False))
    rank = {name: at for at, name in enumerate(old_order)}
    in_place = _longest_rise([rank[known[name]] for name in new_order])
    for place, name in enumerate(new_order):
        if place not in in_place:
            old = followed[known[name]]
            yield Change(changes.MOVED, {"name": name, "old": old, "new": follows[name]})


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """Return the places of a longest rising part of `numbers`: what did not move."""
    ends: list[int] = []  # the smallest number that ends a rise of each length
    places: list[int] = []
    before: list[int] = []
    last = -1
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        last = place if length == len(ends) else last
        ends[length:] = [number, *ends[length + 1 :]]
        places[length:] = [place, *places[length + 1 :]]
    kept: set[int] = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return frozenset(kept)


def _entities(old: Workbook, new: Workbook) -> Iterator[Change]:
    """Yield what changed in the entity lists that the form writes to."""
    before, after = old.sheet(ENTITIES).rows, new.sheet(ENTITIES).rows
    for place in range(max(len(before), len(after))):
        cells = [rows[place].cells if place < len(rows) else {} for rows in (before, after)]
        for column, was, now in different(cells[0], cells[1]):
            elsewhere = column in {"list_name", "dataset", "entity_id"} and was != NOTHING
            manner = changes.ENTITIES_ELSEWHERE if elsewhere else changes.ENTITIES_ALTERED
            name = cells[1].get("list_name") or cells[0].get("list_name") or ENTITIES
            yield Change(manner, {"name": name, "column": column, "old": was, "new": now})


def _named_twice(workbook: Workbook) -> frozenset[str]:
    """Return the names that stand in several groups: only their whole place tells them apart."""
    names = Counter(place.row.get("name") for place in _places(workbook))
    return frozenset(name for name, count in names.items() if count > 1)


def _by_name(workbook: Workbook, twice: frozenset[str]) -> Mapping[str, _Place]:
    found: dict[str, _Place] = {}
    for place in _places(workbook):
        name = place.row.get("name")
        whole = _path((*place.around, (name, False)))
        found.setdefault(whole if name in twice else name, place)
    return found


def _old_name(name: str, row: Row, before: Mapping[str, _Place]) -> str:
    if name in before:
        return name
    return row.get("was") if row.get("was") in before else ""


def _label(row: Row) -> str:
    texts = [text for name, text in row.cells.items() if base_name(name) == "label"]
    return texts[0] if texts else row.get("type")
