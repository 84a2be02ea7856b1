"""The server of a preview, on this machine's loopback and nowhere else."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

import uvicorn

from publisher.desk.preview.app import application

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

    from publisher.desk.preview.editor import Editor
    from publisher.desk.preview.state import Preview

LOOPBACK: Final = "127.0.0.1"
_GRACE: Final = 1
"""Seconds that an answer gets which is not done when the server ends."""


def bound(port: int) -> socket.socket:
    """Return a socket that listens on the loopback; ``port``: 0: any that is free.  Raises OSError."""
    return socket.create_server((LOOPBACK, port))


def serve(
    preview: Preview,
    listening: socket.socket,
    token: str,
    names: Iterable[str] = (),
    editor: Editor | None = None,
) -> None:
    """Answer until Ctrl-C, which is raised again (KeyboardInterrupt).  See ``application``."""
    config = uvicorn.Config(
        application(preview, token, names, editor),
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    _Server(config, preview).run([listening])


class _Server(uvicorn.Server):
    """Ends open streams when it is asked to end: by itself it waits for them (findings/)."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self._preview = preview

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._preview.end()
        super().handle_exit(sig, frame)
