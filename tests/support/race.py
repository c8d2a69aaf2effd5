"""Replay an interview script over one form and time it: `python -m tests.support.race`.

Called as `FORM.xml SCRIPT.json INTERVIEWS OUT.xml`; prints one line of JSON: times in
milliseconds to load, to take an answer, and to take an answer and read the page around it.
Everything is asked at the door of the interview room, as a page asks it.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import uuid
from pathlib import Path
from time import perf_counter

from survey_app.clock import SystemClock
from survey_app.interview import Environment, Validity, begin
from survey_app.xform import GroupDef, RepeatDef, parse

PAGE = 20
FINE = Validity.OK


def world():
    """Return the clock of this machine, as the peers read it, and chance that repeats itself."""
    chance = random.Random(1)
    return Environment(
        SystemClock(),
        chance,
        lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    )


def leaves(interview):
    """Return the references of all questions with a control, in the order of the instance."""
    found = []

    def look(definition, ref):
        for child in definition.children:
            place = f"{ref}/{child.name}"
            if isinstance(child, RepeatDef):
                for at in range(1, interview.count_repeats(place) + 1):
                    look(child, f"{place}[{at}]")
            elif isinstance(child, GroupDef):
                look(child, place)
            elif child.control is not None:
                found.append(place)

    look(interview.form.root, interview.form.root.path)
    return found


def read(interview, refs):
    """Read all that a page shows of its questions; return how much that was."""
    seen = 0
    for view in interview.views(refs):
        if not view.relevant:
            seen += 1
            continue
        seen += view.required + view.readonly + len(view.label) + len(view.hint)
        seen += (view.validity is not FINE) + (view.value != "")
        for choice in view.choices:
            seen += len(choice.value) + len(choice.label)
    return seen


def play(interview, script):
    """Answer every step and read the page around it; return the times and what was skipped."""
    order = leaves(interview)
    places = {ref: at for at, ref in enumerate(order)}
    read(interview, order[:PAGE])
    times = {"first": [], "edit": [], "page": []}
    skipped = 0
    for step, (ref, value) in enumerate(script["steps"]):
        if ref not in places:
            order = leaves(interview)
            places = {one: at for at, one in enumerate(order)}
        if ref not in places or not interview.relevant(ref):
            skipped += 1
            continue
        at = places[ref]
        begun = perf_counter()
        interview.answer(ref, value)
        answered = perf_counter()
        page = at - at % PAGE
        read(interview, order[page : page + PAGE])
        done = perf_counter()
        times["first" if step < script["first"] else "edit"].append(1000 * (answered - begun))
        times["page"].append(1000 * (done - begun))
    return times, skipped


def summary(times):
    """Return count, sum and percentiles of some times."""
    if not times:
        return {"n": 0}
    row = sorted(times)
    n = len(row)

    def at(part):
        return round(row[min(n - 1, int(part * n))], 4)

    return {
        "n": n,
        "sum": round(sum(row), 2),
        "p50": at(0.5),
        "p90": at(0.9),
        "p99": at(0.99),
        "max": round(row[-1], 3),
    }


def main(words):
    """Run the interviews and print the line."""
    form_file, script_file, interviews, out = words
    xml = Path(form_file).read_bytes()
    script = json.loads(Path(script_file).read_text(encoding="utf-8"))
    loads = []
    for _ in range(int(interviews)):
        begun = perf_counter()
        form = parse(xml)
        gc.freeze()  # as the server does when it has loaded its forms: they stay
        interview = begin(form, world(), language="")
        loads.append(round(1000 * (perf_counter() - begun), 2))
        times, skipped = play(interview, script)
    Path(out).write_bytes(interview.instance_xml())
    line = {"engine": "survey_app", "load": loads, "skipped": skipped}
    line |= {name: summary(row) for name, row in times.items()}
    line["rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
