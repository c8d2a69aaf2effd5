"""The k check in plain Python."""

import random

from measure import timed

from survey_app.disclosure.measures.risk import smallest_class

chance = random.Random(1)
KEYS = ("age", "children", "time", "since", "place", "route")
for size in (35, 1000, 10_000):
    rows = [{key: str(chance.randrange(4)) for key in KEYS} for _ in range(size)]
    timed(f"smallest class of {size:,} x 6", lambda: smallest_class(rows, KEYS), times=15)
