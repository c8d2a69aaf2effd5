"""What a recorder has handed over so far: it goes by a clock of its own, which a test cannot move."""

from playwright.sync_api import Page

_LISTEN = """() => {
    const start = MediaRecorder.prototype.start;
    window.handedOver = 0;
    MediaRecorder.prototype.start = function (...every) {
        window.recorder = this;
        this.addEventListener("dataavailable", ({ data }) => {
            window.handedOver += data.size;
            if (window.handedOver > (window.enough ?? Infinity)) this.pause();
        });
        return start.apply(this, every);
    };
}"""
_HAS = "bytes => window.handedOver > bytes"
_HAS_WHEN_ASKED = """bytes => {
    window.recorder.requestData();
    return window.handedOver > bytes;
}"""


def count_what_is_recorded(page: Page, *, enough: int | None = None) -> None:
    """Count from now on every byte that a recorder of this page hands over, until it is read anew.

    With `enough` a recorder pauses as soon as it has handed over more than so many.
    """
    page.evaluate(_LISTEN)
    page.evaluate("bytes => { window.enough = bytes; }", enough)


def wait_for_sound(page: Page, *, beyond: int = 0, ask: bool = False) -> None:
    """Return when more than so many bytes were handed over; `ask` where a recorder gives none before."""
    page.wait_for_function(_HAS_WHEN_ASKED if ask else _HAS, arg=beyond)
