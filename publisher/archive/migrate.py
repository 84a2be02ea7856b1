"""Older versions of the format are read for ever: each is led to the newest, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publisher import __version__
from publisher.archive.canonical import digest
from publisher.archive.schema import NAME, VERSION

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: dict[int, Step] = {}
"""From a version to the one behind it: what turns the members of the one into the other's.

None is needed yet.  A step leaves ``source``, ``figures`` and ``files`` as they are, and is
never changed once it is published.
"""


def migrate(members: dict[str, Any], version: int, newest: int = VERSION) -> dict[str, Any]:
    """Return ``members`` of ``version`` as those of the newest version.

    Each step is told in ``migrations`` and sealed anew.  ``newest``: for tests.
    """
    from publisher.archive.encode import fixity

    for number in range(version, newest):
        before = members
        members = STEPS[number](before)
        members["format"] = f"{NAME}/{number + 1}"
        members["migrations"] = [
            *before.get("migrations", []),
            {
                "from": f"{NAME}/{number}",
                "to": members["format"],
                "sha256": digest(before),
                "agentVersion": __version__,
            },
        ]
        members["fixity"] = fixity(members)
    return members
