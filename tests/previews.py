"""A preview as a process, and a small reverse proxy before it, for the tests in a browser."""

from __future__ import annotations

import http.client
import http.server
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

LONG = 60
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@contextmanager
def previewing(report: Path, *options: str):
    """Give the process and the address of a preview of `report`; it ends at once, whatever is still open."""
    command = [sys.executable, "-m", "publisher", "preview", "--no-open", *options, str(report)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        try:
            yield process, process.stdout.readline().strip()
            process.send_signal(signal.SIGINT)
            assert process.wait(LONG) == 130
        finally:
            process.kill()


@contextmanager
def previewed(report: Path, *options: str):
    """Give the address of a preview of `report`."""
    with previewing(report, *options) as (_, address):
        yield address


@contextmanager
def proxied(address: str, prefix: str):
    """Give the address of a reverse proxy that passes on what stands under `prefix`, without it."""
    there = urlsplit(address)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self):
            assert self.path.startswith(prefix)
            onward = http.client.HTTPConnection(there.hostname, there.port, timeout=LONG)
            onward.request(self.command, self.path.removeprefix(prefix), headers=dict(self.headers))
            answer = onward.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                while data := answer.read1(65536):
                    self.wfile.write(data)
            except OSError:
                pass  # the browser has gone
            onward.close()
            self.close_connection = True

        do_GET = do_POST = pass_on  # noqa: N815 - called by their names

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}{prefix}{there.path}"
    finally:
        server.shutdown()
        server.server_close()
