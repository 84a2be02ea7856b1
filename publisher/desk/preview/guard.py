"""Who may ask a preview for anything: who knows its token, and came by a name of this machine."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

NAMES: Final = frozenset({"127.0.0.1", "localhost"})
"""By which a browser on this machine comes."""


class Guard:
    """Passes on what begins with the token, and answers the rest.

    The token stands in the path, so all relative addresses have it; what stands before it is a proxy's, which may cut it
    off or not.  ``Host`` is checked since any name can be made to lead to this machine (DNS rebinding),
    ``Origin`` since any page may send here.
    """

    def __init__(self, app: ASGIApp, token: str, names: Iterable[str] = ()) -> None:
        """``names``: of proxies that lead here, besides ``NAMES``."""
        self._app = app
        self._token = token.encode()
        self._names = NAMES | {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on with the path behind the token."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        answer: Response | None = self._refusal(Headers(scope=scope))
        before, behind = self._parted(scope["path"])
        if answer is None and not before:
            answer = PlainTextResponse(
                "This address lacks its token: open the one that publisher preview printed.\n", 403
            )
        elif answer is None and behind is None:
            answer = RedirectResponse(f"{self._token.decode()}/")
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self._app({**scope, "path": behind, "root_path": ""}, receive, send)

    def _refusal(self, headers: Headers) -> Response | None:
        for name, found in (
            ("Host", _host(f"//{headers.get('host', '')}")),
            ("Origin", _host(headers["origin"]) if "origin" in headers else None),
        ):
            if found is not None and found not in self._names:
                return PlainTextResponse(
                    f"{name} {found!r} is none of {', '.join(sorted(self._names))}. If it is a proxy of yours, "
                    "start publisher preview with --allow-host and its name.\n",
                    403,
                )
        return None

    def _parted(self, path: str) -> tuple[bool, str | None]:
        """Return whether the token is in ``path``, and what stands behind it; None: not even a slash."""
        steps = path.split("/")
        for at, step in enumerate(steps):
            if secrets.compare_digest(step.encode("utf-8", "replace"), self._token):
                behind = steps[at + 1 :]
                return True, f"/{'/'.join(behind)}" if behind else None
        return False, None


def _host(address: str) -> str:
    """Return the name in an address, in small letters; empty: there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
