"""What every test may import: the folder tests/support."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

SUPPORT = str(Path(__file__).resolve().parent / "support")
if SUPPORT not in sys.path:
    sys.path.insert(0, SUPPORT)

os.environ["SURVEY_APP_CACHE"] = "off"  # tests compile what they test

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # a slow machine never fails a test
