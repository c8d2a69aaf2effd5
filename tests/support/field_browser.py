"""A person at the field desk: a real Chromium, driven by what stands on the page."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

# as the test command found them: the whole browser, and its core without windows where it is there
CHROMIUM = os.environ.get("SURVEY_APP_TEST_BROWSER", "/usr/bin/chromium")
HEADLESS = os.environ.get("SURVEY_APP_TEST_HEADLESS", CHROMIUM)
PICTURES = os.environ.get("SURVEY_APP_TEST_PICTURES", "") != ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
]
A_MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1200, "height": 800}
FELL_OVER = 500
PATIENCE = 90_000  # milliseconds: a slow machine fails no journey
SHUT_AT_LAST = 60  # seconds
A_LOOK = 400  # milliseconds: two taps at one place that come sooner are a double one
MORE_PAGES_THAN_ANY_FORM = 400
OPENED_BY_RULES = {"m6", "m7", "m8", "m9", "m12", "m13", "m14"}
OPENED_BY_CONSENT = {f"m{number}" for number in range(18)} - OPENED_BY_RULES
_MODULE = re.compile(r"(?:.*?/)?(m\d+)_")


@contextmanager
def chromium_with_a_memory(
    folder: Path, viewport: Mapping[str, int], *, touch: bool = False
) -> Iterator[BrowserContext]:
    """Yield a browser that keeps its profile in `folder`, as a researcher's own browser does."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            viewport=dict(viewport),
            has_touch=touch,
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser that asks nobody outside for anything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def chromium_with_a_microphone() -> Iterator[Browser]:
    """Yield the whole browser; a tone of its own is the microphone, which the person allows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, *A_MICROPHONE]
        )
        yield browser
        browser.close()


@dataclass
class Desk:
    """One browser window at one desk; remembers what the console said and where it went."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    went: set[str] = field(default_factory=set)

    def listen(self) -> "Desk":
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.went.add(request.url))
        self.page.on("response", self._answered)
        return self

    def _answered(self, response: Response) -> None:
        if response.status == FELL_OVER:
            self.said.append(f"{response.url} ended in an error page")

    def _hear(self, message: ConsoleMessage) -> None:
        # a refused form (422, 403) is logged as a failed load; the page tells the person
        refused = "the server responded with a status of" in message.text
        if message.type in {"warning", "error"} and not refused:
            self.said.append(message.text)

    def open(self, path: str = "/", *, unfold: bool = True) -> None:
        """Open a page; where an interview is open, also what the first page folds away."""
        self.page.goto(f"{self.address}{path}")
        rest = self.page.locator("details.rest:not([open]) > summary")
        if unfold and rest.count():
            rest.click()

    def follow(self, link: str) -> None:
        """Press the first such link or button; return when the whole page behind it is there."""
        with self.page.expect_navigation():
            self.page.locator(link).first.click()

    def press(self, name: str) -> None:
        """Press a button, once the scripts of the page have run."""
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def speak(self, tag: str) -> None:
        if self.page.locator("html").get_attribute("lang") != tag:
            self.page.locator(f"#speak-{tag}, #speak-{tag} button").last.click()
            self.page.wait_for_function("tag => document.documentElement?.lang === tag", arg=tag)
            self.page.wait_for_load_state()

    def made_passphrases(self) -> dict[str, str]:
        return {
            who: self.page.locator(f"#made-{who}").inner_text()
            for who in ("interviewer", "supervisor", "coordinator")
        }

    def unlock(self, passphrase: str) -> None:
        """Unlock the laptop; a page hides at once, and the door may be shut a moment later."""
        box, late = self.page.locator("#passphrase"), monotonic() + SHUT_AT_LAST
        while not box.count() and monotonic() < late:
            self.page.wait_for_timeout(200)
            self.open("/unlock")
        box.fill(passphrase)
        with self.page.expect_navigation():
            self.page.locator("main form button").click()

    def begin(self) -> None:
        """Start an interview, also past the day's cap, as after a talk with the supervisor."""
        self.page.wait_for_selector("form[action='/begin']")
        self.page.wait_for_load_state()
        more = self.page.locator("form[action='/begin'] input[name=one_more]")
        if more.count():
            more.check()
        self.page.locator("form[action='/begin'] button.main").click()
        self.page.wait_for_selector("#answers")
        self.page.wait_for_load_state()  # its scripts have run

    def outsiders(self) -> set[str]:
        """Return every address asked for that is not this desk's."""
        return {url for url in self.went if not url.startswith(self.address)}


def visit(
    browser: Browser,
    address: str,
    *,
    viewport: Mapping[str, int] = PHONE,
    script: bool = True,
) -> tuple[BrowserContext, Desk]:
    """Return a fresh window at the desk."""
    context = browser.new_context(viewport=dict(viewport), java_script_enabled=script)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    return context, Desk(page, address).listen()


