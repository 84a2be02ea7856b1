"""Who made an archive and how, in the words of PREMIS 3 (a data dictionary for preservation).

No event has the clock's time: the same input gives the same archive.  ``eventDateTime``
is the input's own date, as far as it is known.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from publisher import __version__

WRITER = "report-publisher"
_CHANGE = "modification"
_READERS = (
    "docutils",
    "markdown-it-py",
    "mdit-py-plugins",
    "pymdown-extensions",
    "pillow",
    "pyyaml",
    "tinyhtml5",
)
"""The libraries on which it depends what is read from a source."""


def agents() -> list[dict[str, str]]:
    """Return the programs that take part, with their versions; the writer is the first."""
    versions = {WRITER: __version__} | {name: metadata.version(name) for name in _READERS}
    return [
        {
            "agentIdentifier": name,
            "agentName": name,
            "agentType": "software",
            "agentVersion": version,
        }
        for name, version in versions.items()
    ]


def changes_of(members: dict[str, Any]) -> tuple[str, ...]:
    """Return what was done to an archive's report before it was read, in words."""
    events = members["provenance"]["events"]
    return tuple(e["eventDetail"] for e in events if e["eventType"] == _CHANGE)


def provenance(
    files: int, outcome: str, date: str, retention: str, changes: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the agents, events and rights of an archive that is made from a report's own files.

    ``files``: how many there are beside the source; ``outcome``: of the check; ``date`` and
    ``retention`` (until when it is kept): ISO 8601 or empty; ``changes``: what was done to the
    files before, each in a sentence.
    """
    events = (
        *((_CHANGE, change, "success", [WRITER]) for change in changes),
        (
            "capture",
            f"The source and {files} other files were read and described.",
            "success",
            [WRITER, *_READERS],
        ),
        ("validation", "The report was judged by the rules.", outcome, [WRITER]),
        (
            "message digest calculation",
            "Digests were calculated over every file and every member.",
            "success",
            [WRITER],
        ),
    )
    return {
        "agents": agents(),
        "events": [
            {
                "eventIdentifier": f"event-{number}",
                "eventType": kind,
                "eventDateTime": date or None,
                "eventDetail": detail,
                "eventOutcome": told,
                "linkingAgentIdentifiers": linked,
            }
            for number, (kind, detail, told, linked) in enumerate(events, 1)
        ],
        "rights": [_kept(date, retention)] if retention else [],
    }


def _kept(date: str, until: str) -> dict[str, Any]:
    """Return the rights statement (PREMIS 3, 4.1) that forbids to delete a report too early."""
    return {
        "rightsStatementIdentifier": "rights-1",
        "rightsBasis": "institutional policy",
        "rightsGranted": [
            {
                "act": "delete",
                "restriction": "Not before the term has ended.",
                "termOfRestriction": {"startDate": date or None, "endDate": until},
            }
        ],
    }
