"""The laws of a running interview hold on forms nobody thought of."""

import pytest
from chance import from_hypothesis
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from random_laws import LAWS
from reference.running import TooMuch


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_law_holds(law, data):
    try:
        law(from_hypothesis(data))
    except TooMuch:
        reject()
