"""What the keeper tells a process that shall serve: which folder, where, how patiently.

Room: web, field desk. Travels as one line of JSON.
Promise: holds no secret; it is what a person could have typed on the command line.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from survey_app.web.field.limits import PHONE_PORT
from survey_app.web.field.patience import Patience


@dataclass(frozen=True)
class Order:
    """One desk to serve: its data, the shipped folders, its port."""

    data: Path
    port: int
    translations: Path
    forms: tuple[Path, ...]
    patience: Patience = field(default_factory=Patience)
    phone_port: int = PHONE_PORT

    def to_line(self) -> bytes:
        r"""Return the order as one line.

        >>> order = Order(Path("data"), 8765, Path("words"), (Path("form"),))
        >>> order_from_line(order.to_line()) == order
        True
        """
        told = {
            "data": str(self.data),
            "port": self.port,
            "phone_port": self.phone_port,
            "translations": str(self.translations),
            "forms": [str(path) for path in self.forms],
            "idle": self.patience.idle.total_seconds(),
            "longest": self.patience.longest.total_seconds(),
        }
        return json.dumps(told).encode() + b"\n"


def order_from_line(line: bytes) -> Order:
    """Return the order that `to_line` wrote."""
    told = json.loads(line)
    return Order(
        data=Path(told["data"]),
        port=told["port"],
        phone_port=told["phone_port"],
        translations=Path(told["translations"]),
        forms=tuple(Path(path) for path in told["forms"]),
        patience=Patience(timedelta(seconds=told["idle"]), timedelta(seconds=told["longest"])),
    )
