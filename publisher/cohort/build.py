"""Building a course: each group's outputs in a folder of its own, and the tables of all.

``OUT/groups/<group>/`` holds one group's files and ``row.json``, which says what they were made of; it is
put in place whole.  So a run that was ended at any moment goes on: who is done is not done again, and
who is not is done from the start.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from publisher.cohort.blind import Blind, is_pseudonym
from publisher.cohort.built import GROUPS, MergeError, built
from publisher.cohort.find import find
from publisher.cohort.hold import ROOM, held, sweep
from publisher.cohort.likeness import LikenessError, clear, write_likeness
from publisher.cohort.marking import EARLIER, Marking, handins_in, marking_of
from publisher.cohort.pages import CHANGES, INDEX, QUESTIONS, write_pages
from publisher.cohort.pool import Limits
from publisher.cohort.pool import run as run_jobs
from publisher.cohort.results import JSON, head_of, results_json, write_results
from publisher.cohort.row import Row, blank, packed, unpacked
from publisher.cohort.worker import Job, versions
from publisher.course.groups import in_order
from publisher.course.settings import BOUNDS
from publisher.doors.output import FORMATS, OutputError, write
from publisher.likeness.past import hold_folder
from publisher.pdf.errors import PdfLibraryMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publisher.cohort.find import Found
    from publisher.cohort.pool import Ended
    from publisher.cohort.results import Head
    from publisher.cohort.row import Run
    from publisher.course.settings import Course
    from publisher.marks.table import Mark

ROW: Final = "row.json"
_OURS: Final = ".publisher-course"
"""Says that a folder holds a course's outputs, and nothing of anybody else's."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a course is built.

    ``course_file``: None: the defaults hold.  ``formats``: those of ``output.FORMATS``, none: only checks (None: what the course names).
    ``shard``: which part of how many (1 of 1: all).  ``marks``: reads the graders' marks, given the keys of all groups
    (None: there are none; what it raises ends the run).  ``likeness``: what answers share is written, too, also with the archives
    of past years in the folders ``past``.  ``scheduler``: the address of a Dask cluster's, which makes the groups instead of
    ``jobs`` processes; empty: none.  ``key``: the secret one of a course without names; empty: it has names.
    """

    course_file: Path | None = None
    formats: tuple[str, ...] | None = None
    jobs: int = 2
    shard: tuple[int, int] = (1, 1)
    limits: Limits = field(default_factory=Limits)
    key: bytes = b""
    marks: Callable[[Sequence[str]], Sequence[Mark]] | None = None
    likeness: bool = False
    past: tuple[Path, ...] = ()
    scheduler: str = ""

    @property
    def blind(self) -> Blind | None:
        """What hides groups; None: nothing does."""
        return Blind(self.key) if self.key else None

    def name(self, group: str) -> str:
        """Return what outputs call the group with the key ``group``."""
        return self.blind.name(group) if self.blind else group


@dataclass(frozen=True, slots=True)
class Step:
    """One group's row as it is there; ``made``: in this run; ``left``: groups that are still to come."""

    row: Row
    made: bool
    left: int


def build(folder: Path, out: Path, course: Course, options: Options) -> Iterator[Step]:
    """Build the hand-ins below ``folder`` into ``out``; a step for each group, each once.

    Tables and pages of the course are written when all groups are done.  Raises FindError,
    OutputError, PastError, ClusterError, PdfLibraryMissing where a format needs what is not here, MarksError where a mark is not for a hand-in of its group, and what ``options.marks`` raises.
    """
    if options.formats is None:
        options = replace(options, formats=course.formats)
    if out.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{out}: is in the folder of the hand-ins; name another with -o")
    _hold_past(out, options.past)
    found = find(folder, course.groups, course.deadline)
    names = [options.name(hand.handin.group) for hand in found]
    marks = (
        options.marks(names) if options.marks else ()
    )  # first: what is wrong with them is told at once
    part, parts = options.shard
    found = found[part - 1 :: parts]
    with _held(out):
        _hold_kind(out, blind=bool(options.key))
        rows: dict[str, Row] = {}
        stale: dict[str, tuple[Found, str]] = {}
        settings = _settings_digest(course, options)
        for hand in found:
            made_of = f"{settings}-{hand.digest()}"
            made_of = options.blind.digest(made_of) if options.blind else made_of
            before = _before(out / GROUPS / options.name(hand.handin.group), made_of)
            if before:
                rows[before.group] = before
            else:
                stale[hand.handin.group] = (hand, made_of)
        left = len(stale)
        for row in rows.values():
            yield Step(row, made=False, left=left)
        for row in _made(stale, out, options, settings):
            rows[row.group] = row
            left -= 1
            yield Step(row, made=True, left=left)
        found_rows = [rows[key] for key in sorted(rows, key=in_order)]
        ours = [mark for mark in marks if mark.group in rows]  # not those of other shards
        # Mostly there are none, and then no folder is looked at.
        marking = marking_of(ours, handins_in(out / GROUPS, found_rows)) if ours else Marking()
        head = replace(head_of(course, settings), marks=marking.digest)
        _write_course(out, found_rows, head, marking, new=bool(stale))
        if options.likeness:
            write_likeness(out, found_rows, head, options.past)
        else:
            clear(out)


