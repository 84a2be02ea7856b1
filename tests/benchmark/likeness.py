"""Times what answers share: 500 groups by 31 questions, from archives to pages, and prints what it finds again.

usage: likeness.py [--groups N] [--past N]

Each group answers each question in words of its own, drawn as often as words are in a language (one over their rank), and one
group in ten has copied ten answers of another one with one word in ten changed.  Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

QUESTIONS = 31
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdfgklmnprst"]
"""Syllables, which are joined to words."""


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Return 8,000 words, and how often each is, summed up."""
    words = list(dict.fromkeys("".join(chance.choices(WORDS, k=2)) for _ in range(9000)))[:8000]
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))


def write_course(out: Path, groups: int, past: Path, years: int) -> list[tuple[str, str, int]]:
    """Write archives of so many groups, and of past years; return who copied from whom which answer."""
    from publisher.cohort.handin import Handin
    from publisher.cohort.row import packed
    from publisher.cohort.worker import Job, make
    from publisher.course.settings import Course

    chance = random.Random(1)  # noqa: S311 - the same course each time
    words, often = vocabulary(chance)
    root = Path(__file__).resolve().parents[2]
    first = out / "first"
    first.mkdir()
    job = Job(
        "x",
        str(root / "examples/report/README.md"),
        Handin("x").members(),
        str(first),
        ("archive",),
    )
    row = make(job, Course())
    archive = json.loads((first / "report.json").read_bytes())
    answers: dict[int, list[list[str]]] = {}
    copied = []
    rows = []
    for number in range(groups + years):
        own = [
            chance.choices(words, cum_weights=often, k=chance.randint(80, 250))
            for _ in range(QUESTIONS)
        ]
        if number % 10 == 9:
            source = chance.choice([n for n in range(number) if n % 10 != 9])
            for at in chance.sample(range(QUESTIONS), 10):
                own[at] = [
                    chance.choice(words) if chance.random() < 0.1 else word  # one in ten
                    for word in answers[source][at]
                ]
                if number < groups:
                    copied.append((f"Group {source + 1}", f"Group {number + 1}", at + 1))
        answers[number] = own
        name = f"Group {number + 1}"
        place = out / "groups" / name if number < groups else past / name
        place.mkdir(parents=True)
        (place / "report.json").write_bytes(packed(_answered(archive, own)))
        rows.append(name)
    (out / "rows").write_bytes(packed({"names": rows[:groups], "row": row.as_json()}))
    return copied


def _answered(archive: dict, answers: list[list[str]]) -> dict:
    """Return the archive with other answers in its tree."""
    made = copy.copy(archive)
    tree = copy.deepcopy(archive["document"])
    left = [tree["root"]]
    while left:
        node = left.pop()
        if isinstance(node, str):
            continue
        if node["type"] == "question":
            for part in node["children"]:
                if part["type"] == "answer":
                    text = " ".join(answers[node["number"] - 1])
                    part["children"] = [{"type": "paragraph", "children": [text]}]
        left.extend(node.get("children", ()))
    made["document"] = tree
    return made


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--groups", type=int, default=500)
    arguments.add_argument("--past", type=int, default=0)
    arguments.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure:
        measure(given.measure, past=given.past > 0)
        return
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        out, past = room / "out", room / "past"
        out.mkdir()
        past.mkdir()
        copied = write_course(out, given.groups, past, given.past)
        # In a process of its own: what is measured is its memory.
        again = [sys.executable, __file__, "--measure", str(room), "--past", str(given.past)]
        subprocess.run(again, check=True)
        found = 0
        for page in (out / "likeness").glob("*.html"):
            number = int(page.stem.rpartition("-")[2])
            pairs = re.findall(
                r"<h3><bdi>(.*?)</bdi> and <bdi>(.*?)</bdi></h3>", page.read_text(encoding="utf-8")
            )
            found += len({(*pair, number) for pair in pairs} & set(copied))
        pages = [out / "likeness.html", *(out / "likeness").iterdir()]
        size = sum(page.stat().st_size for page in pages) / 1e6
        print(f"  {found} of {len(copied)} copied answers found again, pages of {size:.1f} MB")


def measure(room: Path, *, past: bool) -> None:
    """Write the pages of the course in ``room``, and print what that took."""
    from dataclasses import replace

    from publisher.cohort.likeness import write_likeness
    from publisher.cohort.results import Head
    from publisher.cohort.row import Row, unpacked

    held = unpacked((room / "out" / "rows").read_bytes())
    row = Row.from_json(held["row"])
    rows = [replace(row, group=name) for name in held["names"]]
    begun, cpu = time.perf_counter(), time.process_time()
    pairs = write_likeness(
        room / "out", rows, Head("", "", "source", ""), [room / "past"] if past else []
    )
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"likeness of {len(rows)} groups by {QUESTIONS} questions: {pairs} pairs of reports share words"
    )
    print(
        f"  {wall:.1f} s, {cpu:.1f} s CPU ({cpu / 60:.2f} of 60 s), {peak:.0f} MiB ({peak / 500:.2f} of 500 MiB)"
    )


if __name__ == "__main__":
    main()
