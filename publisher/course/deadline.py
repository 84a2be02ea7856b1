"""A deadline: a moment, said with an offset from UTC or in a course's time zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

EXPECTED = "a date with a time, as in 2026-01-23T23:59:00+01:00"


class DeadlineError(ValueError):
    """A deadline cannot be used; the message says what was expected and what was found."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which reports are handed in.

    ``text``: as the settings have it.  ``earliest`` and ``latest``: seconds since 1970 (UTC), whole;
    they differ only where the settings name an hour that a change to winter time repeats.
    """

    text: str
    earliest: int
    latest: int

    @property
    def utc(self) -> str:
        """The later of the two moments, ISO 8601 in UTC."""
        return utc(self.latest)


def utc(seconds: int) -> str:
    """Return a moment, ``seconds`` since 1970, as ISO 8601 in UTC (RFC 3339)."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone ``name``, as in Europe/Copenhagen.  Raises DeadlineError."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # unknown; leaving the database; a folder of it
        pass
    raise DeadlineError(f"expected a time zone such as Europe/Copenhagen, found {name[:80]!r}")


def deadline(text: str, time_zone: str = "") -> Deadline:
    """Return the deadline that ``text`` says: ISO 8601 with date and time, to the second.

    ``time_zone``: a name of the IANA database, for a text without an offset.  Raises DeadlineError
    where there is neither, or where the clocks of the zone skip the hour.
    """
    try:
        said = dt.datetime.fromisoformat(text)
    except ValueError:
        said = None
    if said is None or len(text) <= len("2026-01-23"):
        raise DeadlineError(f"expected {EXPECTED}, found {text[:80]!r}")
    if said.tzinfo is None:
        if not time_zone:
            raise DeadlineError(
                f"expected {EXPECTED}, or a time_zone beside it, found {text!r} with neither: "
                "it would be another moment on another machine"
            )
        said = said.replace(tzinfo=zone_of(time_zone))
        if said.astimezone(dt.UTC).astimezone(said.tzinfo).replace(fold=0) != said:
            raise DeadlineError(
                f"expected a time that there is, found {text!r}: in {time_zone} the clocks go "
                "forward over it"
            )
    moments = [int(said.replace(fold=fold).timestamp()) for fold in (0, 1)]
    return Deadline(text, min(moments), max(moments))
