"""The speaker's leg: the texts of a form in their order, and a recording for each.

Room: workflows. Runs where the form is written, before a pack is made of it.

    form folder -> prompts -- record, record again --> media/<file>, media/recordings.json

Spec: docs/spec/recordings.md.
Promise: a recording is on the disk before the list names it; the list ties it to its words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from survey_app.durable import write_durably
from survey_app.media import Family, cleaned
from survey_app.workflows.author import MEDIA, AuthoredForm, open_form
from survey_app.workflows.recording_errors import NoSuchPromptError, NotSpokenError
from survey_app.xlsform.translating.recordings import (
    LIST,
    Prompt,
    Recording,
    mark_of,
    prompts,
    read_recordings,
    recordings_bytes,
    with_recording,
)
from survey_app.xlsform.translating.tongues import Tongue, spoken

_UNSAFE = re.compile(r"[^a-z0-9]+")
MARK_LETTERS = 8


@dataclass(frozen=True)
class Script:
    """The texts of one form in one language, in the order in which they are spoken."""

    title: str
    tag: str
    prompts: tuple[Prompt, ...]

    def find(self, ctx: str) -> Prompt:
        """Return the prompt of a context. Raises: NoSuchPromptError."""
        for one in self.prompts:
            if one.ctx == ctx:
                return one
        raise NoSuchPromptError


def script(form: Path, translations: Path, tag: str) -> Script:
    """Return what is to be spoken.

    Raises: NotSpokenError; NoWorkbookError, WorkbookUnreadableError, CatalogueError.
    """
    authored = open_form(form, translations)
    tongue = _tongues(authored).get(tag)
    if tongue is None:
        raise NotSpokenError(language=tag)
    found = prompts(
        authored.workbook, tongue, read_recordings(authored.files), authored.files.keys()
    )
    return Script(authored.workbook.title, tag, found)


def record(form: Path, translations: Path, tag: str, ctx: str, data: bytes) -> Prompt:
    """Keep `data` as the recording of a text; an earlier one of it is removed.

    Raises: NoSuchPromptError, NotSpokenError; NotASoundError, MediaDamagedError.
    """
    prompt = script(form, translations, tag).find(ctx)
    media = cleaned(data, Family.AUDIO)
    name = _file_name(tag, prompt, media.kind.suffix)
    folder = open_form(form, translations).path.parent / MEDIA
    folder.mkdir(exist_ok=True)
    write_durably(folder / name, media.data)
    listed = read_recordings(_listed(folder))
    now = with_recording(listed, tag, ctx, Recording(name, mark_of(prompt.text)))
    write_durably(folder / LIST, recordings_bytes(now))
    if prompt.file and prompt.file != name:
        (folder / prompt.file).unlink(missing_ok=True)
    return script(form, translations, tag).find(ctx)


def recorded_bytes(form: Path, translations: Path, prompt: Prompt) -> bytes:
    """Return the bytes of the recording of `prompt`. Raises: NoSuchPromptError."""
    files = open_form(form, translations).files
    if prompt.file not in files:
        raise NoSuchPromptError
    return files[prompt.file]


def _tongues(form: AuthoredForm) -> Mapping[str, Tongue]:
    return {one.tag: one for one in spoken(form.workbook, form.translations)[0]}


def _listed(folder: Path) -> Mapping[str, bytes]:
    path = folder / LIST
    return {LIST: path.read_bytes()} if path.is_file() else {}


def _file_name(tag: str, prompt: Prompt, kind: str) -> str:
    """Return a name that tells language and place, and changes with the words.

    >>> from survey_app.xlsform.translating.recordings import Heard
    >>> _file_name("ur", Prompt("c:yes_no:yes:label", "جی ہاں", Heard.MISSING), "mp3")
    'ur-c-yes-no-yes-label-b2cb2d93.mp3'
    """
    place = _UNSAFE.sub("-", prompt.ctx.lower()).strip("-")
    ending = "weba" if kind == "webm" else kind  # a film ends so, too
    return f"{tag}-{place}-{mark_of(prompt.text)[:MARK_LETTERS]}.{ending}"
