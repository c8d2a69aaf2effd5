"""Web Forms in a browser, served from its own npm package: the peer of our pages.

Its modules go to the browser as the package holds them (not minified further), compressed; `vue`
is found through an import map. The form lies beside them.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width">
<script type=importmap>{"imports":{"vue":"/vue.js"}}</script><div id=app></div>
<script type=module>
import { createApp, h } from 'vue';
import { OdkWebForm, webFormsPlugin } from '/index.js';
const formXml = await (await fetch('/form.xml')).text();
createApp({ render: () => h(OdkWebForm, { formXml, missingResourceBehavior: 'BLANK',
  fetchFormAttachment: async () => new Response('', { status: 404 }) }) })
  .use(webFormsPlugin).mount('#app');
</script>"""
TYPES = {".js": "text/javascript", ".xml": "text/xml", ".html": "text/html", ".css": "text/css"}


@contextmanager
def web_forms(npm: Path, form: Path) -> Iterator[str]:
    """Yield the address of a page that shows `form` in Web Forms."""
    package = npm / "node_modules" / "@getodk" / "web-forms" / "dist"
    vue = npm / "node_modules" / "vue" / "dist" / "vue.runtime.esm-browser.prod.js"

    @cache
    def packed(path: str) -> bytes:
        if path == "/":
            data = PAGE.encode()
        elif path == "/vue.js":
            data = vue.read_bytes()
        elif path == "/form.xml":
            data = form.read_bytes()
        else:
            data = (package / Path(path).name).read_bytes()
        return gzip.compress(data, 9)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                data = packed(self.path)
            except OSError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", TYPES.get(Path(self.path).suffix or ".html", ""))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "max-age=3600")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
