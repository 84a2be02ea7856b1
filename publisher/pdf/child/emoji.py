"""Emoji in colour: the bundled font draws each in one, which is here the one that it is known by.

Its drawings are lines, and text: what is copied is the emoji.  But a sign in a filled box (a tick, an arrow) was a
black box.  A font of many colours was the other way: 10 MB of pixels, too few for paper, which WeasyPrint draws as
pictures beside the text, by what PDF/A forbids.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EMOJI", "MOST", "colour_emoji"]

MOST: Final = 2000
"""Elements that are made; emoji beyond them have the text's colour.  A line of 5,000 took four seconds more."""

_PICTURE: Final = (
    r"[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd"
    r"\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    r"\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    r"\U0001f004\U0001f0cf\U0001f100-\U0001f6ff\U0001f7e0-\U0001f7ff\U0001f900-\U0001faff](?!\ufe0e)"
)
"""What is an emoji by itself (Unicode's Emoji_Presentation); of the blocks of emoji all."""
_SIGN: Final = rf"(?:{_PICTURE}|[^\x00-\x7f]\ufe0f|[#*0-9]\ufe0f?\u20e3)[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
EMOJI: Final = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_SIGN}(?:\u200d{_SIGN})*")
"""One, with all that changes or joins it: two letters of a flag, a colour of skin, what is held."""
_OTHERS: Final = "accent"
_KNOWN: Final = {
    sign: kind
    for kind, signs in (
        ("good", "✅✔☑❎💚🟢🟩📗"),
        ("bad", "❌⛔❗‼❤♥⭕🛑🚫🚨💥🚩🔺🔻🔴🟥📕"),
        ("warn", "⚠⚡⭐✨☀🌟🔥🚧💡🔔💛🧡🟡🟠🟨🟧🔶🔸📙"),
        ("special", "💜🟣🟪"),
        ("ink", "⚫⬛◾◼▪🖤⚪⬜◽◻▫🤍"),
    )
    for sign in signs
}


def colour_emoji(root: Any) -> None:
    """Put each emoji below an element into one of the class ``emoji-`` and its kind."""
    left = MOST
    for parent in list(root.iter()):
        for holder, name in ((parent, "text"), *((child, "tail") for child in list(parent))):
            text = getattr(holder, name)
            if text and not text.isascii() and (runs := list(_runs(text))[:left]):
                _wrap(parent, holder, name, runs)
                left -= len(runs)


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where emoji of one kind begin and end, and the kind."""
    start = end = 0
    kind = ""
    for found in EMOJI.finditer(text):
        own = _KNOWN.get(found[0][0], _OTHERS)
        if found.start() != end or own != kind:
            if end:
                yield start, end, kind
            start = found.start()
        end, kind = found.end(), own
    if end:
        yield start, end, kind


def _wrap(parent: Any, holder: Any, name: str, runs: list[tuple[int, int, str]]) -> None:
    """Put runs of a text into elements behind what stands before the first."""
    text = getattr(holder, name)
    setattr(holder, name, text[: runs[0][0]])
    place = list(parent).index(holder) + 1 if name == "tail" else 0
    ends = [start for start, _, _ in runs[1:]] + [len(text)]
    for offset, ((start, end, kind), behind) in enumerate(zip(runs, ends, strict=True)):
        span = parent.makeelement("span", {"class": f"emoji-{kind}"})
        span.text, span.tail = text[start:end], text[end:behind]
        parent.insert(place + offset, span)
