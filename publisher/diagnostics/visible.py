"""The texts of strangers as they are printed: nothing in them commands a terminal or a CI service.

A terminal obeys control characters (ECMA-48), marks of direction (Unicode's UAX 9) turn round what
a person reads, and CI services take lines of a log for commands: ``::error::``, ``##[group]``,
``##vso[...]``.  All of that is shown as Python would write it.
"""

from __future__ import annotations

import re
from typing import Any

# C0, DEL and C1; the marks of direction; what else ends a line; halves of characters.
_SIGNS = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_UNSEEN = re.compile(f"[{_SIGNS}]")
_UNSEEN_IN_LINES = re.compile(f"(?!\n|\t|\r\n)[{_SIGNS}]")
_COMMAND = re.compile(r"(?<=:):|(?<=#)#(?=\w{0,40}\[)")
_IN_JSON = re.compile(f"(?!\n)[{_SIGNS}]|{_COMMAND.pattern}")


def _escaped(found: re.Match[str]) -> str:
    sign = found.group()
    return f"\\x{ord(sign):x}" if sign in ":#" else sign.encode("unicode_escape").decode()


def visible(text: str) -> str:
    """Return ``text`` on one line, with escapes for control characters and marks of direction."""
    return _UNSEEN.sub(_escaped, text)


def printed(text: str) -> str:
    """Return ``text`` as ``visible`` does, and with nothing that a CI service takes for a command."""
    return _COMMAND.sub(_escaped, visible(text))


def printed_lines(text: str) -> str:
    """Return ``text`` as ``printed`` does, with its line ends and tabs."""
    return _COMMAND.sub(_escaped, _UNSEEN_IN_LINES.sub(_escaped, text))


def printed_json(value: Any) -> str:
    """Return ``value`` as JSON text that ends in a line end; escapes stand for the same signs.

    Whoever reads the JSON gets the texts as they were: only strings hold such signs.
    """
    import json

    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"
