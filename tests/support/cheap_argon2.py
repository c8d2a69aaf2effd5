"""The one place where a passphrase may be cheap to derive: inside a test.

It lowers the bounds of the vault for the length of a test module. The program cannot
import it, and a cost below the real floor is refused everywhere else.
"""

from collections.abc import Iterator

import pytest

from survey_app.vault import kdf


@pytest.fixture(scope="module")
def cheap_argon2() -> Iterator[kdf.Argon2Cost]:
    """Yield a cost of some microseconds, allowed only while the fixture lives."""
    cheap = kdf.Argon2Cost(memory=16, passes=1, lanes=1)
    most = kdf.Argon2Cost(memory=64, passes=2, lanes=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kdf, "BOUNDS", kdf.Bounds(floor=cheap, ceiling=most))
        yield cheap
