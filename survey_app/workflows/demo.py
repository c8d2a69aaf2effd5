"""The whole way without a browser: a study, two laptops, thirty-five invented women.

Room: workflows. The demo does what the pages and commands do, through the same workflows; it
only types for everybody. Each stop says what it did and where its files are.
Promise: the closing facts are measured on the files that were written, not remembered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.disclosure.measures.risk import Risk, assess
from survey_app.vault.kdf import Argon2Cost
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows import export
from survey_app.workflows.collect import start
from survey_app.workflows.demonstration.player import play
from survey_app.workflows.demonstration.reader import ReadingTally, read_all
from survey_app.workflows.demonstration.search import readable_texts
from survey_app.workflows.demonstration.women import TABLE_1, Woman, synthetic_women, table_1_women
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.merge import merge
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_forms, shipped_translations
from survey_app.workflows.recover import RecoveredInterview, recover
from survey_app.workflows.release import ReleaseRun, release
from survey_app.workflows.study.studies import create_study, open_key

LOWEST_COST = Argon2Cost(memory=64 * 1024, passes=3, lanes=4)
COLUMNS = {
    "mother_id": "mother_id",
    "age": "age",
    "children": "number_of_children",
    "sentence": "years_of_sentence",
    "offence": "offence_type",
}
KEYS = ("age", "children", "sentence", "offence")
PRINTED_TABLE, WHOLE_STUDY = "khan_2024", "mothers_after_prison"

Say = Callable[[str, str], None]


@dataclass(frozen=True)
class Fact:
    """One closing fact: the sentence, and whether it was found true."""

    sentence: str
    holds: bool


@dataclass(frozen=True)
class Folders:
    """Where everything of the demo lies."""

    root: Path

    @property
    def study(self) -> Path:
        """Return the coordinator's folder."""
        return self.root / "study"

    @property
    def laptops(self) -> tuple[Path, Path]:
        """Return the two laptops' folders."""
        return (self.root / "laptop-1", self.root / "laptop-2")

    @property
    def stick(self) -> Path:
        """Return the USB stick's folder."""
        return self.root / "stick"

    @property
    def merged(self) -> tuple[Path, Path]:
        """Return the datasets of the two orders."""
        return (self.root / "dataset", self.root / "dataset-other-order")

    def released(self, form_id: str) -> Path:
        """Return the folder of the release of one form."""
        return self.root / f"release-{form_id}"


@dataclass(frozen=True, repr=False)
class Team:
    """The passphrases of one laptop's two people."""

    interviewer: str
    supervisor: str


def walk(root: Path, coordinator: str, say: Say) -> tuple[Fact, ...]:
    """Walk the whole way in the empty folder `root`; return the closing facts.

    `coordinator` is the passphrase of the demo's study; `say` gets each stop and its sentence.

    Raises: whatever a stop raises; nothing is caught, a demo that limps is no demo.
    """
    folders = Folders(root)
    women = (*table_1_women(), *synthetic_women())
    _found_study(folders, coordinator, say)
    teams = [_equip(folders, laptop, say) for laptop in folders.laptops]
    bundles = []
    for laptop, team, share in zip(folders.laptops, teams, _shares(women), strict=True):
        _interview(laptop, team, share, say)
        bundles.append(_review_and_export(laptop, team, share, folders.stick, say))
    _merge_both_ways(folders, bundles, coordinator, say)
    released = {
        form_id: _release(folders, form_id, say) for form_id in (PRINTED_TABLE, WHOLE_STUDY)
    }
    return (
        _table_comes_back(folders, coordinator),
        _printed_table_is_unique(),
        _five_rows_are_refused(released[PRINTED_TABLE]),
        _both_orders_agree(folders),
        _nothing_planted_left(folders, women, coordinator),
    )


def _found_study(folders: Folders, coordinator: str, say: Say) -> None:
    create_study(
        folders.study,
        coordinator,
        title="Demo study",
        cover_titles={"en": "Family and daily life", "ur": "گھر اور روزمرہ زندگی"},
        demo=True,
        cost=LOWEST_COST,
    )
    pack = make_pack(
        folders.study,
        coordinator,
        form_folders=shipped_forms(),
        translations=shipped_translations(),
    )
    say("study", f"keys and card in {folders.study}, signed pack {pack.name[:12]}….pack")


def _equip(folders: Folders, laptop: Path, say: Say) -> Team:
    team = Team(new_passphrase("digits"), new_passphrase("digits"))
    install_pack(laptop, next((folders.study / "packs").glob("*.pack")))
    people = [
        NewPerson(Role.INTERVIEWER, team.interviewer),
        NewPerson(Role.SUPERVISOR, team.supervisor),
    ]
    device = enrol_laptop(laptop, people, cost=LOWEST_COST)
    say("laptop", f"{laptop.name} enrolled as {device[:8]}…, an interviewer and a supervisor")
    return team


