"""Reads a course's file, ``course.yaml``, into settings; every error names file, line and key."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import fields
from pathlib import Path
from reprlib import Repr
from typing import TYPE_CHECKING, Any, get_args

from publisher.course.printing import Printing, PrintingError
from publisher.course.settings import BOUNDS, Course, CourseError
from publisher.diagnostics.model import SEVERITIES, Severity
from publisher.doors.asked import note
from publisher.doors.opened import FileError, read_file
from publisher.doors.output import FORMATS, USUAL
from publisher.language.catalog import ENGLISH
from publisher.language.tag import EXPECTED as TAG_EXPECTED
from publisher.language.tag import is_tag
from publisher.read.files.folder import FIGURES
from publisher.read.files.load import MAX_REPORT_MIB
from publisher.read.limits.limit import Limits
from publisher.read.measure import Asking, Count
from publisher.report.evidence import joined

if TYPE_CHECKING:
    from publisher.course.deadline import Deadline
    from publisher.course.groups import Group
    from publisher.course.roster import Person
    from publisher.doors.yaml_text import Yaml
    from publisher.read.limits.limit import Range
    from publisher.read.yardstick.template import Template

_USUAL_EVIDENCE = Path(__file__).parent / "evidence.yaml"
LONGEST = 1000
"""Letters of a text such as the title."""
MOST_POINTS = 100_000
"""The most points that a question or a report can bring."""
MOST = 10_000_000
"""The highest number of words or images that a limit may name."""

# A name in a folder, and a path, as Linux has them at most (in bytes).
_LONGEST_NAME, _LONGEST_PATH = 255, 4000
_PATH = f"a path whose names have at most {_LONGEST_NAME} bytes"
_CUT = 60
_SHOWN = Repr()
_SHOWN.maxstring = _SHOWN.maxother = _CUT


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_path(value: object) -> bool:
    """Tell whether ``value`` can be the path of a file."""
    if not isinstance(value, str) or not value:
        return False
    data = os.fsencode(value)
    return len(data) <= _LONGEST_PATH and all(
        len(name) <= _LONGEST_NAME for name in re.split(rb"[/\\]", data)
    )


def read_course(path: Path, codes: tuple[str, ...]) -> Course:
    """Read a course's file; ``codes`` are the rules that severities may name.

    Raises CourseError.
    """
    from publisher.doors.yaml_text import MAX_BYTES, YamlError, read_yaml

    try:
        settings = read_yaml(read_file(path, MAX_BYTES))
    except FileError as error:
        if error.kind == "too large":
            raise CourseError(f"{path}:1:1: {error.strerror}, the limit") from None
        raise CourseError(f"{path}: cannot be read: {error.strerror}") from None
    except YamlError as error:
        raise CourseError(f"{path}:{error.line}:{error.column}: {error.problem}") from None
    return _Reader(path, codes, settings).course(settings.data)


def named_in(path: Path) -> tuple[Path, ...]:
    """Return the files and folders on which the settings in the course's file depend, itself first.

    They need not be there, and the file need not be sound: who follows them waits until it is.
    """
    from publisher.doors.yaml_text import MAX_BYTES, YamlError, read_yaml

    try:
        data = read_yaml(read_file(path, MAX_BYTES)).data
    except (FileError, YamlError):
        data = None
    held = data if isinstance(data, dict) else {}
    templates, given = (
        [path.parent / str(name) for name in _named(held.get(key)) if _is_path(name)]
        for key in ("templates", "figures")
    )
    return (path, *templates, *(template.parent / FIGURES for template in templates), *given)


def _named(written: object) -> list[object]:
    """Return the paths in a list of settings, of which each is a path or holds one."""
    entries = written if isinstance(written, list) else [written]
    return [entry.get("path") if isinstance(entry, dict) else entry for entry in entries]


def wanted(course: Course) -> dict[str, tuple[str, ...]]:
    """Return what the items of a checklist have to show: the usual evidence, and the course's."""
    return joined(read_course(_USUAL_EVIDENCE, ()).evidence, course.evidence)


