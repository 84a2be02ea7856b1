#!/usr/bin/env bash
# uvicorn does not end at Ctrl-C while a browser's tab holds an event stream open.
#
# Expected: SIGINT ends a development server at once or after a default grace time.
# Happens: there is no default grace time: it waits for the stream's end, which never comes, and
#   prints nothing that says so at the level "warning".  `--timeout-graceful-shutdown 1` ends it.
# Package: uvicorn 0.54.0, starlette 1.10.0 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check uvicorn==0.54.0 starlette==1.10.0
cd "$folder"
cat > app.py <<'PY'
import asyncio

from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route


async def events(request):
    async def stream():
        while True:
            yield "data: tick\n\n"
            await asyncio.sleep(0.2)

    return StreamingResponse(stream(), media_type="text/event-stream")


app = Starlette(routes=[Route("/events", events)])
PY
"$folder/venv/bin/python" - <<'PY'
import signal
import socket
import subprocess
import sys
import time
import urllib.request

ended = {}
for options in ((), ("--timeout-graceful-shutdown", "1")):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "app:app", "--port", port, "--log-level", "critical", *options]
    )
    for _ in range(100):
        try:
            stream = urllib.request.urlopen(f"http://127.0.0.1:{port}/events")
            break
        except OSError:
            time.sleep(0.1)
    stream.readline()
    server.send_signal(signal.SIGINT)
    try:
        server.wait(8)
        ended[options] = True
    except subprocess.TimeoutExpired:
        ended[options] = False
        server.kill()
        server.wait()
    print(" ".join(options) or "no option", "- ended within 8 s of SIGINT:", ended[options])
assert list(ended.values()) == [False, True]
PY
