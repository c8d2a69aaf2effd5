"""Only our own pages at our own address may wish for anything."""

import pytest
from flask import Flask, request

from survey_app.web.origin import is_own_host, is_own_wish, own_addresses

OWN = own_addresses(8765)


def _asked(method="POST", **headers):
    with Flask("x").test_request_context("/", method=method, headers=headers):
        return is_own_host(request, OWN), is_own_wish(request, OWN)


@pytest.mark.parametrize("host", ["evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost."])
def test_another_host_name_is_not_ours(host):
    assert _asked(Host=host)[0] is False


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765"])
def test_our_two_names_are_ours(host):
    assert _asked(Host=host)[0] is True


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://127.0.0.1:8765"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_elsewhere_is_refused(headers):
    assert _asked(**headers)[1] is False


def test_a_post_of_our_own_page_is_welcome():
    assert _asked(Origin="http://127.0.0.1:8765", **{"Sec-Fetch-Site": "same-origin"})[1] is True


def test_looking_needs_no_origin():
    assert _asked(method="GET")[1] is True
