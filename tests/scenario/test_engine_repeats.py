"""Repeats seen from outside: growing, shrinking, counting, looking at each other."""

import pytest
from scenario import environment, xform_of

from survey_app.interview import begin
from survey_app.interview.errors import RepeatFixedError
from survey_app.xform import parse

CHILDREN = """
    | survey | type         | name     | label::English (en)   | calculation          | relevant      |
    |        | text         | mother   | Mother                |                      |               |
    |        | begin repeat | child    | Child                 |                      |               |
    |        | text         | nick     | Name for now          |                      |               |
    |        | integer      | age      | Age of ${nick}        |                      |               |
    |        | text         | school   | School of ${nick}     |                      | ${age} >= 5   |
    |        | calculate    | place    |                       | position(..)         |               |
    |        | end repeat   |          |                       |                      |               |
    |        | calculate    | children |                       | count(${child})      |               |
    |        | calculate    | total    |                       | sum(${age})          |               |
    |        | calculate    | eldest   |                       | max(${age})          |               |
    |        | calculate    | names    |                       | join(' ', ${nick})   |               |
"""


def two_children(scenario):
    return (
        scenario(CHILDREN)
        .answer(("/data/child[1]/nick", "Aa"), ("/data/child[1]/age", "3"))
        .add("/data/child")
        .answer(("/data/child[2]/nick", "Bb"), ("/data/child[2]/age", "9"))
    )


def test_sums_counts_and_names_follow_every_instance(scenario):
    interview = two_children(scenario)
    found = [interview.value(name) for name in ("children", "total", "eldest", "names")]
    assert found == ["2", "12", "9", "Aa Bb"]


def test_an_instance_looks_at_its_own_answers(scenario):
    interview = two_children(scenario)
    assert not interview.relevant("/data/child[1]/school")
    assert interview.relevant("/data/child[2]/school")
    assert interview.label("/data/child[2]/school") == "School of Bb"


def test_a_removed_instance_leaves_every_sum_and_moves_the_others_up(scenario):
    interview = two_children(scenario).remove("/data/child[1]")
    assert [interview.value(n) for n in ("children", "total", "names")] == ["1", "9", "Bb"]
    assert interview.value("/data/child[1]/place") == "1"
    assert interview.finalize().values()["/data/child[1]/nick"] == "Bb"


def test_the_last_instance_may_go_too(scenario):
    interview = scenario(CHILDREN).remove("/data/child[1]")
    assert (interview.value("children"), interview.value("total")) == ("0", "0")
    assert interview.keys() == ["/data/mother", "/data/child[+]"]
    assert interview.add("/data/child").value("children") == "1"


def test_after_the_instances_stands_a_screen_to_add_another(scenario):
    interview = two_children(scenario).interview
    keys = [screen.key for screen in interview.screens()]
    assert keys == [
        "/data/mother",
        "/data/child[1]/nick",
        "/data/child[1]/age",
        "/data/child[2]/nick",
        "/data/child[2]/age",
        "/data/child[2]/school",
        "/data/child[+]",
    ]
    last = interview.screens()[-1]
    assert (last.kind, last.repeat_ref, last.refs) == ("repeat", "/data/child", ())
    assert interview.can_add_repeat(last.repeat_ref)
    assert interview.next_screen(last.key) is None
    assert interview.previous_screen("/data/mother") is None


def test_rows_without_an_answer_cost_neither_the_sum_nor_the_extremes(scenario):
    interview = scenario("""
        | survey | type         | name  | label | calculation       |
        |        | begin repeat | child | Child |                   |
        |        | integer      | age   | Age   |                   |
        |        | end repeat   |       |       |                   |
        |        | integer      | more  | More  |                   |
        |        | calculate    | all   |       | sum(${age})       |
        |        | calculate    | least |       | min(${age})       |
        |        | calculate    | most  |       | max(${age}, ${more}) |
    """)
    told = lambda: [interview.value(name) for name in ("all", "least", "most")]  # noqa: E731
    for _ in range(3):
        interview.add("/data/child")
    assert told() == ["0", "", ""]
    interview.answer(("/data/child[1]/age", "4")).answer(("/data/child[3]/age", "9"))
    assert told() == ["13", "4", "9"]
    interview.answer(more="11")
    assert told() == ["13", "4", "11"]


