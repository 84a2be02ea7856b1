"""Opening a line in the writer's own editor."""

from __future__ import annotations

import re
import shlex
import shutil
import threading
from typing import TYPE_CHECKING, Final

from publisher.language.message import Message

if TYPE_CHECKING:
    from pathlib import Path

_FIELDS: Final = ("file", "line", "column")
_FIELD: Final = re.compile(r"\{([A-Za-z]*)\}")


class EditorError(Exception):
    """An editor cannot be called; the message says why, and what was expected."""


class Editor:
    """A command that opens a file at a line, such as ``code -g {file}:{line}``."""

    def __init__(self, command: str) -> None:
        """Take the command as a person wrote it: split as a shell does, and given to none.

        Raises EditorError.
        """
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise EditorError(
                Message(
                    "{command} cannot be split into words: {why}", command=repr(command), why=error
                )
            ) from None
        named = [name for word in self._words for name in _FIELD.findall(word)]
        if wrong := [name for name in named if name not in _FIELDS]:
            known = ", ".join(f"{{{name}}}" for name in _FIELDS)
            raise EditorError(
                Message(
                    "{command}: expected {known}, found {found}",
                    command=repr(command),
                    known=known,
                    found=f"{{{wrong[0]}}}",
                )
            )
        if "file" not in named:
            raise EditorError(
                Message(
                    "{command} names no {file}; an example: {example}",
                    command=repr(command),
                    file="{file}",
                    example="code -g {file}:{line}",
                )
            )
        program = shutil.which(self._words[0])
        if program is None:
            raise EditorError(
                Message("there is no program {name} on this machine", name=repr(self._words[0]))
            )
        self._words[0] = program

    def command(self, path: Path, line: int, column: int) -> list[str]:
        """Return the words of the call; ``line`` and ``column`` from 1."""
        given = {"file": str(path.absolute()), "line": str(line), "column": str(column)}
        filled = (_FIELD.sub(lambda found: given[found[1]], word) for word in self._words[1:])
        return [self._words[0], *filled]

    def open(self, path: Path, line: int, column: int) -> None:
        """Start the editor, and wait for nothing.  Raises EditorError.

        ``line``, ``column``: from 1, in code points.
        """
        import subprocess

        try:
            process = subprocess.Popen(  # noqa: S603 - the writer's own command, without a shell
                self.command(path, line, column),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C ends the preview, and no editor
            )
        except OSError as error:
            raise EditorError(
                Message("{what}: {why}", what=self._words[0], why=error.strerror)
            ) from None
        threading.Thread(target=process.wait, daemon=True).start()  # so that none is left behind
