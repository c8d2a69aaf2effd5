"""A release: rows only where they are safe, counts where not, nothing written over anything."""

import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey_app.bundle.rows import Feed, Put, rows_of
from survey_app.canonical import read_canonical_json, sha256_hex
from survey_app.cli.release_cmd import command
from survey_app.disclosure.errors import PopulationError, WrongPlanError
from survey_app.disclosure.measures.population import Population
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.planning.protected_cells import leaves, protected_cell
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.merge.dataset import StoredForm, claim, write_dataset
from survey_app.merge.errors import (
    DamagedDatasetError,
    DatasetOfOtherStudyError,
    NotADatasetError,
)
from survey_app.merge.forms import form_version
from survey_app.merge.merging import arrived, merge_bundles
from survey_app.merge.parquet import read_parquet
from survey_app.microdata.cells import Cell
from survey_app.release.csv_text import read_csv
from survey_app.release.errors import (
    FormMissingError,
    LedgerError,
    ListLostError,
    NothingToReleaseError,
    OtherReleaseError,
    PopulationWordsError,
    ReleaseFolderError,
    ReleaseNotWrittenError,
)
from survey_app.release.turn import turn
from survey_app.workflows.author import load_form
from survey_app.workflows.release import read_population, release
from survey_app.xform import parse

ROOT = Path(__file__).resolve().parents[3]
LAPTOP = sha256_hex(b"laptop")
MANY = Population(4000)


@pytest.fixture(scope="module")
def form():
    compiled = load_form(ROOT / "forms" / "khan_2024", ROOT / "translations")
    return parse(compiled.xform, compiled.files)


def woman(form, number, *, plan_hash="", **answers):
    """Return what the laptop would have exported of one woman."""
    plan = plan_of(form)
    values = {
        name: protected_cell(rule, Cell(answers[name]) if name in answers else Cell(None, 91))
        for name, rule in plan.rules.items()
        if leaves(rule)
    }
    body = {
        "form_version": form.version,
        "plan_hash": plan_hash or plan.hash,
        "language": "ur",
        "values": {name: cell.to_json() for name, cell in values.items()},
        "rosters": {},
        "texts": [
            {"variable": "difficulties", "roster": None, "row": None}
            | {"verdict": "redacted", "text": "[woman-1] said"}
        ],
    }
    return Put(f"record-{number:04}", form.form_id, form.form_hash, body)


