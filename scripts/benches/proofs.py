"""Many random forms: the engine against the slow reference, and the laws, each from a number.

SURVEY_APP_PROOFS says how many (2,000), SURVEY_APP_PROOFS_FIRST the first number (0). A number that
fails is printed with its form and its steps; the same number always gives the same form.
"""

import os
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from chance import from_seed  # noqa: E402 - only now can it be found
from random_interviews import told_alike  # noqa: E402
from random_laws import LAWS  # noqa: E402
from reference.running import TooMuch  # noqa: E402

MANY = int(os.environ.get("SURVEY_APP_PROOFS", "2000"))
FIRST = int(os.environ.get("SURVEY_APP_PROOFS_FIRST", "0"))


def tried(prove, seed: int) -> str:
    """Return "held", "left out" (circles, too large), or what went wrong."""
    notes: list[object] = []
    try:
        prove(from_seed(seed, notes.append))
    except TooMuch:
        return "left out"
    except Exception:  # noqa: BLE001 - whatever it is, it has to be shown
        told = "\n".join(str(one) for one in notes)
        print(f"\n{prove.__name__} fails for {seed}:\n{told}\n{traceback.format_exc()[-1500:]}")
        return "failed"
    return "held"


failed = 0
for prove in (told_alike, *LAWS):
    began = time.perf_counter()
    found = Counter(tried(prove, seed) for seed in range(FIRST, FIRST + MANY))
    failed += found["failed"]
    print(f"{prove.__name__:<46}{dict(found)}  {time.perf_counter() - began:.0f} s", flush=True)
sys.exit(1 if failed else 0)
