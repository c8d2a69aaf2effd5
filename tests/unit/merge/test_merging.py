"""Bundles become one dataset: order, repetition and cutting cannot be seen in its bytes."""

import re
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.bundle.rows import Feed, Put, Withdrawal, rows_of
from survey_app.canonical import read_canonical_json, sha256_hex
from survey_app.i18n.catalogues import Catalogues, untranslated
from survey_app.merge.dataset import StoredForm, claim, read_dataset, write_dataset
from survey_app.merge.errors import (
    DamagedDatasetError,
    DamagedRevisionError,
    DatasetFullError,
    DatasetOfOtherStudyError,
    NotADatasetError,
)
from survey_app.merge.harmonise import FormVersion, Variable, harmonise
from survey_app.merge.merging import arrived, merge_bundles
from survey_app.merge.parquet import read_parquet, write_parquet
from survey_app.merge.report import merge_report
from survey_app.merge.report_page import report_page
from survey_app.merge.tables import Column

ONE, TWO = sha256_hex(b"laptop one"), sha256_hex(b"laptop two")
V1, V2 = sha256_hex(b"form v1"), sha256_hex(b"form v2")
FORMS = {
    V1: FormVersion(
        "women",
        "1",
        V1,
        (Variable("age", "", "int"), Variable("years", "", "int"), Variable("gone", "", "string")),
    ),
    V2: FormVersion(
        "women",
        "2",
        V2,
        (
            Variable("age", "", "string"),
            Variable("sentence", "", "int", was="years"),
            Variable("fresh", "", "string"),
        ),
    ),
}


def body(values, *, version="1", children=()):
    return {
        "form_version": version,
        "language": "ur",
        "plan_hash": V1,
        "values": values,
        "rosters": {"children": list(children)},
    }


def bundle(statements, *, device=ONE, feed=Feed(), name="b"):  # noqa: B008 - a frozen value
    rows = rows_of(statements, device=device, feed=feed)
    bundle_id = sha256_hex(b"".join(rows))
    after = Feed(feed.bundles + 1, feed.rows + len(rows), bundle_id)
    made = arrived(
        rows,
        bundle_id=bundle_id,
        name=name,
        device=device,
        seq=after.bundles,
        prev=feed.last_bundle,
    )
    return made, after


def woman(record, age="30", *, version=V1, **more):
    number = "1" if version == V1 else "2"
    return Put(record, "women", version, body({"age": age, **more}, version=number))


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dataset(folder, bundles):
    write_dataset(folder, merge_bundles(bundles, FORMS), study="s", forms={})
    return digests(folder)


@st.composite
def arrivals(draw):
    """Bundles of two laptops with puts and withdrawals of some records."""
    made = []
    feeds = {ONE: Feed(), TWO: Feed()}
    for _ in range(draw(st.integers(1, 4))):
        device = draw(st.sampled_from([ONE, TWO]))
        records = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True))
        statements = [
            Withdrawal(record)
            if draw(st.integers(0, 5)) == 0
            else woman(record, draw(st.sampled_from(["30", "40", 91, "عمر"])))
            for record in records
        ]
        one, feeds[device] = bundle(statements, device=device, feed=feeds[device])
        made.append(one)
    return made


SLOW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SLOW
@given(arrivals(), st.randoms(use_true_random=False))
def test_the_files_are_the_same_bytes_in_any_order_and_any_number_of_times(
    tmp_path_factory, made, random
):
    straight = dataset(tmp_path_factory.mktemp("straight"), made)
    shuffled = [*made, *made[:2]]
    random.shuffle(shuffled)
    again = tmp_path_factory.mktemp("again")
    dataset(again, shuffled[:1])
    second = dataset(again, shuffled)
    assert {k: v for k, v in second.items() if k.startswith("data/")} == {
        k: v for k, v in straight.items() if k.startswith("data/")
    }
    assert dataset(again, made) == straight


def test_both_orders_of_two_laptops_give_the_same_files(tmp_path):
    first, _ = bundle([woman("a"), woman("b", "41")])
    second, _ = bundle([woman("c", 92)], device=TWO)
    assert dataset(tmp_path / "x", [first, second]) == dataset(tmp_path / "y", [second, first])


def test_a_withdrawal_removes_the_row_whichever_comes_first(tmp_path):
    put, after = bundle([woman("a"), woman("b")])
    gone, _ = bundle([Withdrawal("a")], feed=after)
    late = dataset(tmp_path / "late", [put, gone])
    assert late == dataset(tmp_path / "early", [gone, put])
    rows = read_dataset(tmp_path / "late").tables[0].rows
    assert [row[0] for row in rows] == ["b"]


def test_a_dataset_of_nobody_has_no_table_left(tmp_path):
    put, after = bundle([woman("a")])
    dataset(tmp_path, [put])
    gone, _ = bundle([Withdrawal("a")], feed=after)
    dataset(tmp_path, [put, gone])
    assert list((tmp_path / "data").iterdir()) == []
    assert read_dataset(tmp_path).tables == ()


