"""From a sealed archive to a copy for publication: a valid archive of a report that names nobody.

The copy is the archive of a replaced report.  So everything in it (tree, counts, diagnostics,
digests) is read from the replaced source again, and no place can be forgotten.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from publisher.archive.canonical import Blob
from publisher.archive.error import ArchiveError
from publisher.archive.folder import judge_archived
from publisher.course.settings import Course
from publisher.doors.output import COPY, COPY_LINES, FORMATS, LINES
from publisher.privacy.drawing import cleaned_drawing
from publisher.privacy.exif import UncleanError
from publisher.privacy.people import GROUPS, NAMES, NUMBERS, People
from publisher.privacy.picture import cleaned
from publisher.publish.build import DEFAULT, Built, make, write_built
from publisher.publish.publication import Publication
from publisher.read.files.load import BrokenReport
from publisher.read.files.load import decode as decode_text
from publisher.read.transforms import line_of
from publisher.read.yardstick.recognise import split_by_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.check import Result
    from publisher.course.groups import Group
    from publisher.course.roster import Person
    from publisher.publish.build import Options
    from publisher.report.view import Report

SHORTEST_KEY: Final = 16
PATHS: Final = "file names"
FIGURES: Final = "figures cleaned of metadata"
WITHHELD: Final = "private"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_EMBEDDED: Final = re.compile(r"data:(image/[\w.+-]++);base64,([A-Za-z0-9+/=]++)")


class PrivacyError(Exception):
    """A copy cannot be made; the message says why and what to do.  Nothing is written then."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was replaced: ``counts`` by kind; ``withheld``: new paths of files that are left out."""

    counts: Mapping[str, int]
    withheld: Sequence[str]

    def __str__(self) -> str:
        """Say it in a line that reveals nobody."""
        kinds = ", ".join(
            f"{kind}: {self.counts[kind]}" for kind in (NUMBERS, NAMES, GROUPS, PATHS, FIGURES)
        )
        return f"{kinds}, files left out: {len(self.withheld)}"


class Copier:
    """Makes a copy of one report: what is to be made of it is made of the copy (see ``make``).

    ``told``: what was replaced, once it is made.
    """

    def __init__(self, roster: Sequence[Person], key: bytes, group: Group | None = None) -> None:
        """Take the course's people, and its secret key of at least SHORTEST_KEY bytes.

        Replaced are those of the ``roster``, and all who are named by a study number.  With
        ``group`` that group is, too, and what it answers to the questions for its number and its
        members is withheld.
        """
        self._roster = roster
        self._key = key
        self._group = group
        self.told: Told | None = None

    def __call__(self, original: Publication) -> Publication:
        """Return the copy of ``original``.  Raises PrivacyError."""
        # Better a number too many than a person: the second question's, too, whatever it asks.
        named = (*original.report.study_numbers, *original.report.study_numbers_in(2))
        people = People(
            self._roster,
            tuple(dict.fromkeys(named)),
            self._key,
            self._group,
            original.report.group,
        )
        hidden = owner_questions(original.report) if self._group else frozenset()
        members = original.members()
        if hidden:
            members = _withheld(members, original, hidden)
        made, self.told = copied(members, people)
        said = f"A copy for publication was made. Replaced: {self.told}."
        copy = Publication(
            made,
            original.date,
            restorer=original.restorer,
            changes=(*original.changes, said),
        )
        _check(original.report, copy, people, hidden)
        return copy


def owner_questions(report: Report) -> frozenset[int]:
    """Return the numbers of the questions that ask who wrote a report: for its group and its members."""
    asked = (report.document.get("group_question"), report.members_question)
    return frozenset(number for number in asked if number is not None)


def publish_copy(
    path: Path,
    output: Path,
    course: Course | None = None,
    options: Options = DEFAULT,
    progress: Callable[[str], None] = lambda _: None,
    *,
    change: Copier,
) -> Built:
    """Make a copy of the report at ``path`` (or of an archive) and write it into ``output``.

    ``change`` makes it; ``options``: see ``build``.  Raises PrivacyError, OutputError, ArchiveError;
    then nothing is written.
    """
    options = replace(options, formats=("archive",))
    built = make(path, output, course, options, progress, change=change)
    names = {FORMATS["archive"]: COPY, LINES: COPY_LINES}
    files = {names[name]: data for name, data in built.files.items()}
    return write_built(replace(built, files=files), output)


