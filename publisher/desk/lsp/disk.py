"""Follows the files beside open reports, for an editor that tells nothing of them."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Final

from publisher.desk.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.desk.watch import Places

_AGAIN: Final = 1.0
"""Seconds after which what is followed may be something else."""


class Disk:
    """Calls ``changed`` when something in ``places()`` has changed, from a thread that nobody waits for."""

    def __init__(self, places: Callable[[], Places], changed: Callable[[], object]) -> None:
        """Follow from now on."""
        self._places = places
        self._changed = changed
        self._watch = Watch(places())
        Thread(target=self._go_on, name="disk", daemon=True).start()

    def _go_on(self) -> None:
        while True:
            if self._watch.wait(_AGAIN):
                self._changed()
            self._watch.follow(self._places())
