"""The theme's templates, compiled once: Jinja's compiler takes 9 ms for each that a page is made of."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

from publisher.builders.words import ENGLISH, Words
from publisher.doors.assets import themes_folder
from publisher.language.message import Message

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

THEME: Final = "publisher"
_OPTIONS: Final[dict[str, Any]] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": jinja2.StrictUndefined,
    "optimized": False,  # a run writes a page or two: to look for constants takes longer than it spares
    "auto_reload": False,  # or each page asks the system whether they have changed
}


@cache
def templates() -> jinja2.Environment:
    """Return the theme's templates; they escape what is put into them.

    In them ``_("...")`` and ``ngettext("...", "...", count=...)`` are messages, which are written in the
    language of ``words`` (by default English); in an attribute they stand as ``words.plain(_("..."))``.
    """
    folder = themes_folder() / THEME
    made = jinja2.Environment(  # noqa: S701 - it is among the options
        loader=jinja2.FileSystemLoader(folder),
        finalize=_said,
        bytecode_cache=_Compiled(folder),
        **_OPTIONS,
    )
    made.globals |= {"_": Message, "ngettext": Message.plural, "words": ENGLISH}
    return made


@jinja2.pass_context
def _said(context: jinja2.runtime.Context, value: Any) -> Any:
    if not isinstance(value, Message):
        return value
    words: Words = context.get("words")
    return Markup(words.html(value))  # noqa: S704 - it escapes


class _Compiled(jinja2.FileSystemBytecodeCache):
    """What templates were compiled to, where and when Python keeps what modules were compiled to.

    Who may write there may write the package: nothing more is trusted than before.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(Path(cache_from_source(folder / "report.py")).parent), "%s.jinja")

    def get_source_checksum(self, source: str) -> str:
        """Return what the compiled form depends on, but for the version of Python, which Jinja adds."""
        return super().get_source_checksum(f"{jinja2.__version__} {_OPTIONS} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``; what cannot be read is made anew."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever a damaged file makes of its reader
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in ``bucket``, where the folder can be written."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)