COUNTED = """
    | survey | type         | name  | label::English (en) | repeat_count | calculation  |
    |        | integer      | many  | How many?           |              |              |
    |        | begin repeat | child | Child               | ${many}      |              |
    |        | text         | nick  | Name                |              |              |
    |        | end repeat   |       |                     |              |              |
    |        | calculate    | n     |                     |              | count(${child}) |
"""


def test_a_count_is_asked_again_whenever_its_answer_changes(scenario):
    interview = scenario(COUNTED)
    sizes = []
    for many in (None, "3", "1", "0", "2", "1"):
        interview.answer(many=many)
        sizes.append(interview.interview.count_repeats("/data/child"))
    assert sizes == [0, 3, 1, 0, 2, 1]
    assert interview.value("n") == "1"


def test_a_count_that_was_emptied_says_nothing_yet_but_refused_or_hidden_means_none(scenario):
    interview = scenario(COUNTED).answer(many="3").answer(many=None)
    assert interview.interview.count_repeats("/data/child") == 3
    assert interview.saved_and_loaded().interview.count_repeats("/data/child") == 3
    interview.empty("many", "refused")
    assert interview.interview.count_repeats("/data/child") == 0
    hiding = (
        COUNTED.replace("| calculation  |", "| calculation  | relevant |", 1).replace(
            "| How many?           |              |              |",
            "| How many?           |              |              | ${yes} != 'no' |",
        )
        + "    |        | text         | yes   | Any?                |              |              | |\n"
    )
    interview = scenario(hiding).answer(many="2").answer(yes="no")
    assert interview.interview.count_repeats("/data/child") == 0


def test_a_count_that_comes_out_at_a_blank_question_means_none():
    """Written by hand: it depends on nothing that stood there before."""
    count = b'jr:count="if(/data/many = 0, 5, /data/many)"'
    interview = begin(
        parse(xform_of(COUNTED).replace(b'jr:count=" /data/many "', count)),
        environment(),
        language="en",
    )
    for many, rows in (("0", 5), (None, 0), ("2", 2), (None, 0)):
        interview.answer("/data/many", many)
        assert interview.count_repeats("/data/child") == rows


def test_a_count_that_is_a_bare_name_stands_beside_its_repeat():
    form = xform_of(COUNTED)
    assert b'jr:count=" /data/many "' in form
    form = form.replace(b'jr:count=" /data/many "', b'jr:count="many"')
    interview = begin(parse(form), environment(), language="en")
    interview.answer("/data/many", "2")
    assert interview.count_repeats("/data/child") == 2


def test_a_number_mistyped_and_put_right_costs_no_answers(scenario):
    interview = scenario(COUNTED).answer(many="3")
    for at, nick in enumerate(("Aa", "Bb", "Cc"), start=1):
        interview.answer((f"/data/child[{at}]/nick", nick))
    interview.answer(many="1")
    assert set(interview.finalize().values()) == {"/data/many", "/data/child[1]/nick", "/data/n"}
    again = interview.saved_and_loaded().answer(many="3")
    found = [again.value(f"/data/child[{at}]/nick") for at in (1, 2, 3)]
    assert found == ["Aa", "Bb", "Cc"]


UNTIL_NO = """
    | survey | type         | name  | label::English (en) | repeat_count | calculation |
    |        | begin repeat | house | House               | if(count(${house}) = 0 or ${more}[last()] != 'no', count(${house}) + 1, count(${house})) | |
    |        | text         | who   | Who                 |              |             |
    |        | text         | more  | Another?            |              |             |
    |        | end repeat   |       |                     |              |             |
"""


def test_a_count_that_waits_for_its_own_repeat_grows_by_one_at_a_time(scenario):
    interview = scenario(UNTIL_NO).interview
    assert interview.count_repeats("/data/house") == 1
    interview.answer("/data/house[1]/who", "a")
    assert interview.count_repeats("/data/house") == 2
    interview.answer("/data/house[2]/who", "b")
    assert interview.count_repeats("/data/house") == 3


