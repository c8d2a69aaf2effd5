"""The type checker refuses a change of the nouns that nothing else keeps from it."""

from type_checker import marked_lines, refused_lines

CHANGES = """
from survey_app.interview.viewing import QuestionView
from survey_app.xform.definition import QuestionDef
from survey_app.xpath.syntax import Literal

def changed(literal: Literal) -> None:
    literal.text = "another"  # refused

def renamed(question: QuestionDef) -> None:
    question.name = "another"  # refused

def retold(view: QuestionView) -> None:
    view.value = "another"  # refused

def read(literal: Literal) -> str:
    return literal.text
"""


def test_the_type_checker_refuses_every_change_of_an_immutable_noun(tmp_path):
    wrong, said = refused_lines(CHANGES, tmp_path, why="read-only")
    assert wrong == marked_lines(CHANGES), said
