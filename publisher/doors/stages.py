"""What each stage of a run takes, for who asks (``publisher build --profile``); no output holds any of it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stage(NamedTuple):
    """A stage, and what it took: seconds of the clock, and of processors.

    ``child``: in the process that makes the PDF, which runs beside the others.
    """

    name: str
    wall: float
    cpu: float
    child: bool = False


_LISTENING: list[list[Stage]] = []


@contextmanager
def timed() -> Iterator[list[Stage]]:
    """Note what the stages of the block take; the first is what this process did before."""
    stages = [Stage("", time.process_time(), time.process_time())]
    _LISTENING.append(stages)
    try:
        yield stages
    finally:
        _LISTENING.remove(stages)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Note what the block takes, if anybody asks; ``name``: a message."""
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        took(Stage(name, time.perf_counter() - wall, time.process_time() - cpu))


def took(made: Stage) -> None:
    """Note a stage that was timed elsewhere."""
    for stages in _LISTENING:
        stages.append(made)


class Laps:
    """The stages of a process that does one thing after the other."""

    def __init__(self) -> None:
        """Begin with what this process did before."""
        self._wall, self._cpu = time.perf_counter() - time.process_time(), 0.0
        self.found: list[tuple[str, float, float]] = []

    def end(self, name: str) -> None:
        """End the stage ``name``; the next begins."""
        wall, cpu = time.perf_counter(), time.process_time()
        self.found.append((name, wall - self._wall, cpu - self._cpu))
        self._wall, self._cpu = wall, cpu
