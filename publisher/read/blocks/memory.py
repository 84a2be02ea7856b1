"""What was worked out of a text, kept for the next reading of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Value = TypeVar("Value")


class Memory:
    """Values by what they were made of; what a reading does not ask for, the next one does not find.

    So it holds what two readings need, however often a text is read.  A key names all that its value
    depends on.  A value is never changed: who has to, changes a copy.  For one thread at a time.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._now: dict[Hashable, Any] = {}
        self._before: dict[Hashable, Any] = {}

    def turn(self) -> None:
        """Begin another reading."""
        self._before, self._now = self._now, {}

    @property
    def size(self) -> int:
        """How many values are kept."""
        return len(self._now) + len(self._before)

    def find(self, key: Hashable) -> Any:
        """Return what is kept under ``key``, None where that is nothing."""
        if key not in self._now and key in self._before:
            self._now[key] = self._before[key]
        return self._now.get(key)

    def keep(self, key: Hashable, value: object) -> None:
        """Keep ``value`` under ``key``."""
        self._now[key] = value

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what is kept under ``key``; where there is nothing, keep what ``make`` returns."""
        value: Value | None = self.find(key)
        if value is None:
            value = make()
            self.keep(key, value)
        return value
