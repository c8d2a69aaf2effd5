"""The story-teller of the engine's scenarios."""

import pytest
from scenario import scenario as tell


@pytest.fixture
def scenario():
    return tell
