"""``publisher.verify/1``: what was proved of archives, for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.archive.bags.bag import SOURCE
from publisher.archive.reread import CODE
from publisher.archive.verify import PAGES
from publisher.diagnostics.places import display_path
from publisher.diagnostics.visible import printed, printed_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.archive.verify import Verified

FORMAT = "publisher.verify/1"


def text(found: Sequence[Verified]) -> str:
    """Return a line for each file that is proved, and one for each thing that is wrong."""
    lines = []
    for result in found:
        shown = display_path(result.path)
        told = ""
        for diagnostic in result.diagnostics:
            lines.append(
                f"{shown}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"
            )
            if diagnostic.help != told:
                told = diagnostic.help
                lines.append(f"    {told}")
        if any(d.code == CODE and d.severity != "note" for d in result.diagnostics):
            lines.append(
                f"{shown}: the source is whole; what the archive says of it is not what this "
                "version reads"
            )
        if result.outcome == "ok":
            lines.append(f"{shown}: {_proved(result)}")
        lines += _of_bag(result)
    return "".join(f"{printed(line)}\n" for line in lines)


def _proved(result: Verified) -> str:
    if result.compared:
        return "as it was sealed, and each page is what its archive gives"
    if result.attached and any(d.code == PAGES for d in result.diagnostics):
        return "the archive in it is as it was sealed"
    if result.attached:
        return "the archive in it is as it was sealed; its pages were not compared"
    return "as it was sealed"


def _of_bag(result: Verified) -> Iterator[str]:
    """Yield what proves which of a bag's files."""
    if result.outcome == "ok" and result.proved:
        yield f"    proved by the archive in it: {', '.join(_folded(result.proved))}"
    if result.outcome == "ok" and result.listed:
        yield f"    by its digest only: {', '.join(_folded(result.listed))}"


def _folded(names: Sequence[str]) -> Iterator[str]:
    """Yield ``names``, those of the report's own folder as one."""
    own = [name for name in names if name.startswith(SOURCE)]
    yield from (name for name in names if not name.startswith(SOURCE))
    if own:
        yield f"{SOURCE} ({len(own)} {'file' if len(own) == 1 else 'files'})"


def as_json(found: Sequence[Verified]) -> str:
    """Return the same as JSON text, ending in a line end."""
    held = {
        "format": FORMAT,
        "files": [
            {
                "path": display_path(result.path).replace("\\", "/"),
                "attached": result.attached,
                "outcome": result.outcome,
                "compared": result.compared,
                "proved": list(result.proved),
                "listed": list(result.listed),
                "diagnostics": [
                    {
                        "code": diagnostic.code,
                        "severity": diagnostic.severity,
                        "message": diagnostic.message,
                        "help": diagnostic.help,
                    }
                    for diagnostic in result.diagnostics
                ],
            }
            for result in found
        ],
    }
    return printed_json(held)
