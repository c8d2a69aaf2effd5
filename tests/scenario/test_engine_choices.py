"""Selects seen from outside: lists, filters, languages, order."""

import unicodedata

import pytest

from survey_app.xlsform.files.tables import columns_of

CASCADE = """
    | survey  | type                       | name  | label::English (en) | choice_filter             |
    |         | select_one province        | where | Province            |                           |
    |         | select_multiple district   | towns | Districts           | province = ${where}       |
    |         | select_one yn              | sure  | Sure?               |                           |
    | choices | list_name | name | label::English (en) | label::Urdu (ur) | province |
    |         | province  | pb   | Punjab              | پنجاب            |          |
    |         | province  | sd   | Sindh               | سندھ             |          |
    |         | district  | lhr  | Lahore              | لاہور            | pb       |
    |         | district  | mul  | Multan              | ملتان            | pb       |
    |         | district  | khi  | Karachi             | کراچی            | sd       |
    |         | yn        | yes  | Yes                 | ہاں              |          |
    |         | yn        | no   | No                  | نہیں             |          |
"""


def test_a_filter_offers_what_fits_and_blanks_what_no_longer_does(scenario):
    interview = scenario(CASCADE)
    assert interview.choices("towns") == []
    interview.answer(where="pb", towns=["mul", "lhr"])
    assert interview.choices("towns") == ["lhr", "mul"]
    interview.answer(where="sd")
    assert (interview.choices("towns"), interview.value("towns")) == (["khi"], "")
    assert "towns" not in interview.finalize().values()


def test_a_choice_taken_back_by_mistake_comes_back_with_its_list(scenario):
    interview = scenario(CASCADE).answer(where="pb", towns="mul").answer(where="sd")
    assert interview.answer(where="pb").value("towns") == "mul"


def test_the_order_of_ticking_does_not_change_the_answer(scenario):
    one = scenario(CASCADE).answer(where="pb", towns=["mul", "lhr", "mul"])
    other = scenario(CASCADE).answer(where="pb", towns="lhr mul")
    assert one.value("towns") == other.value("towns") == "lhr mul"


def test_what_is_not_offered_is_refused(scenario):
    interview = scenario(CASCADE).answer(where="pb", towns="lhr")
    for name, wrong in (("where", "kp"), ("towns", ["lhr", "khi"]), ("sure", "yes no")):
        interview.answer(**{name: wrong})
        assert interview.outcome.validity.value == "NOT_A_CHOICE"
    assert interview.value("towns") == "lhr"


def test_labels_follow_the_language_and_answers_do_not(scenario):
    interview = scenario(CASCADE, language="ur").answer(where="pb")
    assert interview.labels("where") == ["پنجاب", "سندھ"]
    interview.interview.set_language("en")
    assert interview.labels("where") == ["Punjab", "Sindh"]
    assert (interview.value("where"), interview.interview.language) == ("pb", "en")


def test_a_missing_translation_falls_back_to_the_default_language(scenario):
    interview = scenario("""
        | survey | type | name | label::English (en) | label::Urdu (ur) |
        |        | text | a    | A                   | الف              |
        |        | text | b    | B                   |                  |
    """, language="ur")  # fmt: skip
    assert (interview.label("a"), interview.label("b")) == ("الف", "B")


def test_all_choices_of_a_list_are_told_in_every_language(scenario):
    interview = scenario(CASCADE).answer(where="pb")
    every = interview.interview.question("/data/towns").choices_all()
    assert [one.value for one in every] == ["lhr", "mul", "khi"]
    assert every[2].labels == {"English (en)": "Karachi", "Urdu (ur)": "کراچی"}


def test_a_shuffle_is_the_same_each_time_it_is_shown_and_after_loading(scenario):
    rows = "\n".join(f"    |         | l         | c{n}   | {n} |" for n in range(12))
    table = f"""
    | survey  | type         | name | label::English (en) | parameters     |
    |         | select_one l | a    | A                   | randomize=true |
    |         | select_multiple l | b | B                  | randomize=true |
    | choices | list_name | name | label::English (en) |
{rows}
    """
    interview = scenario(table)
    shown = interview.choices("a")
    assert shown != sorted(shown, key=lambda name: int(name[1:]))
    interview.answer(b=["c11", "c2", "c3"])
    assert interview.value("b") == "c2 c3 c11", "kept in the order of the list"
    assert interview.saved_and_loaded().choices("a") == shown
    assert scenario(table, seed=2).choices("a") != shown


