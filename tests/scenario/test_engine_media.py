"""What is seen and heard with texts: by language, and never in another one than hers."""

BOOK = """
    | survey | type           | name  | label::English (en) | label::Urdu (ur) | image::English (en) | image::Urdu (ur) | audio::English (en) | big-image::Urdu (ur) |
    |        | text           | name  | Your name?          | آپ کا نام؟        | name.png            | name-ur.png      | name.mp3            | large-ur.png         |
    |        | text           | plain | Plain.              | سادہ              |                     |                  |                     |                      |
    |        | select_one yn  | well  | Are you well?       | ٹھیک؟             |                     |                  |                     |                      |

    | choices | list_name | name | label::English (en) | label::Urdu (ur) | image::English (en) | audio::Urdu (ur) |
    |         | yn        | yes  | Yes, ${name}        | جی ہاں           | yes.png             | yes-ur.mp3       |
    |         | yn        | no   | No                  | جی نہیں          |                     |                  |
"""


def test_media_of_a_label_follow_the_language_and_no_sound_is_borrowed_from_another(scenario):
    english, urdu = scenario(BOOK).interview, scenario(BOOK, language="ur").interview
    assert english.all_media("/data/name") == {
        "image": "jr://images/name.png",
        "audio": "jr://audio/name.mp3",
    }
    assert urdu.all_media("/data/name") == {
        "image": "jr://images/name-ur.png",
        "big-image": "jr://images/large-ur.png",
    }


def test_a_question_without_media_has_none(scenario):
    assert scenario(BOOK).interview.all_media("/data/plain") == {}


def test_choices_have_their_media_and_the_pieces_of_their_labels(scenario):
    story = scenario(BOOK)
    story.answer(name="Bee")
    yes, no = story.interview.choices("/data/well")
    assert yes.media["image"] == "jr://images/yes.png"
    assert [(part.text, part.is_value) for part in yes.parts] == [("Yes, ", False), ("Bee", True)]
    assert (no.label, no.media) == ("No", {})
    urdu = scenario(BOOK, language="ur").interview.choices("/data/well")[0]
    assert urdu.media["audio"] == "jr://audio/yes-ur.mp3"
    assert urdu.media["image"] == "jr://images/yes.png"


def test_a_choice_that_was_an_answer_is_a_value_and_one_of_the_form_is_a_text(scenario):
    story = scenario("""
        | survey | type                    | name    | label  | choice_filter |
        |        | begin repeat            | child   | Child  |               |
        |        | text                    | called  | Name?  |               |
        |        | end repeat              |         |        |               |
        |        | select_one ${called}    | eldest  | Eldest?| ./called != '' |
        |        | select_one yn           | well    | Well?  |               |

        | choices | list_name | name | label     |
        |         | yn        | yes  | **Yes**   |
    """)
    story.interview.answer("/data/child[1]/called", "*Bee*")
    (eldest,) = story.interview.choices("/data/eldest")
    assert [(part.text, part.is_value) for part in eldest.parts] == [("*Bee*", True)]
    (yes,) = story.interview.choices("/data/well")
    assert [(part.text, part.is_value) for part in yes.parts] == [("**Yes**", False)]
