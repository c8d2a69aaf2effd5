"""A form that is ready to be packed: one XML document and what it promises.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 5 (how our columns travel).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CompiledForm:
    """The XForm of a workbook, with the hash of its document and of its texts.

    `languages` are the tags in the document, English first. `unreviewed` are those of them
    with a respondent text nobody reviewed: good for a demo study only. `incomplete` are
    languages that were left out, because a respondent text is missing, stale or fuzzy.
    """

    form_id: str
    version: str
    title: str
    xform: bytes
    files: Mapping[str, bytes]
    form_hash: str
    text_hashes: Mapping[str, str]
    unreviewed: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    incomplete: tuple[str, ...] = ()