class _Reader:
    def __init__(self, path: Path, codes: tuple[str, ...], settings: Yaml) -> None:
        self.path = path
        self.codes = codes
        self.settings = settings

    def told(self, key: str, problem: str) -> CourseError:
        """Return the error that says what is wrong with what ``key`` names, and in which line."""
        line = self.settings.line(key)
        where = f"{self.path}:{line}" if line else f"{self.path}"
        return CourseError(f"{where}: {key[:_CUT]}{'...' * (len(key) > _CUT)}: {problem}")

    def fail(self, key: str, expected: str, found: object) -> CourseError:
        return self.told(key, f"expected {expected}, found {_SHOWN.repr(found)}")

    def course(self, data: object) -> Course:
        if data is None:
            data = {}
        if not isinstance(data, dict):
            raise CourseError(f"{self.path}: expected a list of settings (name: value)")
        known = {f.name for f in fields(Course)}
        for key in data:
            if key not in known:
                raise self.fail(str(key), f"one of {', '.join(sorted(known))}", key)
        most = {key: self.number(data, key) for key in BOUNDS if key in data}
        templates = self.templates(
            data.get("templates"), most.get("max_report_mib", MAX_REPORT_MIB)
        )
        groups = self.groups(data)
        return Course(
            title=self.text(data, "title"),
            language=self.language(data),
            date=self.date(data, "date"),
            count=self.choice(data),
            limits=self.limits(data.get("limits"), templates),
            severities=self.severities(data.get("severities")),
            templates=templates,
            repository=self.repository(data),
            print=self.printing(data.get("print")),
            figures=self.figures(data.get("figures"), templates),
            evidence=self.evidence(data.get("evidence")),
            roster=self.grouped(data.get("roster"), groups),
            retention=self.retention(data),
            suppressions=self.suppressions(data),
            group=self.asking(data, "group", templates),
            members=self.asking(data, "members", templates),
            understood=self.understood(data.get("understood"), templates),
            groups=groups,
            deadline=self.deadline(data),
            time_zone=self.text(data, "time_zone"),
            handins=self.handins(data),
            points=self.points(data.get("points"), templates),
            formats=self.formats(data.get("formats")),
            **most,
        )

    def text(self, data: dict[Any, Any], key: str) -> str:
        value = data.get(key, "")
        if not isinstance(value, str) or len(value) > LONGEST:
            raise self.fail(key, f"text of at most {LONGEST:,} letters", value)
        return value

    def language(self, data: dict[Any, Any]) -> str:
        value = data.get("language", "")
        if value == "":
            return ENGLISH
        if not isinstance(value, str) or not is_tag(value):
            norwegian = "; YAML takes no for false, so write 'no'" if value is False else ""
            raise self.fail("language", TAG_EXPECTED + norwegian, value)
        return value

    def repository(self, data: dict[Any, Any]) -> str:
        from publisher.read.files.repository import EXPECTED, Repository

        address = self.text(data, "repository")
        if address and Repository.shown_at(address) is None:
            raise self.fail("repository", EXPECTED, address)
        return address

    def suppressions(self, data: dict[Any, Any]) -> bool:
        value = data.get("suppressions", False)
        if not isinstance(value, bool):
            raise self.fail("suppressions", "true or false", value)
        return value

    def asking(self, data: dict[Any, Any], key: str, templates: tuple[Template, ...]) -> Asking:
        """Read which question asks for the group, or for its members."""
        value = data.get(key)
        if value is None:
            return None
        if value == "none":
            return "none"
        if not isinstance(value, dict) or set(value) != {"question"}:
            raise self.fail(key, "{question: N}, with a question's number, or none", value)
        return self.question(f"{key}.question", value["question"], templates)

    def understood(
        self, data: object, templates: tuple[Template, ...]
    ) -> dict[int, tuple[str, ...]]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self.fail("understood", "question numbers with words of their prompts", data)
        found = {}
        for written, texts in data.items():
            key = f"understood.{written}"
            if not isinstance(texts, list) or not all(isinstance(x, str) for x in texts):
                raise self.fail(
                    key, 'a list of words of the prompt, such as ["max. 2 pages"]', texts
                )
            found[self.question(key, written, templates)] = tuple(texts)
        return found

    def grouped(self, data: object, groups: tuple[Group, ...]) -> tuple[Person, ...]:
        """Read who takes the course, and hold that each is in one of its groups."""
        from publisher.course.roster import RosterError, hold_groups

        people = self.roster(data)
        if groups:
            where = str(self.path.parent / data) if isinstance(data, str) else ""
            try:
                hold_groups(people, (group.key for group in groups), where)
            except RosterError as error:
                raise self.told("roster", str(error)) from None
        return people

    def roster(self, data: object) -> tuple[Person, ...]:
        """Read who takes the course: the path of a CSV file, or a list of people."""
        from publisher.course.roster import person, read_roster
        from publisher.course.table import TableError

        if data is None:
            return ()
        key = "roster"
        try:
            if isinstance(data, str):
                if not _is_path(data):
                    raise self.fail(key, _PATH, data)
                return read_roster(self.path.parent / data)
            if not isinstance(data, list):
                raise self.fail(key, "a list of people, or the path of a CSV file", data)
            found = []
            for index, entry in enumerate(data, 1):
                key = f"roster.{index}"
                found.append(person(entry))
        except TableError as error:
            raise self.told(key, str(error)) from None
        return tuple(found)

    def groups(self, data: dict[Any, Any]) -> tuple[Group, ...]:
        """Read who hands in, from the CSV file that ``groups`` names."""
        from publisher.course.groups import read_groups
        from publisher.course.table import TableError

        value = data.get("groups")
        if value is None:
            return ()
        if not _is_path(value):
            raise self.fail("groups", f"the path of a CSV file; {_PATH}", value)
        try:
            return read_groups(self.path.parent / value, self.text(data, "time_zone"))
        except TableError as error:
            raise self.told("groups", str(error)) from None

    def handins(self, data: dict[Any, Any]) -> Path | None:
        value = data.get("handins")
        if value is None:
            return None
        place: Path | None = self.path.parent / value if _is_path(value) else None
        there = place is not None and place.exists()
        if place is not None:
            note(there, "exists", str(place))
        if not there:
            raise self.fail("handins", f"the path of a folder or zip that is there; {_PATH}", value)
        return place

    def deadline(self, data: dict[Any, Any]) -> Deadline | None:
        from publisher.course.deadline import DeadlineError, deadline, zone_of

        zone, value = self.text(data, "time_zone"), data.get("deadline")
        key = "time_zone"
        try:
            if zone:
                zone_of(zone)
            key = "deadline"
            return None if value is None else deadline(str(value), zone)
        except DeadlineError as error:
            raise self.told(key, str(error)) from None

    def printing(self, data: object) -> Printing:
        if data is None:
            return Printing()
        if not isinstance(data, dict):
            raise self.fail("print", "settings of the PDF (name: value)", data)
        try:
            return Printing().changed(data)
        except PrintingError as error:
            raise self.fail(f"print.{error.key}", error.expected, error.found) from None

    def number(self, data: dict[Any, Any], key: str) -> int:
        value = data[key]
        least, most = BOUNDS[key]
        if type(value) is not int or not least <= value <= most:
            raise self.fail(key, f"a whole number from {least} to {most}", value)
        return value

    def date(self, data: dict[Any, Any], key: str) -> str:
        value = data.get(key)
        if value in (None, ""):
            return ""
        try:
            return dt.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise self.fail(key, "a date as in 2026-01-31", value) from None

    def retention(self, data: dict[Any, Any]) -> str:
        day, date = self.date(data, "retention"), self.date(data, "date")
        if day and day < date:
            raise self.fail("retention", f"a day not before the report's date, {date}", day)
        return day

    def choice(self, data: dict[Any, Any]) -> Count:
        value = data.get("count", "source")
        for known in get_args(Count):
            if value == known:
                return known  # type: ignore[no-any-return]  # get_args has no types
        raise self.fail("count", "source or text", value)

    def limits(self, data: object, templates: tuple[Template, ...]) -> dict[int, Limits]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self.fail("limits", "question numbers with limits", data)
        found: dict[int, Limits] = {}
        for written, limit in data.items():
            key = f"limits.{written}"
            number = self.question(key, written, templates)
            if not isinstance(limit, dict) or set(limit) - {"words", "images"}:
                raise self.fail(key, "words and images, each as [low, high]", limit)
            if number in found:
                raise self.fail(key, "each question once", number)
            found[number] = Limits(
                self.range(f"{key}.words", limit.get("words")),
                self.range(f"{key}.images", limit.get("images")),
            )
        return found

    def points(self, data: object, templates: tuple[Template, ...]) -> dict[str, int]:
        """Read the most points of each question, by its key, and of the whole report, by the empty key."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self.fail("points", "question numbers, or total, with points", data)
        found: dict[str, int] = {}
        for written, value in data.items():
            key = f"points.{written}"
            name = "" if written == "total" else str(self.question(key, written, templates))
            if type(value) is not int or not 1 <= value <= MOST_POINTS:
                raise self.fail(key, f"a whole number from 1 to {MOST_POINTS:,}", value)
            if name in found:
                raise self.fail(key, "each question once", written)
            found[name] = value
        return found

    def question(self, key: str, written: object, templates: tuple[Template, ...]) -> int:
        """Read a question's number; where the course has templates, one of theirs."""
        if isinstance(written, bool) or not re.fullmatch(r"[0-9]{1,4}", str(written)):
            raise self.fail(key, "a question's number", written)
        number = int(str(written))
        if templates and not any(number in template.questions for template in templates):
            raise self.fail(key, "a question that a template of the course has", written)
        return number

    def range(self, key: str, value: object) -> Range | None:
        if value is None:
            return None
        if (
            isinstance(value, list)
            and len(value) == 2  # noqa: PLR2004 - low and high
            and all(type(x) is int and 0 <= x <= MOST for x in value)
            and value[0] <= value[1]
        ):
            return (value[0], value[1])
        raise self.fail(key, f"[low, high], two whole numbers up to {MOST:,}", value)

    def severities(self, data: object) -> dict[str, Severity | None]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self.fail("severities", "codes with a severity", data)
        found: dict[str, Severity | None] = {}
        for code, value in data.items():
            key = f"severities.{code}"
            if code not in self.codes:
                raise self.fail(key, "the code of a rule (see publisher explain)", code)
            if value is False or value == "off":  # YAML reads a bare off as false
                found[code] = None
            elif value in SEVERITIES:
                found[code] = value
            else:
                raise self.fail(key, "note, warning, error or off", value)
        return found

    def formats(self, data: object) -> tuple[str, ...]:
        if data is None:
            return USUAL
        if not isinstance(data, list) or not data:
            raise self.fail("formats", f"a list of some of {', '.join(FORMATS)}", data)
        for index, name in enumerate(data):
            if not isinstance(name, str) or name not in FORMATS:
                raise self.fail(f"formats.{index + 1}", f"one of {', '.join(FORMATS)}", name)
        return tuple(name for name in FORMATS if name in data)

    def evidence(self, data: object) -> dict[str, tuple[str, ...]]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self.fail("evidence", "words of a checklist's item with patterns of paths", data)
        found: dict[str, tuple[str, ...]] = {}
        for words, value in data.items():
            key = f"evidence.{words}"
            if not isinstance(words, str) or not any(c.isalnum() for c in words):
                raise self.fail(key, "words of a checklist's item", words)
            off = value is False or value == "off"
            patterns = [] if off else [value] if _is_name(value) else value
            if not isinstance(patterns, list) or not all(map(_is_name, patterns)):
                raise self.fail(key, "patterns of paths such as '*.dvc', or off", value)
            found[words] = tuple(patterns)
        return found

    def templates(self, data: object, max_mib: int) -> tuple[Template, ...]:
        if data is None:
            return ()
        found: list[Template] = []
        for index, entry in enumerate(data if isinstance(data, list) else [data]):
            key = f"templates.{index + 1}" if isinstance(data, list) else "templates"
            found.append(self.template(key, entry, max_mib))
            if found[-1].name in [template.name for template in found[:-1]]:
                raise self.fail(key, "a name of its own for each template", found[-1].name)
        return tuple(found)

    def template(self, key: str, entry: object, max_mib: int) -> Template:
        """Read one version: a path relative to the course's file, or ``path`` and ``name``."""
        from publisher.read.files.load import BrokenReport
        from publisher.read.yardstick.template import read_template

        held = {"path": entry} if isinstance(entry, str) else entry
        if (
            not isinstance(held, dict)
            or "path" not in held
            or set(held) - {"path", "name"}
            or not all(map(_is_name, held.values()))
        ):
            raise self.fail(key, "a template's path, or path and name", entry)
        for name in held.values():
            if not _is_path(name):
                raise self.fail(key, _PATH, name)
        path = self.path.parent / held["path"]
        # No path of this machine may get into an output.
        name = held.get("name") or (path.name if Path(held["path"]).is_absolute() else held["path"])
        try:
            return read_template(path, name, max_mib)
        except BrokenReport as error:
            raise self.told(key, f"expected a template with questions; {path}: {error}") from None

    def figures(self, data: object, templates: tuple[Template, ...]) -> tuple[str, ...]:
        """Return the digests of what ``figures`` names, and of what stands beside the templates."""
        from publisher.read.yardstick.given import figures_at, figures_of

        places = [template.path for template in templates if template.path]
        found = {
            digest
            for template in templates
            if template.path
            for digest in figures_of(template.path, template.text, places).values()
        }
        entries: list[Any] = data if isinstance(data, list) else [] if data is None else [data]
        for index, entry in enumerate(entries):
            key = f"figures.{index + 1}" if isinstance(data, list) else "figures"
            if not _is_name(entry):
                raise self.fail(key, "the path of a picture or of a folder, or a SHA-256", entry)
            if re.fullmatch(r"[0-9a-fA-F]{64}", entry):
                found.add(entry.lower())
                continue
            if not _is_path(entry):
                raise self.fail(key, _PATH, entry)
            given = figures_at(self.path.parent / entry)
            if not given:
                raise self.fail(key, "a picture, a folder with pictures, or a SHA-256", entry)
            found.update(given.values())
        return tuple(sorted(found))
