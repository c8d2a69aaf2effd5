"""The small study of the rig, once for each module."""

import pytest
from rig.stages import Stages
from rig.study import cheap_passphrases, make_study


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rig")
    with cheap_passphrases():
        yield Stages(make_study(folder), folder / "stages")
