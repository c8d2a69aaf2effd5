"""A person at a desk that runs as its own process: pages over real HTTP, no browser."""

import http.cookiejar
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import urlencode

from field_client import page_fields


@dataclass
class HttpPerson:
    """One browser without a screen; follows redirects, keeps cookies, sends what pages hold."""

    address: str
    tls: ssl.SSLContext | None = None
    html: str = ""
    status: int = 0
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> "HttpPerson":
        return self._ask(urllib.request.Request(self.address + path))

    def send(self, path: str, **fields: str) -> "HttpPerson":
        """Send what the present page holds, `fields` filled in."""
        sent = [(name, value) for name, value in page_fields(self.html) if name not in fields]
        return self.post(path, [*sent, *fields.items()])

    def post(self, path: str, sent: list[tuple[str, str]]) -> "HttpPerson":
        request = urllib.request.Request(self.address + path, urlencode(sent).encode())
        return self._ask(request)

    def wish(self, do: str, **answers: str) -> "HttpPerson":
        """Press a button of the interview page with these answers given."""
        named = {f"q-{name.replace('__', '-')}": value for name, value in answers.items()}
        return self.send("/interview", do=do, **named)

    def _ask(self, request: urllib.request.Request) -> "HttpPerson":
        request.add_header("Origin", self.address)
        try:
            reply = self._opener().open(request, timeout=90)
        except urllib.error.HTTPError as refused:
            reply = refused
        with reply:
            body, self.status, self.url = reply.read(), reply.status, reply.url
        self.headers = dict(reply.headers)
        if self.status != 204:  # a page stays as it is
            self.html = body.decode("utf-8", errors="replace")
        return self

    def _opener(self) -> urllib.request.OpenerDirector:
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.jar),
            _SameWishElsewhere(),
        ]
        if self.tls is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.tls))
        return urllib.request.build_opener(*handlers)


class _SameWishElsewhere(urllib.request.HTTPRedirectHandler):
    """Follow 307 with method and body, as every browser does."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # noqa: PLR0917 - urllib's
        if code != 307:
            return super().redirect_request(req, fp, code, msg, headers, newurl)
        again = urllib.request.Request(newurl, req.data, method=req.get_method())
        for name, value in req.header_items():
            if name.lower() not in {"host", "cookie"}:
                again.add_header(name, value)
        return again
