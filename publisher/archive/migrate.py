"""Older versions of the format are read for ever: each is led to the newest, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from publisher import __version__
from publisher.archive.canonical import digest
from publisher.archive.schema import NAME, about, schema

Step = Callable[[dict[str, Any]], dict[str, Any]]

AS_VERSION_1: Final = {"states": "full", "introduction": True, "checklist": "before"}
"""The print settings that version 1 did not have, at what was always done."""


def _to_2(members: dict[str, Any]) -> dict[str, Any]:
    """Say what the file is, and print as version 1 did, which could do nothing else."""
    printed = members["settings"]["print"] | AS_VERSION_1
    return members | {
        "$about": about(2),
        "schema": schema(2),
        "settings": members["settings"] | {"print": printed},
    }


STEPS: dict[int, Step] = {1: _to_2}
"""From a version to the one behind it: what turns the members of the one into the other's.

A step leaves ``source``, ``figures`` and ``files`` as they are, and is never changed once it is published.
"""


def migrate(members: dict[str, Any], version: int, newest: int) -> dict[str, Any]:
    """Return ``members`` of ``version`` as those of version ``newest``; the former stay as they are.

    Each step is told in ``migrations``, and the members are sealed anew.
    """
    from publisher.archive.encode import fixity

    for number in range(version, newest):
        step = {
            "from": f"{NAME}/{number}",
            "to": f"{NAME}/{number + 1}",
            "sha256": digest(members),
            "agentVersion": __version__,
        }
        members = STEPS[number](dict(members))
        members["format"] = step["to"]
        members["migrations"] = [*members["migrations"], step]
        members["fixity"] = fixity(members)
    return members