def test_the_name_of_a_choice_follows_the_language_but_the_record_does_not(scenario):
    table = """
    | survey  | type           | name | label::English (en) | label::Urdu (ur) | calculation |
    |         | select_one yn  | sure | Sure?               | یقین؟            |             |
    |         | calculate      | said |                     |                  | jr:choice-name(${sure}, '${sure}') |
    |         | text           | ok   | So ${said}?         | تو ${said}؟      |             |
    | choices | list_name | name | label::English (en) | label::Urdu (ur) |
    |         | yn        | yes  | Yes                 | ہاں              |
    """
    urdu = scenario(table, language="ur").answer(sure="yes")
    assert (urdu.value("said"), urdu.label("ok")) == ("ہاں", "تو ہاں؟")
    urdu.interview.set_language("en")
    assert urdu.value("said") == "Yes"
    urdu.interview.set_language("ur")
    english = scenario(table, language="en").answer(sure="yes")
    assert urdu.finalize().values() == english.finalize().values()
    assert urdu.value("said") == "ہاں"


def test_a_list_in_a_file_is_read_from_the_files_of_the_form(scenario):
    table = """
    | survey | type                         | name | label::English (en) | calculation |
    |        | select_one_from_file p.csv   | a    | A                   |             |
    |        | calculate                    | b    |                     | pulldata('p', 'head', 'name', ${a}) |
    """
    files = {"p.csv": '\ufeffname,label,head\nx,Ex,Aa\ny,"Why, so",Bb\n'.encode()}
    interview = scenario(table, files=files).answer(a="y")
    assert interview.labels("a") == ["Ex", "Why, so"]
    assert interview.value("b") == "Bb"
    assert scenario(table).choices("a") == []


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r"])
def test_a_list_in_a_file_may_be_written_by_any_program_for_tables(scenario, between, end):
    table = """
    | survey | type                         | name | label |
    |        | select_one_from_file p.csv   | a    | A     |
    """
    text = "name,label\npb,Punjab\nsd,Sindh\n".replace(",", between).replace("\n", end)
    interview = scenario(table, files={"p.csv": text.encode()})
    assert interview.labels("a") == ["Punjab", "Sindh"]
    assert columns_of("p.csv", text.encode()) == ("name", "label")


@pytest.mark.parametrize("name", ["Ali Khan", "Bibi  Jan", " Zar "])
def test_a_name_with_blanks_that_was_typed_in_a_row_can_be_chosen(scenario, name):
    interview = scenario("""
        | survey | type              | name   | label::English (en) |
        |        | begin repeat      | people | People              |
        |        | text              | who    | Name                |
        |        | end repeat        |        |                     |
        |        | select_one ${who} | head   | Who is the head?    |
    """).interview
    interview.answer("/data/people[1]/who", name)
    assert interview.answer("/data/head", name).validity.value == "OK"
    assert interview.value("/data/head") == name
    assert f"<head>{name}</head>".encode() in interview.finalize().xml
    interview.answer("/data/people[1]/who", "Ali")
    assert interview.value("/data/head") == ""


def test_letters_of_a_list_may_be_written_in_parts(scenario):
    typed, listed = "آزاد", unicodedata.normalize("NFD", "آزاد")
    interview = scenario("""
        | survey | type                           | name | label::English (en) | choice_filter  |
        |        | text                           | area | Area                |                |
        |        | select_one_from_file t.csv     | one  | One                 | area = ${area} |
        |        | select_multiple_from_file t.csv | many | Many               |                |
    """, files={"t.csv": f"name,label,area\n{listed},Azad,{listed}\n".encode()})  # fmt: skip
    interview.answer(area=typed, one=typed, many=[listed])
    assert listed != typed
    assert (interview.value("one"), interview.value("many")) == (typed, typed)


