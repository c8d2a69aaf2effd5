"""Whoever measures the finder brings a text and the answers, in whatever shape they are."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from outside import _numbers, _ups, checked_task, find

ROOT = Path(__file__).resolve().parents[3]
ANSWERS = {
    "name": "Rukhsana Bibi",
    "father_name": "غلام رسول",
    "village": "Rasool Pura",
    "district": "sheikhupura",
    "children": [{"name": "Guddu", "sex": "لڑکا", "age": 7}, {"nick": ("پنکی", None)}],
    "cnic": "35202-1234567-1",
    "phone": 3001234567,
    "sentence_years": 12.5,
    "released": dt.date(2019, 5, 3),
    "consent": True,
    "offence": None,
    17: {"Kamalia"},
    "remarks": b"Mianwali",
    "story": "he said that it rained and the fields were green and we had Saffron tea there",
}


def told(text, answers=ANSWERS):
    return [(text[start:end], kind) for start, end, kind in find(text, answers)]


def test_answers_are_found_in_three_writings_whatever_their_shape():
    assert told("Guddu and Pinky stayed in Rasoolpura with Rukhsana's mother.") == [
        ("Guddu", "known"),
        ("Pinky", "known"),
        ("Rasoolpura", "known"),
        ("Rukhsana", "known"),
    ]
    assert told("گڈو کو شیخو پورہ میں غلام رسول نے دیکھا۔ ایک لڑکا رو رہا تھا۔") == [
        ("گڈو", "known"),
        ("شیخو پورہ", "known"),
        ("غلام رسول", "known"),
    ]
    assert told("main rukhsanah hoon, pinki to kamalia mein hai, mianwali nahi.") == [
        ("rukhsanah", "known"),
        ("pinki", "known"),
        ("kamalia", "known"),
        ("mianwali", "known"),
    ]


def test_a_whole_story_among_the_answers_is_not_a_name():
    assert told("they grew saffron there") == []


@pytest.mark.parametrize("answers", [None, {}, [], {"a": None}, {"a": [[], {}, [None]]}])
def test_no_answers_are_no_error(answers):
    assert told("It rained. Call 0300-1234567.", answers) == [("0300-1234567", "phone")]


@pytest.mark.parametrize("text", ["", None])
def test_an_empty_text_has_nothing_to_find(text):
    assert list(find(text, ANSWERS)) == []


def test_a_fresh_process_finds_from_the_folder_of_the_project():
    line = (
        "from tests.support.outside import find; "
        "print(list(find('Zarmina wept', {'who': [['Zarmina']]})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", line], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[(0, 7, 'known')]"


def test_labels_that_were_released_stay_in_their_place_when_they_are_given_again():
    tree = {"21": ["20-29", "young"], "25": ["20-29", "young"], "31": ["30-39", "young"], "60": []}
    leaves = [*tree, "20-29", "young", "nan"]
    ups = _ups(leaves, tree, 2)
    assert ups[leaves.index("20-29")] == ["20-29", "young"]
    assert ups[leaves.index("young")] == ["young", "young"]
    assert ups[leaves.index("60")] == ups[leaves.index("nan")] == ["*", "*"]
    numbers = dict(zip(leaves, _numbers(leaves, ups), strict=True))
    assert (numbers["20-29"], numbers["young"], numbers["60"]) == (23, 77 / 3, 60)


TASK = {"qi": ["age", "district"], "sensitive": "offence", "hierarchies": {}, "numeric": ["age"]}
COLUMNS = ["age", "district", "offence", "note"]


def test_what_may_be_left_out_of_a_task_is_filled_in():
    task = {"qi": [], "sensitive": "offence", "more": 1}
    assert checked_task(COLUMNS, task, 5, None, 0.05) == {**task, "hierarchies": {}, "numeric": ()}
    assert checked_task(COLUMNS, TASK, 1, 0, 1) == TASK


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"k": 0}, "k is a whole number of 1 or more, not 0"),
        ({"k": 2.5}, "k is a whole number"),
        ({"k": "3"}, "k is a whole number"),
        ({"k": True}, "k is a whole number"),
        ({"l": -1}, "l is a whole number of 0 or more"),
        ({"limit": float("nan")}, "from 0 to 1"),
        ({"limit": None}, "from 0 to 1"),
        ({"limit": 1.5}, "from 0 to 1"),
        ({"columns": ["age", "offence"]}, "no column .'district'."),
        ({"columns": [*COLUMNS, "age"]}, "more than one column .'age'."),
        ({"spec": {**TASK, "qi": ["age", "offence"]}}, "named once"),
        ({"spec": {"qi": ["age"]}}, "lacks .'sensitive'."),
    ],
)
def test_what_is_no_task_is_refused_with_a_sentence(changed, said):
    task = {"columns": COLUMNS, "spec": TASK, "k": 5, "l": 2, "limit": 0.05, **changed}
    with pytest.raises(ValueError, match=said):
        checked_task(*task.values())


def test_a_star_in_the_data_means_anything_whatever_a_tree_says_of_it():
    tree = {"a": ["g1", "*"], "*": ["g2", "*"]}
    assert _ups(["a", "*"], tree, 2) == [["g1", "*"], ["*", "*"]]
