"""What changed between two versions of a questionnaire, in a researcher's words.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md.
Promise: a change that costs data is said to do so, whatever else changed beside it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from survey_app.xlsform import changes
from survey_app.xlsform.changes import Change, Manner, Verdict, verdict_of
from survey_app.xlsform.headings import (
    MEDIA_COLUMNS,
    NOTE_TRANSLATOR,
    OUR_PLAN_COLUMNS,
    base_name,
    is_text,
    written_language,
)
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.sameness import holds_no_answer, is_group, says_the_same
from survey_app.xlsform.spoken import language_named, languages_of
from survey_app.xlsform.workbook import ENTITIES, Row, Workbook

_ROUTING = ("relevant", "repeat_count", "choice_filter", "constraint", "required")
_ASIDE = (*MEDIA_COLUMNS, NOTE_TRANSLATOR, "purpose", "appearance", "autoplay")
_MANNERS: Mapping[str, Manner] = MappingProxyType(
    {
        **dict.fromkeys((*OUR_PLAN_COLUMNS, "sensitivity"), changes.REPLANNED),
        **dict.fromkeys(_ROUTING, changes.REROUTED),
        **dict.fromkeys((*_ASIDE, "sdc_note"), changes.SAID_ASIDE),
        **dict.fromkeys(("calculation", "trigger"), changes.RECALCULATED),
        "save_to": changes.RESAVED,
    }
)
_WIDER = frozenset({("integer", "decimal"), ("select_one", "select_multiple"), ("integer", "text")})
_HARMLESS = frozenset({"version", "form_title", "style", "default_language", "sms_keyword"})
_IDENTITY = frozenset({"form_id", "name"})
_NOTHING = "–"


def differences(old: Workbook, new: Workbook) -> tuple[Change, ...]:
    """Return how `new` differs from `old`: settings, languages, questions, choices, entities.

    A question that names its old name in `was` is the same question.
    """
    found = (
        *_settings(old, new),
        *_languages(old, new),
        *_questions(old, new),
        *_choices(old, new),
        *_entities(old, new),
    )
    version = old.settings.get("version", "")
    if verdict_of(found) > Verdict.SAFE and version == new.settings.get("version", ""):
        return (Change(changes.SAME_VERSION, {"old": version or _NOTHING}), *found)
    return found


def _settings(old: Workbook, new: Workbook) -> Iterator[Change]:
    for name, before, after in _different(old.settings, new.settings):
        manner = changes.SETTING if name in _HARMLESS else changes.SETTING_THAT_TELLS
        manner = changes.IDENTITY if name in _IDENTITY else manner
        yield Change(manner, {"name": name, "old": before, "new": after})


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


def _questions(old: Workbook, new: Workbook) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    known = {name: _old_name(row, before) for name, row in after.items()}
    both = frozenset(_spoken(old)) & frozenset(_spoken(new))
    for name, row in before.items():
        if name not in known.values():
            yield Change(_gone(row), {"name": name, "old": _label(row)})
    for name, row in after.items():
        was = known[name]
        if not was:
            yield Change(_come(row), {"name": name, "new": _label(row)})
            continue
        if was != name:
            yield Change(changes.RENAMED, {"name": name, "old": was})
        yield from _question(name, before[was], row, both)
    yield from _order(before, known)
    yield from _groups(old, new, known)


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


def _question(name: str, before: Row, after: Row, both: frozenset[str]) -> Iterator[Change]:
    for column, old, new in _different(before.cells, after.cells):
        if column in {"name", "was"} or not _in_both(column, both):
            continue
        details = {"name": name, "column": column, "old": old, "new": new}
        yield Change(_manner(column, old, new), details)


def _in_both(column: str, both: frozenset[str]) -> bool:
    """Say whether a column's language is in both versions; else it is one change of its own."""
    written = written_language(column)
    return not written or language_named(written)[1] in both


def _manner(column: str, old: str, new: str) -> Manner:
    if column == "type":
        return _retyped(old, new)
    if is_text(column):
        return changes.REWORDED
    if says_the_same(column, old, new):
        return changes.SAID_ASIDE
    if column == "appearance" and "search(" in old + new:
        return changes.REROUTED  # it says where the choices come from
    return _MANNERS.get(base_name(column), changes.ALTERED)


def _retyped(old: str, new: str) -> Manner:
    then, now = kind_of(old), kind_of(new)
    if then is None or now is None:
        return changes.RETYPED
    if then == now:
        return changes.SAID_ASIDE  # another spelling of it
    wider = then.name == now.name or (then.name, now.name) in _WIDER
    kept = then.source == now.source and then.or_other <= now.or_other
    return changes.WIDENED if wider and kept else changes.RETYPED


