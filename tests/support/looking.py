"""One page in all its ways: both kinds of letters, narrow, large, dark. What a machine can see is
checked in each, in one go; what only an eye can judge is kept as a picture.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from field_browser import LAPTOP, PHONE, Desk, picture
from ink import Ink
from page_checks import RULES, glued, too_small
from playwright.sync_api import Browser

NARROW = {"width": 320, "height": 700}
ROOMIEST, MOST_CROWDED = (PHONE, "100%"), (NARROW, "200%")
SIZES = (ROOMIEST, (NARROW, "100%"), (PHONE, "200%"), MOST_CROWDED)
LETTERS = {"ur": ("book", "plain"), "en": ("book",)}
SMALLEST_ANSWER = 56
OF_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": False,  # neither rule reads the sheets
}
LOOK_AS = """async ([letters, size]) => {
    const page = document.documentElement;
    if (letters === 'plain') page.dataset.letters = 'plain';
    else delete page.dataset.letters;
    page.style.fontSize = size;
    await document.fonts.ready;
    return page.scrollWidth;
}"""
BROKEN = """async rules => (await axe.run(document, rules)).violations.map(
    one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`)"""
LOW_ANSWERS = """smallest => [...document.querySelectorAll(
        '.question .opt, .question input[type=text], .question textarea, .question select,'
        + '.no-answer button, .by-shape, .steps button')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < smallest)
    .map(one => one.outerHTML.slice(0, 90))"""
BEYOND = """() => {
    const beyond = [...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > innerWidth || box.left < 0) && !one.closest('.unseen');
    });
    return beyond.slice(-3).map(one => one.outerHTML.slice(0, 90));
}"""
ENGLISH = """() => {
    const found = [...document.querySelectorAll('input[type=file]')]
        .filter(one => one.checkVisibility({opacityProperty: true}))  // it speaks the browser's language
        .map(one => one.outerHTML.slice(0, 90));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.parentElement;
        if (at.closest('script, style, [lang=en], bdi, code, svg')) continue;
        if (at.checkVisibility() && /(?<![.\\w])[a-z]{3}/i.test(node.data)) found.push(node.data.trim());
    }
    return found;
}"""


@dataclass
class Looker:
    """Looks at the page that `person` sees; `found` is what is wrong anywhere.

    `english` are words that may stand in an Urdu page: names of things that have no other.
    """

    browser: Browser
    person: Desk
    pictures: Path
    english: tuple[str, ...] = ()
    found: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ink = Ink(self.browser)

    def both(self, name: str, reach: Callable[[], None] | None = None) -> None:
        """Look at the page in both languages, first as it is; `reach` leads to one that a button made."""
        page = self.person.page
        address, spoken = page.url, page.locator("html").get_attribute("lang")
        for tag in ("ur", "en") if spoken == "ur" else ("en", "ur"):
            if reach is not None or tag != spoken:
                self.person.speak(tag)
            if reach is not None:
                reach()
            elif page.url != address:
                self._note(name, ["another language leads to another page"])
                page.goto(address)
            self.here(name, tag)

    def here(self, name: str, tag: str) -> None:
        """Look at the page as it is, which should be in the language `tag`."""
        page = self.person.page
        page.wait_for_load_state()  # a page that is half there has neither all words nor its letters
        self.seen.append(name)
        page.evaluate(AXE_SCRIPT)
        facts = page.evaluate("() => [document.documentElement.lang, document.dir]")
        self._note(name, [] if facts == [tag, "rtl" if tag == "ur" else "ltr"] else facts)
        if tag == "ur":
            words = [one for one in page.evaluate(ENGLISH) if not one.startswith(self.english)]
            self._note(f"{name} English in an Urdu page", words)
        self._pictures(f"{name}-{tag}")
        for letters in LETTERS[tag]:
            self._letters(f"{name}-{tag}-{letters}", letters)
        if tag == "en":  # colours speak no language
            self._colours(name)
        page.evaluate(LOOK_AS, ["book", ""])
        page.set_viewport_size(PHONE)

    def _pictures(self, name: str) -> None:
        page = self.person.page
        for screen in (LAPTOP, PHONE):
            page.set_viewport_size(screen)
            picture(page, self.pictures, f"{name}-{screen['width']}")

    def _letters(self, name: str, letters: str) -> None:
        """Measure all widths and sizes of text; at the roomiest and most crowded, look at all else."""
        page = self.person.page
        for screen, size in SIZES:
            page.set_viewport_size(screen)
            width = page.evaluate(LOOK_AS, [letters, size])
            place = f"{name}-{screen['width']}-{size}"
            if width > screen["width"]:
                self._note(f"{place}: {width} px wide", page.evaluate(BEYOND))
            self._note(f"{place} too small", too_small(page))
            self._note(f"{place} glued", glued(page) if screen is PHONE and size == "100%" else [])
            self._note(f"{place} low answers", page.evaluate(LOW_ANSWERS, SMALLEST_ANSWER))
            if (screen, size) in (ROOMIEST, MOST_CROWDED):
                self._rules_and_ink(place)

    def _rules_and_ink(self, place: str) -> None:
        page = self.person.page
        self._note(place, page.evaluate(BROKEN, RULES))
        if "ur" in place.split("-"):  # Latin letters keep to their line
            lost = self._ink.lost(page)
            self._note(f"{place} lost ink", [str(lost)] if lost else [])

    def _colours(self, name: str) -> None:
        page = self.person.page
        for colours in ({"color_scheme": "dark"}, {"contrast": "more"}):
            page.emulate_media(**colours)
            self._note(f"{name}-{colours}", page.evaluate(BROKEN, OF_COLOURS))
            page.emulate_media(color_scheme="light", contrast="no-preference")

    def _note(self, where: str, wrong: list[str]) -> None:
        self.found += [f"{where}: {one}" for one in wrong]
