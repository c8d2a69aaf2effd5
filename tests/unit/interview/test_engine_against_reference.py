"""The engine gives what a slow, obvious reference gives, on forms and courses nobody thought of.

CI tries a hundred forms, always the same. scripts/bench.py proofs tries as many new ones as wished.
"""

from chance import from_hypothesis
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from random_interviews import told_alike
from reference.running import TooMuch


@settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_after_every_step_engine_and_reference_show_the_same(data):
    try:
        told_alike(from_hypothesis(data))
    except TooMuch:
        reject()
