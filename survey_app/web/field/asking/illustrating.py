"""What is seen and heard with a question: the media the form names, if they came with it.

Room: web, field desk.
Spec: docs/spec/texts-and-media.md.
Promise: only a file that came with the form gets an address; nothing plays by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from survey_app.interview import Choice, Interview
from survey_app.web.beside import Beside, Medium
from survey_app.web.controls import Option
from survey_app.web.field.asking.naming import field_name
from survey_app.web.media_types import DRAWING, MediaSort, content_type, sort_of
from survey_app.web.rich_text.telling import in_words, told_in_line
from survey_app.xform.drawings import clean_drawing
from survey_app.xform.errors import FormDrawingError

LOGOS = ("logo.svg", "logo.png", "logo.webp", "logo.jpg")
SORTS: tuple[MediaSort, ...] = ("image", "audio", "video")


@dataclass(frozen=True)
class Shelf:
    """The files of one form, and what was looked for on it in vain."""

    files: Mapping[str, bytes]

    def media(self, said: Mapping[str, str], words: str) -> tuple[Medium, ...]:
        """Return what there is of the media that a text names."""
        named = {form: self._found(address, form) for form, address in said.items()}
        larger = named.get("big-image", "")
        named["image"] = named.get("image", "") or larger
        return tuple(
            Medium(sort, address_of(named[sort]), words, _larger(sort, larger, named[sort]))
            for sort in SORTS
            if named.get(sort)
        )

    def absent(self, said: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names of the files that a text speaks of and that are not there."""
        return tuple(
            file_name(address) for form, address in said.items() if not self._found(address, form)
        )

    def holds(self, name: str, sort: str) -> bool:
        """Say whether a file of this name is here and can be taken in so."""
        return (
            sort_of(name) == sort and name in self.files and _can_be_shown(name, self.files[name])
        )

    def _found(self, address: str, form: str) -> str:
        name = file_name(address)
        return name if self.holds(name, form.removeprefix("big-")) else ""


def beside(
    interview: Interview, ref: str, files: Mapping[str, bytes], choices: Sequence[Choice]
) -> Beside:
    """Return everything that stands beside the question `ref`, but for the rest of its label."""
    said, shelf = interview.all_media(ref), Shelf(files)
    named = (said, *(choice.media for choice in choices))
    made = Beside(
        media=shelf.media(said, in_words(interview.label_parts(ref))) if said else (),
        absent=tuple(dict.fromkeys(name for one in named for name in shelf.absent(one))),
    )
    if "image-map" not in interview.question(ref).appearance.split():
        return made
    return _with_drawing(made, interview, ref, files)


def logo(files: Mapping[str, bytes]) -> str:
    """Return the address of the form's logo, "" when none came with it."""
    shelf = Shelf(files)
    found = [name for name in LOGOS if shelf.holds(name, "image")]
    return address_of(found[0]) if found else ""


def option(choice: Choice, files: Mapping[str, bytes]) -> Option:
    """Return a choice with what is seen and heard with it."""
    words = told_in_line(choice.parts)
    if not choice.media:
        return Option(choice.value, words)
    return Option(
        choice.value, words, Shelf(files).media(choice.media, words.striptags() or choice.value)
    )


def file_name(address: str) -> str:
    """Return the name of the file an address such as "jr://images/well.png" means."""
    return address.rpartition("/")[2]


def address_of(name: str) -> str:
    """Return the address at which a page finds the file `name` of the open interview's form."""
    return url_for("media.file", name=name)


def _can_be_shown(name: str, data: bytes) -> bool:
    if content_type(name) != DRAWING:
        return bool(data)
    try:
        clean_drawing(data)
    except FormDrawingError:
        return False
    return True


def _larger(sort: str, larger: str, name: str) -> str:
    return address_of(larger) if sort == "image" and larger and larger != name else ""


def _with_drawing(
    made: Beside, interview: Interview, ref: str, files: Mapping[str, bytes]
) -> Beside:
    """Return `made` with the label's drawing in the page, its regions named by the choices."""
    name = file_name(interview.all_media(ref).get("image", ""))
    if content_type(name) != DRAWING or name not in files or name in made.absent:
        return made
    drawn = clean_drawing(
        files[name],
        stem=f"{field_name(ref)}-drawing-",
        regions=frozenset(choice.value for choice in interview.choices(ref)),
        chosen=frozenset(interview.value(ref).split()),
    )
    sounds = tuple(one for one in made.media if one.sort != "image")
    drawing = Markup(drawn)  # noqa: S704 -- nothing but shapes came through
    return replace(made, media=sounds, drawing=drawing)