Answer = Callable[[Page, str], bool]


@dataclass
class Walk:
    """Answer screen after screen, the first choice where nothing else is told."""

    desk: Desk
    answers: Mapping[str, Answer] = field(default_factory=dict)
    children: int = 1
    script: bool = True
    touch: bool = False
    seen: list[str] = field(default_factory=list)
    on_screen: Callable[[Page, str], None] = lambda _page, _name: None

    def to_the_end(self, *, until: str = "") -> None:
        page = self.desk.page
        for _ in range(MORE_PAGES_THAN_ANY_FORM):
            if page.url.endswith("/interview/answers"):
                page.wait_for_load_state()  # a long page: all of it
                return
            screen = self.screen()
            self.seen.append(screen)
            self.on_screen(page, screen)
            if until and until in screen:
                return
            self.one_step()
        raise AssertionError(self.seen[-5:])

    def screen(self) -> str:
        """Return the key of the screen that is shown, once the whole page is there."""
        shown = self.desk.page.locator("#screen")
        shown.wait_for()
        self.desk.page.wait_for_load_state("domcontentloaded")
        return str(shown.get_attribute("data-screen"))

    def one_step(self) -> None:
        page, before = self.desk.page, self.screen()
        adding = page.locator("button[value=add]").last
        rows = page.locator("input[name=rows]")
        button = page.locator(".steps button.main")
        if rows.count() and adding.count() and int(rows.input_value()) < self.children:
            button = adding
        for question in page.locator(".question").all():
            self._answer(page, question)
        if self.touch:
            page.wait_for_timeout(A_LOOK)
            button.tap()
            self._wait_for_another(before)
        elif self.script:
            button.click()
            self._wait_for_another(before)
        else:
            with page.expect_navigation():
                button.click()

    def _answer(self, page: Page, question: object) -> None:
        name = re.sub(r"-question$", "", str(question.get_attribute("id")))
        for part, answer in self.answers.items():
            if part in name and answer(page, name):
                return
        fill_first(page, name, touch=self.touch)

    def _wait_for_another(self, before: str) -> None:
        self.desk.page.wait_for_function(
            """before => location.pathname !== '/interview'
                || document.getElementById('screen')?.dataset.screen !== before""",
            arg=before,
        )


def modules_of(screens: Iterable[str]) -> set[str]:
    """Return the modules, m0 to m17, that these screens belong to."""
    return {found[1] for screen in screens if (found := _MODULE.match(screen))}


def every_module_was_met_or_is_closed_by_its_rule(desk: Desk, screens: Iterable[str]) -> None:
    """Hold the walked screens against the contents: the engine's own list of what is open now.

    What only the consent opens must have been met; everything that is open must have been met
    and answered; what was not met must be closed by the form's rules.
    """
    page, met = desk.page, modules_of(screens)
    desk.open("/interview/contents")
    lines = page.locator(".contents > li")
    states = dict(
        zip(
            lines.locator("button").evaluate_all("all => all.map(one => one.value)"),
            lines.evaluate_all("all => all.map(one => one.dataset.state)"),
            strict=True,
        )
    )
    is_open = modules_of(name.removeprefix("change:") for name in states)
    not_whole = [name for name, state in states.items() if state != "whole"]
    assert is_open == met, (is_open, met, [*screens][:3], [*states][:3])
    assert met >= OPENED_BY_CONSENT, OPENED_BY_CONSENT - met
    assert not_whole == [], not_whole


def fill_first(page: Page, name: str, *, touch: bool = False) -> None:
    """Choose the first choice, or write something short."""
    choice = page.locator(f"[id='{name}-1']")
    if choice.count() and touch:
        if not choice.is_checked():
            page.locator(f"label:has([id='{name}-1'])").tap()
        return
    if choice.count():
        choice.check()
        return
    one = page.locator(f"input[id='{name}'], textarea[id='{name}'], select[id='{name}']")
    if not one.count():
        return
    if one.get_attribute("type") == "checkbox":
        one.check()
    elif one.evaluate("element => element.tagName") == "SELECT":
        one.select_option(index=1)
    elif one.get_attribute("inputmode"):
        one.fill("۲۰")
    else:
        one.fill("ایک بات")


def write(text: str) -> Answer:
    """Return the answer that types `text`."""

    def answer(page: Page, name: str) -> bool:
        place = page.locator(f"input[id='{name}'], textarea[id='{name}']")
        if not place.count() or place.get_attribute("type") in {"radio", "checkbox"}:
            return False
        place.fill(text)
        return True

    return answer


def choose(place: int) -> Answer:
    """Return the answer that takes the choice at `place`, counted from 1."""

    def answer(page: Page, name: str) -> bool:
        page.locator(f"[id='{name}-{place}']").check()
        return True

    return answer


def picture(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of the whole page, where the run was asked for pictures."""
    if not PICTURES:
        return
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
