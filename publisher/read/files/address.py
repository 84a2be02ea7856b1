"""Addresses of links: spelt as a URL has to be, or known to lead nowhere."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import unquote

from publisher.language.message import Message

# What may not stand in a URL (WHATWG URL Standard, "URL code points"), and a lone percent sign.
_FOREIGN: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[\x00-\x20\"<>\\^`{|}\x7f-\x9f\[\]]|#(?=.*#)")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:https?|ftp)://(?P<host>[^/?#]*)", re.IGNORECASE)
# Letters, digits, "_" and all from U+00A1 on; by what it is not, which compiles in no time.
_LABEL: Final = re.compile(r"[^\x00-/:-@\[-^`{-\xa0][^\x00-,./:-@\[-^`{-\xa0]{0,61}")
_PORT: Final = 65535


def path_of(uri: str) -> str:
    """Return the path that ``uri`` names, decoded; GitHub takes a query off it (?raw=true)."""
    return unquote(re.split(r"[?#]", uri, maxsplit=1)[0]).replace("\\", "/")


def shown(uri: str) -> str:
    """Return ``uri`` as a person would write it: without percent-encoding, where that is of text."""
    try:
        return unquote(uri, errors="strict")
    except UnicodeDecodeError:
        return uri


def has_scheme(uri: str) -> bool:
    """Tell whether ``uri`` is no path: it has a scheme, or names a host without one (``//``; RFC 3986, 4.2)."""
    return _SCHEME.match(uri) is not None


def is_data(uri: str) -> bool:
    """Tell whether ``uri`` holds what it leads to (``data:``)."""
    return uri[:5].lower() == "data:"


def has_backslash(uri: str) -> bool:
    """Tell whether the path in ``uri`` holds a backslash, which no address takes for a slash."""
    return "\\" in unquote(re.split(r"[?#]", uri, maxsplit=1)[0])


def steps_of(path: str, around: str = "") -> tuple[str, ...] | None:
    """Return the steps of a relative ``path`` without dots; None if it leaves the folder.

    ``around``: the folder's own name, by which a path that went out of it may come in again.
    """
    steps = [around]
    for step in path.split("/"):
        if step in ("", "."):
            continue
        if step == "..":
            if not steps:
                return None
            steps.pop()
        else:
            steps.append(step)
    return tuple(steps[1:]) if steps[:1] == [around] else None


def spelt(uri: str) -> str:
    """Return ``uri`` with percent-encoding for whatever may not stand in a URL."""
    host = _HOST.match(uri)
    start = host.end() if host else 0
    return uri[:start] + _FOREIGN.sub(lambda m: _encoded(m[0]), uri[start:])


def fault(uri: str) -> str:
    """Return why the web address ``uri`` can lead nowhere; empty if it can, or is none.

    Only what no browser could open is a fault: a host with an empty or overlong part or
    with characters that no name has, a port beyond the last (RFC 3986, 3.2; RFC 1034, 3.1).
    """
    if not (match := _HOST.match(uri)):
        return Message("it has no host") if re.match(r"(?:https?|ftp):", uri, re.IGNORECASE) else ""
    host = match["host"].rpartition("@")[2]
    if host.startswith("["):
        name, _, port = host[1:].partition("]")
        try:
            ipaddress.IPv6Address(name)
        except ValueError:
            return Message("{name!r} is no address of a host", name=name)
        port = port.removeprefix(":")
    else:
        name, _, port = host.partition(":")
        for label in name.removesuffix(".").split("."):
            if not _LABEL.fullmatch(label):
                return (
                    Message("{name!r} is no part of a host's name", name=label)
                    if label
                    else Message("a part of the host's name is empty")
                )
    if port and not (port.isascii() and port.isdigit() and int(port[:9]) <= _PORT):
        return Message("{name!r} is no port", name=port)
    return ""


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
