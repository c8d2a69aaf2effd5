"""What a person at a slow phone waits for: bytes, the first question, a tap that is answered.

Chromium with its processor slowed down, a screen of a phone, nothing in its memory.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

SCREEN = {"width": 390, "height": 844}
OURS = "#asked"
THEIRS = ".question-container, .odk-form .question, .control-text"
PAINTED = "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
WHEN = """async () => {
    await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
    return performance.now();
}"""
TAPS = """async taps => {
    const frames = () => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
    const mark = document.getElementById('saved');
    const answered = () => new Promise(r => {
        if (!mark) { r(); return; }
        const look = () => {
            if (mark.dataset.state === 'saved') { r(); watch.disconnect(); }
        };
        const watch = new MutationObserver(look);
        watch.observe(mark, { attributes: true });
        setTimeout(r, 5000);
    });
    const seen = [], saved = [];
    for (let at = 0; at < taps; at++) {
        const open = [...document.querySelectorAll('input[type=radio]')].filter(
            one => !one.checked && one.checkVisibility());
        if (!open.length) break;
        const began = performance.now();
        const reply = answered();
        open[(at * 7) % open.length].click();
        await frames();
        seen.push(performance.now() - began);
        await reply;
        await frames();
        saved.push(performance.now() - began);
        await new Promise(r => setTimeout(r, 60));
    }
    return [seen, saved, document.querySelectorAll('input[type=radio]').length];
}"""


@contextmanager
def phone(browser: Browser, *, slow: float = 1, cookie: dict[str, str] | None = None) -> Iterator:
    """Yield a page with an empty memory, and the list of bytes it fetched."""
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True, locale="ur-PK")
    if cookie:
        context.add_cookies([cookie])
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    fetched: list[float] = []
    devtools.on("Network.loadingFinished", lambda told: fetched.append(told["encodedDataLength"]))
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    yield page, fetched
    context.close()


def first_question(page: Page, address: str, question: str) -> float:
    """Return the milliseconds from the wish to the painted first question."""
    page.goto(address, wait_until="commit", timeout=300_000)
    page.wait_for_selector(question, state="visible", timeout=300_000)
    return float(page.evaluate(WHEN))


def taps(page: Page, number: int) -> dict[str, float]:
    """Return from tap to painted choice, and from tap to painted "saved", in milliseconds."""
    page.evaluate(TAPS, 3)
    seen, saved, buttons = page.evaluate(TAPS, number)
    return {
        "taps": len(seen),
        "radio_buttons": buttons,
        **_shares("painted", seen),
        **_shares("saved", saved),
    }


def settled(page: Page, fetched: list[float]) -> float:
    """Return the kilobytes on the wire (1 KB = 1,000 bytes) once nothing more is fetched."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => 1)")
    time.sleep(0.8)
    return round(sum(fetched) / 1000, 1)


def middle(times: list[float]) -> float:
    """Return the median, in whole milliseconds."""
    return round(median(times))


def _shares(name: str, times: list[float]) -> dict[str, Any]:
    ordered = sorted(times)
    at = {"p50": 0.5, "p90": 0.9, "max": 1.0}
    return {
        f"{name}_{part}": round(ordered[min(len(ordered) - 1, int(len(ordered) * share))])
        for part, share in at.items()
    }
