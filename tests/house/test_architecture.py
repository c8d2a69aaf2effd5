"""docs/architecture.md names what is there: each verb of an arrow, each package and its reason."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ARROWS = "\n".join(re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL))
VERBS = sorted(set(re.findall(r"\b([a-z_]+\.[a-z_]{3,})\b(?!/)", ARROWS)))
LEGS = ROOT / "survey_app" / "workflows"
ABOVE = ("", "workflows.", *(f"workflows.{one.parent.name}." for one in LEGS.glob("*/__init__.py")))
NOUNS = {"DraftSitting": "workflows.collect", "Store": "store.store"}
METHODS = sorted(set(re.findall(r"\b([A-Z]\w+\.[a-z_]+)\b", ARROWS)))


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_of_an_arrow_is_a_function_of_its_room(verb):
    room, name = verb.split(".")
    places = [f"survey_app.{above}{room}" for above in ABOVE]
    found = [one for one in places if importlib.util.find_spec(one)]
    assert any(callable(getattr(importlib.import_module(one), name, None)) for one in found)


@pytest.mark.parametrize("method", METHODS)
def test_each_method_of_an_arrow_belongs_to_its_noun(method):
    noun, name = method.split(".")
    module = importlib.import_module(f"survey_app.{NOUNS[noun]}")
    assert callable(getattr(getattr(module, noun), name))


def test_each_package_that_is_installed_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[>=]", one)[0] for one in project["dependencies"]}
    table = TEXT.split("## Dependencies")[1]
    named = {name for row in re.findall(r"(?m)^\| ([^|]+) \|", table) for name in row.split(", ")}
    assert wanted - named == set()