def test_fields_in_a_list_are_one_screen(scenario):
    interview = scenario("""
        | survey | type        | name | label::English (en) | appearance | relevant   |
        |        | begin group | m1   | First part          |            |            |
        |        | begin group | g    | Together            | field-list |            |
        |        | text        | a    | A                   |            |            |
        |        | text        | b    | B                   |            | ${a} = 'x' |
        |        | end group   |      |                     |            |            |
        |        | note        | n    | Thank you           |            |            |
        |        | end group   |      |                     |            |            |
    """)
    first, second = interview.interview.screens()
    assert (first.key, first.refs) == ("/data/m1/g", ("/data/m1/g/a",))
    assert (first.group_titles, first.module) == (("First part", "Together"), "m1")
    assert interview.interview.question(second.refs[0]).control == "note"
    interview.answer(a="x")
    assert interview.interview.screens()[0].refs == ("/data/m1/g/a", "/data/m1/g/b")


def test_a_value_that_the_form_sets_in_a_select_is_blank_where_it_is_not_offered(scenario):
    interview = scenario("""
        | survey  | type                | name  | label::English (en) | calculation | trigger  | choice_filter       |
        |         | select_one province | where | Province            |             |          |                     |
        |         | text                | any   | Anything            |             |          |                     |
        |         | select_one town     | town  | Town                | 'khi'       | ${any}   | province = ${where} |
        | choices | list_name | name | label::English (en) | province |
        |         | province  | pb   | Punjab              |          |
        |         | province  | sd   | Sindh               |          |
        |         | town      | lhr  | Lahore              | pb       |
        |         | town      | khi  | Karachi             | sd       |
    """).answer(where="pb", any="x")
    assert interview.value("town") == ""
    assert interview.saved_and_loaded().value("town") == ""
    assert interview.answer(where="sd").value("town") == "khi"


def test_a_name_of_a_choice_is_told_where_the_row_of_its_question_is_gone(scenario):
    """The calculation stands outside; the filter looks at what stood beside the question."""
    story = scenario("""
        | survey | type                | name | label::English (en) | calculation                                    | choice_filter |
        |        | begin_repeat        | r    | Row                 |                                                |               |
        |        | text                | in   | In                  |                                                |               |
        |        | select_one towns    | town | Town                |                                                | area = ${in}  |
        |        | end_repeat          |      |                     |                                                |               |
        |        | text                | code | Code                |                                                |               |
        |        | calculate           | said |                     | jr:choice-name(${code}, '/data/r/town')        |               |

        | choices | list_name | name | label::English (en) | area |
        |         | towns     | lhr  | Lahore              | pb   |
        |         | towns     | khi  | Karachi             | sd   |
    """)
    story.answer(("/data/r[1]/in", "pb")).answer(code="lhr")
    assert story.value("said") == "Lahore"
    story.remove("/data/r[1]")
    assert story.answer(code="khi").value("said") == "", "its list is empty, and nothing breaks"
    story.add("/data/r").answer(("/data/r[1]/in", "sd"))
    assert story.answer(code="lhr").answer(code="khi").value("said") == "Karachi"


def test_questions_that_offer_all_of_one_list_share_it_unless_an_answer_stands_in_it(scenario):
    story = scenario("""
        | survey  | type              | name  | label::English (en) | label::Urdu (ur) | choice_filter |
        |         | text              | child | Name                | نام              |               |
        |         | select_one yn     | a     | A                   | الف              |               |
        |         | select_multiple yn | b    | B                   | ب                |               |
        |         | select_one yn     | c     | C                   | ج                | name != 'no'  |
        |         | select_one who    | d     | D                   | د                |               |
        |         | select_one who    | e     | E                   | ہ                |               |
        | choices | list_name | name | label::English (en) | label::Urdu (ur)  |
        |         | yn        | yes  | Yes                 | جی ہاں            |
        |         | yn        | no   | No                  | جی نہیں           |
        |         | who       | she  | ${child}            | ${child}          |
    """)

    def offers(*names):
        return [view.offer for view in story.interview.views([story.ref(name) for name in names])]

    a, b, c = offers("a", "b", "c")
    assert a is b
    assert [one.label for one in a.choices] == ["Yes", "No"]
    assert [one.label for one in c.choices] == ["Yes"]
    for name in ("Amna", "Sana"):
        story.answer(child=name)
        assert [one.choices[0].label for one in offers("d", "e")] == [name, name]
    story.interview.set_language("ur")
    assert [one.choices[0].label for one in offers("a", "b", "d")] == ["جی ہاں", "جی ہاں", "Sana"]
