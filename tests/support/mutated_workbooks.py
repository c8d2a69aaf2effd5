"""Workbooks that something went wrong with: seeded damage of real ones, the same every time."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from survey_app.xlsform.files.reading import workbook_from_bytes
from survey_app.xlsform.files.writing import workbook_bytes

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT.parent / "shared" / "conformance" / "forms"

SMALL = b"""
| survey   | type            | name | label | hint | relevant | constraint | calculation | required | choice_filter | repeat_count | parameters | appearance | default | trigger |
|          | start           | s    |       |      |          |            |             |          |               |              |            |            |         |         |
|          | begin group     | g    | G     |      |          |            |             |          |               |              |            | field-list |         |         |
|          | integer         | age  | Age?  | h    |          | . < 120    |             | yes      |               |              |            |            |         |         |
|          | select_one yn   | q    | So?   |      | ${age} > 17 |         |             |          | k = ${age}    |              |            | minimal    | yes     |         |
|          | end group       |      |       |      |          |            |             |          |               |              |            |            |         |         |
|          | begin repeat    | kids | Kids  |      |          |            |             |          |               | ${age} - 1   |            |            |         |         |
|          | text            | name | Name of ${q}? |  |      |            |             |          |               |              |            |            | once(uuid()) | ${age} |
|          | calculate       | c    |       |      |          |            | indexed-repeat(${name}, ${kids}, 1) |  |  |   |            |            |         |         |
|          | end repeat      |      |       |      |          |            |             |          |               |              |            |            |         |         |
|          | range           | r    | R?    |      |          |            |             |          |               |              | start=1 end=5 step=1 |  |         |         |
| choices  | list_name | name | label | k |
|          | yn        | yes  | Yes   | 1 |
|          | yn        | no   | No    | 2 |
| settings | form_id | form_title | version | default_language |
|          | small   | Small      | 1       | English (en)     |
| entities | list_name | label |
|          | women     | ${q}  |
"""  # fmt: skip

ODD = (
    "", "${", "${}", "${nobody}", "''", "'", '"', "<br>", "\\|", "=1+1", "]]>", "&lt;<x>", "\u202e",
    "((((", "a b", "begin group", "end group", "begin repeat", "end repeat", "select_one",
    "select_one yn", "select_multiple nowhere or_other", "rank yn", "range", "calculate", "note",
    "osm t", "select_one_from_file a.csv", "audit", "texxt", "step=-1", "start=5 end=1 step=0",
    "randomize=true seed=${age}", "${age} + ${c}", "count(${kids})", "position(..)", "1 div 0",
    "regex(., '(a+)+$')", ". = ${q}", "jr:choice-name(${q}, '${q}')", "yes", "true()", "\x00\x01",
    "data", "meta", "instanceID", "age", "q", "name", "\U0001f4f7", "عمر", "1e309", "-0", "007",
)  # fmt: skip

Named = tuple[str, bytes]
Damage = Callable[[random.Random, Named], Named]


def sources() -> Sequence[Named]:
    """Return the workbooks to damage: our own, and those of the peers when they are here."""
    found = [("small.md", SMALL)]
    found += [(path.parent.name + ".md", path.read_bytes()) for path in _own()]
    for name, data in list(found):
        book = workbook_from_bytes(data, name)
        for ending in (".csv", ".xlsx"):
            found.append((Path(name).stem + ending, workbook_bytes(book, Path("x" + ending))))
    peers = sorted(PEERS.glob("*.xls*")) if PEERS.is_dir() else []
    return [*found, *((path.name, path.read_bytes()) for path in peers)]


def mutants(count: int, *, seed: int) -> Iterator[tuple[str, Named]]:
    """Yield `count` damaged workbooks, each with the name of what was done to it."""
    chance, healthy = random.Random(seed), sources()
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        name, data = kind(chance, chance.choice(healthy))
        yield f"{number} {kind.__name__} {name}", (name, data)


def _own() -> list[Path]:
    return sorted((ROOT / "forms").glob("*/form.md"))


def _table(chance: random.Random, named: Named) -> tuple[str, list[list[str]]]:
    """Return a workbook as lines of cells, whatever kind of file it came from."""
    name, data = named
    try:
        text = workbook_bytes(workbook_from_bytes(data, name), Path("x.md")).decode()
    except Exception:  # noqa: BLE001 - some of the peers' workbooks are broken on purpose
        text = SMALL.decode()
    lines = [line.strip("|\n").split("|") for line in text.splitlines() if line.startswith("|")]
    lines = lines or [["survey", "type", "name"]]
    if chance.random() < 0.7 and len(lines) > 60:  # most damage is found in small forms too
        lines = lines[:40] + [line for line in lines if line[0].strip() in {"choices", "settings"}]
    return Path(name).stem + ".md", lines


def _back(lines: Sequence[Sequence[str]]) -> bytes:
    return "\n".join("|" + "|".join(line) + "|" for line in lines).encode("utf-8", "replace")


def cells_swapped(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    for _ in range(chance.randint(1, 12)):
        one, other = chance.choice(lines), chance.choice(lines)
        here, there = chance.randrange(len(one)), chance.randrange(len(other))
        one[here], other[there] = other[there], one[here]
    return name, _back(lines)


def cells_odd(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    for _ in range(chance.randint(1, 10)):
        line = chance.choice(lines)
        line[chance.randrange(len(line))] = f" {chance.choice(ODD)} "
    return name, _back(lines)


def column_dropped(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    place = chance.randint(1, 6)
    return name, _back([line[:place] + line[place + 1 :] for line in lines])


def column_doubled(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    place = chance.randint(1, 4)
    return name, _back([line[:place] + line[place - 1 :] for line in lines])


def rows_shuffled(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    kept = chance.sample(lines, chance.randint(1, len(lines)))
    return name, _back(kept)


def types_merged(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    for line in lines:
        if len(line) > 1 and chance.random() < 0.3:
            line[1] = f"{line[1].rstrip()} {chance.choice(ODD)}"
    return name, _back(lines)


def huge_cell(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    line = chance.choice(lines)
    piece = chance.choice(["x", "(", "${age} + ", "not(", "a b ", "'", "<b>", "[1]", "-"])
    line[chance.randrange(len(line))] = piece * (chance.choice([3_000, 300_000]) // len(piece))
    return name, _back(lines)


def deep_nesting(chance: random.Random, named: Named) -> Named:
    name, lines = _table(chance, named)
    depth, kind = chance.choice([40, 400]), chance.choice(["group", "repeat"])
    deep = [["", f" begin {kind} ", f" n{at} ", " N "] for at in range(depth)]
    ends = [["", f" end {kind} ", "", ""]] * (depth - chance.randint(0, 1))
    return name, _back([*lines[:2], *deep, *lines[2:3], *ends, *lines[3:]])


def long_chain(chance: random.Random, named: Named) -> Named:
    name, _ = _table(chance, named)
    rows = [
        f"| | calculate | c{at} | | ${{c{chance.choice([at - 1, at + 1, 0])}}} + 1 |"
        for at in range(chance.choice([50, 400]))
    ]
    return name, "\n".join(["| survey | type | name | label | calculation |", *rows]).encode()


def text_torn(chance: random.Random, named: Named) -> Named:
    name, data = named
    at = chance.randrange(len(data) or 1)
    return name, data[:at]


def bytes_flipped(chance: random.Random, named: Named) -> Named:
    name, data = named
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return name, bytes(damaged)


def garbage(chance: random.Random, named: Named) -> Named:
    name, data = named
    return name, data[: chance.choice([0, 4, 600])] + chance.randbytes(chance.randint(0, 5000))


def wrong_ending(chance: random.Random, named: Named) -> Named:
    name, data = named
    return Path(name).stem + chance.choice([".md", ".csv", ".xlsx", ".xls", ".xlsm"]), data


def member_damaged(chance: random.Random, named: Named) -> Named:
    name, members = _members(named)
    chosen = chance.choice(list(members))
    data = bytearray(members[chosen])
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 9)] = chance.choice(
            [b"<", b">", b"&", b"\0", b"]]>", b"9"]
        )
    return name, _zipped(members | {chosen: bytes(data)})


def member_missing(chance: random.Random, named: Named) -> Named:
    name, members = _members(named)
    del members[chance.choice(list(members))]
    return name, _zipped(members)


def entity_bomb(chance: random.Random, named: Named) -> Named:
    name, members = _members(named)
    chosen = chance.choice([one for one in members if one.endswith((".xml", ".rels"))])
    levels = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'.encode()
    body = members[chosen].split(b"?>", 1)[-1]
    return name, _zipped(members | {chosen: head + body.replace(b">", b">&l11;", 2)})


def zip_bomb(chance: random.Random, named: Named) -> Named:
    name, members = _members(named)
    chosen = chance.choice([one for one in members if one.endswith(".xml")])
    filling = b" " * chance.choice([30_000_000, 120_000_000])
    return name, _zipped(members | {chosen: members[chosen] + filling})


def far_cell(chance: random.Random, named: Named) -> Named:
    name, members = _members(named)
    sheet = next(one for one in members if "worksheets/" in one)
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    return name, _zipped(
        members | {sheet: members[sheet].replace(b"</sheetData>", cell + b"</sheetData>")}
    )


def _members(named: Named) -> tuple[str, dict[str, bytes]]:
    """Return the parts of a spreadsheet; a workbook of another kind is made one first."""
    name, data = named
    if not name.endswith(".xlsx") or not zipfile.is_zipfile(io.BytesIO(data)):
        name, data = (
            "small.xlsx",
            workbook_bytes(workbook_from_bytes(SMALL, "s.md"), Path("x.xlsx")),
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return name, {part: archive.read(part) for part in archive.namelist()}


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


KINDS: Sequence[Damage] = (
    cells_swapped,
    cells_odd,
    column_dropped,
    column_doubled,
    rows_shuffled,
    types_merged,
    huge_cell,
    deep_nesting,
    long_chain,
    text_torn,
    bytes_flipped,
    garbage,
    wrong_ending,
    member_damaged,
    member_missing,
    entity_bomb,
    zip_bomb,
    far_cell,
)
