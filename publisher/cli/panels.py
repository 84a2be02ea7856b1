"""The commands in four panels, by what one is about to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

WRITE: Final = "Write a report"
PUBLISH: Final = "Publish it"
TEACH: Final = "Teach a course"
KEEP: Final = "Keep reports for good"
_PANELS: Final = (WRITE, PUBLISH, TEACH, KEEP)


class Panels(TyperGroup):
    """Lists the commands as plain text: typer's own panels load rich, which costs a tenth of a second."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write a section for each panel, in the order in which the commands were added."""
        names = [n for n in self.list_commands(ctx) if not self.commands[n].hidden]
        width = max(map(len, names))
        room = formatter.width - width - 4
        for panel in _PANELS:
            rows = [
                (name.ljust(width), command.get_short_help_str(room))
                for name in names
                if getattr(command := self.commands[name], "rich_help_panel", None) == panel
            ]
            with formatter.section(panel):
                formatter.write_dl(rows)
