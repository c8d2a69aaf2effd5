"""What a machine can check of any page: rules of accessibility, and sizes for a finger."""

from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed is not written out
}
SMALLEST_TARGET = 44


def too_small(page: Page) -> list[str]:
    """Return what can be pressed but is smaller than a finger."""
    found: list[str] = page.evaluate(
        """smallest => [...document.querySelectorAll('button, a, input, select, summary, label.opt')]
            .filter(one => one.checkVisibility() && !one.matches('.jump, .default-wish'))
            .filter(one => !one.closest('label.opt, label.word, li > a, p') || one.matches('.opt'))
            .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.height < smallest || box.width < smallest))
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)""",
        SMALLEST_TARGET,
    )
    return found
