"""What a visit remembers of the part that she answers alone.

Room: web, field desk. The answers are in the talk, in memory; on the disk they are sealed.
Spec: docs/spec/private-part.md.
"""

from dataclasses import dataclass

from survey_app.interview import Screen
from survey_app.workflows.interviewing.private import PrivateTalk


@dataclass
class Alone:
    """What the visit remembers while a part is open.

    `aloud` when the researcher reads the questions to her; `handed` once the screen is hers;
    `asked` once she was asked whether to begin at all; `quarter` is how far the page was that she
    saw last, 0 before the first: all that another page may show of it.
    """

    talk: PrivateTalk
    aloud: bool
    handed: bool = False
    asked: bool = False
    quarter: int = 0

    @property
    def screen(self) -> Screen | None:
        """Return the screen the part stands at, None when it has none."""
        screens = self.talk.screens()
        found = [one for one in screens if one.key == self.talk.screen_key]
        return found[0] if found else next(iter(screens), None)

    def after(self, by: int) -> Screen | None:
        """Return the screen `by` steps on, None past either end."""
        screens, here = self.talk.screens(), self.screen
        at = next((at for at, one in enumerate(screens) if here and one.key == here.key), 0) + by
        return screens[at] if 0 <= at < len(screens) else None

    @property
    def is_researchers(self) -> bool:
        """Say whether the researcher answers what stands here."""
        here = self.screen
        interview = self.talk.interview
        return here is not None and all(
            interview.question(ref).voice == "researcher" for ref in here.refs
        )
