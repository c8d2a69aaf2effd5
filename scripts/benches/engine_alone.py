"""What the form engine costs by itself: memory of open interviews, long lists of choices."""

import json
import sys
import tracemalloc
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from survey_app.interview import begin  # noqa: E402
from survey_app.xform import parse  # noqa: E402
from tests.support.race import play, world  # noqa: E402 - only now can it be found

INTERVIEWS = 5
ROUNDS = 200
HITS = 10
FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="t"><area/><place/></data></instance>
<instance id="places"><root>{rows}</root></instance>
<bind nodeset="/data/area" type="string"/><bind nodeset="/data/place" type="string"/>
</model></h:head><h:body><input ref="/data/area"><label>A</label></input>
<select1 ref="/data/place"><label>P</label>
<itemset nodeset="instance('places')/root/item[area = /data/area]">
<value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>"""


def memory_of(forms: Path) -> str:
    """Return the megabytes that one more open, wholly played interview takes, form by form."""
    lines = []
    for file in sorted(forms.glob("*.json")):
        script = json.loads(file.read_text(encoding="utf-8"))
        form, around = parse(file.with_suffix(".xml").read_bytes()), world()
        kept = [_played(form, around, script)]
        tracemalloc.start()
        kept += [_played(form, around, script) for _ in range(INTERVIEWS)]
        size = tracemalloc.get_traced_memory()[0] / INTERVIEWS / 1e6
        tracemalloc.stop()
        lines.append(f"{file.stem:10s} {size:.2f} MB more per open interview, {len(kept)} open")
    return "\n".join(lines)


def _played(form, around, script):
    interview = begin(form, around, language="")
    play(interview, script)
    return interview


def list_times() -> str:
    """Return the median microseconds to answer the area and read the filtered choices."""
    times = {size: _filter_time(size) for size in (500, 50_000)}
    small, large = times.values()
    return (
        f"choice filter, ten hits: {small:.0f} us of 500, {large:.0f} us of 50,000 choices: "
        f"{large / small:.2f} times"
    )


def _filter_time(size: int) -> float:
    rows = "".join(
        f"<item><name>p{at}</name><label>P {at}</label><area>a{at // HITS}</area></item>"
        for at in range(size)
    )
    interview = begin(parse(FORM.format(rows=rows).encode()), world(), language="")
    times = []
    for at in range(ROUNDS):
        begun = perf_counter()
        interview.answer("/data/area", f"a{at % 50}")
        found = interview.view("/data/place").choices
        times.append(1e6 * (perf_counter() - begun))
        assert len(found) == HITS, len(found)
    return median(times)
