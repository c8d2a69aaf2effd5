"""Receipt codes: look like a phone number, survive being spoken, ring nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.workflows.interviewing.receipts import new_receipt_code, read_receipt_code

CODES = st.builds(new_receipt_code)


@given(CODES)
def test_a_code_looks_like_a_mobile_number_of_no_network(code):
    assert len(code) == 12
    assert code[4] == "-"
    assert code[:3] in {"036", "037", "038", "039"}


@given(CODES)
def test_a_code_is_found_however_its_digits_are_said(code):
    spoken = " ".join(code.replace("-", ""))
    urdu = spoken.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read_receipt_code(spoken) == code
    assert read_receipt_code(urdu) == code
    assert read_receipt_code(arabic) == code


@given(CODES, st.integers(3, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_heard(code, place, shift):
    digits = list(code.replace("-", ""))
    digits[place] = str((int(digits[place]) + shift) % 10)
    assert read_receipt_code("".join(digits)) is None


@given(CODES, st.integers(3, 9))
def test_two_swapped_neighbours_are_always_heard(code, place):
    digits = list(code.replace("-", ""))
    if digits[place] == digits[place + 1]:
        return
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert read_receipt_code("".join(digits)) is None


@pytest.mark.parametrize("spoken", ["", "0301-2345678", "0360-000000", "hello", "0360-00000000"])
def test_what_cannot_be_a_code_is_none(spoken):
    assert read_receipt_code(spoken) is None
