"""The log seen from outside: times where the form asks for them, silence where they could hurt."""

import csv
import io
import random
import uuid
from datetime import timedelta

import pytest
from scenario import NOON, Story, xform_of

from survey_app.clock import FrozenClock
from survey_app.interview import Environment, begin, edit, resume
from survey_app.xform import parse

FORM = """
    | survey | type         | name  | label::English (en) | parameters   | bind::sa:sensitivity | bind::sa:lifetime |
    |        | audit        | audit |                     | PARAMETERS   |                      |                   |
    |        | text         | a     | A                   |              | S0                   |                   |
    |        | text         | seen  | Seen                |              | S0                   | screen            |
    |        | begin group  | harm  | Harm                |              |                      |                   |
    |        | text         | light | Light               |              | S0                   |                   |
    |        | text         | heavy | Heavy               |              | S3                   |                   |
    |        | end group    |       |                     |              |                      |                   |
    |        | text         | b     | B                   |              | S0                   |                   |
    |        | begin repeat | child | Child               |              |                      |                   |
    |        | text         | nick  | Name                |              | S0                   |                   |
    |        | end repeat   |       |                     |              |                      |                   |
"""


class Clock:
    """A clock that goes one second further each time it is told to."""

    def __init__(self):
        self.seconds = 0

    def now(self):
        return FrozenClock(NOON + timedelta(seconds=self.seconds)).now()


class Logged(Story):
    def at(self, seconds, key):
        self.world.clock.seconds = seconds
        self.interview.trail.visited(key)
        return self

    def rows(self):
        text = self.interview.finalize().audit.decode()
        return list(csv.DictReader(io.StringIO(text)))

    def told(self, *columns):
        return [tuple(row[name] for name in columns) for row in self.rows()]


def begun(parameters="track-changes=true identify-user=true", user="p7"):
    chance = random.Random(1)
    world = Environment(
        Clock(), chance, lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)), user=user
    )
    form = parse(xform_of(FORM.replace("PARAMETERS", parameters)))
    return Logged(begin(form, world, language="en"), world)


def seconds(text):
    return int(text) // 1000 - int(NOON.timestamp()) if text else None


def test_what_was_shown_when_is_a_table_as_other_tools_write_it():
    story = begun(parameters="").at(1, "/data/a").at(4, "/data/b").at(9, "/data/child[+]")
    assert story.interview.finalize().audit.decode().splitlines()[0] == "event,node,start,end"
    assert [
        (row["event"], row["node"], seconds(row["start"]), seconds(row["end"]))
        for row in story.rows()
    ] == [
        ("form start", "", 0, None),
        ("question", "/data/a", 1, 4),
        ("question", "/data/b", 4, 9),
        ("promptadd repeat", "/data/child", 9, 9),
        ("form finalize", "", 9, None),
    ]


def test_questions_on_one_screen_are_told_as_a_group():
    story = begun(parameters="").at(1, "/data/child[1]").at(2, "/data/a")
    assert ("group questions", "/data/child[1]") in story.told("event", "node")


def test_the_submission_names_the_log_and_the_answers_are_not_touched():
    submission = begun().answer(a="x").interview.finalize()
    assert b"<audit>audit.csv</audit>" in submission.xml
    assert [one.path for one in submission.answers if "audit" in one.path] == []


def test_without_the_question_there_is_no_log():
    form = parse(xform_of("| survey | type | name | label |\n| | text | a | A |\n"))
    world = Environment(Clock(), random.Random(1), lambda: "1")
    story = Logged(begin(form, world, language=""), world).at(1, "/data/a").answer(a="x")
    assert story.interview.finalize().audit == b""
    assert b"trail" not in story.interview.save()