def test_versions_of_a_form_become_one_table_that_tells_not_asked_from_not_answered(tmp_path):
    old = Put("a", "women", V1, body({"age": "30", "years": "4", "gone": 91}))
    new = Put("b", "women", V2, body({"age": "31", "sentence": "5", "fresh": "x"}, version="2"))
    made, _ = bundle([old, new])
    merged = merge_bundles([made], FORMS)
    table = merged.tables[0]
    names = [column.name for column in table.columns][6:]
    assert names[::2] == ["age", "sentence", "fresh", "gone"]
    assert table.rows[0][6:] == ("30", 0, "4", 0, None, 96, None, 91)
    assert table.rows[1][6:] == ("31", 0, "5", 0, "x", 0, None, 96)
    kinds = {(change.kind, change.variable) for change in merged.changes}
    assert kinds == {("renamed", "years"), ("removed", "gone"), ("added", "fresh"), ("type", "age")}


def test_a_roster_is_its_own_table(tmp_path):
    put = Put("a", "women", V1, body({"age": "30"}, children=[{"born": "0"}, {"born": 92}]))
    made, _ = bundle([put])
    dataset(tmp_path, [made])
    main, children = read_dataset(tmp_path).tables
    assert (main.roster, children.roster) == ("", "children")
    assert children.columns == (":record", ":row", ":form_hash", "born", "born:empty")
    assert children.rows == [("a", 1, V1, "0", 0), ("a", 2, V1, None, 92)]


def test_a_repeat_that_was_renamed_is_one_table_and_a_question_that_moved_is_reported():
    old = FormVersion(
        "women",
        "1",
        V1,
        (Variable("age", "", "int"), Variable("born", "children", "int")),
        (("children", ""),),
    )
    new = FormVersion(
        "women",
        "2",
        V2,
        (Variable("age", "kids", "int"), Variable("born", "kids", "int")),
        (("kids", "children"),),
    )
    later = Put("b", "women", V2, body({}, version="2") | {"rosters": {"kids": [{"born": "2"}]}})
    made, _ = bundle([Put("a", "women", V1, body({"age": "30"}, children=[{"born": "1"}])), later])
    merged = merge_bundles([made], {V1: old, V2: new})
    assert [table.roster for table in merged.tables] == ["", "kids"]
    assert [row[3] for row in merged.tables[1].rows] == ["1", "2"]
    found = [(change.kind, change.variable, change.after) for change in merged.changes]
    assert found == [("renamed", "children", "kids"), ("roster", "age", "kids")]


def test_a_name_that_lives_on_beside_its_successor_is_not_renamed():
    both = FormVersion(
        "women", "2", V2, (Variable("years", "", "int"), Variable("served", "", "int", was="years"))
    )
    assert harmonise([FORMS[V1], both]).renames[V1] == {}


def test_a_choice_whose_meaning_changed_is_reported():
    old = FormVersion("f", "1", V1, (Variable("q", "", "string", (("1", "yes"), ("2", "no"))),))
    new = FormVersion("f", "2", V2, (Variable("q", "", "string", (("1", "no"), ("2", "no"))),))
    assert [change.to_json() for change in harmonise([new, old]).changes] == [
        {"kind": "choices", "form": "f", "variable": "q=1", "before": "yes", "after": "no"}
    ]


def test_a_row_that_speaks_for_another_laptop_is_refused():
    rows = rows_of([woman("a")], device=TWO, feed=Feed())
    with pytest.raises(DamagedRevisionError):
        arrived(rows, bundle_id=V1, name="b", device=ONE, seq=1, prev="")


def test_the_report_names_what_is_missing_and_holds_no_answer(tmp_path):
    _, after = bundle([woman("a")])
    late, _ = bundle([woman("b", "secret answer")], feed=after)
    write_dataset(tmp_path, merge_bundles([late], FORMS), study="s", forms={})
    report = read_canonical_json((tmp_path / "merge_report.json").read_bytes())
    assert report["missing_rows"] == [{"device": ONE, "first": 1, "last": 1}]
    assert report["missing_bundles"] == [{"device": ONE, "first": 1, "last": 1}]
    assert len(report["digest_words"]) == 8
    page = (tmp_path / "merge_report.html").read_text(encoding="utf-8")
    assert "secret answer" not in page + str(report)
    assert ONE in page


def test_a_conflict_is_counted_and_both_versions_are_named(tmp_path):
    here, _ = bundle([woman("a", "30")])
    there, _ = bundle([woman("a", "31")], device=TWO)
    report = write_dataset(tmp_path, merge_bundles([here, there], FORMS), study="s", forms={})
    assert report["counts"]["conflicts"] == 1
    differences = [one["differs_in"] for one in report["conflicts"][0]["versions"]]
    assert sorted(differences) == [[], ["age"]]
    assert read_dataset(tmp_path).tables[0].rows[0][5] == 1


