"""What a machine can check of any page: rules of accessibility, and sizes for a finger."""

from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed is not written out
}
SMALLEST_TARGET = 44
LEAST_AIR = 1  # between what is pressed and what stands above it


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


def glued(page: Page) -> list[str]:
    """Return what is pressed and touches what stands above it, outside the questions of a form."""
    found: list[str] = page.evaluate(
        """least => {
            const seen = one => one.checkVisibility() && one.getBoundingClientRect().height > 1;
            const above = one => {
                for (let at = one; at && !at.matches('main, .card'); at = at.parentElement) {
                    let next = at.previousElementSibling;
                    while (next && !seen(next)) next = next.previousElementSibling;
                    if (next) return next.getBoundingClientRect();
                }
                return null;
            };
            const touches = (upper, box) => upper
                && upper.left < box.right && box.left < upper.right
                && box.top >= upper.bottom - 1 && box.top - upper.bottom < least;
            return [...document.querySelectorAll('main :is(button, a.button, label.opt)')]
                .filter(one => seen(one) && !one.closest('.question') && !one.matches('.default-wish'))
                .filter(one => touches(above(one), one.getBoundingClientRect()))
                .map(one => one.outerHTML.slice(0, 90));
        }""",
        LEAST_AIR,
    )
    return found