def test_nobody_adds_to_a_counted_repeat(scenario):
    interview = scenario(COUNTED).answer(many="1")
    assert not interview.interview.can_add_repeat("/data/child")
    assert not interview.interview.can_remove_repeat("/data/child[1]")
    assert all(not key.endswith("[+]") for key in interview.keys())  # noqa: SIM118
    with pytest.raises(RepeatFixedError):
        interview.add("/data/child")
    with pytest.raises(RepeatFixedError):
        interview.remove("/data/child[1]")


def test_a_count_beyond_all_sense_is_cut(scenario):
    interview = scenario(COUNTED).answer(many="2000000000")
    assert interview.interview.count_repeats("/data/child") == 10_000


def test_repeats_inside_repeats_keep_to_their_own(scenario):
    interview = scenario("""
        | survey | type         | name  | label::English (en) | calculation      | repeat_count |
        |        | begin repeat | house | House               |                  |              |
        |        | integer      | many  | Rooms               |                  |              |
        |        | begin repeat | room  | Room                |                  | ${many}      |
        |        | integer      | beds  | Beds                |                  |              |
        |        | calculate    | share |                     | ${beds} * ${many} |             |
        |        | end repeat   |       |                     |                  |              |
        |        | calculate    | all   |                     | sum(${beds})     |              |
        |        | end repeat   |       |                     |                  |              |
        |        | calculate    | whole |                     | sum(${all})      |              |
    """)
    interview.answer(("/data/house[1]/many", "2")).add("/data/house")
    interview.answer(("/data/house[2]/many", "1"))
    interview.answer(("/data/house[1]/room[1]/beds", "1"), ("/data/house[1]/room[2]/beds", "2"))
    interview.answer(("/data/house[2]/room[1]/beds", "5"))
    assert interview.value("/data/house[1]/room[2]/share") == "4"
    assert interview.value("/data/house[1]/all") == "3"
    assert (interview.value("/data/house[2]/all"), interview.value("whole")) == ("5", "8")
    interview.remove("/data/house[1]")
    assert interview.value("whole") == "5"


def test_an_instance_may_look_at_the_one_before_it(scenario):
    interview = scenario("""
        | survey | type         | name    | label::English (en) | calculation |
        |        | begin repeat | visit   | Visit               |             |
        |        | integer      | cost    | Cost                |             |
        |        | calculate    | running |                     | ${cost} + coalesce(indexed-repeat(${running}, ${visit}, position(..) - 1), 0) |
        |        | end repeat   |         |                     |             |
    """)
    interview.add("/data/visit").add("/data/visit")
    for at, cost in enumerate(("1", "10", "100"), start=1):
        interview.answer((f"/data/visit[{at}]/cost", cost))
    assert interview.value("/data/visit[3]/running") == "111"
    interview.answer(("/data/visit[1]/cost", "2"))
    assert interview.value("/data/visit[3]/running") == "112"


def test_an_irrelevant_instance_is_neither_counted_nor_summed(scenario):
    interview = scenario("""
        | survey | type         | name  | label::English (en) | relevant       | calculation     |
        |        | text         | gate  | Open?               |                |                 |
        |        | begin repeat | child | Child               | ${gate} != 'no' |                |
        |        | integer      | age   | Age                 |                |                 |
        |        | end repeat   |       |                     |                |                 |
        |        | calculate    | n     |                     |                | count(${child}) |
        |        | calculate    | total |                     |                | sum(${age})     |
    """).answer(("/data/child[1]/age", "4"))
    assert (interview.value("n"), interview.value("total")) == ("1", "4")
    interview.answer(gate="no")
    assert (interview.value("n"), interview.value("total")) == ("0", "0")
    assert interview.keys() == ["/data/gate"]


def test_a_new_instance_gets_its_defaults(scenario):
    interview = scenario("""
        | survey | type         | name   | label::English (en) | default       |
        |        | text         | mother | Mother              |               |
        |        | begin repeat | child  | Child               |               |
        |        | text         | kin    | Of                  | ${mother}     |
        |        | text         | town   | Town                | Multan        |
        |        | end repeat   |        |                     |               |
    """).answer(mother="M")
    interview.add("/data/child")
    assert interview.value("/data/child[2]/kin") == "M"
    assert interview.value("/data/child[2]/town") == "Multan"


