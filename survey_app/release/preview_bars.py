"""The preview of a laptop as bars: who stands out, and by which questions.

Room: release (floor 7). Numbers in, HTML out.
Spec: docs/spec/risk-report.md section 6.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from survey_app.disclosure.reports.preview import Preview
from survey_app.i18n.document import code, text
from survey_app.release.bars import Bar, bars

_NO_WORDS: Mapping[str, str] = MappingProxyType({})


def preview_bars(
    one: Preview, gettext: Callable[..., str], words_of: Mapping[str, str] = _NO_WORDS
) -> str:
    """Return two tables with bars, nothing where there is nobody to count.

    `words_of` are the questions' own words by name; the name stands small beside them.
    """
    kinds = (
        (gettext("The only one of her kind"), one.alone, True),
        (gettext("In a group that is too small"), one.few, True),
        (gettext("In a group that is large enough"), one.enough, False),
    )
    women = bars(
        gettext("Women on this laptop"),
        (gettext("Women"), gettext("Share"), gettext("Number")),
        [
            Bar(text(name), part, one.women, text(part), is_grave=grave)
            for name, part, grave in kinds
        ]
        if one.alone + one.few + one.enough
        else (),
    )
    causes = bars(
        gettext("Women whom a question helps to single out"),
        (gettext("Question"), gettext("Share of the women"), gettext("Women")),
        [
            Bar(_asked(name, words_of.get(name, "")), part, one.women, text(part))
            for name, part in one.causes.items()
        ],
    )
    return women + causes


def _asked(name: str, words: str) -> str:
    broken = code(name).replace("_", "_<wbr>")  # a long name breaks between its words
    return f"{text(words)}<br><small>{broken}</small>" if words else broken
