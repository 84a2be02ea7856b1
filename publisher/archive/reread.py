"""Reads an archive's source again, and says where the archive says otherwise.

What an archive names (versions that are not ours, a file that was left out) excuses a difference
in how the source is laid out as a tree, and in what hangs on that: a note.  It excuses nothing by
which a report is judged: a count, limit, verdict, title or group that differs is a warning, with both
values.  The one exception are steps: what an older version of ours is known to have read otherwise,
in a report whose source shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from publisher.archive.canonical import Blob
from publisher.archive.error import ArchiveError
from publisher.archive.provenance import WRITER, agents, changes_of
from publisher.archive.steps import Values, reason
from publisher.diagnostics.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.archive.decode import Archive
    from publisher.diagnostics.model import Severity

CODE: Final = "archive_source"
_SEALED_AGAIN = ("$about", "format", "schema", "provenance", "migrations", "restorer", "fixity")
_COPY = "fetch the archive again from where it was whole"
_JUDGE = "trust the source: 'publisher build' of the archive makes everything from it anew"
_SHOWN: Final = 50
_LONGEST: Final = 60
_MISSING: Final = object()

# Members of the tree, and what hangs on it or on the wording of rules.
_TREE: Final = re.compile(
    r"/(?:document|sections|segments|diagnostics|lookups|figures|files|left_out|checklist/list"
    r"|provenance/events|questions/\d+/(?:id|(?:prompt|answer)/(?:text|tree)))(?:/.*)?"
)
_NOT_SHOWN: Final = re.compile(
    r"\[Picture not shown: (?:(?!\[Picture not)[^\n])*?\)\]"
)  # as of one that was left out
_QUESTION: Final = re.compile(r"/questions/(\d+)/.+")


@dataclass(frozen=True, slots=True)
class _Difference:
    """Where two readings differ; ``_MISSING`` stands for a member that is not there."""

    pointer: str
    held: Any
    read: Any


def differences(archive: Archive, max_mib: int) -> Iterator[Diagnostic]:
    """Yield where an archive that is as it was sealed says otherwise than its source.

    Read by the same versions, with all files at hand, each difference is an error.
    ``max_mib``: of the source, as of a report that is read from a folder.
    """
    from publisher.archive.encode import contents
    from publisher.archive.folder import judge_archived
    from publisher.course.settings import Course

    members = archive.members
    course = Course.from_json(members["settings"])
    try:
        result = judge_archived(members, course, max_mib)
    except ArchiveError as error:
        yield _said(str(error), _COPY, "error")
        return
    assert result.report and result.source and result.folder  # noqa: S101, PT018 - told to mypy
    again = contents(
        result.report,
        result.source,
        result.folder,
        course,
        result.diagnostics,
        date=members["date"] or "",
        changes=changes_of(members),
    )
    again["settings"], held = _settings(again["settings"], members["settings"])
    found = list(_all_differences({**members, "settings": held}, again))
    yield from _told(found, members, again, _claim(members))


def _settings(read: dict[str, Any], held: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both; a setting that the archive's version did not have has its default."""
    from publisher.course.settings import Course

    return read, Course().as_json() | held


def _claim(members: dict[str, Any]) -> str:
    """Return what an archive names that excuses a difference; empty: nothing."""
    if members["provenance"]["agents"] != agents():
        return "it was read by other versions"
    left = {held["path"] for held in members["left_out"]}
    if any(held["path"] in left for held in members["lookups"]):
        return "the archive leaves out a file that the report names"
    return ""


def _all_differences(members: dict[str, Any], again: dict[str, Any]) -> Iterator[_Difference]:
    for name in sorted((set(members) | set(again)) - set(_SEALED_AGAIN)):
        yield from _between(members.get(name, _MISSING), again.get(name, _MISSING), f"/{name}")
    for name in ("events", "rights"):
        yield from _between(
            members["provenance"][name], again["provenance"][name], f"/provenance/{name}"
        )
    paths = [
        sorted(held["path"] for held in (*made["figures"], *made["files"]))
        for made in (members, again)
    ]
    if paths[0] != paths[1]:
        more, gone = (sorted(set(a) - set(b)) for a, b in (paths, paths[::-1]))
        yield _Difference("/figures and /files", more, gone)


