"""What a machine can check of any page: rules of accessibility, and sizes for a finger."""

from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed is not written out
}
SMALLEST_TARGET = 44
LEAST_AIR = 4  # between what is pressed and what stands above or below it


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
    """Return what is pressed and touches the text or the button above or below it."""
    found: list[str] = page.evaluate(
        """least => {
            const seen = one => one.checkVisibility() && one.getBoundingClientRect().height > 1;
            const beside = (one, way) => {
                for (let at = one; at && !at.matches('main, .card'); at = at.parentElement) {
                    let next = at[way];
                    while (next && !seen(next)) next = next[way];
                    if (next) return next.getBoundingClientRect();
                }
                return null;
            };
            const glue = (above, below) => above && below
                && above.left < below.right && below.left < above.right
                && below.bottom > above.bottom && below.top >= above.bottom - 1
                && below.top - above.bottom < least;
            return [...document.querySelectorAll(
                    'main button:not(.default-wish), main a.button, main label.opt')]
                .filter(seen)
                .filter(one => glue(beside(one, 'previousElementSibling'), one.getBoundingClientRect())
                    || glue(one.getBoundingClientRect(), beside(one, 'nextElementSibling')))
                .map(one => one.outerHTML.slice(0, 90));
        }""",
        LEAST_AIR,
    )
    return found
