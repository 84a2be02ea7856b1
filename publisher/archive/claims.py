"""What an archive says of itself and no source can prove: checked for what can be known."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from publisher.archive.canonical import digest
from publisher.archive.error import named
from publisher.archive.schema import schema
from publisher.read.files.address import fault, path_of
from publisher.read.files.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

RESTORERS: Final = frozenset(
    {
        "d40dc79e24cfbdf9349702d7f43da7e0fceb3f52233faec1e9992a48a389e706",  # 0.1.0
        "4aad6f87b36eaea686d61000a6f8345fc5a93139295ad975872838176aa5e7ac",
    }
)
"""SHA-256 of each ``restorer.py`` that a version of ours put into archives."""
SCHEMAS: Final = frozenset(
    {
        "c5e881be312b114f06c5605efb288005b43a291832d736cc133be958a38ce8a4",  # 0.1.0
    }
)
"""Digests of the schemas of version 1 that versions of ours put into archives."""

# What the reader of a report makes of a link that leaves its folder: see ``read.files.repository``.
_WEB: Final = re.compile(r"https://[^\s/@?#\\]+/\S*")


def faults(members: dict[str, Any]) -> Iterator[str]:
    """Yield what cannot be true in an archive that keeps to its schema, each with its place."""
    yield from _addresses(members)
    yield from _dates(members)
    yield from _settings(members["settings"])
    if held := members.get("restorer"):
        made = hashlib.sha256(held["text"].encode("utf-8", "surrogatepass")).hexdigest()
        if made != held["sha256"] or made not in RESTORERS:
            yield "/restorer/text: is no program that publisher wrote; do not run it"


def is_ours(held: Any, version: int) -> bool:
    """Tell whether a schema in an archive is that of this program, or of one before it.

    ``version``: of the format.
    """
    return bool(held == schema(version)) or digest(held) in SCHEMAS


def _addresses(members: dict[str, Any]) -> Iterator[str]:
    for index, held in enumerate(members["lookups"]):
        if held["path"] and _name(held["path"]) != _name(path_of(held["uri"])):
            yield (
                f"/lookups/{index}/path: {named(held['path'])} is not where the address "
                f"{named(held['uri'])} can lead"
            )
        web = held["web"]
        if web and (not _WEB.fullmatch(web) or fault(web)):
            yield f"/lookups/{index}/web: expected an https address, found {named(web)}"
    address = members["settings"]["repository"]
    if address and Repository.shown_at(address) is None:
        yield f"/settings/repository: is no address of a folder on the web: {named(address)}"


def _name(path: str) -> str:
    """Return a file's name without what people and machines write in different ways."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2]).casefold()


def _dates(members: dict[str, Any]) -> Iterator[str]:
    date = members["date"]
    settings = members["settings"]
    told = {
        "/date": date,
        "/settings/date": settings["date"],
        "/settings/retention": settings["retention"],
    }
    for pointer, day in told.items():
        if day is not None and not _is_day(day):
            yield f"{pointer}: there is no such day: {day}"
    for index, event in enumerate(members["provenance"]["events"]):
        if event["eventDateTime"] != date:
            yield (
                f"/provenance/events/{index}/eventDateTime: expected the archive's date, {date}, "
                f"found {event['eventDateTime']}"
            )


def _settings(settings: dict[str, Any]) -> Iterator[str]:
    for index, held in enumerate(settings["templates"]):
        if (
            hashlib.sha256(held["markdown"].encode("utf-8", "surrogatepass")).hexdigest()
            != held["sha256"]
        ):
            yield f"/settings/templates/{index}: its text has another SHA-256 than it says"
    for number, limits in settings["limits"].items():
        for kind in ("words", "images"):
            pair = limits[kind]
            if pair and pair[1] is not None and pair[0] > pair[1]:
                yield f"/settings/limits/{number}/{kind}: {pair[0]} to {pair[1]} is no range"


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
