"""Lines that cross themselves, and texts that somebody signed."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from outside import evaluate

from survey_app.xpath.functions.crossings import crosses_itself
from survey_app.xpath.functions.points import Point


def line(*pairs):
    return [Point(float(latitude), float(longitude)) for longitude, latitude in pairs]


@pytest.mark.parametrize(
    ("points", "crosses"),
    [
        ([], False),
        ([(0, 0)], False),
        ([(0, 0), (1, 0)], False),
        ([(0, 0), (1, 1), (2, 0)], False),
        ([(0, 0), (1, 1), (2, 0), (0, 0)], False),
        ([(1, 1), (1, 3), (2, 3), (2, 2), (0, 2)], True),
        ([(1, 1), (1, 3), (2, 3), (2, 2), (0, 2), (1, 1)], True),
        ([(1, 1), (1, 2), (3, 3), (0, 3)], False),
        ([(0, 0), (1, 1), (2, 0), (-1, 0)], True),
        ([(0, 0), (0, 1), (0, 0.5)], True),
        ([(0, 0), (0, 1), (0, -1)], True),
        ([(0, 0), (0, 1), (0, 0)], True),
        ([(0, 0), (0, 1), (0, 2), (1, 2), (0, 1)], True),
        ([(0, 0), (0, 0), (1, 0), (1, 0), (2, 0)], False),
    ],
)
def test_a_line_crosses_itself_or_does_not(points, crosses):
    assert crosses_itself(line(*points)) is crosses


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), max_size=8))
def test_neither_direction_nor_place_nor_scale_matters(points):
    found = crosses_itself(line(*points))
    assert crosses_itself(line(*reversed(points))) is found
    assert crosses_itself(line(*((2 * x + 3, 2 * y - 4) for x, y in points))) is found
    assert crosses_itself(line(*((y, x) for x, y in points))) is found


def test_a_line_of_thousands_of_points_is_decided():
    stairs = [(step // 2 * 0.01, (step + 1) // 2 * 0.01) for step in range(4_000)]
    assert crosses_itself(line(*stairs)) is False


def test_it_is_a_function_of_forms():
    crossing = "'1 1 0 0; 1 3 0 0; 2 3 0 0; 2 2 0 0; 0 2 0 0'"
    assert evaluate(f"intersects({crossing})", "<a/>", "boolean") is True
    assert evaluate("intersects('')", "<a/>", "boolean") is False
    assert evaluate("intersects('no line')", "<a/>", "boolean") is False


KEY = Ed25519PrivateKey.from_private_bytes(b"K" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def signed(message):
    return base64.b64encode(KEY.sign(message) + message).decode()


def extracted(code, key=PUBLIC):
    return evaluate(f"extract-signed('{code}', '{key}')", "<a/>", "string")


def test_a_text_with_a_good_signature_comes_out():
    assert extracted(signed("ریحانہ 7".encode())) == "ریحانہ 7"
    assert extracted(signed(b"")) == ""


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (signed(b"x"), base64.b64encode(b"A" * 32).decode()),
        (signed(b"x"), base64.b64encode(b"short").decode()),
        (signed(b"x"), "no base64 !"),
        ("blah", PUBLIC),
        ("", ""),
        (base64.b64encode(KEY.sign(b"x") + b"y").decode(), PUBLIC),
    ],
)
def test_without_a_good_signature_it_is_blank(code, key):
    assert extracted(code, key) == ""
