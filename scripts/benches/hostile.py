"""Ten thousand hostile expressions, each from a number: a value or an error of ours, in time.

SURVEY_APP_HOSTILE says how many (10,000), SURVEY_APP_HOSTILE_FIRST the first number (0). Whatever
ends otherwise, or takes more than two seconds, is printed with its number.
"""

import faulthandler
import os
import resource
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from hostile_expressions import expression  # noqa: E402 - only now can it be found
from hostile_runs import MOST_SECONDS, Ground  # noqa: E402

MANY = int(os.environ.get("SURVEY_APP_HOSTILE", "10000"))
FIRST = int(os.environ.get("SURVEY_APP_HOSTILE_FIRST", "0"))

MOST_MEMORY = 2 << 30
resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

faults = 0
ends: Counter[str] = Counter()
slowest = (0.0, 0)
ground = Ground()
for seed in range(FIRST, FIRST + MANY):
    source = expression(seed)
    faulthandler.dump_traceback_later(240, exit=True)
    for place in (ground.alone, ground.inside):
        end = place(source)
        ends[end.how] += 1
        slowest = max(slowest, (end.seconds, seed))
        if end.how == "fault" or end.seconds > MOST_SECONDS:
            faults += 1
            print(
                f"{seed} {place.__name__} {end.seconds:.1f} s {end.told} : {source[:160]!r}",
                flush=True,
            )
    faulthandler.cancel_dump_traceback_later()
print(dict(ends.most_common()))
print(f"slowest: {slowest[0]:.2f} s, number {slowest[1]}")
print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
sys.exit(1 if faults else 0)