def copied(members: dict[str, Any], people: People) -> tuple[Result, Told]:
    """Return the report of an archive without its people, and what was replaced.

    Raises PrivacyError.
    """
    counts: Counter[str] = Counter()
    paths = _paths(members, people, counts)
    settings = _settings(members["settings"], people)
    withheld = []
    held: dict[str, list[dict[str, Any]]] = {"figures": [], "files": []}
    for kind, found in held.items():
        for file in members[kind]:
            path = paths[file["path"]]
            try:
                data = _file(file["bytes"].data, file.get("media_type", ""), people, counts)
            except (UncleanError, BrokenReport):
                withheld.append(path)
                continue
            if file["sha256"] in settings["figures"]:  # the course's own, cleaned or not
                settings["figures"].append(hashlib.sha256(data).hexdigest())
            found.append({"path": path, "bytes": Blob(data)})
    source = decode_text(members["source"]["bytes"].data)
    bare = _ungrouped(members, source.text, people, counts)
    text = people.replace(_embedded(bare, counts), counts)
    mark = b"\xef\xbb\xbf" if source.bom else b""
    copy = {
        **held,
        "source": {
            "path": paths[members["source"]["path"]],
            "bytes": Blob(mark + text.encode(source.encoding)),
        },
        "left_out": [
            *(
                {"path": paths[left["path"]], "reason": left["reason"]}
                for left in members["left_out"]
            ),
            *({"path": path, "reason": WITHHELD} for path in withheld),
        ],
        "lookups": [
            {
                **lookup,
                **{name: people.replace(lookup[name]) for name in ("uri", "path", "near")},
                "web": "",  # a repository's address names its owner
            }
            for lookup in members["lookups"]
        ],
    }
    settings["figures"] = sorted(set(settings["figures"]))
    course = Course.from_json(settings)
    try:
        result = judge_archived(copy, course)
    except ArchiveError as error:
        raise PrivacyError(str(error)) from None
    return result, Told(counts, sorted(withheld))


def _withheld(
    members: dict[str, Any], original: Publication, hidden: frozenset[int]
) -> dict[str, Any]:
    """Return an archive's ``members`` with as many words of ours for the answers to ``hidden``."""
    report, source = original.report, original.source
    words = {
        q.number: q.words_text if original.course.count == "text" else q.words_source
        for q in report.questions
        if q.status == "answered"
    }
    made: list[str] = []
    at = 0
    parts, _ = split_by_template(source.text, original.course.templates)
    for span in parts.questions:
        if span.number in hidden and span.number in words:
            made += (
                source.text[at : span.answer.start],
                "\n\n",
                " ".join(["withheld"] * max(words[span.number], 1)),
                "\n\n",
            )
            at = span.answer.end
    text = "".join(made) + source.text[at:]
    mark = b"\xef\xbb\xbf" if source.bom else b""
    data = Blob(mark + text.encode(source.encoding))
    figures = [
        held
        for held in members["figures"]
        if not held["uses"] or {use["question"] for use in held["uses"]} - hidden
    ]
    return members | {"source": members["source"] | {"bytes": data}, "figures": figures}


def _ungrouped(members: dict[str, Any], text: str, people: People, counts: Counter[str]) -> str:
    """Return ``text`` without the group's number in the answer that gives it."""
    asking = members["document"]["root"].get("group_question")
    parts, _ = split_by_template(text, Course.from_json(members["settings"]).templates)
    for span in parts.questions:
        if span.number == asking:
            start, end = span.answer.start, span.answer.end
            return text[:start] + people.group_replaced(text[start:end], counts) + text[end:]
    return text