def _hold_past(out: Path, past: Sequence[Path]) -> None:
    """Hold that each folder of ``past`` is there, and is none of this course.  Raises PastError, LikenessError."""
    here = out.resolve()
    for folder in past:
        hold_folder(folder)
        place = folder.resolve()
        if place.is_relative_to(here) or here.is_relative_to(place):
            raise LikenessError(
                f"--past: {folder}: expected a folder apart from this course's outputs ({out})"
            )


def _hold_kind(out: Path, *, blind: bool) -> None:
    """Hold that no group of a course with names stands beside those without.  Raises OutputError."""
    folders = [p.name for p in (out / GROUPS).glob("*")]
    if blind and not all(map(is_pseudonym, folders)):
        raise OutputError(f"{out}: holds outputs with the names of groups; name another folder")
    if not blind and folders and all(map(is_pseudonym, folders)):
        raise OutputError(f"{out}: holds outputs without names; name another folder")


def _made(
    stale: dict[str, tuple[Found, str]], out: Path, options: Options, settings: str
) -> Iterator[Row]:
    """Make the outputs of the groups in ``stale`` and yield their rows as they come; ``settings``: their digest."""
    # A worker of a cluster that was given up may write into its folder still.
    lenient = bool(options.scheduler)
    with tempfile.TemporaryDirectory(prefix=ROOM, dir=out, ignore_cleanup_errors=lenient) as name:
        room = Path(name)
        jobs: list[Job] = []
        for number, (key, (hand, made_of)) in enumerate(stale.items()):
            target = room / str(number)
            target.mkdir(mode=0o700)
            if hand.path is None:
                row = _shown(blank(hand.handin, "missing"), options)
                _put(row, made_of, target, out / GROUPS / row.group)
                yield row
            else:
                known = hand.handin.members()
                job = Job(key, str(hand.path), known, str(target), options.formats or ())
                jobs.append(replace(job, key=options.key.hex()))
        for ended in _run(jobs, options, settings):
            hand, made_of = stale[ended.job.group]
            row = _row_of(ended, hand, options)
            target = Path(ended.job.target)
            if row.run != "done":  # what it left half done is no output
                shutil.rmtree(target)
                target.mkdir(mode=0o700)
            _put(row, made_of, target, out / GROUPS / row.group)
            yield row


def _run(jobs: Sequence[Job], options: Options, settings: str) -> Iterator[Ended]:
    """Do ``jobs`` in processes of this machine, or on a cluster."""
    file = options.course_file
    if not options.scheduler:
        return run_jobs(jobs, str(file or ""), options.limits, options.jobs)
    from publisher.cohort.cluster import Shared
    from publisher.cohort.cluster import run as run_on_cluster

    # Other machines know no current folder of ours.
    jobs = [replace(j, path=_everywhere(j.path), target=_everywhere(j.target)) for j in jobs]
    shared = Shared(
        _everywhere(file) if file else "",
        settings,
        options.limits,
        os.environ.get("SOURCE_DATE_EPOCH"),
        tuple(versions()),
    )
    return run_on_cluster(jobs, options.scheduler, shared)


def _everywhere(path: str | Path) -> str:
    return str(Path(path).absolute())


def _shown(row: Row, options: Options) -> Row:
    return options.blind.row(row) if options.blind else row


def _row_of(ended: Ended, hand: Found, options: Options) -> Row:
    answer = ended.answer or {}
    if "unwritten" in answer:  # it is so for every group, and so is the next; what is done stays
        raise OutputError(answer["unwritten"])
    if "missing" in answer:
        raise PdfLibraryMissing(answer["missing"])
    if "row" in answer:
        return Row.from_json(answer["row"])
    if "fault" in answer:
        row = blank(hand.handin, "crashed", f"a fault of ours: {answer['fault']}")
        return replace(_shown(row, options), faults=1)
    run: Run = "timed_out" if ended.run == "timed_out" else "crashed"
    return _shown(blank(hand.handin, run, ended.reason), options)


def _put(row: Row, made_of: str, made: Path, folder: Path) -> None:
    """Write the row into ``made`` and let that folder stand at ``folder``.  Raises OutputError.

    A row that is not ``done`` is made of nothing that lasts: the next run tries again.
    """
    kept = made_of if row.run in ("done", "missing") else ""
    write(made / ROW, packed({"made_of": kept, "row": row.as_json()}))
    try:
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        old = made.with_name(f"{made.name}-old")
        if folder.exists():
            _keep_earlier(folder, made, row.receipt)
            folder.rename(old)
        made.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from None


