"""A browser without a screen: pages asked for and sent back the way a person without
JavaScript would, cookie, origin and form token included."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"


class _Fields(HTMLParser):
    """Collect the fields of a page as a browser would send them, by form."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name, kind = facts.get("name"), facts.get("type") or "text"
        if tag == "textarea":
            self._area = name
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in facts and self._select:
            self.sent.append((self._select, facts.get("value") or ""))
        elif tag == "input" and name and _is_sent(kind, facts):
            self.sent.append((name, facts.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self._area = self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent.append((self._area, data.lstrip("\n")))
        self.text.append(data)


def page_fields(html: str) -> list[tuple[str, str]]:
    """Return the fields of a page as they stand, the form token once and first."""
    page = _Fields()
    page.feed(html)
    token = [(name, value) for name, value in page.sent if name == "csrf_token"][:1]
    return token + [(name, value) for name, value in page.sent if name != "csrf_token"]


def _is_sent(kind: str, facts: dict[str, str | None]) -> bool:
    return kind not in {"file", "image"} and (
        kind not in {"radio", "checkbox"} or "checked" in facts
    )


@dataclass
class FieldClient:
    """One browser at a desk."""

    app: Flask
    reply: TestResponse | None = None
    _client: object = field(init=False)

    def __post_init__(self) -> None:
        self._client = self.app.test_client()

    def get(self, path: str, **headers: str) -> "FieldClient":
        self.reply = self._client.get(path, headers={"Host": f"127.0.0.1:{PORT}", **headers})
        return self._follow()

    def post(self, path: str, data: object = None, **headers: str) -> "FieldClient":
        facts = {"Host": f"127.0.0.1:{PORT}", "Origin": ADDRESS, **headers}
        self.reply = self._client.post(path, data=data, headers=facts)
        return self._follow()

    def send(self, path: str, /, *, htmx: bool = False, **fields: object) -> "FieldClient":
        """Send what the present page holds, `fields` filled in (None leaves one out).

        A file is a list of one pair: a stream and the name it had.
        """
        given = {name.replace("_do", "do"): value for name, value in fields.items()}
        sent = [(name, value) for name, value in self.fields if name not in given]
        for name, value in given.items():
            values = value if isinstance(value, list | tuple) else [value]
            kept = [
                one if isinstance(one, tuple) else str(one) for one in values if one is not None
            ]
            sent += [(name, one) for one in kept]
        data: dict[str, list[object]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        return self.post(path, data, **({"HX-Request": "true"} if htmx else {}))

    def wish(self, do: str, *, htmx: bool = False, **answers: object) -> "FieldClient":
        """Press a button of the interview page with these answers given."""
        named = {f"q-{name.replace('__', '-')}": value for name, value in answers.items()}
        return self.send("/interview", htmx=htmx, do=do, **named)

    @property
    def html(self) -> str:
        assert self.reply is not None
        return self.reply.get_data(as_text=True)

    @property
    def status(self) -> int:
        assert self.reply is not None
        return self.reply.status_code

    @property
    def text(self) -> str:
        page = _Fields()
        page.feed(re.sub(r"<(script|style)\b.*?</\1>", "", self.html, flags=re.DOTALL))
        return " ".join(unescape(" ".join(page.text)).split())

    @property
    def fields(self) -> list[tuple[str, str]]:
        return page_fields(self.html)

    @property
    def asked(self) -> str:
        """Return the heading of the page."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else ""

    def _follow(self) -> "FieldClient":
        while self.reply is not None and self.reply.status_code == 303:
            place = self.reply.headers["Location"]
            self.reply = self._client.get(place, headers={"Host": f"127.0.0.1:{PORT}"})
        return self
