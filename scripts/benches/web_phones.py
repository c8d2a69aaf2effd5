"""Phones that answer one after the other without end: how long until an answer is committed.

Each phone has a connection and an interview of its own. It loads its question once and then sends
one choice after another, the way the page's script does; a reply counts only when it says that
the answer is saved.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

RADIO = re.compile(r'type="radio" id="[^"]+" name="([^"]+)" value="([^"]+)"')
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Seen:
    """Milliseconds of every answer, and the replies that did not say that it was saved."""

    taken: list[float] = field(default_factory=list)
    unsaved: int = 0

    def figures(self) -> Mapping[str, float]:
        """Return the percentiles."""
        times = sorted(self.taken)
        at = {name: times[min(len(times) - 1, int(len(times) * share))] for name, share in SHARES}
        return {"answers": len(times), "unsaved": self.unsaved} | {
            name: round(value, 1) for name, value in at.items()
        }


SHARES = (("p50", 0.5), ("p90", 0.9), ("p99", 0.99))


def load(port: int, cookie: str, tokens: list[str], *, seconds: float, think: float) -> Seen:
    """Return what phones with these visits saw in so many seconds."""
    return asyncio.run(_all(port, cookie, tokens, seconds, think))


async def _all(port: int, cookie: str, tokens: list[str], seconds: float, think: float) -> Seen:
    seen = Seen()
    end = time.perf_counter() + seconds
    place, when = f"127.0.0.1:{port}", (end, think)
    phones = (_phone(at, place, f"{cookie}={token}", when, seen) for at, token in enumerate(tokens))
    await asyncio.gather(*phones)
    return seen


async def _phone(at: int, place: str, cookie: str, when: tuple[float, float], seen: Seen) -> None:
    end, think = when
    port = int(place.rpartition(":")[2])
    chance = random.Random(at)
    head = f"Host: {place}\r\nCookie: {cookie}\r\nOrigin: http://{place}\r\n"
    line = await asyncio.open_connection("127.0.0.1", port)
    _, page = await _ask(line, f"GET /interview HTTP/1.1\r\n{head}\r\n")
    facts = dict(HIDDEN.findall(page))
    choices = RADIO.findall(page)
    if not choices:
        raise SystemExit(f"the page of a phone has no choices: {page[:400]}")
    await asyncio.sleep(chance.random() * think)
    while time.perf_counter() < end:
        name, value = choices[len(seen.taken) % len(choices)]
        wanted = ("csrf_token", "sitting", "screen")
        body = urlencode({key: facts[key] for key in wanted} | {name: value, "do": "save"})
        began = time.perf_counter()
        try:
            reply, _ = await _ask(line, _post(head, body))
        except (asyncio.IncompleteReadError, ConnectionError):  # as a browser does
            line = await asyncio.open_connection("127.0.0.1", port)
            reply, _ = await _ask(line, _post(head, body))
        seen.taken.append(1000 * (time.perf_counter() - began))
        seen.unsaved += "answer-saved" not in reply
        if "connection: close" in reply.lower():
            line[1].close()
            line = await asyncio.open_connection("127.0.0.1", port)
        if think:
            await asyncio.sleep(think * (0.5 + chance.random()))
    line[1].close()


def _post(head: str, body: str) -> str:
    return (
        f"POST /interview HTTP/1.1\r\n{head}HX-Request: true\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


async def _ask(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], words: str
) -> tuple[str, str]:
    reader, writer = line
    writer.write(words.encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    size = re.search(r"(?i)content-length: (\d+)", head)
    if size:
        return head, (await reader.readexactly(int(size[1]))).decode()
    body = b""
    if re.search(r"(?i)transfer-encoding: chunked", head):
        while more := int(await reader.readline(), 16):
            body += (await reader.readexactly(more + 2))[:-2]
        await reader.readline()
    return head, body.decode()


if __name__ == "__main__":
    # a process of its own, so that it does not share a lock with the server
    wish = json.load(sys.stdin)
    found = load(
        wish["port"], wish["cookie"], wish["phones"], seconds=wish["seconds"], think=wish["think"]
    )
    print(json.dumps(found.figures()))
