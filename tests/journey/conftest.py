"""A desk of its own for each journey, and one with the demo study for the pages."""

import pytest
from desk_process import DeskProcess, free_port
from field_browser import chromium, visit


@pytest.fixture
def desk(tmp_path):
    """A server with an empty data folder; everything it writes lies below `tmp_path`."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    process = DeskProcess(tmp_path / "vault" / "data", free_port(), scratch / "log.txt")
    yield process.start()
    process.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory, browser):
    """A server with the demo study, and its passphrases."""
    folder = tmp_path_factory.mktemp("demo")
    process = DeskProcess(folder / "vault" / "data", free_port(), folder / "log.txt").start()
    context, person = visit(browser, process.address)
    person.open("/")
    person.page.locator("form[action='/welcome/demo'] button").click()
    person.page.wait_for_selector("#made-interviewer", timeout=60_000)
    passphrases = person.made_passphrases()
    context.close()
    yield process, passphrases
    process.stop()
