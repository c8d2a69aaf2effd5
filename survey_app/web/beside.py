"""What stands beside a question or a choice: the rest of its text, pictures, sounds, films.

Room: web. A desk fills these; the macros in templates/controls/media.html draw them.
Spec: docs/spec/texts-and-media.md.
"""

from dataclasses import dataclass

from markupsafe import Markup

from survey_app.web.media_types import MediaSort

NOTHING = Markup("")


@dataclass(frozen=True)
class Medium:
    """One picture, sound or film.

    `words` say what it is to whoever does not see it; `larger` is the address of the same
    picture in large.
    """

    sort: MediaSort
    address: str
    words: str
    larger: str = ""


@dataclass(frozen=True)
class Beside:
    """All that stands beside one question.

    `more` is what follows the heading of its label; `drawing` is a picture whose regions are
    choices; `absent` names files that the form speaks of but did not bring.
    """

    more: Markup = NOTHING
    media: tuple[Medium, ...] = ()
    drawing: Markup = NOTHING
    absent: tuple[str, ...] = ()


NOTHING_BESIDE = Beside()
