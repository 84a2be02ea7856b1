"""What Sphinx's EPUB lacks: types of pictures, their names, and what the package document must say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.epub3 import Epub3Builder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ITEM = re.compile(r'(<item [^>]*href="([^"]+)" media-type="application/xhtml\+xml")( />)')
_CONTENTS = {"mathml": re.compile("<math[ >]"), "svg": re.compile("<svg[ >]")}


class _Endings(dict[str, str]):
    """Media types by the ending of a file's name, in any letter case."""

    def __contains__(self, ending: object) -> bool:
        return super().__contains__(str(ending).lower())

    def __getitem__(self, ending: str) -> str:
        return super().__getitem__(ending.lower())


class _Names(dict[str, str]):
    """Names of pictures in the book by their paths, without blanks (EPUB 3.3, OCF, 4.2.3)."""

    def __setitem__(self, path: str, name: str) -> None:
        plain = re.sub(r"\s+", "_", name)
        while any(other != path and known == plain for other, known in self.items()):
            plain = f"_{plain}"
        super().__setitem__(path, plain)


def prepare_book(app: Sphinx) -> None:
    """Let the epub builder write a book that EPUBCheck passes."""
    builder = app.builder
    if not isinstance(builder, Epub3Builder):
        return
    # It compares letter case: `.JPG` would be no picture.
    builder.media_types = _Endings(builder.media_types)
    builder.images = _Names(builder.images)
    build_content = builder.build_content

    def with_properties() -> None:
        build_content()
        _say_contents(Path(builder.outdir))

    builder.build_content = with_properties  # type: ignore[method-assign]  # no event is so late


def _say_contents(folder: Path) -> None:
    """Say of each page in the package document what it holds (EPUB 3.3, D.6; EPUBCheck OPF-014)."""
    package = folder / "content.opf"

    def said(item: re.Match[str]) -> str:
        path = folder / item[2]
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found = " ".join(name for name, mark in _CONTENTS.items() if mark.search(text))
        return f'{item[1]} properties="{found}"{item[3]}' if found else item[0]

    text = package.read_text(encoding="utf-8")
    package.write_text(_ITEM.sub(said, text), encoding="utf-8", newline="\n")