def crowd(form, size=60):
    """Women in few classes: two ages, two offences."""
    return [
        woman(
            form,
            number,
            consent="yes",
            age=str(20 + number % 2 * 20),
            number_of_children="2",
            years_of_sentence="1",
            offence_type=("theft", "murder")[number // 2 % 2],
        )
        for number in range(size)
    ]


PAPER = (("45", "4", "2", "theft"), ("35", "2", "12", "murder"), ("29", "3", "1", "fraud"))


def few(form):
    return [
        woman(
            form,
            number,
            consent="yes",
            age=age,
            number_of_children=children,
            years_of_sentence=years,
            offence_type=offence,
        )
        for number, (age, children, years, offence) in enumerate(PAPER)
    ]


def dataset(folder, form, women, *, forms=True):
    rows = rows_of(women, device=LAPTOP, feed=Feed())
    name = sha256_hex(b"".join(rows))
    bundle = arrived(rows, bundle_id=name, name="b", device=LAPTOP, seq=1, prev="")
    merged = merge_bundles([bundle], {form.form_hash: form_version(form)})
    stored = {form.form_hash: StoredForm(form.xml, {})} if forms else {}
    write_dataset(folder, merged, study="s", forms=stored)
    return folder


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


@pytest.fixture
def merged(tmp_path, form):
    return dataset(tmp_path / "merged", form, crowd(form))


@pytest.fixture
def tiny(tmp_path, form):
    return dataset(tmp_path / "tiny", form, few(form))


def test_rows_that_are_safe_are_written_in_three_ways_that_agree(merged, tmp_path):
    run = release(merged, tmp_path / "out", population=MANY)
    assert not run.is_refused
    place = tmp_path / "out" / "khan_2024"
    exact = read_csv((place / "data.csv").read_bytes())
    assert read_csv((place / "data_excel.csv").read_bytes()) == exact
    assert len(exact) == run.passed[0].report.records_released + 1
    stored = read_parquet(place / "data.parquet")
    assert list(stored.columns) == exact[0]
    as_text = [["" if cell is None else str(cell) for cell in row] for row in stored.rows]
    assert as_text == exact[1:]


def test_a_release_has_exactly_these_files(merged, tiny, tmp_path):
    release(merged, tmp_path / "rows", population=MANY)
    release(tiny, tmp_path / "counts", audience=Audience.TEAM, population=MANY)
    common = ["README.txt", "khan_2024/codebook.html"]
    reports = ["khan_2024/risk_report.html", "khan_2024/risk_report.json"]
    rows = ["khan_2024/data.csv", "khan_2024/data.parquet", "khan_2024/data_excel.csv"]
    counts = ["khan_2024/counts.csv", "khan_2024/counts.html", "khan_2024/counts_excel.csv"]
    assert files(tmp_path / "rows") == sorted(common + rows + reports)
    assert files(tmp_path / "counts") == sorted(common + counts + reports)


def test_no_row_of_a_few_women_is_released_and_counts_are_offered(tiny, tmp_path):
    run = release(tiny, tmp_path / "out", audience=Audience.TEAM)
    assert run.is_refused
    report = json.loads(
        (tmp_path / "out" / "khan_2024" / "risk_report.json").read_text(encoding="utf-8")
    )
    assert (report["is_released"], report["before"]["uniques"]) == (False, 3)
    assert report["reasons"]
    assert (tmp_path / "out" / "khan_2024" / "counts.csv").exists()
    assert not list((tmp_path / "out").rglob("data*"))


def test_outside_of_the_team_a_few_women_are_a_number_and_no_more(tiny, tmp_path):
    run = release(tiny, tmp_path / "out")
    assert run.is_refused
    place = tmp_path / "out" / "khan_2024"
    assert read_csv((place / "counts.csv").read_bytes())[1:] == [["", "all", "3", "3", "5"]]
    assert "only the number of women is given" in (tmp_path / "out" / "README.txt").read_text(
        encoding="utf-8"
    )


def test_no_label_of_a_single_woman_stands_in_a_refused_release(tiny, tmp_path):
    release(tiny, tmp_path / "out", audience=Audience.TEAM)
    place = tmp_path / "out" / "khan_2024"
    shown = {row[2] for row in read_csv((place / "counts.csv").read_bytes())[1:]}
    assert shown <= {"not shown", "0", "3"}
    everything = b"".join(path.read_bytes() for path in place.iterdir())
    assert b"record-0001" not in everything


def test_the_record_ids_of_the_merge_are_in_no_release(merged, tmp_path):
    release(merged, tmp_path / "out", population=MANY)
    everything = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert b"record-00" not in everything


def test_the_same_state_gives_the_same_bytes(merged, tmp_path):
    release(merged, tmp_path / "one", population=MANY)
    release(merged, tmp_path / "two", population=MANY)
    assert (tmp_path / "one" / "CHECKSUMS").read_bytes() == (
        tmp_path / "two" / "CHECKSUMS"
    ).read_bytes()


def test_each_line_of_the_checksums_is_that_of_its_file(merged, tmp_path):
    release(merged, tmp_path / "out", population=MANY)
    for line in (tmp_path / "out" / "CHECKSUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        data = (tmp_path / "out" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="a tool of Linux")
def test_checksums_can_be_checked_with_a_common_tool(merged, tmp_path):
    release(merged, tmp_path / "out", population=MANY)
    command = ["sha256sum", "--check", "--quiet", "CHECKSUMS"]
    subprocess.run(command, cwd=tmp_path / "out", check=True)


def test_a_joiner_cannot_be_found_by_subtracting_two_releases(tmp_path, form):
    folder = dataset(tmp_path / "merged", form, crowd(form, 60))
    release(folder, tmp_path / "first", population=MANY)
    dataset(folder, form, crowd(form, 61))
    second = release(folder, tmp_path / "second", population=MANY)
    files = [tmp_path / name / "khan_2024" / "data.csv" for name in ("first", "second", "third")]
    assert files[1].read_bytes() == files[0].read_bytes()
    assert second.passed[0].rows.records_held == 1
    dataset(folder, form, crowd(form, 80))
    assert not release(folder, tmp_path / "third", population=MANY).is_refused
    assert len(read_csv(files[2].read_bytes())) == 81


def test_a_woman_who_withdraws_takes_neighbours_with_her_until_her_group_has_none(tmp_path, form):
    women = crowd(form, 60)
    folder = dataset(tmp_path / "merged", form, women)
    release(folder, tmp_path / "first", population=MANY)
    dataset(folder, form, women[1:])
    second = release(folder, tmp_path / "second", population=MANY)
    assert (second.passed[0].report.records_released, second.passed[0].rows.records_held) == (55, 4)
    assert second.passed[0].rows.k >= 5


def test_counts_that_changed_a_little_are_held_back_too(tmp_path, form):
    folder = dataset(tmp_path / "merged", form, crowd(form, 20))
    public = {"population": MANY, "audience": Audience.PUBLIC}
    first = release(folder, tmp_path / "first", **public)
    assert first.passed[0].tables
    dataset(folder, form, crowd(form, 21))
    second = release(folder, tmp_path / "second", **public)
    assert not second.passed[0].tables
    assert not list((tmp_path / "second").rglob("counts*"))


def test_rows_and_earlier_tables_are_compared_with_each_other(tmp_path, form):
    folder = dataset(tmp_path / "tables", form, crowd(form, 28))
    public = {"population": MANY, "audience": Audience.PUBLIC}
    assert release(folder, tmp_path / "t1", **public).passed[0].tables
    dataset(folder, form, crowd(form, 32))
    assert release(folder, tmp_path / "t2", population=MANY).is_refused
    dataset(folder, form, crowd(form, 60))
    assert not release(folder, tmp_path / "t3", population=MANY).is_refused
    swapped = [*crowd(form, 60)[:-1], woman(form, 99, consent="yes", age="60")]
    dataset(folder, form, swapped)
    fourth = release(folder, tmp_path / "t4", population=MANY).passed[0]
    assert fourth.report.records_released == 55


def test_releases_inside_the_team_are_not_compared(tmp_path, form):
    folder = dataset(tmp_path / "merged", form, crowd(form, 60))
    release(folder, tmp_path / "first", audience=Audience.TEAM, population=MANY)
    dataset(folder, form, crowd(form, 61))
    again = release(folder, tmp_path / "second", audience=Audience.TEAM, population=MANY)
    assert not again.is_refused


def test_two_releases_at_once_are_one_after_the_other_or_not_at_all(merged, tmp_path):
    with turn(merged), pytest.raises(OtherReleaseError):
        release(merged, tmp_path / "out", population=MANY)
    assert not (tmp_path / "out").exists()
    assert not release(merged, tmp_path / "out", population=MANY).is_refused


def test_a_damaged_ledger_stops_every_release(merged, tmp_path):
    (merged / "releases.jsonl").write_bytes(b'{"format":"other"}\n')
    with pytest.raises(LedgerError):
        release(merged, tmp_path / "out", population=MANY)
    assert not (tmp_path / "out").exists()


def test_a_line_of_the_ledger_that_was_cut_does_not_count(merged, tmp_path):
    (merged / "releases.jsonl").write_bytes(b'{"torn')
    release(merged, tmp_path / "out", population=MANY)
    entry = read_canonical_json((merged / "releases.jsonl").read_bytes().rstrip(b"\n"))
    assert sum(entry["classes"].values()) == 60


def test_a_release_is_never_written_over_anything(merged, tmp_path):
    place = tmp_path / "out"
    place.mkdir()
    (place / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ReleaseFolderError):
        release(merged, place, population=MANY)
    assert [entry.name for entry in place.iterdir()] == ["mine.txt"]


def test_a_release_that_cannot_be_written_leaves_nothing_behind(merged, tmp_path, monkeypatch):
    def full(_path, _data):
        raise OSError(28, "full")

    monkeypatch.setattr("survey_app.release.publish.write_durably", full)
    with pytest.raises(ReleaseNotWrittenError):
        release(merged, tmp_path / "out", population=MANY)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["merged"]


def test_what_a_stick_may_hold_that_was_pulled_out_in_the_middle_is_in_the_ledger(
    merged, tmp_path, monkeypatch
):
    def pulled(_path, _data):
        assert len((merged / "releases.jsonl").read_bytes().splitlines()) == 1
        raise OSError(5, "gone")

    monkeypatch.setattr("survey_app.release.publish.write_durably", pulled)
    with pytest.raises(ReleaseNotWrittenError):
        release(merged, tmp_path / "out", population=MANY, recoding=Recoding.LOCAL)
    monkeypatch.undo()
    again = release(merged, tmp_path / "out", population=MANY, recoding=Recoding.LOCAL)
    assert not again.is_refused


@pytest.mark.parametrize("kept", [0, 1])
def test_a_list_of_releases_that_was_lost_or_put_back_stops_every_release(merged, tmp_path, kept):
    ledger = merged / "releases.jsonl"
    for name in ("one", "two"):
        release(merged, tmp_path / name, population=MANY)
    whole = ledger.read_bytes()
    ledger.write_bytes(b"".join(whole.splitlines(keepends=True)[:kept]))
    with pytest.raises(ListLostError):
        release(merged, tmp_path / "three", population=MANY)
    ledger.unlink()
    with pytest.raises(ListLostError):
        release(merged, tmp_path / "three", population=MANY)
    ledger.write_bytes(whole)
    release(merged, tmp_path / "three", population=MANY)


def test_a_release_that_lies_in_the_dataset_does_not_drive_the_next_merge_to_a_new_folder(merged):
    release(merged, merged / "shared", population=MANY)
    claim(merged, "s")
    with pytest.raises(DatasetOfOtherStudyError):
        claim(merged, "another")


def test_a_later_report_tells_nothing_of_who_came_in_between(tmp_path, form):
    folder = dataset(tmp_path / "merged", form, crowd(form, 60))
    release(folder, tmp_path / "first", population=MANY)
    said = {"consent": "yes", "age": "20", "number_of_children": "2", "years_of_sentence": "1"}
    full, left = set(), set()
    for offence, age in (("theft", "20"), ("murder", "20"), ("theft", "61")):
        came = woman(form, 60, **said | {"offence_type": offence, "age": age})
        place = tmp_path / f"{offence}-{age}"
        own = shutil.copytree(folder, tmp_path / f"merged-{offence}-{age}")
        run = release(dataset(own, form, [*crowd(form, 60), came]), place, population=MANY)
        assert not run.is_refused
        full.add(json.dumps(run.passed[0].report.to_json()))
        files = sorted((place / "khan_2024").rglob("*.*"))
        left.add(b"".join(file.read_bytes() for file in files if file.suffix != ".parquet"))
    assert len(full) > 1  # what the coordinator reads differs
    assert len(left) == 1
    report = json.loads((place / "khan_2024" / "risk_report.json").read_text(encoding="utf-8"))
    assert (report["is_of_file"], report["records"], report["before"]) == (True, None, None)
    assert report["earlier_releases"][0]["women_then"] is None


def test_a_dataset_that_was_changed_by_hand_is_not_released(merged, tmp_path):
    table = merged / "data" / "khan_2024.parquet"
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(DamagedDatasetError):
        release(merged, tmp_path / "out")
    with pytest.raises(NotADatasetError):
        release(tmp_path, tmp_path / "out")


def test_a_dataset_of_nobody_says_so(tmp_path, form):
    folder = dataset(tmp_path / "merged", form, [])
    with pytest.raises(NothingToReleaseError):
        release(folder, tmp_path / "out")


def test_interviews_without_their_form_are_not_released(tmp_path, form):
    folder = dataset(tmp_path / "merged", form, crowd(form), forms=False)
    with pytest.raises(FormMissingError):
        release(folder, tmp_path / "out")


def test_interviews_protected_by_another_plan_are_not_mixed_in(tmp_path, form):
    other = woman(form, 999, plan_hash=sha256_hex(b"other plan"), consent="yes")
    folder = dataset(tmp_path / "merged", form, [*crowd(form), other])
    with pytest.raises(WrongPlanError):
        release(folder, tmp_path / "out")


class Page(HTMLParser):
    """What a page asks for, and in which direction each part is written."""

    def __init__(self, text):
        super().__init__()
        self.addresses, self.scripts, self.sections, self.open = [], 0, {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.addresses += [known[name] for name in ("src", "href", "action") if name in known]
        self.scripts += tag == "script"
        if tag == "section":
            self.sections[known["lang"]] = known["dir"]
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["codebook.html", "risk_report.html", "counts.html"])
def test_a_page_needs_nothing_but_itself_and_speaks_both_languages(merged, tiny, tmp_path, name):
    if name == "counts.html":
        release(tiny, tmp_path / "out", audience=Audience.TEAM)
    else:
        release(merged, tmp_path / "out", population=MANY)
    page = Page((tmp_path / "out" / "khan_2024" / name).read_text("utf-8"))
    assert page.sections == {"en": "ltr", "ur": "rtl"}
    assert all(address.startswith("#") for address in page.addresses)
    assert page.scripts == 0
    assert page.open == []


def test_the_codebook_has_the_question_in_both_languages_and_no_answer(merged, tmp_path):
    release(merged, tmp_path / "out", population=MANY)
    text = (tmp_path / "out" / "khan_2024" / "codebook.html").read_text("utf-8")
    english, urdu = text.split('<section id="ur"')
    assert "How old are you?" in english
    assert re.search(r"[\u0600-\u06ff]{3}", urdu)
    assert "She prefers not to say." in english


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], None),
        (["total=400"], Population(400)),
    ],
)
def test_the_population_is_read_from_words(words, expected):
    assert read_population(words) == expected