def _shares(women: Sequence[Woman]) -> tuple[tuple[Woman, ...], tuple[Woman, ...]]:
    """Deal the women out so that each laptop meets both languages and the printed table."""
    first = tuple(woman for at, woman in enumerate(women) if at % 4 in {0, 3})
    return first, tuple(woman for woman in women if woman not in first)


def _interview(folder: Path, team: Team, women: Sequence[Woman], say: Say) -> None:
    laptop = open_laptop(folder)
    try:
        person = unlock(laptop, team.interviewer)
        for woman in women:
            play(start(laptop, person, woman.form_id, woman.language), woman)
    finally:
        laptop.close()
    urdu = sum(woman.language == "ur" for woman in women)
    say("interviews", f"{folder.name}: {len(women)} finished and sealed, {urdu} of them in Urdu")


def _review_and_export(
    folder: Path, team: Team, women: Sequence[Woman], stick: Path, say: Say
) -> Path:
    stick.mkdir(exist_ok=True)
    laptop = open_laptop(folder)
    try:
        supervisor = unlock(laptop, team.supervisor)
        tally = read_all(laptop, supervisor, _planted(women))
        done = export.pack(laptop, supervisor, stick)
    finally:
        laptop.close()
    say("review", _tally_sentence(folder.name, tally))
    say("export", f"{done.count} interviews in {done.path}, {done.path.stat().st_size:,} bytes")
    return done.path


def _tally_sentence(name: str, tally: ReadingTally) -> str:
    return (
        f"{name}: {tally.texts} free texts read, {tally.suggested} places proposed, "
        f"{tally.added} added by the reader, {tally.cleared} texts clear as they were"
    )


def _merge_both_ways(folders: Folders, bundles: Sequence[Path], coordinator: str, say: Say) -> None:
    first, second = folders.merged
    merge(bundles, first, folders.study, coordinator)
    for bundle in (*reversed(bundles), bundles[0]):
        merge([bundle], second, folders.study, coordinator)
    say("merge", f"both bundles in {first}; in the other order, one of them twice, in {second}")


def _release(folders: Folders, form_id: str, say: Say) -> ReleaseRun:
    target = folders.released(form_id)
    done = release(folders.merged[0], target, form_id=form_id)
    what = "no rows, counts only" if done.is_refused else "line-level rows"
    say("release", f"{form_id}: {what}, report and codebook in {target}")
    return done


def _table_comes_back(folders: Folders, coordinator: str) -> Fact:
    seed = open_key(folders.study, "study", coordinator)
    whole = [found for folder in folders.laptops for found in _recovered(folder, seed)]
    rows = [
        {column: found.value(name) for column, name in COLUMNS.items()}
        for found in whole
        if found.submission.form_id == PRINTED_TABLE
    ]
    rows.sort(key=lambda row: row["mother_id"])
    return Fact(
        f"With the study key, and only with it, {len(rows)} of {len(TABLE_1)} rows of Table 1 "
        "come back to the digit.",
        rows == [dict(row) for row in TABLE_1],
    )


def _recovered(folder: Path, seed: bytes) -> Iterator[RecoveredInterview]:
    laptop = open_laptop(folder)
    try:
        yield from recover(laptop, seed)
    finally:
        laptop.close()


def _printed_table_is_unique() -> Fact:
    risk: Risk = assess(TABLE_1, KEYS, k=5)
    return Fact(
        f"Published as printed, {risk.uniques} of {risk.records} women are unique.",
        risk.uniques == len(TABLE_1),
    )


def _five_rows_are_refused(done: ReleaseRun) -> Fact:
    return Fact(
        "The release of those five is refused, and counts are given instead.",
        done.is_refused and all(one.tables for one in done.passed),
    )


def _both_orders_agree(folders: Folders) -> Fact:
    first, second = (_parquet(folder) for folder in folders.merged)
    return Fact(
        f"Merged in either order, one bundle twice: {len(first)} Parquet files, byte for byte "
        "the same.",
        bool(first) and first == second,
    )


def _parquet(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def _nothing_planted_left(folders: Folders, women: Sequence[Woman], coordinator: str) -> Fact:
    """Seek every planted word in every file that left a laptop, bundles and tables opened."""
    planted = _planted(women)
    seed = open_key(folders.study, "analyst", coordinator)
    texts = list(readable_texts(_left(folders), seed))
    hits = [word for text in texts for word in planted if word in text]
    return Fact(
        f"{len(planted)} planted identifiers sought in {len(texts)} files that left a laptop, "
        f"bundles and tables opened: {len(hits)} found.",
        not hits and bool(texts),
    )


def _left(folders: Folders) -> Iterator[Path]:
    released = [folders.released(form_id) for form_id in (PRINTED_TABLE, WHOLE_STUDY)]
    for folder in (folders.stick, *folders.merged, *released):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _planted(women: Sequence[Woman]) -> tuple[str, ...]:
    return tuple(sorted({word for woman in women for word in woman.planted.values()}))