def _paths(members: dict[str, Any], people: People, counts: Counter[str]) -> dict[str, str]:
    """Return the new path of each file.  Raises PrivacyError where two would have one."""
    beside = (*members["figures"], *members["files"], *members["left_out"])
    old = [members["source"]["path"], *(held["path"] for held in beside)]
    new = {path: people.replace(path) for path in old}
    counts[PATHS] += sum(path != made for path, made in new.items())
    if len(set(new.values())) < len(new):
        made = next(name for name, times in Counter(new.values()).items() if times > 1)
        clash = [path for path in old if new[path] == made]
        raise PrivacyError(
            f"{clash[0]!r} and {clash[1]!r} would have one name in the copy; rename one of them"
        )
    return new


def _file(data: bytes, media: str, people: People, counts: Counter[str]) -> bytes:
    """Return a file without people.  Raises UncleanError, BrokenReport: it cannot be looked into."""
    if media and media != "image/svg+xml":
        made = cleaned(data, media)
        if made == data:
            return data  # so that it is in memory once
        counts[FIGURES] += 1
        return made
    if not data.strip():
        return data
    if people.key in data:
        raise PrivacyError("the file of the key belongs to the report; keep it elsewhere")
    drawn = cleaned_drawing(data) if media else data
    counts[FIGURES] += drawn != data
    source = decode_text(drawn)
    if data.startswith(b"%PDF-") or _CONTROL.search(source.text):
        raise UncleanError("the file is no text")
    text = people.replace(_embedded(source.text, counts), counts)
    return (b"\xef\xbb\xbf" if source.bom else b"") + text.encode(source.encoding)


def _embedded(text: str, counts: Counter[str]) -> str:
    """Return ``text`` with the pictures that stand in it as addresses (``data:``) cleaned."""

    def made(match: re.Match[str]) -> str:
        try:
            data = base64.b64decode(match[2], validate=True)
            bare = cleaned(data, match[1].lower())
        except (UncleanError, ValueError):
            counts[FIGURES] += 1
            return "data:,"
        counts[FIGURES] += bare != data
        return f"data:{match[1]};base64,{base64.b64encode(bare).decode()}"

    return _EMBEDDED.sub(made, text)


def _settings(settings: dict[str, Any], people: People) -> dict[str, Any]:
    """Return the settings without people, and without the repository: it names its owner."""
    return {
        **settings,
        "figures": list(settings["figures"]),
        "repository": None,
        "title": settings["title"] and people.replace(settings["title"]),
        "templates": [
            {name: people.replace(value) for name, value in template.items()}
            for template in settings["templates"]
        ],
    }


def _check(
    original: Report, copy: Publication, people: People, hidden: frozenset[int] = frozenset()
) -> None:
    """Hold that the copy asks and answers what the report does, and that nobody is in it."""

    def shape(report: Report) -> list[tuple[object, ...]]:
        return [
            (q.number, q.status, q.verdict, q.words, q.images, q.limit_words, q.node["marker"])
            for q in report.questions
            if q.number not in hidden
        ]

    before, after = shape(original), shape(copy.report)
    if before != after:
        kept = (q for q in original.questions if q.number not in hidden)
        pairs = zip(kept, before, after, strict=False)
        line = next((q.line for q, old, new in pairs if old != new), 1)
        raise PrivacyError(
            f"{original.path}:{line}: the question would not be the same in the copy; is a name "
            "of the roster a word of the template, or of a mark-up?"
        )
    if isinstance(original.group, int) and copy.report.group == original.group:
        asking = original.document["group_question"]
        line = next(q.line for q in original.questions if q.number == asking)
        raise PrivacyError(
            f"{original.path}:{line}: the group's number stands here in a form in which it cannot be "
            "replaced; write it alone"
        )
    for text, line in _texts(copy.report):
        if people.seen(text):
            raise PrivacyError(
                f"{original.path}:{line}: a name or number stands here in a form in which "
                "it cannot be replaced; write it in one piece, or take it out"
            )


def _texts(report: Report) -> Iterator[tuple[str, int]]:
    """Yield what a reader sees of a report, block by block, and its lines."""
    for node in report.document.findall():
        if isinstance(node, nodes.TextElement):
            yield node.astext(), line_of(node)
        if isinstance(node, nodes.Element):
            for name in ("alt", "title", "refuri", "uri"):
                if isinstance(node.get(name), str):
                    yield node[name], line_of(node)
