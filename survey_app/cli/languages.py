"""The option that says in which language a command prints.

Room: cli.
"""

from collections.abc import Callable
from typing import Any

import click

from survey_app.i18n.catalogues import Catalogues, Translator
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.workflows.places import shipped_translations


def language_option(
    explained: str = "Language of what is printed.",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--language TAG`, passed on as `tag`."""
    return click.option(
        "--language",
        "tag",
        type=click.Choice(list(LANGUAGES)),
        default=SOURCE_LANGUAGE,
        help=explained,
    )


def translator(tag: str) -> Translator:
    """Return what translates into the language of `tag`."""
    return Catalogues(shipped_translations()).translator(tag)
