"""Time a piece of work again and again; print its median and 95th percentile."""

import json
import statistics
import time
from collections.abc import Callable


def timed(name: str, work: Callable[[], object], *, times: int) -> float:
    """Run `work` `times` times and print the figures in milliseconds; return the median."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return report(name, taken)


def report(name: str, taken: list[float]) -> float:
    """Print median and 95th percentile of `taken` (milliseconds); return the median."""
    middle = statistics.median(taken)
    high = sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]
    print(f"{name:<46}{middle:>10.2f} ms median{high:>10.2f} ms p95   n={len(taken)}")
    print(json.dumps({"name": name, "median_ms": round(middle, 3), "p95_ms": round(high, 3)}))
    return middle
