"""``publisher doctor``."""

from __future__ import annotations

import typer

from publisher.cli.exit import CLEAN, SYSTEM
from publisher.cli.screen import put, show


def doctor() -> None:
    """Say what is missing on this machine, and the command that mends it."""
    from publisher.pdf.doctor import examine, remedy

    findings = examine()
    for finding in findings:
        mark = "ok" if finding.fine else "missing"
        show(f"{mark:8} {finding.name}: {finding.told}")
    command = remedy(findings)
    if command:
        put(f"\nTo mend it:\n    {command}\n")
    needed = [f for f in findings if not f.fine and f.needed]
    raise typer.Exit(SYSTEM if needed else CLEAN)