def _keep_earlier(folder: Path, made: Path, receipt: str) -> None:
    """Let what is ``made`` keep the archives of other hand-ins in ``folder``: marks were given for them, perhaps."""
    kept = {path.stem: path for path in (folder / EARLIER).glob("*.json")}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        before = Row.from_json(unpacked((folder / ROW).read_bytes())["row"])
        archive = folder / FORMATS["archive"]
        if before.receipt and archive.is_file():
            kept[before.receipt] = archive
    for name, path in kept.items():
        if name != receipt:
            (made / EARLIER).mkdir(mode=0o700, exist_ok=True)
            shutil.copyfile(path, made / EARLIER / f"{name}.json")


def _before(folder: Path, made_of: str) -> Row | None:
    """Return the row that stands in ``folder`` if its outputs were made of the same, and are all there."""
    try:
        held = unpacked((folder / ROW).read_bytes())
        if held["made_of"] != made_of:
            return None
        row = Row.from_json(held["row"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return row if all((folder / name).is_file() for name in row.files) else None


def _settings_digest(course: Course, options: Options) -> str:
    """Return the digest of all that outputs are made of beside the hand-ins: settings and versions.

    The same on every machine.  Who hands in and by when is in each hand-in.
    """
    held = {
        "settings": course.as_json(),
        "limits": {name: getattr(course, name) for name in BOUNDS},
        "formats": options.formats,
        "date": os.environ.get("SOURCE_DATE_EPOCH", ""),
        "versions": [version for _, version in versions()],
    }
    if options.blind:
        held["blind"] = options.blind.digest(repr(course.roster))
    return hashlib.sha256(packed(held)).hexdigest()


@contextlib.contextmanager
def _held(out: Path) -> Iterator[None]:
    """Keep ``out`` for one run at a time, and sweep what a run that was ended left.  Raises OutputError."""
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (out / _OURS).is_file():
            if any(out.iterdir()):
                raise OutputError(
                    f"{out}: holds files, and none that says it is a course's; name a new folder"
                )
            (out / _OURS).touch()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written: {error.strerror}") from None
    with held(out) as rooms:
        sweep(rooms)
        yield


def merge(shards: Sequence[Path], out: Path) -> list[Row]:
    """Put the shards of a course together in ``out``, a new folder; return the rows of all groups.

    Raises MergeError where they are no shards of one course, OutputError.
    """
    heads: dict[Path, Head] = {}
    rows: dict[str, tuple[Path, Row]] = {}
    for shard in shards:
        heads[shard], held = built(shard)
        for row in held:
            if other := rows.get(row.group):
                raise MergeError(f"group {row.group!r} is in {shard} and in {other[0]}")
            rows[row.group] = (shard, row)
    head = replace(heads[shards[0]], marks="")  # they were of one shard's groups
    for shard, its in heads.items():
        if replace(its, marks="") != head:
            raise MergeError(f"{shard} was made with other settings or versions than {shards[0]}")
    if out.exists():
        raise OutputError(f"{out}: exists; name a new folder")
    with _held(out):
        try:
            (out / GROUPS).mkdir(mode=0o700)
            for key, (shard, _) in rows.items():
                shutil.copytree(shard / GROUPS / key, out / GROUPS / key, symlinks=True)
        except (OSError, shutil.Error) as error:
            raise OutputError(f"{out}: cannot be written: {error}") from None
        found = [rows[key][1] for key in sorted(rows, key=in_order)]
        _write_course(out, found, head)
    return found


def erase(out: Path, group: str) -> list[str]:
    """Take a group out of all outputs in ``out``; return the groups that were there.

    The group's hand-in is where it was collected, and is not touched.  Raises MergeError, OutputError.
    """
    built(out)  # a folder that is none is not made
    with _held(out):
        head, rows = built(out)
        folder = out / GROUPS / group
        there = [row.group for row in rows]
        if group in there and folder.is_dir():
            shutil.rmtree(folder)
        clear(out)
        _write_course(out, [row for row in rows if row.group != group], replace(head, marks=""))
    return there


def _write_course(
    out: Path, rows: Sequence[Row], head: Head, marking: Marking | None = None, *, new: bool = True
) -> None:
    """Write tables and pages of the course, unless nothing is ``new`` and they say just this."""
    told = results_json(rows, head)
    with contextlib.suppress(OSError):
        if not new and (out / JSON).read_bytes() == told and (out / INDEX).is_file():
            return
    # What is of questions that no report has any more, of marks that nobody gives now.
    shutil.rmtree(out / QUESTIONS, ignore_errors=True)
    shutil.rmtree(out / CHANGES, ignore_errors=True)
    write_pages(out, rows, head, marking or Marking())
    write_results(out, rows, head)