def test_choices_may_come_from_earlier_answers(scenario):
    interview = scenario("""
        | survey | type               | name  | label::English (en) |
        |        | begin repeat       | child | Child               |
        |        | text               | nick  | Name                |
        |        | end repeat         |       |                     |
        |        | select_one ${nick} | one   | Which child?        |
    """)
    interview.answer(("/data/child[1]/nick", "Aa")).add("/data/child")
    assert interview.choices("one") == ["Aa"]
    interview.answer(("/data/child[2]/nick", "Bb")).answer(one="Bb")
    assert interview.choices("one") == ["Aa", "Bb"]
    interview.remove("/data/child[2]")
    assert interview.value("one") == ""


def test_a_fraction_of_an_index_is_cut_off(scenario):
    interview = scenario("""
        | survey | type         | name  | label::English (en) | repeat_count | calculation                              | default |
        |        | decimal      | place | Place               |              |                                          | 2.25    |
        |        | begin repeat | child | Child               | 2            |                                          |         |
        |        | text         | name  | Name                |              |                                          |         |
        |        | end repeat   |       |                     |              |                                          |         |
        |        | calculate    | found |                     |              | indexed-repeat(${name}, ${child}, ${place}) |      |
    """)
    interview.answer(("/data/child[1]/name", "A"), ("/data/child[2]/name", "B"))
    assert interview.value("found") == "B"
    assert interview.answer(place="2.99").value("found") == "B"
    assert interview.answer(place="0.9").value("found") == ""


def test_a_row_moves_with_all_it_holds_and_what_looks_at_places_follows(scenario):
    story = two_children(scenario).add("/data/child").answer(("/data/child[3]/nick", "Cc"))
    assert story.interview.rows.move("/data/child[3]", 1) == "/data/child[1]"
    assert story.value("names") == "Cc Aa Bb"
    assert [story.value(f"/data/child[{n}]/place") for n in (1, 2, 3)] == ["1", "2", "3"]
    assert story.label("/data/child[3]/age") == "Age of Bb"
    assert story.interview.rows.move("/data/child[1]", 9) == "/data/child[3]"
    assert story.value("names") == "Aa Bb Cc"
    assert story.saved_and_loaded().value("names") == "Aa Bb Cc"


def test_a_row_that_is_put_back_stands_where_it_stood_with_its_own_rows_inside(scenario):
    nested = """
    | survey | type         | name  | label::English (en) |
    |        | begin repeat | child | Child               |
    |        | text         | nick  | Name for now        |
    |        | begin repeat | toy   | Toy                 |
    |        | text         | what  | What is it?         |
    |        | end repeat   |       |                     |
    |        | end repeat   |       |                     |
    """
    story = scenario(nested).add("/data/child").add("/data/child[1]/toy")
    story.answer(("/data/child[1]/nick", "Aa"), ("/data/child[1]/toy[2]/what", "ball"))
    story.answer(("/data/child[2]/nick", "Bb"))
    before = story.interview.save()
    taken = story.interview.rows.take_out("/data/child[1]")
    assert story.value("/data/child[1]/nick") == "Bb"
    assert story.interview.rows.put_back(taken) == "/data/child[1]"
    assert story.interview.save() == before
    with pytest.raises(RepeatFixedError):
        story.interview.rows.put_back(taken)


@pytest.mark.parametrize("ref", ["/data/mother", "/data/child[7]", "/data/nothing"])
def test_only_a_row_that_is_there_can_be_moved(scenario, ref):
    with pytest.raises(RepeatFixedError):
        two_children(scenario).interview.rows.move(ref, 1)


def test_the_number_of_a_repeat_may_look_at_what_stands_before_it():
    counted = """
    | survey | type         | name  | label | repeat_count |
    |        | text         | first | First |              |
    |        | begin repeat | child | Child | 7            |
    |        | text         | nick  | Name  |              |
    |        | end repeat   |       |       |              |
    """
    axis = "count(preceding-sibling::first)"
    written = xform_of(counted).decode().replace(" /data/child_count ", axis)
    interview = begin(parse(written.encode()), environment(), language="en")
    assert interview.count_repeats("/data/child") == 1


