"""How well the finder of free texts finds: seeded texts and stories told by hand."""

import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))

from planted_texts import texts
from told_texts import (
    AFTER,
    ANEW,
    EVERYDAY_HELD_OUT,
    EVERYDAY_LOOKED_AT,
    FRAMES_HELD_OUT,
    FRAMES_LAST,
    FRAMES_LOOKED_AT,
    HELD_OUT,
    LAST,
    LOOKED_AT,
    ROWS,
    STYLES,
    STYLES_AGAIN,
    WRITINGS,
    told,
)

from survey_app.disclosure.free_text.suggest import suggest

SEEDS = (31, 32, 33)
EACH = 70
GROUPS = {
    "patterns": {"cnic", "phone", "email", "date", "fir", "pattern"},
    "known": {"woman", "child", "village", "known"},
    "listed": {"city", "prison", "town"},
    "cued": {"third", "cue", "place"},
    "bare": {"bare"},
}


def main() -> None:
    """Print one line of JSON for each set of texts."""
    suggest("once", ["before"])
    seeded = [text for seed in SEEDS for text in texts(seed, EACH)]
    for name, sample in (
        ("seeded", seeded),
        ("told", [text for writing in WRITINGS for text in told(writing)]),
        ("told anew", [text for writing in WRITINGS for text in told(writing, ANEW)]),
        (
            "told in six styles",
            [
                text
                for each in (STYLES, STYLES_AGAIN)
                for one in WRITINGS
                for text in told(one, each)
            ],
        ),
        (
            "told by staff",
            [text for each in (LOOKED_AT, AFTER) for one in WRITINGS for text in told(one, each)],
        ),
        ("kin and frames", [text for one in WRITINGS for text in told(one, FRAMES_LOOKED_AT)]),
        ("rows and calls", [text for one in WRITINGS for text in told(one, ROWS)]),
        (
            "never read",
            [text for each in (HELD_OUT, LAST) for one in WRITINGS for text in told(one, each)],
        ),
        (
            "rare and everyday names",
            [text for one in WRITINGS for text in told(one, EVERYDAY_LOOKED_AT)],
        ),
        (
            "rare and everyday names, never read",
            [text for one in WRITINGS for text in told(one, EVERYDAY_HELD_OUT)],
        ),
        (
            "kin and frames, never read",
            [
                text
                for each in (FRAMES_HELD_OUT, FRAMES_LAST)
                for one in WRITINGS
                for text in told(one, each)
            ],
        ),
    ):
        print(json.dumps({"name": f"texts, {name}", **_measured(sample)}))


def _measured(sample) -> dict[str, object]:  # type: ignore[no-untyped-def]
    planted, found, taken = Counter(), Counter(), []
    words = made = idle = 0
    for text in sample:
        began = time.process_time()
        spans = suggest(text.text, text.known)
        taken.append((time.process_time() - began) * 1000)
        covered = {at for span in spans for at in range(span.start, span.end)}
        words += len(text.text.split())
        made += len(spans)
        idle += sum(
            all(span.end <= one.start or one.end <= span.start for one in text.planted)
            for span in spans
        )
        for one in text.planted:
            group = next(name for name, kinds in GROUPS.items() if one.kind in kinds)
            letters = {at for at in range(one.start, one.end) if text.text[at].isalnum()}
            planted[group, text.writing] += 1
            found[group, text.writing] += letters <= covered
    return {
        "texts": len(sample),
        **{
            f"{group} {where}": round(found[group, where] / n, 3)
            for (group, where), n in sorted(planted.items())
        },
        "precision": round(1 - idle / made, 3),
        "per_100_words": round(100 * made / words, 1),
        "median_ms": round(statistics.median(taken), 2),
        "p95_ms": round(sorted(taken)[round(len(taken) * 0.95) - 1], 2),
    }


if __name__ == "__main__":
    main()