def _groups(old: Workbook, new: Workbook, known: Mapping[str, str]) -> Iterator[Change]:
    """Yield questions that stand in another group, worse where one of the two repeats."""
    before, after = dict(_around(old)), dict(_around(new))
    for name, was in known.items():
        if not was or name not in after or was not in before:
            continue
        then, now = before[was], after[name]
        same = tuple(known.get(group, group) for group, _ in now) == tuple(one for one, _ in then)
        if not same:
            repeats = [group for group, repeats in then if repeats]
            now_repeats = [known.get(group, group) for group, repeats in now if repeats]
            manner = changes.REGROUPED if repeats == now_repeats else changes.REPEATED
            details = {"name": name, "old": _path(then), "new": _path(now)}
            yield Change(manner, details)


def _around(workbook: Workbook) -> Iterator[tuple[str, tuple[tuple[str, bool], ...]]]:
    """Yield for each question the groups around it, and whether each repeats."""
    around: list[tuple[str, bool]] = []
    for row in workbook.questions():
        kind, name = kind_of(row.get("type")), row.get("name")
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        yield name, tuple(around)
        if kind is not None and kind.place == "begin":
            around.append((name, kind.name == "repeat"))


def _path(groups: Sequence[tuple[str, bool]]) -> str:
    return "/" + "/".join(name for name, _ in groups)


def _order(before: Mapping[str, Row], known: Mapping[str, str]) -> Iterator[Change]:
    """Yield questions that have another question before them, counting kept ones only."""
    kept = set(known.values())
    old_order = [name for name in before if name in kept]
    new_order = [name for name, was in known.items() if was]
    follows = dict(zip(new_order, [_NOTHING, *new_order], strict=False))
    followed = dict(zip(old_order, [_NOTHING, *old_order], strict=False))
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


def _choices(old: Workbook, new: Workbook) -> Iterator[Change]:
    before, after = _choices_by_name(old), _choices_by_name(new)
    both = frozenset(_spoken(old)) & frozenset(_spoken(new))
    given_up = _given_up(before, after)
    for list_name, choice in before:
        if (list_name, choice) not in after:
            yield Change(changes.CHOICE_REMOVED, {"name": list_name, "old": choice})
    for key, row in after.items():
        if key not in before:
            yield Change(changes.CHOICE_ADDED, {"name": key[0], "new": key[1]})
            continue
        for column, was, now in _different(before[key].cells, row.cells):
            if not _in_both(column, both):
                continue
            shown = base_name(column) in {"label", *MEDIA_COLUMNS}
            manner = changes.CHOICE_ALTERED if shown else changes.CHOICE_REGROUPED
            if base_name(column) == "label" and (key[0], column, now) in given_up:
                manner = changes.CHOICE_SWAPPED
            name = f"{key[0]}/{key[1]}"
            yield Change(manner, {"name": name, "column": column, "old": was, "new": now})


def _given_up(
    before: Mapping[tuple[str, str], Row], after: Mapping[tuple[str, str], Row]
) -> frozenset[tuple[str, str, str]]:
    """Return list, column and text of labels that their choice had before, and has no more."""
    return frozenset(
        (key[0], column, text)
        for key, row in before.items()
        for column, text in row.cells.items()
        if base_name(column) == "label" and (key not in after or after[key].get(column) != text)
    )


def _entities(old: Workbook, new: Workbook) -> Iterator[Change]:
    """Yield what changed in the entity lists that the form writes to."""
    before, after = old.sheet(ENTITIES).rows, new.sheet(ENTITIES).rows
    for place in range(max(len(before), len(after))):
        cells = [rows[place].cells if place < len(rows) else {} for rows in (before, after)]
        for column, was, now in _different(cells[0], cells[1]):
            elsewhere = column in {"list_name", "dataset", "entity_id"} and was != _NOTHING
            manner = changes.ENTITIES_ELSEWHERE if elsewhere else changes.ENTITIES_ALTERED
            name = cells[1].get("list_name") or cells[0].get("list_name") or ENTITIES
            yield Change(manner, {"name": name, "column": column, "old": was, "new": now})


def _by_name(workbook: Workbook) -> Mapping[str, Row]:
    rows: dict[str, Row] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if row.get("name") and (kind is None or kind.place != "end"):
            rows.setdefault(row.get("name"), row)
    return rows


def _choices_by_name(workbook: Workbook) -> Mapping[tuple[str, str], Row]:
    return {(row.get("list_name"), row.get("name")): row for row in workbook.choices.rows}


def _old_name(row: Row, before: Mapping[str, Row]) -> str:
    name, was = row.get("name"), row.get("was")
    if name in before:
        return name
    return was if was in before else ""


def _label(row: Row) -> str:
    texts = [text for name, text in row.cells.items() if base_name(name) == "label"]
    return texts[0] if texts else row.get("type")


def _different(
    before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield name, old or _NOTHING, new or _NOTHING