NESTED = """
    | survey | type         | name   | label  | calculation                |
    |        | begin repeat | house  | House  |                            |
    |        | integer      | rooms  | Rooms  |                            |
    |        | begin repeat | member | Member |                            |
    |        | text         | nick   | Name   |                            |
    |        | calculate    | beside |        | count(/data/house/member)  |
    |        | end repeat   |        |        |                            |
    |        | calculate    | many   |        | count(/data/house/member)  |
    |        | calculate    | all    |        | sum(/data/house/rooms)     |
    |        | end repeat   |        |        |                            |
    |        | calculate    | every  |        | count(/data/house/member)  |
"""


def test_a_function_on_many_takes_those_of_the_innermost_repeat_on_the_way(scenario):
    story = scenario(NESTED).add("/data/house")
    story.add("/data/house[2]/member").add("/data/house[2]/member")
    story.answer(("/data/house[1]/rooms", "2"), ("/data/house[2]/rooms", "3"))
    found = [story.value(f"/data/house[{at}]/many") for at in (1, 2)]
    assert found == ["1", "2"], "its own members"
    assert story.value("/data/house[2]/member[1]/beside") == "2"
    assert story.value("/data/house[1]/all") == "5", "the rooms of all houses"
    assert story.value("every") == "3"


@pytest.mark.parametrize(
    ("calculation", "found"),
    [
        ("concat('up to ', /data/house/rooms, '.')", ["up to 2.", "up to 3."]),
        ("concat(/data/house/rooms)", ["23", "23"]),
        ("max(/data/house/rooms, 2.5)", ["2.5", "3"]),
        ("join('-', /data/house/rooms)", ["2-3", "2-3"]),
        ("join('-', /data/house/rooms, 'x')", ["2-x", "3-x"]),
        ("join('-', /data/house/member/nick, 'x')", ["Aa-x", "Bb-x"]),
        ("join(/data/house/rooms, /data/house/rooms)", ["223", "233"]),
        ("checklist(/data/house/rooms, 3, /data/house/rooms)", ["true", "false"]),
    ],
)
def test_values_given_one_beside_the_other_are_those_of_the_own_row(scenario, calculation, found):
    story = scenario(NESTED.replace("sum(/data/house/rooms) ", calculation)).add("/data/house")
    story.add("/data/house[2]/member")
    story.answer(("/data/house[1]/rooms", "2"), ("/data/house[2]/rooms", "3"))
    story.answer(("/data/house[1]/member/nick", "Aa"), ("/data/house[2]/member/nick", "Bb"))
    assert [story.value(f"/data/house[{at}]/all") for at in (1, 2)] == found


def test_the_text_of_a_whole_repeat_follows_what_is_said_inside():
    form = """
    | survey | type         | name  | label | calculation      |
    |        | begin repeat | child | Child |                  |
    |        | text         | nick  | Name  |                  |
    |        | end repeat   |       |       |                  |
    |        | calculate    | told  |       | PLACE            |
    """
    written = xform_of(form).decode()
    for place in (
        "/data/child",
        "concat(/data/child)",
        "join('', /data/*[1])",
        "string(/data/child[1])",
    ):
        interview = begin(
            parse(written.replace("PLACE", place).encode()), environment(), language="en"
        )
        for said in ("Aa", "Bb"):
            interview.answer("/data/child[1]/nick", said)
            assert interview.value("/data/told").startswith(said), place


def test_a_row_that_a_count_took_out_keeps_nothing_by_once(scenario):
    """Of the number none it must not keep: at that moment it was no part of the interview."""
    story = scenario("""
        | survey | type         | name  | label | repeat_count             | calculation           |
        |        | integer      | first | First |                          |                       |
        |        | begin repeat | child | Child | if(${first} < 5, ${first}, 1) |                  |
        |        | calculate    | kept  |       |                          | once(10 + ${first})   |
        |        | end repeat   |       |       |                          |                       |
    """)
    assert story.answer(first="0").interview.count_repeats("/data/child") == 0
    assert story.answer(first="1").value("/data/child[1]/kept") == "11"
