"""A course's settings: what they are, and how an archive holds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from publisher.course.printing import Printing
from publisher.doors.output import USUAL
from publisher.pdf.limits import MEGAPIXELS, PdfLimits
from publisher.read.limits.limit import Limits
from publisher.read.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publisher.course.deadline import Deadline
    from publisher.course.groups import Group
    from publisher.course.roster import Person
    from publisher.diagnostics.model import Severity
    from publisher.read.limits.limit import Range

BOUNDS = {
    "max_report_mib": (1, 50),
    "max_pdf_seconds": (1, 3600),
    "max_pdf_memory_mib": (512, 65536),  # with less, WeasyPrint does not even load
    "max_pdf_pages": (1, 10_000),
    "max_image_megapixels": (1, 150),  # Pillow opens none beyond 178
}
"""What one report may take, with the lowest and highest value that a course can set."""


class CourseError(Exception):
    """A course's file cannot be used; the message names file, key and what was expected."""


@dataclass(frozen=True, slots=True)
class Course(Measure):
    """What a teacher keeps; the defaults hold where no ``course.yaml`` is named.

    What reading needs of it is a ``Measure``, and documented there.
    ``title``: shown on the cover in place of the report's own.  ``language``: BCP 47.
    ``date``: ISO 8601, put on outputs.  ``severities``: by code, None switches a rule off.
    ``suppressions``: whether comments in a report move warnings to the notes; a course's file
    has to say so, since nobody judges their own report.
    ``print``: what the PDF leaves out, and where its pages begin.
    ``max_pdf_seconds``, ``..._memory_mib``, ``..._pages``: what the making of the PDF may take.  These, and
    ``max_report_mib``, are about the machine: what goes beyond one is an error, so no archive holds them.  ``max_image_megapixels``: of
    a larger picture the PDF shows a grey box.
    ``evidence``: patterns of paths by the words of a checklist's item (none: nothing is wanted);
    they are about the repository, which no archive holds either.  ``roster``: who takes the
    course, for copies without names; no archive holds it.  ``retention``: the day until which
    the report is kept (ISO 8601).  ``understood``: by question, quantities in a prompt that a teacher
    signed off (see ``authoring.review``); no report depends on them.  ``groups``: who hands in, ``deadline``: by when (None: no matter
    when), ``time_zone``: of deadlines without an offset (a name of the IANA database, may be empty);
    ``handins``: what a learning platform exported (a folder or a zip, None: nothing);
    ``points``: the most that a question brings, by its key, and the whole report (the empty key);
    they are about the course's hand-ins together, and no archive of one holds them.  Nor does one hold ``formats``: what is made
    where nobody names it (of ``output.FORMATS``).
    """

    title: str = ""
    language: str = "en"
    date: str = ""
    severities: dict[str, Severity | None] = field(default_factory=dict)
    print: Printing = field(default_factory=Printing)
    suppressions: bool = True
    max_pdf_seconds: int = int(PdfLimits.seconds)
    max_pdf_memory_mib: int = PdfLimits.memory_mib
    max_pdf_pages: int = PdfLimits.pages
    max_image_megapixels: int = MEGAPIXELS
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roster: tuple[Person, ...] = ()
    retention: str = ""
    understood: dict[int, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    deadline: Deadline | None = None
    time_zone: str = ""
    handins: Path | None = None
    points: dict[str, int] = field(default_factory=dict)
    formats: tuple[str, ...] = USUAL

    @property
    def pdf_limits(self) -> PdfLimits:
        """What the making of the PDF may take."""
        return PdfLimits(
            seconds=self.max_pdf_seconds,
            memory_mib=self.max_pdf_memory_mib,
            pages=self.max_pdf_pages,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the settings in force, for the archive."""
        return {
            "count": self.count,
            "date": self.date or None,
            "figures": list(self.figures),
            "group": self.group,
            "language": self.language,
            "limits": {
                str(number): {
                    "words": list(limit.words) if limit.words else None,
                    "images": list(limit.images) if limit.images else None,
                }
                for number, limit in sorted(self.limits.items())
            },
            "max_image_megapixels": self.max_image_megapixels,
            "members": self.members,
            "print": asdict(self.print),
            "repository": self.repository or None,
            "retention": self.retention or None,
            "severities": {
                code: severity or "off" for code, severity in sorted(self.severities.items())
            },
            "suppressions": self.suppressions,
            "templates": [template.as_json() for template in self.templates],
            "title": self.title or None,
        }

    def printed(self, asked: Mapping[str, object]) -> Course:
        """Return these settings with the print settings in ``asked``.  Raises PrintingError."""
        return replace(self, print=self.print.changed(asked))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Course:
        """Return the settings that ``as_json`` gave: what an archive holds comes into force again.

        ``data`` keeps to the archive's schema.
        """
        from publisher.read.yardstick.template import Template

        return cls(
            title=data["title"] or "",
            language=data["language"],
            date=data["date"] or "",
            count=data["count"],
            limits={
                int(number): Limits(_range(limit["words"]), _range(limit["images"]))
                for number, limit in data["limits"].items()
            },
            severities={
                code: None if severity == "off" else severity
                for code, severity in data["severities"].items()
            },
            repository=data["repository"] or "",
            retention=data["retention"] or "",
            figures=tuple(data["figures"]),
            group=data.get("group"),
            members=data.get("members"),
            max_image_megapixels=data["max_image_megapixels"],
            print=Printing().changed(data["print"]),
            suppressions=data["suppressions"],
            templates=tuple(Template.from_json(held) for held in data["templates"]),
        )


def _range(held: list[int] | None) -> Range | None:
    return (held[0], held[1]) if held else None