def _between(held: Any, read: Any, pointer: str) -> Iterator[_Difference]:
    """Yield where two values differ, by JSON Pointers (RFC 6901)."""
    if isinstance(held, Blob) and isinstance(read, Blob):
        if held.data != read.data:
            yield _Difference(pointer, held, read)
    elif isinstance(held, dict) and isinstance(read, dict):
        for name in sorted(set(held) | set(read)):
            yield from _between(
                held.get(name, _MISSING), read.get(name, _MISSING), f"{pointer}/{name}"
            )
    elif _is_list(held) and _is_list(read) and len(held) == len(read):
        for index, pair in enumerate(zip(held, read, strict=True)):
            yield from _between(*pair, f"{pointer}/{index}")
    elif held != read:
        yield _Difference(pointer, held, read)


def _is_list(value: Any) -> bool:
    # What counts is a pair of numbers, and said whole.
    return isinstance(value, list | tuple) and not all(isinstance(held, int) for held in value)


def _told(
    found: list[_Difference], members: dict[str, Any], again: dict[str, Any], claim: str
) -> Iterator[Diagnostic]:
    """Yield what is said: of the tree one place a member, of what is judged by each."""
    told: set[str] = set()
    shown = 0
    for difference in found:
        severity, advice = _weighed(difference, members, again, claim)
        if _TREE.fullmatch(difference.pointer) and not _other_words(difference):
            member = difference.pointer.split("/")[1]
            if member in told:
                continue
            told.add(member)
            message = f"{difference.pointer} is not what reading its source gives"
        else:
            message = _both(difference, members)
        shown += 1
        if shown > _SHOWN:
            yield _said(f"it differs in {len(found) - shown + 1} more places", advice, severity)
            return
        yield _said(message, advice, severity)


def _weighed(
    found: _Difference, members: dict[str, Any], again: dict[str, Any], claim: str
) -> tuple[Severity, str]:
    if not claim:
        return "error", _COPY
    if _TREE.fullmatch(found.pointer) and not _other_words(found):
        return "note", f"none needed: {claim}"
    if found.held is _MISSING:
        return "note", f"none needed: {claim}, which did not say it"
    if why := _known(found, members, again):
        return "note", f"none needed: {why}"
    return "warning", _JUDGE


def _known(found: _Difference, members: dict[str, Any], again: dict[str, Any]) -> str:
    """Return why an older version of ours read a member otherwise; empty: it is not known to."""
    if found.read is _MISSING:
        return ""
    return reason(Values(found.pointer, found.held, found.read, members, again), _version(members))


def _other_words(found: _Difference) -> bool:
    """Tell whether a text of a prompt or an answer differs by more than blanks and signs."""
    if not found.pointer.endswith("/text") or not found.pointer.startswith("/questions/"):
        return False
    read = found.read if isinstance(found.read, str) else ""
    return _letters(found.held) not in (_letters(read), _letters(_NOT_SHOWN.sub("", read)))


def _letters(text: Any) -> str:
    return "".join(filter(str.isalnum, text)) if isinstance(text, str) else ""


def _version(members: dict[str, Any]) -> tuple[int, ...]:
    """Return the version of ours that an archive names; the highest where it names none."""
    for agent in members["provenance"]["agents"]:
        if agent["agentIdentifier"] == WRITER:
            found = re.match(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", agent["agentVersion"])
            if found:
                return tuple(map(int, found.groups()))
    return (10**4,)


def _both(found: _Difference, members: dict[str, Any]) -> str:
    """Return a difference in words: with its question, and both values."""
    match = _QUESTION.fullmatch(found.pointer)
    at = f" (question {members['questions'][int(match[1])]['number']})" if match else ""
    return (
        f"{found.pointer}{at} is {_short(found.held, found.read)} in the archive, "
        f"and reading its source gives {_short(found.read, found.held)}"
    )


def _short(value: Any, other: Any) -> str:
    """Return ``value`` on one line, cut; of two long texts what stands where they differ."""
    if value is _MISSING:
        return "missing"
    if isinstance(value, dict) or (
        isinstance(value, list) and value and isinstance(value[0], dict)
    ):
        return f"{len(value)} entries"
    if isinstance(value, str) and isinstance(other, str):
        same = next((n for n, (a, b) in enumerate(zip(value, other, strict=False)) if a != b), 0)
        start = max(0, same - _LONGEST // 2)
        value = ("..." if start else "") + value[start:]
        return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "...")
    text = "none" if value is None else repr(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _said(message: str, advice: str, severity: Severity) -> Diagnostic:
    return Diagnostic(CODE, severity, "", 1, 1, None, message, advice)
