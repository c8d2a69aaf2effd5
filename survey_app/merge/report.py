"""The merge explains itself: what came, what is missing, what contradicts what.

Room: merge (floor 6). Pure; a function of the state, not of the day or of the order.
Spec: docs/spec/merged-dataset.md section 5.
Promise: names records by their random ids and variables by name; holds no answer.
"""

from collections import Counter
from collections.abc import Mapping

from survey_app.canonical import Json
from survey_app.merge.merging import Merged, differing_variables
from survey_app.merge.revisions import Revision
from survey_app.vault.words import WORDS, word

FORMAT = "survey-app/merge-report/1"
DIGEST_WORDS = 8


def merge_report(merged: Merged, study_id: str) -> dict[str, Json]:
    """Return the report of one merged state as canonical JSON can hold it."""
    seen = merged.views
    return {
        "format": FORMAT,
        "study": study_id,
        "digest": seen.digest,
        "digest_words": list(digest_words(seen.digest)),
        "counts": {
            "bundles": seen.bundles,
            "revisions": seen.revisions,
            "repeated_rows": seen.repeated,
            "records": len(seen.winners),
            "withdrawn": len(seen.withdrawn),
            "conflicts": len(seen.conflicts),
            "incomplete": len(seen.orphans),
            "clones": len(seen.clones),
            "forks": len(seen.forks),
            "setbacks": len(seen.setbacks),
            "gaps": len(seen.gaps) + len(seen.bundle_gaps),
        },
        "forms": _forms(merged),
        "laptops": [
            {"device": dev, "rows": rows, "records": records, "last_place": last}
            for dev, rows, records, last in seen.feeds
        ],
        "bundles": [
            {"bundle": one.bundle, "device": one.dev, "place": one.seq} for one in merged.bundles
        ],
        "missing_rows": [_span(*one) for one in seen.gaps],
        "missing_bundles": [_span(*one) for one in seen.bundle_gaps],
        "withdrawn": list(seen.withdrawn),
        "conflicts": [_conflict(rec, heads, merged) for rec, heads in seen.conflicts.items()],
        "incomplete": [
            {"record": rec, "revision": rev, "waits_for": parent}
            for rec, rev, parent in seen.orphans
        ],
        "clones": [{"device": dev, "place": seq} for dev, seq in seen.clones],
        "forks": [{"device": dev, "what": what, "place": place} for dev, place, what in seen.forks],
        "setbacks": [
            {"device": dev, "bundle": seq, "log": count, "known": known}
            for dev, seq, count, known in seen.setbacks
        ],
        "form_changes": [change.to_json() for change in merged.changes],
    }


def digest_words(digest: str) -> tuple[str, ...]:
    """Return eight words that two coordinators can read to each other.

    >>> len(digest_words("ab" * 32))
    8
    """
    number, words = int(digest, 16), []
    for _ in range(DIGEST_WORDS):
        number, rest = divmod(number, WORDS)
        words.append(word(rest))
    return tuple(words)


def _forms(merged: Merged) -> Json:
    live = [merged.revisions[rev] for rev in merged.views.winners.values()]
    counts = Counter((one.form, one.form_ver, _version(one)) for one in live)
    return [
        {"form": form, "form_hash": form_hash, "version": version, "records": count}
        for (form, form_hash, version), count in sorted(counts.items())
    ]


def _version(revision: Revision) -> str:
    version = (revision.body or {}).get("form_version")
    return version if isinstance(version, str) else ""


def _span(device: str, first: int, last: int) -> Mapping[str, Json]:
    return {"device": device, "first": first, "last": last}


def _conflict(rec: str, heads: tuple[str, ...], merged: Merged) -> Mapping[str, Json]:
    chosen = merged.views.winners[rec]
    speaker = merged.revisions[chosen]
    return {
        "record": rec,
        "shown": chosen,
        "versions": [
            {
                "revision": rev,
                "device": merged.revisions[rev].dev,
                "lamport": merged.revisions[rev].lamport,
                "differs_in": list(differing_variables(speaker, merged.revisions[rev])),
            }
            for rev in heads
        ],
    }
