"""Suppressions: comments by which authors answer a diagnostic, each with a reason.

``<!-- publisher: ignore answer_length: the figure needs explaining -->`` on a line of its
own.  Such a line counts as a blank one: it has no words, and parts what a blank line parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from publisher.language.message import Message
from publisher.read.blocks.structure import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORM: Final = "<!-- publisher: ignore CODE: REASON -->"

_MOST_CODES = 20
_IN_COMMENT = Message("it stands in a comment")
_NOT_ALONE = Message("it does not stand alone on one line")
_OPEN = re.compile(r"<!--\s*publisher\s*:", re.IGNORECASE)
_BEFORE = re.compile(r"[ \t>]*")
_CODE = re.compile(r"(?:report\.)?(\w+)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One suppression as written.

    ``index``: its line among those that were searched (from 0); ``fault``: why it is not
    understood, empty if it is.
    """

    index: int
    codes: tuple[str, ...]
    reason: str
    fault: str
    alone: bool = True
    """Whether nothing else stands on its line."""


def without_suppression(line: str) -> str:
    """Return ``line`` without the suppression that it consists of, quote marks kept; else as it is."""
    if "<!--" not in line:
        return line
    before = _BEFORE.match(line)
    start = before.end() if before else 0
    if not _OPEN.match(line, start) or line.find("-->") != len(line.rstrip(" \t")) - 3:
        return line
    return line[:start]


def suppressions(lines: Sequence[str]) -> Iterator[Suppression]:
    """Yield the suppressions in ``lines``, those of no use too; in code there is none."""
    found = [(n, m) for n, line in enumerate(lines) if "<!--" in line and (m := _OPEN.search(line))]
    code = _code_lines(lines) if found else frozenset()
    comment = _comment_lines(lines) if found else frozenset()
    for index, mark in found:
        line = lines[index]
        if index in code or line.count("`", 0, mark.start()) % 2:
            continue
        if without_suppression(line) != line:
            said = _read(index, line[mark.end() : line.find("-->")])
            yield replace(said, fault=_IN_COMMENT) if index in comment else said
        elif index not in comment:
            yield Suppression(index, (), "", _NOT_ALONE, alone=False)


def _code_lines(lines: Sequence[str]) -> frozenset[int]:
    return frozenset(
        index
        for block in blocks_of(lines, 0, len(lines))
        if block.type in ("fence", "code_block")
        for index in range(block.first, block.after)
    )


def _comment_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines in a comment that began above: no suppression ends it, as no blank line does."""
    plain = [without_suppression(line) for line in lines]
    return frozenset(
        index
        for block in blocks_of(plain, 0, len(plain))
        if block.type == "html_block" and not block.open and "<!--" in plain[block.first]
        for index in range(block.first + 1, block.after)
    )


def _read(index: int, said: str) -> Suppression:
    """Read ``ignore CODE, CODE: REASON``."""
    head, _, reason = said.partition(":")
    verb, _, named = head.strip().partition(" ")
    reason = " ".join(reason.split())
    found = [_CODE.fullmatch(piece.strip()) for piece in named.split(",")]
    codes = tuple(dict.fromkeys(match[1] for match in found if match))
    fault: str = ""
    if verb.lower() != "ignore":
        fault = Message("{word!r} is not known", word=verb[:40])
    elif not all(found):
        fault = Message("it names no code")
    elif len(codes) > _MOST_CODES:
        fault = Message("it names more than {most} codes", most=_MOST_CODES)
    elif not any(c.isalnum() for c in reason):
        fault = Message("it has no reason")
    return Suppression(index, codes, reason, fault)
