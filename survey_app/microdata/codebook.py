"""What every variable of a form means, in each of its languages.

Room: microdata (floor 4).
Spec: docs/spec/view.md section 3.
Promise: all that is said here comes from the form; no answer is needed or held.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.microdata.flat import name_of
from survey_app.xform.definition import ChoiceDef, FormDef, NodeDef, QuestionDef
from survey_app.xform.empties import EmptyKind

Labels = Mapping[str, str]

_TAG = re.compile(r"\(([A-Za-z][A-Za-z0-9\-]*)\)\s*\Z")


@dataclass(frozen=True)
class CodebookChoice:
    """One code of a variable, and its labels by language tag.

    Shape: `groups` are the parent groups of the code, nearest first.
    """

    code: str
    labels: Labels
    groups: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """Return the choice as JSON."""
        return {"code": self.code, "labels": dict(self.labels), "groups": list(self.groups)}


@dataclass(frozen=True)
class Variable:
    """One variable: what was asked, of whom, why, and how it is protected.

    Shape: labels are by language tag (`en`, `ur`); `roster` is the name of the repeat, or
    None; `module` holds the titles of the top-level group; `empties` are the kinds of empty
    that the question offers, beside those that the program sets.
    """

    name: str
    path: str
    roster: str | None
    data_type: str
    is_multiple: bool
    labels: Labels
    module: Labels
    choices: tuple[CodebookChoice, ...]
    role: str
    method: str
    rank: str
    sensitivity: str
    voice: str
    purpose: str
    empties: tuple[EmptyKind, ...]

    def to_json(self) -> Json:
        """Return the variable as JSON."""
        return {
            "name": self.name,
            "path": self.path,
            "roster": self.roster,
            "data_type": self.data_type,
            "is_multiple": self.is_multiple,
            "labels": dict(self.labels),
            "module": dict(self.module),
            "choices": [choice.to_json() for choice in self.choices],
            "role": self.role,
            "method": self.method,
            "rank": self.rank,
            "sensitivity": self.sensitivity,
            "voice": self.voice,
            "purpose": self.purpose,
            "empties": [int(kind) for kind in self.empties],
        }


@dataclass(frozen=True)
class Codebook:
    """All variables of one form version, in the order of the form."""

    form_id: str
    form_version: str
    form_hash: str
    title: str
    languages: tuple[str, ...]
    variables: Mapping[str, Variable]

    def to_json(self) -> Json:
        """Return the codebook as JSON."""
        return {
            "form_id": self.form_id,
            "form_version": self.form_version,
            "form_hash": self.form_hash,
            "title": self.title,
            "languages": list(self.languages),
            "variables": [variable.to_json() for variable in self.variables.values()],
        }


def codebook_of(form: FormDef) -> Codebook:
    """Return the codebook of `form`.

    Shape: notes have no value and no entry; computed and hidden variables have one.
    """
    return Codebook(
        form_id=form.form_id,
        form_version=form.version,
        form_hash=form.form_hash,
        title=form.title,
        languages=tuple(_languages(form)),
        variables={
            name: variable_of(form, question)
            for name, question in form.questions.items()
            if question.control != "note"
        },
    )


def variable_of(form: FormDef, question: QuestionDef) -> Variable:
    """Return the entry of one question of `form`."""
    extra = question.bind.extra
    return Variable(
        name=question.name,
        path=question.path,
        roster=None if question.repeat is None else name_of(question.repeat),
        data_type=question.data_type,
        is_multiple=question.control in {"select", "rank"},
        labels=_wordings(form, question),
        module=_module(form, question),
        choices=tuple(_choice(choice) for choice in question.choices_all()),
        role=extra.get("sdc:role", ""),
        method=extra.get("sdc:method", ""),
        rank=extra.get("sdc:rank", ""),
        sensitivity=question.sensitivity,
        voice=question.voice,
        purpose=extra.get("sa:purpose", ""),
        empties=question.empties,
    )


def tag_of(language: str) -> str:
    """Return the tag inside the name of a form's language.

    >>> tag_of("Urdu (ur)"), tag_of("Pashto")
    ('ur', 'Pashto')
    """
    match = _TAG.search(language)
    return match.group(1) if match else language


def _languages(form: FormDef) -> Labels:
    """Return the languages of a form: tag to name; a form in one language is in English."""
    return {tag_of(name): name for name in form.languages} or {"en": ""}


def _wordings(form: FormDef, node: NodeDef) -> Labels:
    return {tag: form.wording(node.label, name) for tag, name in _languages(form).items()}


def _module(form: FormDef, question: QuestionDef) -> Labels:
    """Return the titles of the top-level group of a question, none for one outside of groups."""
    group = form.nodes.get("/".join(question.path.split("/")[:3]))
    return {} if group is None or isinstance(group, QuestionDef) else _wordings(form, group)


def _choice(choice: ChoiceDef) -> CodebookChoice:
    labels = {tag_of(name): label for name, label in choice.labels.items()}
    levels = (choice.extra.get(level, "").strip() for level in ("sdc_level1", "sdc_level2"))
    return CodebookChoice(choice.value, labels, tuple(level for level in levels if level))
