"""Does a letter lose a dot? Nastaliq reaches far above and below its line; a box that hides a
dot changes the word, and no accessibility checker sees it.

The page is drawn twice in black: once as it is, once with nothing that could cover or cut.
Ink that is only in the second picture was lost.
"""

from playwright.sync_api import Browser, CDPSession, Page

BLACK = (
    "* { color: #000 !important; border-color: transparent !important; outline: 0 !important;"
    " box-shadow: none !important; text-shadow: none !important; caret-color: transparent }"
    "body, main, div, section, label, button, li, p, header, aside, fieldset, a"
    " { background-color: #fff !important }"
)
NOTHING_CUTS = (
    "* { background: transparent !important }"
    # what is there for screen readers alone would make the page wider
    "*:not(.unseen, .jump, .default-wish) { overflow: visible !important }"
    "html { background: #fff !important }"
)
COMPARE = """async ([first, second]) => {
    const pixels = async (data) => {
        const picture = await createImageBitmap(await (await fetch(data)).blob());
        const canvas = new OffscreenCanvas(picture.width, picture.height);
        const pen = canvas.getContext('2d');
        pen.drawImage(picture, 0, 0);
        return pen.getImageData(0, 0, picture.width, picture.height).data;
    };
    const [a, b] = [await pixels(first), await pixels(second)];
    let lost = 0;
    for (let at = 0; at < a.length; at += 4) {
        if (a[at] - b[at] > 100) lost += 1;
    }
    return lost;
}"""


WEAR = """sheets => {
    document.adoptedStyleSheets = sheets.map(text => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        return sheet;
    });
}"""


class Ink:
    """Compares on a page of its own; sheets are laid over the page and taken off again."""

    def __init__(self, browser: Browser) -> None:
        self._blank = browser.new_page()
        self._lines: dict[Page, CDPSession] = {}

    def lost(self, page: Page) -> int:
        """Return how many pixels of ink the page hides."""
        page.evaluate(WEAR, [BLACK])
        as_it_is = self._picture(page)
        page.evaluate(WEAR, [BLACK, NOTHING_CUTS])
        uncut = self._picture(page)
        page.evaluate(WEAR, [])
        if as_it_is == uncut:
            return 0
        return int(self._blank.evaluate(COMPARE, [as_it_is, uncut]))

    def _picture(self, page: Page) -> str:
        """Return the whole page as a data address, packed quickly: these pictures are not kept."""
        if page not in self._lines:
            self._lines[page] = page.context.new_cdp_session(page)
        line = self._lines[page]
        size = line.send("Page.getLayoutMetrics")["cssContentSize"]
        wish = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True}
        taken = line.send("Page.captureScreenshot", {**wish, "clip": {**size, "scale": 1}})
        return f"data:image/png;base64,{taken['data']}"


def lost_ink(browser: Browser, page: Page) -> int:
    """Return how many pixels of ink one page hides."""
    return Ink(browser).lost(page)
