"""The README of a release: what each file is, and what may not be done with it.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 3.
"""

from collections.abc import Sequence

from survey_app.disclosure.sentences import each_once
from survey_app.merge.report import digest_words
from survey_app.release.gate import Passed

_FILES = {
    "data.csv": "the rows, exact: UTF-8, for programs",
    "data_excel.csv": "the same rows for spreadsheets: no cell is taken for a formula",
    "data.parquet": "the same rows, typed, with the labels of each column",
    "counts.csv": "tables of counts, exact: UTF-8, for programs",
    "counts_excel.csv": "the same tables for spreadsheets",
    "crossings.csv": "two questions counted together, a line for each pair of answers",
    "crossings_excel.csv": "the same for spreadsheets",
    "sums.csv": "a number added up by the answers to another question",
    "sums_excel.csv": "the same for spreadsheets",
    "counts.html": "all these tables to read, in English and Urdu",
    "codebook.html": "what each column means, in English and Urdu",
    "risk_report.html": "how easily a woman could be recognised, in English and Urdu",
    "risk_report.json": "the same for programs",
}


def readme_text(passed: Sequence[Passed], digest: str) -> str:
    """Return the text of README.txt."""
    lines = [
        "This folder was made by survey_app from merged, de-identified interviews.",
        f"State of the merged data: {' '.join(digest_words(digest))}",
        "Check that no file was changed: sha256sum --check CHECKSUMS",
        "",
    ]
    for one in passed:
        lines += _series(one)
    lines += [
        "In data files each question has two columns: its value, and beside it a number that",
        "says why there is none (0 when there is a value). The codebook lists the numbers.",
        "",
        "Do not join these files with other data about the same women, and do not try to find",
        "out who they are.",
        "",
    ]
    return "\n".join(lines)


def _series(one: Passed) -> list[str]:
    versions = ", ".join(one.series.versions)
    plan = one.plan
    about = [
        f"{one.series.name}/ (form {plan.form_id}, version {versions})",
        f"  For: {plan.audience.value}. Plan: {plan.hash[:16]}.",
        f"  {one.report.verdict.text()}",
        *(f"  {reason.text()}" for reason in each_once(one.report.reasons)),
        *(f"  {step.text()}" for step in one.report.next_steps),
    ]
    if one.series.in_conflict:
        about.append(
            f"  {one.series.in_conflict} interviews have two versions; one of them is used. "
            "See merge_report.html of the merged data."
        )
    return [*about, *(f"  {name:<20}{_FILES[name]}" for name in _names(one)), ""]


def _names(one: Passed) -> list[str]:
    names = ["risk_report.html", "risk_report.json"]
    if one.rows is not None:
        names = ["data.csv", "data_excel.csv", "data.parquet", "codebook.html", *names]
    if one.tables:
        crossed = ["crossings.csv", "crossings_excel.csv"] if one.asked.crossings else []
        summed = ["sums.csv", "sums_excel.csv"] if one.asked.sums else []
        counts = ["counts.csv", "counts_excel.csv", *crossed, *summed, "counts.html"]
        names = [*counts, "codebook.html", *names]
    return names