def test_two_readings_of_one_text_are_named_by_the_question():
    def read(text):
        entry = {"variable": "story", "roster": "", "row": None, "verdict": "redacted"}
        return Put("a", "women", V1, {**body({"age": "30"}), "texts": [{**entry, "text": text}]})

    here, _ = bundle([read("I met [person-1]")])
    there, _ = bundle([read("I met [person-1] in [place-A]")], device=TWO)
    report = merge_report(merge_bundles([here, there], FORMS), "s")
    differences = [one["differs_in"] for one in report["conflicts"][0]["versions"]]
    assert sorted(differences) == [[], ["story"]]


def test_a_value_of_a_stranger_cannot_become_markup():
    put, _ = bundle([Put("a", "<b>&", V1, body({"age": "1"}))])
    page = report_page(merge_report(merge_bundles([put]), "s"), [untranslated()]).decode()
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_a_form_name_of_a_stranger_cannot_leave_the_folder(tmp_path):
    put, _ = bundle([Put("a", "../../outside", V1, body({"age": "1"}))])
    dataset(tmp_path / "in" / "side", [put])
    names = {path.name for path in tmp_path.rglob("*.parquet")}
    assert names == {"..%2F..%2Foutside.parquet", "..%2F..%2Foutside.children.parquet"}
    assert names == {path.name for path in (tmp_path / "in" / "side" / "data").iterdir()}


def test_a_changed_file_of_a_dataset_is_refused(tmp_path):
    put, _ = bundle([woman("a")])
    dataset(tmp_path, [put])
    table = next((tmp_path / "data").iterdir())
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(DamagedDatasetError):
        read_dataset(tmp_path)


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff", b"[]"])
def test_a_list_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "dataset.json").write_bytes(text)
    with pytest.raises(DamagedDatasetError):
        read_dataset(tmp_path)


def test_only_an_empty_folder_or_a_dataset_of_the_same_study_is_taken(tmp_path):
    claim(tmp_path / "new", "s")
    put, _ = bundle([woman("a")])
    dataset(tmp_path / "ours", [put])
    claim(tmp_path / "ours", "s")
    with pytest.raises(DatasetOfOtherStudyError):
        claim(tmp_path / "ours", "other")
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(NotADatasetError):
        claim(tmp_path, "s")
    with pytest.raises(NotADatasetError):
        claim(tmp_path / "holiday.jpg", "s")
    with pytest.raises(NotADatasetError):
        read_dataset(tmp_path)


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path):
    put, _ = bundle([woman("a")])
    (tmp_path / "data").write_bytes(b"a file where a folder should be")
    with pytest.raises(DatasetFullError):
        dataset(tmp_path, [put])


def test_forms_travel_with_the_dataset(tmp_path):
    put, _ = bundle([woman("a")])
    form = StoredForm(b"<h:html/>", {"towns.csv": b"name,label"})
    write_dataset(tmp_path, merge_bundles([put]), study="s", forms={V1: form, V2: form})
    assert dict(read_dataset(tmp_path).forms) == {V1: form}


def test_column_names_that_differ_in_capitals_only_stay_apart(tmp_path):
    path = tmp_path / ("we[ir]d.parquet" if sys.platform == "win32" else "we[ir]*d?.parquet")
    columns = [Column("Age", "VARCHAR"), Column("age", "VARCHAR"), Column(":n", "BIGINT")]
    rows = [("1", None, 3), ("ا'\"\\", "", None)]
    write_parquet(path, columns, rows, notes={"label's": "عمر"})
    assert read_parquet(path).rows == rows


def test_reviewed_texts_are_a_table_and_a_held_text_has_no_words(tmp_path):
    texts = [
        {
            "variable": "years",
            "roster": None,
            "row": None,
            "verdict": "redacted",
            "text": "[man-1]",
            "read": [2, 1, 0, 2],
        },
        {"variable": "note", "roster": "children", "row": 0, "verdict": "held", "text": None},
    ]
    made, _ = bundle([Put("a", "women", V1, body({"age": "30"}) | {"texts": texts})])
    later, _ = bundle([woman("b", version=V2)], device=TWO)
    dataset(tmp_path, [made, later])
    table = next(one for one in read_dataset(tmp_path).tables if one.roster == "~texts")
    assert table.rows == [
        ("a", "sentence", "", None, "redacted", "[man-1]", "[2,1,0,2]"),
        ("a", "note", "children", 1, "held", None, None),
    ]


def test_the_report_speaks_every_language_it_is_given():
    here, _ = bundle([woman("a", "30")])
    there, _ = bundle([woman("a", "31")], device=TWO)
    catalogues = Catalogues(Path(__file__).resolve().parents[3] / "translations")
    spoken = [catalogues.translator(tag) for tag in ("en", "ur")]
    report = merge_report(merge_bundles([here, there], FORMS), "s")
    english, urdu = (
        report_page(report, spoken).decode().split('<section id="ur" lang="ur" dir="rtl">')
    )
    assert "Two versions of one interview" in english
    assert "ایک انٹرویو کی دو شکلیں" in urdu
    ours = re.sub(r"<bdi.*?</bdi>", "", urdu)
    assert not re.search("[A-Za-z]{3}", re.sub("<[^>]*>", "", ours))
