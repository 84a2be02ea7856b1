"""Writes the hand-ins of a small course, and two graders' tables beside them: ``python tests/web/course.py DIR``.

The example and the constructs as they are, three copies of the example with changed words, one that
nobody filled in, and one that cannot be read.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))
EXAMPLES = TESTS.parent / "examples"


def write_course(folder: Path) -> None:
    """Write the hand-ins below ``folder``, a folder a group."""
    from constructs import write_constructs

    for number in range(1, 5):
        copy = folder / f"Group {number}" / "reports"
        shutil.copytree(EXAMPLES / "report", copy)
        text = (copy / "README.md").read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        kept = [
            line
            for at, line in enumerate(lines)
            if line.startswith((">", "#")) or at % 5 >= number - 1
        ]
        (copy / "README.md").write_text("".join(kept), encoding="utf-8")
    write_constructs(folder / "Constructs" / "reports")
    shutil.copytree(EXAMPLES / "template", folder / "Empty" / "reports")
    (folder / "Broken" / "reports").mkdir(parents=True)
    (folder / "Broken" / "reports" / "README.md").write_bytes(b"\0")
    for grader, given in (("Ann", (14, 7, 3)), ("Bo", (14, 8, 5))):
        rows = (
            f"Group {number},{given[0]},{given[1 + number % 2]},{grader}\n" for number in (1, 2, 3)
        )
        table = "group,question,points,grader\n" + "".join(rows)
        (folder.parent / f"{grader}.csv").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    write_course(Path(sys.argv[1]))
