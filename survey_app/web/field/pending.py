"""What was typed but could not be taken: kept in memory until it is mended.

Room: web, field desk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pending:
    """Typed texts and the complaints about them, by the question's reference.

    `stand_at` is the id of the button that was pressed, so that the keyboard stays there.
    """

    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    stand_at: str = ""

    @property
    def state(self) -> str:
        """Return what the mark below the page says: saved, look (saved, but odd), waiting."""
        if self.typed:
            return "waiting"
        return "look" if self.complaints else "saved"

    def without(self, ref: str) -> "Pending":
        """Return what is pending besides the question `ref`."""
        return Pending(
            {other: typed for other, typed in self.typed.items() if other != ref},
            {other: said for other, said in self.complaints.items() if other != ref},
        )

    def saying(self, complaints: Mapping[str, str]) -> "Pending":
        """Return this with more complaints; what is typed stays as it is."""
        return Pending(self.typed, {**self.complaints, **complaints}, self.stand_at)
