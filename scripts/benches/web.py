"""The pages under load and on a slow phone, beside Web Forms.

    python3 scripts/bench.py web [--npm FOLDER] [--forms FOLDER] [--seconds N] [--rounds N]

Server: the time until an answer is durably committed with 1, 10 and 50 phones, and the same for a
store with a connection per thread instead of its one writer, in turns. Browser (Playwright's, with
the processor slowed six times): bytes of the first visit and of a question page, the first
question of a big form, a tap until it is painted and until it is saved. `--npm` holds
@getodk/web-forms and vue, `--forms` a big XForm named by `--form`; without them only our side is
shown. Ends with one line of JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOADS = ((1, 0.0), (10, 0.0), (50, 2.0))
STORES = ("queue", "connections")
SLOW = 6
TAPS = 40
Told = Mapping[str, object]


def main() -> int:
    """Measure both sides; print a table and one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--npm", type=Path)
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--form", default="va_who")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("server", "browser"))
    wish = parser.parse_args()
    form = wish.forms / f"{wish.form}.xml" if wish.forms else None
    found: dict[str, object] = {"cores": os.cpu_count(), "slowed": SLOW}
    if wish.only != "browser":
        found["server"] = _server(wish.seconds, wish.rounds)
    if wish.only != "server":
        found["browser"] = _browser(wish.npm, form, wish.rounds)
    print(json.dumps(found))
    return 0


def _server(seconds: float, rounds: int) -> Mapping[str, object]:
    """Return the percentiles of each store and load: those of the middle round by its p99."""
    seen: dict[str, list[Told]] = {}
    for _ in range(rounds):
        for store in STORES:
            with _desk(store, max(phones for phones, _ in LOADS)) as desk:
                for phones, think in LOADS:
                    told = _load(desk, phones, seconds, think)
                    seen.setdefault(f"{store}, {phones} phones", []).append(told)
    for name, figures in seen.items():
        print(f"{name:<26}", [dict(one) for one in figures], flush=True)
    return {name: _middle(figures) for name, figures in seen.items()}


def _middle(figures: list[Told]) -> Told:
    return sorted(figures, key=lambda one: float(str(one["p99"])))[len(figures) // 2]


def _load(desk: dict, phones: int, seconds: float, think: float) -> Told:
    wish = {**desk, "phones": desk["phones"][:phones], "seconds": seconds, "think": think}
    wish.pop("big", None)
    words = [sys.executable, str(HERE / "web_phones.py")]
    done = subprocess.run(
        words, check=True, input=json.dumps(wish), stdout=subprocess.PIPE, text=True
    )
    told: Told = json.loads(done.stdout)
    return told


def _browser(npm: Path | None, form: Path | None, rounds: int) -> Mapping[str, object]:
    # only here: the server's half needs no browser
    import web_browser as seen  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    path = os.environ.get("SURVEY_APP_TEST_BROWSER") or "/usr/bin/chromium"
    found: dict[str, object] = {}
    arguments = ["--no-sandbox", "--disable-gpu"]
    with _desk("queue", 3, form) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        found["bytes_kb"] = _bytes(browser, desk, seen)
        if form is not None:
            found |= _beside(browser, desk, (npm, form), rounds)
        browser.close()
    return found


def _bytes(browser, desk: dict, seen) -> Told:
    """Return the kilobytes of a first visit and of what comes after it."""
    address = f"http://127.0.0.1:{desk['port']}"
    with seen.phone(browser, cookie=_cookie(desk, desk["phones"][0])) as (page, fetched):
        page.goto(f"{address}/interview")
        question_first = seen.settled(page, fetched)
        fetched.clear()
        page.locator(".steps button.main").click()
        page.wait_for_timeout(1000)
        by_script = seen.settled(page, fetched)
        fetched.clear()
        page.reload()
        question = seen.settled(page, fetched)
    with seen.phone(browser) as (page, fetched):
        page.goto(f"{address}/unlock")
        page.locator("#speak-ur button").click()
        door = seen.settled(page, fetched)
        fetched.clear()
        page.context.add_cookies([_cookie(desk, desk["phones"][1])])
        page.goto(f"{address}/interview")
        after_the_door = seen.settled(page, fetched)
    return {
        "first_visit_door": door,
        "question_page_after_door": after_the_door,
        "first_visit_question": question_first,
        "next_question": by_script,
        "question_page_again": question,
    }


def _beside(browser, desk, peer, rounds: int) -> dict[str, object]:
    import web_browser as seen  # noqa: PLC0415
    from web_peer import web_forms  # noqa: PLC0415

    npm, form = peer
    ours = f"http://127.0.0.1:{desk['port']}/interview"
    times: dict[str, list[float]] = {"ours": [], "web_forms": []}
    taps: dict[str, Told] = {}
    for at in range(rounds):
        cookie = _cookie(desk, desk["big"]["first"])
        with seen.phone(browser, slow=SLOW, cookie=cookie) as (page, _):
            times["ours"].append(seen.first_question(page, ours, seen.OURS))
        cookie = _cookie(desk, desk["big"]["choosing"])
        with seen.phone(browser, slow=SLOW, cookie=cookie) as (page, _):
            seen.first_question(page, ours, seen.OURS)
            taps[f"ours {at + 1}"] = seen.taps(page, TAPS)
        if npm is not None:
            with web_forms(npm, form) as address, seen.phone(browser, slow=SLOW) as (page, _):
                times["web_forms"].append(seen.first_question(page, address, seen.THEIRS))
                taps[f"web_forms {at + 1}"] = seen.taps(page, TAPS)
    for name, told in taps.items():
        print(f"{name:<26}", told, flush=True)
    return {
        "first_question_ms": {name: seen.middle(all_) for name, all_ in times.items() if all_},
        "tap_ms": taps,
    }


def _cookie(desk: dict, token: str) -> dict[str, str]:
    return {"name": desk["cookie"], "value": token, "url": f"http://127.0.0.1:{desk['port']}"}


@contextmanager
def _desk(store: str, phones: int, form: Path | None = None) -> Iterator[dict]:
    """Yield where a desk of its own answers, and the visits that are open there."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, str(HERE / "web_desk.py"), folder, str(phones), store]
        words += ["--form", str(form)] if form else []
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