def test_values_are_logged_only_when_the_form_asks():
    plain = begun(parameters="").at(1, "/data/a").answer(a="x")
    assert "x" not in plain.interview.finalize().audit.decode().split("form start")[1].split(",")
    story = begun().at(1, "/data/a").answer(a="x").answer(a="y").at(2, "/data/b").answer(a="z")
    assert ("question", "/data/a", "", "y", "p7") in story.told(
        "event", "node", "old-value", "new-value", "user"
    )
    assert ("question", "/data/a", "y", "z", "p7") in story.told(
        "event", "node", "old-value", "new-value", "user"
    )


def test_a_module_with_a_dangerous_question_leaves_no_line_and_no_time():
    story = begun().at(1, "/data/a").at(5, "/data/harm/light").answer(light="x")
    story.at(50, "/data/harm/heavy").answer(heavy="y").at(300, "/data/b").at(301, "/data/child[+]")
    assert not any("harm" in row["node"] for row in story.rows())
    assert not {"x", "y"} & {row["new-value"] for row in story.rows()}
    times = {(row["node"]): (row["start"], row["end"]) for row in story.rows()}
    assert times["/data/a"][1] == "", "when it was entered is not told"
    assert times["/data/b"][0] == "", "when it was left is not told"
    assert seconds(times["/data/b"][1]) == 301


def test_silence_survives_saving_and_loading():
    story = begun().at(1, "/data/a").at(5, "/data/harm/heavy")
    loaded = Logged(
        resume(story.interview.form, story.interview.save(), story.world), story.world
    ).at(300, "/data/b")
    assert [seconds(row["start"]) for row in loaded.rows() if row["node"] == "/data/b"] == [None]


def test_what_stays_on_the_screen_is_not_logged():
    story = begun().at(1, "/data/seen").answer(seen="Zarqa")
    assert "Zarqa" not in story.interview.finalize().audit.decode()


@pytest.mark.parametrize("how", ["struck", "refused", "irrelevant again", "blank"])
def test_a_value_that_is_no_answer_in_the_end_is_not_in_the_log(how):
    story = begun().at(1, "/data/a").answer(a="Zarqa").at(2, "/data/b")
    assert "Zarqa" in story.interview.finalize().audit.decode()
    if how == "struck":
        story.interview.strike("/data/a")
        assert "Zarqa" not in story.interview.save().decode()
        story.answer(a="other")
    elif how == "refused":
        story.empty("a", "refused")
    else:
        story.answer(a="")
    assert "Zarqa" not in story.interview.finalize().audit.decode()


def test_instances_that_come_and_go_are_logged_and_take_their_values_with_them():
    story = begun().at(1, "/data/child[1]/nick").answer(("/data/child[1]/nick", "Zarqa"))
    story.add("/data/child").remove("/data/child[1]").answer(("/data/child[1]/nick", "Bb"))
    told = story.told("event", "node")
    assert ("add repeat", "/data/child[2]") in told
    assert ("delete repeat", "/data/child[1]") in told
    assert "Zarqa" not in story.interview.finalize().audit.decode()


def test_why_a_finished_interview_is_changed_can_be_said():
    story = begun(parameters="track-changes=true track-changes-reasons=on-form-edit")
    xml = story.answer(a="x").interview.finalize().xml
    again = Logged(edit(story.interview.form, xml, story.world), story.world)
    assert again.interview.trail.wants_reasons
    again.answer(a="y").interview.trail.noted("change reason", reason="a slip")
    told = again.told("event", "old-value", "new-value", "change-reason")
    assert told[0] == ("form resume", "", "", "")
    assert ("question", "x", "y", "") in told
    assert ("change reason", "", "", "a slip") in told


def test_places_are_never_logged():
    story = begun(
        parameters="location-priority=balanced location-min-interval=60 location-max-age=120"
    )
    assert story.interview.finalize().audit.startswith(b"event,node,start,end\n")
    assert [one.kind for one in story.interview.form.not_offered] == ["trail"]


def test_saving_and_loading_changes_no_line():
    story = begun().at(1, "/data/a").answer(a="x").at(3, "/data/b")
    loaded = resume(story.interview.form, story.interview.save(), story.world)
    assert loaded.save() == story.interview.save()
