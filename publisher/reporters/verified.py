"""``publisher.verify/1``: what was proved of archives, for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.archive.reread import CODE
from publisher.reporters.places import display_path
from publisher.visible import printed, printed_json

if TYPE_CHECKING:
    from collections.abc import Sequence

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
            inside = "the archive in it is " if result.attached else ""
            lines.append(f"{shown}: {inside}as it was sealed")
    return "".join(f"{printed(line)}\n" for line in lines)


def as_json(found: Sequence[Verified]) -> str:
    """Return the same as JSON text, ending in a line end."""
    held = {
        "format": FORMAT,
        "files": [
            {
                "path": display_path(result.path).replace("\\", "/"),
                "attached": result.attached,
                "outcome": result.outcome,
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