def test_the_population_is_read_from_a_file(tmp_path):
    path = tmp_path / "population.json"
    words = '{"total": 40, "groups": [{"where": {"age": "25–34"}, "count": 12}]}'
    for encoding in ("utf-8", "utf-8-sig"):  # the second is what editors of Windows may write
        path.write_text(words, encoding=encoding)
        assert read_population([str(path)]).total == 40
    path.write_text('{"total": "many"}', encoding="utf-8")
    with pytest.raises(PopulationError):
        read_population([str(path)])
    path.write_text("{", encoding="utf-8")
    with pytest.raises(PopulationWordsError):
        read_population([str(path)])


@pytest.mark.parametrize(
    "words", ["total=many", "nothing", "=5", "age==5", "age=25,=5", "total=-1"]
)
def test_a_population_that_cannot_be_read_says_how_to_write_it(words):
    with pytest.raises(PopulationWordsError):
        read_population([words])


def test_the_report_can_be_read_first_and_then_nothing_has_left(merged, tmp_path):
    run = release(merged, tmp_path / "first", population=MANY, only_report=True)
    assert run.passed[0].rows is not None
    assert files(tmp_path / "first") == [
        "README.txt",
        "khan_2024/risk_report.html",
        "khan_2024/risk_report.json",
    ]
    assert not (merged / "releases.jsonl").exists()
    page = (tmp_path / "first" / "khan_2024" / "risk_report.html").read_text(encoding="utf-8")
    assert "Nobody has signed this report" in page


