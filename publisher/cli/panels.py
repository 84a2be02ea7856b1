"""The commands in four panels, by what one is about to do; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Command, Context, HelpFormatter

WRITE: Final = "Write a report"
PUBLISH: Final = "Publish it"
TEACH: Final = "Teach a course"
KEEP: Final = "Keep reports for good"
_PANELS: Final = (WRITE, PUBLISH, TEACH, KEEP)


class Place(NamedTuple):
    """Where a command is, and where the list shows it.

    ``module``: of this package; ``short``: what the list says, by default the first sentence of the function's
    docstring; ``function``: by default of the module's own name, and ``app`` for a group of commands.
    """

    panel: str
    module: str
    short: str | None = None
    function: str = ""

    def command(self, name: str) -> Command:
        """Import the command ``name``."""
        module = import_module(f"{__package__}.{self.module}")
        found: Any = getattr(module, self.function or self.module)
        if isinstance(found, typer.Typer):
            app = found
        else:
            app = typer.Typer(add_completion=False, rich_markup_mode=None)
            app.command(name, short_help=self.short)(found)
        return typer.main.get_command(app)


class Commands(Mapping[str, "Command"]):
    """The commands by name: who asks for one imports that one."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        """``places``: of all, in the order of the list."""
        self._places = places
        self._made: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        """Import a command.  Raises KeyError where there is none of that name."""
        if name not in self._made:
            self._made[name] = self._places[name].command(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is one, and import none."""
        return name in self._places


class Panels(TyperGroup):
    """Lists the commands as plain text: typer's own panels load rich, which costs a tenth of a second."""

    places: ClassVar[Mapping[str, Place]]
    """Of all commands, in the order of the list."""

    def __init__(self, **attrs: Any) -> None:
        """Take what typer gives a group, but for the commands."""
        super().__init__(**attrs | {"commands": None})
        self.commands = Commands(self.places)  # type: ignore[assignment]  # nothing writes into it

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands; ``ctx``: typer's."""
        del ctx
        return list(self.places)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write a section for each panel, in the order in which the commands were added."""
        names = self.list_commands(ctx)
        width = max(map(len, names))
        room = formatter.width - width - 4
        for panel in _PANELS:
            rows = [
                (name.ljust(width), self.commands[name].get_short_help_str(room))
                for name in names
                if self.places[name].panel == panel
            ]
            with formatter.section(panel):
                formatter.write_dl(rows)
