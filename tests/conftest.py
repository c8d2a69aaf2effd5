"""What every test may import: the folder tests/support; what a whole run shares."""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

SUPPORT = str(Path(__file__).resolve().parent / "support")
if SUPPORT not in sys.path:
    sys.path.insert(0, SUPPORT)

from as_windows import refuse_what_windows_refuses  # noqa: E402 - support is on the path now

refuse_what_windows_refuses()

# a slow machine never fails a test, and each machine meets the same examples: docs/adr/0199-the-same-examples-everywhere.md
settings.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("anew", settings.get_profile("same"), derandomize=False)
settings.load_profile("same")

# A shell starts what it puts into the background deaf to Ctrl-C, and so would be every program that
# a test starts and ends with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

LONG = ("journey", "house", "rig")  # folders of tests with browsers and processes of their own

_FIRST = "PYTEST_XDIST_WORKER" not in os.environ
if (
    _FIRST
):  # each run compiles a form once: all of its processes share this shelf, no other run does
    os.environ["SURVEY_APP_CACHE"] = tempfile.mkdtemp(prefix="survey-app-compiled-")


def pytest_collection_modifyitems(items):
    """Begin with the long ones: short ones fill what is left, and no worker ends late."""
    items.sort(key=lambda item: not set(LONG) & set(item.path.parts))


def pytest_unconfigure():
    if _FIRST:
        shutil.rmtree(os.environ["SURVEY_APP_CACHE"], ignore_errors=True)