def test_the_report_goes_with_the_release_signed_by_a_role_and_knows_those_before(merged, tmp_path):
    release(merged, tmp_path / "one", population=MANY, audience=Audience.PUBLIC)
    release(merged, tmp_path / "two", population=MANY, signed_by="data-protection")
    place = tmp_path / "two" / "khan_2024"
    report = json.loads((place / "risk_report.json").read_text(encoding="utf-8"))
    assert report["signed_by"] == "data-protection"
    assert report["earlier_releases"] == [
        {"audience": "public", "classes": 0, "counts": 0, "number": 1}
        | {"same_plan": False, "women_then": None}
    ]
    assert set(report["loss"]) >= {"certainty_permille", "discernibility_millionths"}
    page = (place / "risk_report.html").read_text(encoding="utf-8")
    assert "Read and signed by: \u2068Person responsible for data protection\u2069" in page
    for section in page.split("<section ")[1:]:  # one a language, the same pictures in each
        known, lost = report["after"]["key_variables"], report["loss"]["certainty_permille"]
        assert section.count("<svg") == 3 + len(known) + len(lost)


def test_the_verdict_is_told_in_urdu_to_who_asks_for_it(tiny, tmp_path):
    done = CliRunner().invoke(
        command, [str(tiny), "--to", str(tmp_path / "out"), "--language", "ur"]
    )
    assert done.exit_code == 3
    told = done.output.split("khan_2024: ")[1].splitlines()[0]
    assert told.isprintable()
    assert not any(letter.isascii() and letter.isalpha() for letter in told)


def test_rounded_tables_hide_nothing_and_show_no_exact_count(merged, tmp_path):
    wish = {"audience": Audience.PUBLIC, "population": MANY, "rounding": 3}
    release(merged, tmp_path / "one", **wish)
    release(merged, tmp_path / "two", **wish)
    first, again = (
        (tmp_path / name / "khan_2024" / "counts.csv").read_bytes() for name in ("one", "two")
    )
    assert first == again
    counts = [line[2] for line in read_csv(first)[1:]]
    assert counts
    assert all(int(count) % 3 == 0 for count in counts)
    ledger = (merged / "releases.jsonl").read_bytes().splitlines()
    assert {read_canonical_json(line)["rounded"] for line in ledger} == {3}
