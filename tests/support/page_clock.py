"""A clock in the page that a test moves, however slow the machine is.

Playwright puts it in by two steps, and between them the page's time is 1970: a page that looks at
its clock just then takes it for one that was put back, and locks. So no page is open meanwhile.
"""

import time

from playwright.sync_api import Page

_AHEAD = 30  # seconds: a moment that lies behind the page when it hears of it is refused


def put_a_clock_in(page: Page) -> None:
    """Give every window of this browser such a clock, which goes on by itself; read `page` anew."""
    address = page.url
    page.goto("about:blank")
    page.clock.install()
    page.goto(address)


def stop_the_clock(page: Page) -> None:
    """Let time pass in the windows only where the test says so; read `page` anew."""
    address = page.url
    page.goto("about:blank")
    page.clock.install()
    page.clock.pause_at(time.time() + _AHEAD)
    page.goto(address)
