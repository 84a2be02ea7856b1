"""What these tests share: archives of small reports, and changed ones that are sealed again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import rfc8785
from support import png, write_report

from publisher.archive.canonical import canonical
from publisher.archive.decode import decode
from publisher.archive.encode import fixity
from publisher.archive.error import ArchiveError
from publisher.archive.schema import VERSION
from publisher.archive.verify import flaws
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

VERSIONS = Path(__file__).resolve().parent / "versions"


def bytes_of(path, course=None, output=None, *, date=None, restorer=False):
    course = course or Course(date="2026-01-31")
    return Publication(check(path, course, output), date, restorer=restorer).archive().data


def small_report(folder):
    """Write a report with one question, one figure and one file; return its path."""
    return write_report(
        folder,
        "We counted *bees*. ![](figures/plan.png) [all of it](figures/bees.csv)",
        figures={"figures/plan.png": png(), "figures/bees.csv": b"1,2\n"},
    )


def sealed_again(data, change):
    """Return the archive `data` after `change` of its members, with digests that fit."""
    members = decode(data).members
    change(members)
    members["fixity"] = fixity(members)
    return canonical(members)


def rewritten(data, change):
    """Return the archive `data` after `change` of its JSON, in canonical form and not sealed."""
    members = json.loads(data)
    change(members)
    return rfc8785.dumps(members)


def is_found(data):
    """Tell whether something is wrong with an archive, without reading its source again."""
    try:
        return next(flaws(decode(data)), None) is not None
    except ArchiveError:
        return True


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        data = bytes_of(small_report(Path(name)))
    (VERSIONS / f"{VERSION}.json").write_bytes(data)
