"""``handin.json``: what is known of where a group's hand-in came from, and of when."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from publisher.archive.restorer import fault
from publisher.cohort.history import Late
from publisher.doors.opened import read_file
from publisher.read.files.folder import is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publisher.course.deadline import Deadline

FORMAT: Final = "publisher.handin/1"
FILE: Final = "handin.json"
COLLECTED: Final = "collected.json"
"""Stands beside the groups' folders, and says of which of them ``handin.json`` is ours."""
_MOST = 4 * 1024 * 1024


class HandinError(ValueError):
    """A ``handin.json`` cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Handin:
    """One group's hand-in as it was collected.

    ``report``: the report's file, relative to the folder that holds ``handin.json``; empty: there is
    none, for ``reason``.  ``late`` and ``doubt``: see ``history.Standing``; empty: nothing was handed in.
    ``deadline``: ISO 8601, UTC; empty: there was none.  ``commit``, ``tree`` (of the report's folder), ``committed`` (ISO 8601, UTC)
    and ``branch``: of the commit that counts; ``address``: of the repository; all empty where there is no git.
    ``left_out``: paths with why they were not taken.  ``told``: what else a teacher should know.
    """

    group: str
    report: str = ""
    reason: str = ""
    late: Late | Literal[""] = ""
    doubt: str = ""
    deadline: str = ""
    address: str = ""
    branch: str = ""
    commit: str = ""
    tree: str = ""
    committed: str = ""
    left_out: dict[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    def members(self) -> dict[str, Any]:
        """Return the file's members in the order above, every one always there."""
        held: dict[str, Any] = {"format": FORMAT}
        held |= {name: getattr(self, name) or None for name in self.__slots__}
        return held | {"left_out": self.left_out, "told": list(self.told)}

    def as_json(self) -> bytes:
        """Return the file's bytes."""
        return json.dumps(self.members(), indent=2, ensure_ascii=False).encode() + b"\n"


def undated(handin: Handin, limit: Deadline) -> Handin:
    """Return what is known of a hand-in that came as a folder or a zip, beside a deadline."""
    doubt = "a folder or a zip does not say when it was handed in"
    return replace(handin, late="unknown", doubt=doubt, deadline=limit.utc)


def collected_groups(folder: Path) -> frozenset[str]:
    """Return the groups that were collected into ``folder``; none where nobody collected anything.

    Only of these a ``handin.json`` is ours: in a folder that was just unpacked it is what somebody handed in.
    """
    try:
        held = _loaded(folder / COLLECTED)
    except HandinError:
        return frozenset()
    groups = held.get("groups") if isinstance(held, dict) else None
    return (
        frozenset(x for x in groups if isinstance(x, str))
        if isinstance(groups, list)
        else frozenset()
    )


def collected_json(groups: Iterable[str]) -> bytes:
    """Return the bytes of ``collected.json`` for these groups."""
    held = {"format": "publisher.handins/1", "groups": sorted(groups)}
    return json.dumps(held, indent=2, ensure_ascii=False).encode() + b"\n"


def read_handin(path: Path) -> Handin:
    """Read the ``handin.json`` at ``path``.  Raises HandinError."""
    return handin_of(_loaded(path), str(path))


def _loaded(path: Path) -> Any:
    try:
        return json.loads(read_file(path, _MOST))
    except OSError as error:
        raise HandinError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise HandinError(f"{path}: is no JSON") from None


def handin_of(held: Any, path: str) -> Handin:
    """Return the hand-in that parsed JSON holds; ``path`` names it.  Raises HandinError."""
    names = Handin.__slots__
    if (
        not isinstance(held, dict)
        or held.get("format") != FORMAT
        or set(held) - {"format"} != set(names)
    ):
        raise HandinError(f"{path}: is no {FORMAT}")
    texts: dict[str, Any] = {
        name: held[name] or "" for name in names if name not in ("left_out", "told")
    }
    if (
        not all(isinstance(text, str) for text in texts.values())
        or texts["late"] not in ("", *get_args(Late))
        or not isinstance(held["left_out"], dict)
        or not isinstance(held["told"], list)
        or not all(isinstance(x, str) for x in (*held["told"], *held["left_out"].values()))
    ):
        raise HandinError(f"{path}: is no {FORMAT}: a member has another type")
    if texts["report"] and (fault(texts["report"]) or is_hidden(texts["report"])):
        raise HandinError(f"{path}: report: expected a path within the group's folder")
    return Handin(**texts, left_out=held["left_out"], told=tuple(held["told"]))
