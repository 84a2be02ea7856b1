"""Whether a text is a language's tag: BCP 47, by the grammar of RFC 5646, 2.1."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(
    r"""
    (?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})  # the grammar has longer ones, of which none was ever registered
    (?:-[a-z]{4})?                              # script
    (?:-(?:[a-z]{2}|[0-9]{3}))?                 # region
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?                  # for private use
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ALONE: Final = re.compile(r"x(?:-[a-z0-9]{1,8})+", re.IGNORECASE | re.ASCII)
_OLD: Final = frozenset(
    ("en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux",
     "i-mingo", "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl",
     "sgn-ch-de", "art-lojban", "cel-gaulish", "no-bok", "no-nyn", "zh-guoyu", "zh-hakka",
     "zh-min", "zh-min-nan", "zh-xiang")
)  # fmt: skip
"""Tags from before the grammar, each allowed by name."""
EXPECTED: Final = "a language's tag (BCP 47), such as en, da or de-AT"
"""What is expected where a text is none."""


def is_tag(text: str) -> bool:
    """Tell whether ``text`` is well-formed; whether somebody speaks the language, it does not tell.

    No variant and no extension stands twice (RFC 5646, 2.2.5 and 2.2.6).
    """
    if text.lower() in _OLD or _ALONE.fullmatch(text):
        return True
    found = _TAG.fullmatch(text)
    if not found:
        return False
    variants = found["variants"].lower().split("-")[1:]
    singles = re.findall(r"-([0-9a-z])(?=-)", found["extensions"].lower())
    return all(len(names) == len(set(names)) for names in (variants, singles))
