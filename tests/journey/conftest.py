"""A desk of its own for each journey, and one with the demo study for the pages."""

import shutil

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


_MADE = []  # once for all modules of a worker: the folder of a laptop, and its passphrases


def _demo_laptop(tmp_path_factory, browser):
    """Return a laptop with the demo study as a browser made it, and its passphrases."""
    if not _MADE:
        folder = tmp_path_factory.mktemp("demo")
        process = DeskProcess(folder / "vault" / "data", free_port(), folder / "log.txt").start()
        context, person = visit(browser, process.address)
        person.open("/")
        person.page.locator("form[action='/welcome/demo'] button").click()
        person.page.wait_for_selector("#made-interviewer")
        made = person.made_passphrases()
        person.page.locator("form[action='/welcome/written'] button").click()
        person.page.wait_for_url("**/unlock")
        _MADE.append((folder / "vault", made))
        context.close()
        process.stop()
    return _MADE[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory, browser):
    """A server with the demo study, of this module alone, and its passphrases."""
    vault, passphrases = _demo_laptop(tmp_path_factory, browser)
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(vault, folder / "vault")
    process = DeskProcess(folder / "vault" / "data", free_port(), folder / "log.txt")
    process.phone_port = free_port()
    process.start()
    yield process, passphrases
    process.stop()
