"""Bare addresses that GitHub links behind any mark: ``'https://…'``, ``see:https://…``, ``<a@b.org``.

GFM's text (6.9) lets an address begin behind a blank or one of ``*_~(`` only, and so does the
plugin that is used here; GitHub's own parser asks that of ``www.`` alone.  These two rules
take the place of two of the plugin's, which also look through all text before each colon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_SCHEME: Final = re.compile(r"(?<![A-Za-z])(?:https?|ftp)\Z", re.IGNORECASE)
_URL: Final = re.compile(r"://(?P<host>[^\s!-/:-@\[-`{-~][^\s!-,/:-@\[-^`{-~]*)[^\s<]*")
_LOCAL: Final = re.compile(r"(?P<scheme>(?:mailto|xmpp):)?[A-Za-z0-9.+_-]+\Z")
_DOMAIN: Final = re.compile(r"@(?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))++(?<=[A-Za-z])(?!@)")
_ENTITY: Final = re.compile(r"&[A-Za-z]+;\Z")
_TRAILING: Final = frozenset("?!.,:*_~'\"[]")
_LONGEST_WORD: Final = 256
"""Characters of what stands before the mark: a scheme, or the local part of a mail address."""


def autolink_plugin(md: MarkdownIt) -> None:
    """Add the two rules in place of the plugin's."""
    md.disable(["gfm_autolink_protocol", "gfm_autolink_email"])
    md.inline.ruler.push("autolink_url", _url)
    md.inline.ruler.push("autolink_mail", _mail)


def _url(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    scheme = _SCHEME.search(state.pending[-_LONGEST_WORD:])
    rest = _URL.match(state.src, state.pos, state.posMax)
    if not scheme or not rest or _bad_host(rest["host"]):
        return False
    return _linked(state, scheme[0], rest[0][: _trimmed(rest[0])], "")


def _mail(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel or state.src[state.pos] != "@":
        return False
    local = _LOCAL.search(state.pending[-_LONGEST_WORD:])
    rest = _DOMAIN.match(state.src, state.pos, state.posMax)
    if not local or not rest or "." not in rest[0]:
        return False
    return _linked(state, local[0], rest[0], "" if local["scheme"] else "mailto:")


def _bad_host(host: str) -> bool:
    """Tell whether an underscore stands in one of the host's last two parts (GFM 6.9)."""
    return any("_" in part for part in host.split(".")[-2:])


def _trimmed(url: str) -> int:
    """Return the length of ``url`` without the marks at its end that end the sentence."""
    end = len(url)
    surplus = url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif last in _TRAILING:
            end -= 1
        elif last == ";":
            entity = _ENTITY.search(url, max(0, end - _LONGEST_WORD), end)
            end = entity.start() if entity else end - 1
        else:
            break
    return end


def _linked(state: StateInline, before: str, rest: str, scheme: str) -> bool:
    state.pending = state.pending[: -len(before)]
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(scheme + before + rest)}
    token.markup, token.info = "autolink", "auto"
    state.push("text", "", 0).content = before + rest
    token = state.push("link_close", "a", -1)
    token.markup, token.info = "autolink", "auto"
    state.pos += len(rest)
    return True
