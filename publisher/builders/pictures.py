"""The pictures of a file that is more than one page: which there are, under which names, in which types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from publisher.diagnostics.model import Finding
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

    Convert = Callable[[Mapping[str, bytes]], tuple[Mapping[str, bytes], Mapping[str, str]]]
    """Turns pictures into PNG by their names; a grey box, and why, for those that cannot be."""

_DRAWING: Final = "image/svg+xml"
_PNG: Final = "png"
# What is more than lines and text: what runs, what is fetched, what a parser would unfold.
_ACTIVE: Final = re.compile(
    rb"<(?:\w+:)?(?:script|foreignobject|iframe|style|image|animate\w*|set)\b|<!(?!--)|<\?xml-|\son\w+\s*="
    rb"|url\((?!\s*['\"]?#)|href\s*=\s*(?!\s*['\"]#)",
    re.IGNORECASE,
)
_LOOK: Final = Message("look at it; what a picture of another type shows may look otherwise")


class Pictures:
    """The pictures of one file; each that is used gets a name there.

    ``converted``: the paths of those that stand there in another type, by their names.
    """

    def __init__(self, folder: Folder, endings: Mapping[str, str]) -> None:
        """Take the files beside the report; ``endings``: of the names, by the types that can stand there."""
        self._folder = folder
        self._endings = endings
        self._names: dict[str, str] = {}
        self.converted: dict[str, str] = {}

    def name(self, path: str) -> str:
        """Return the name of the picture at ``path``: the next number, whatever the file was called."""
        if path not in self._names:
            media = self._folder.picture(path).media
            ending = self._endings.get(media, "")
            if media == _DRAWING and ending and _ACTIVE.search(self._folder.read(path)):
                ending = ""
            name = f"figures/{len(self._names) + 1:03}.{ending or _PNG}"
            self._names[path] = name
            if not ending:
                self.converted[name] = path
        return self._names[path]

    def path(self, name: str) -> str:
        """Return the path of the picture that stands there as ``name``."""
        return next(path for path, known in self._names.items() if known == name)

    def files(self, convert: Convert) -> tuple[dict[str, bytes], dict[str, str]]:
        """Return the pictures' bytes by name, and of those that cannot be shown, why; raises as ``convert``."""
        made = {
            name: self._folder.read(path)
            for path, name in self._names.items()
            if name not in self.converted
        }
        failed: Mapping[str, str] = {}
        if self.converted:
            wanted = {name: self._folder.read(path) for name, path in self.converted.items()}
            turned, failed = convert(wanted)
            made |= turned
        return made, {self.converted[name]: why for name, why in failed.items()}

    def told(self, report: Report, file: str, failed: Mapping[str, str]) -> Iterator[Finding]:
        """Yield what is to be said of pictures that stand in ``file`` in another type."""
        for path in self.converted.values():
            image = report.use_of(path)
            said = Message("{file} shows {figure!r} as PNG", file=file, figure=path)
            if path in failed:
                said = Message(
                    "{file} shows a grey box for {figure!r}: {why}",
                    file=file,
                    figure=path,
                    why=failed[path],
                )
            yield Finding(image.line if image else 1, said, _LOOK)
