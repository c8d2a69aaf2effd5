"""The codebook of a release: what each column means, in both languages.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 3.
Promise: all of it comes from the form and the plan; no answer is in it.
"""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from survey_app.disclosure.rows.protect import ProtectedMicrodata
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import (
    code,
    foreign,
    heading,
    in_every_language,
    table,
    text,
    whole_page,
)
from survey_app.microdata.codebook import Codebook, Variable
from survey_app.microdata.kinds import KINDS_OF_EMPTY
from survey_app.release.bars import STYLE as BARS
from survey_app.release.wording import method_words, role_words, said

Gettext = Callable[[str], str]


def codebook_page(
    codebook: Codebook,
    methods: Mapping[str, str],
    translators: tuple[Translator, ...],
    rows: ProtectedMicrodata | None = None,
) -> bytes:
    """Return the page of all variables in `methods` (name to method of protection).

    `rows` says which variables were left out of the file, and why.
    """
    make = partial(_section, codebook, methods, rows)
    return whole_page(codebook.title, in_every_language(translators, make), style=BARS)


def _section(
    codebook: Codebook,
    methods: Mapping[str, str],
    rows: ProtectedMicrodata | None,
    words: Translator,
) -> str:
    gettext = words.gettext
    chosen = [one for one in codebook.variables.values() if one.name in methods]
    form = f"{code(codebook.form_id)} {code(codebook.form_version)}"
    parts = [
        heading(gettext("Codebook"), 1),
        f"<p>{foreign(codebook.title)} {form}</p>\n",
        _contents(chosen, words),
        *(_variable(one, methods[one.name], words) for one in chosen),
        _empties(gettext),
    ]
    if rows is not None:
        parts.append(_left_out(rows, words))
    return "".join(parts)


def _contents(chosen: Collection[Variable], words: Translator) -> str:
    tag = words.language.tag
    return table(
        [words.gettext("Column"), words.gettext("Question")],
        [[code(one.name), text(label(one.labels, tag))] for one in chosen],
        caption=words.gettext("Columns of the file"),
    )


def _variable(one: Variable, method: str, words: Translator) -> str:
    gettext, tag = words.gettext, words.language.tag
    facts = [
        [gettext("Question"), text(label(one.labels, tag))],
        [gettext("How it is protected"), text(method_words(method, words))],
        [gettext("Role"), text(role_words(one.role, words))],
    ]
    if one.purpose:
        facts.append([gettext("Why it is asked"), foreign(one.purpose)])
    choices = _choices(one, method, words)
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{value}</td></tr>\n' for name, value in facts
    )
    return f"<h3>{code(one.name)}</h3>\n<table><tbody>{rows}</tbody></table>\n{choices}"


def _choices(one: Variable, method: str, words: Translator) -> str:
    """Return the codes of a variable; beside each, where it was released as one, its group."""
    gettext, tag = words.gettext, words.language.tag
    head = [gettext("Code"), gettext("Meaning")]
    rows = [[code(choice.code), text(label(choice.labels, tag))] for choice in one.choices]
    verb, _, level = method.partition(":")
    if verb == "level" and level.isdigit() and int(level):
        head.append(gettext("Group in this file"))
        for row, choice in zip(rows, one.choices, strict=True):
            row.append(code((choice.code, *choice.groups)[: int(level) + 1][-1]))
    return table(head, rows)


def _empties(gettext: Gettext) -> str:
    return heading(gettext("Why a cell is empty")) + table(
        [gettext("Code"), gettext("Meaning")],
        [[code(str(number)), text(gettext(words))] for number, words in KINDS_OF_EMPTY.items()],
    )


def _left_out(rows: ProtectedMicrodata, words: Translator) -> str:
    gettext = words.gettext
    told = [[code(name), text(said(why, words))] for name, why in sorted(rows.left_out.items())]
    head = [gettext("Question"), gettext("Reason")]
    return heading(gettext("Left out of this file")) + table(head, told)


def label(labels: Mapping[str, str], tag: str) -> str:
    """Return the label in the language `tag`, else in any language there is.

    >>> label({"en": "Age", "ur": ""}, "ur")
    'Age'
    """
    return labels.get(tag) or next((one for one in labels.values() if one), "")
