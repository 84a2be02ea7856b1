"""What a repository shows of the checklist: names of files, of which none is ever opened."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST = 50_000
"""Entries of folders that are looked at; of a larger repository nothing is said."""

_WORD = re.compile(r"\w+(?:[-.]\w+)*")
# No group wrote what lies there.
_PASSED_OVER = frozenset({".git", "__pycache__", "node_modules", "site-packages"})


@dataclass(frozen=True)
class Evidence:
    """What the items of a checklist have to show, and the files that a repository has.

    ``names``: paths with slashes; ``wanted``: patterns of paths by the words of an item, of
    which one must have a file (none: nothing is wanted).
    """

    names: frozenset[str]
    wanted: Mapping[str, tuple[str, ...]]
    _known: dict[str, bool] = field(default_factory=dict, compare=False)

    def lacking(self, item: str) -> Iterator[tuple[str, ...]]:
        """Yield the patterns of which no file is there, for each of the words that ``item`` has."""
        said = _padded(item)
        for words, patterns in self.wanted.items():
            if patterns and _padded(words) in said and not self._has(words, patterns):
                yield patterns

    def _has(self, words: str, patterns: tuple[str, ...]) -> bool:
        if words not in self._known:
            fits = re.compile("|".join(translate(pattern.casefold()) for pattern in patterns))
            self._known[words] = any(map(fits.match, self._folded))
        return self._known[words]

    @cached_property
    def _folded(self) -> list[str]:
        return [name.casefold() for name in self.names]


def evidence(repository: Path, wanted: Mapping[str, tuple[str, ...]]) -> Evidence | None:
    """Return the evidence in the folder ``repository``, None if it could not be seen as a whole."""
    names = _names(repository)
    return None if names is None else Evidence(names, wanted)


def joined(
    usual: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the patterns of both by the words of an item; those of ``own`` go before."""
    named = {_padded(words) for words in own}
    return {words: files for words, files in usual.items() if _padded(words) not in named} | dict(
        own
    )


def _names(repository: Path) -> frozenset[str] | None:
    """Return the files below ``repository``; symbolic links are files and lead nowhere."""
    found = []
    folders = [""]
    seen = 0
    while folders:
        folder = folders.pop()
        try:
            entries = os.scandir(repository / folder)
        except OSError:
            return None
        with entries:
            for entry in entries:
                seen += 1
                if seen > MOST:
                    return None
                path = f"{folder}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    found.append(path)
                elif entry.name not in _PASSED_OVER:
                    folders.append(f"{path}/")
    return frozenset(found)


def _padded(text: str) -> str:
    """Return the words of ``text`` in one case, each between blanks."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
