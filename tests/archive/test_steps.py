"""A step between our versions excuses what the older one read, and nothing that merely names it."""

from __future__ import annotations

import copy

import pytest
from archives import VERSIONS, bytes_of
from support import write_report

from publisher.archive.canonical import Blob
from publisher.archive.decode import decode
from publisher.archive.folder import judge_archived
from publisher.archive.steps import Values, reason
from publisher.course.settings import Course
from publisher.publish.publication import Publication
from publisher.read.limits.prompt import limits_of

OLD = (0, 1, 0)


@pytest.fixture(scope="module")
def held():
    """An archive by 0.1.0; `tests/archive/test_versions.py` verifies it."""
    return decode((VERSIONS / "0.1.0-limits.json").read_bytes()).members


@pytest.fixture(scope="module")
def again(held):
    """What reading its source gives now."""
    return Publication(judge_archived(held, Course.from_json(held["settings"]))).members()


def at(members, pointer):
    for step in pointer.split("/")[1:]:
        members = members[int(step) if isinstance(members, list) else step]
    return members


def excused(held, again, pointer, value=None):
    """Return why a member may differ, with ``value`` in the place of what the archive holds."""
    if value is not None:
        held = held | {name: copy.deepcopy(held[name]) for name in ("questions", "group")}
        parent, _, name = pointer.rpartition("/")
        at(held, parent)[name] = None if value == "none" and "limits" in pointer else value
    return reason(Values(pointer, at(held, pointer), at(again, pointer), held, again), OLD)


@pytest.mark.parametrize(
    ("pointer", "others"),
    [
        ("/questions/2/limits/words", ([0, 500], [90, 100], [0, 10], "none")),
        ("/questions/3/limits/words", ([0, 20], [0, 180], "none")),
        ("/questions/4/limits/words", ([100, None], [0, 200], "none")),
        ("/questions/5/limits/words", ([0, 10], [0, 220], "none")),
        ("/questions/6/limits/words", ([0, 170], [0, 15], "none")),
        ("/questions/7/limits/words", ([0, 150], [100, 165], "none")),
        ("/questions/7/limits/images", ([3, 4], [0, 1])),
        ("/questions/8/limits/words", ([0, 28], "none")),
        ("/questions/9/limits/words", ([0, 220], [0, 20])),
        ("/questions/10/limits/images", ([2, 3], [0, 100])),
        ("/questions/11/limits/images", ([0, 3], [1, 1])),
        ("/questions/12/limits/images", ([0, 2], [1, 2])),
        ("/questions/14/limits/images", ([1, 2], [0, 1])),
        ("/questions/15/limits/words", ([0, 95], [50, 50])),
        ("/group/study_numbers", (["s123456", "s9"], ["s654321"])),
    ],
)
def test_another_value_than_the_older_version_gave_is_not_excused(held, again, pointer, others):
    assert excused(held, again, pointer)
    for other in others:
        assert not excused(held, again, pointer, other), other


def test_a_limit_of_the_courses_is_the_same_in_every_version(held, again):
    settings = again["settings"] | {"limits": {"3": {"words": [1, 9], "images": None}}}
    assert not excused(held, again | {"settings": settings}, "/questions/2/limits/words")


def test_a_picture_within_the_text_may_be_named_otherwise_and_nothing_else(held, again):
    pointer = "/questions/3/answer/text"
    text = at(held, pointer)
    assert excused(held, again, pointer)
    assert not excused(held, again, pointer, text.replace("word", "wasp", 1))
    assert not excused(held, again, pointer, text.replace("data:", "https:"))


@pytest.mark.parametrize("number", range(16))
def test_a_verdict_follows_from_the_archives_own_counts_and_limits(held, again, number):
    pointer = f"/questions/{number}/verdict"
    own = at(held, pointer)
    for verdict in ("none", "pass", "fail"):
        assert bool(excused(held, again, pointer, verdict)) is (verdict == own)
    assert not excused(held, again, pointer.replace("verdict", "status"), "unanswered")


def test_the_words_of_a_text_are_those_of_its_source_but_for_footnotes(tmp_path):
    path = write_report(
        tmp_path / "report", "We counted bees[^1] there.\n\n[^1]: and wasps\n    and flies"
    )
    again = {"source": {"bytes": Blob(path.read_bytes())}}
    read = "We counted bees there. and wasps and flies"
    known = {
        "We counted bees there.": True,
        "We counted bees and wasps and flies there.": True,
        "and We counted bees there.": True,
        "We counted wasps there. and bees and flies": False,
        "We counted bees here. and wasps and flies": False,
        "We bees counted there. and wasps and flies": False,
        "We counted bees there. and wasps and flies and wasps and wasps": False,
        "": False,
    }
    for held, is_known in known.items():
        values = Values("/questions/0/answer/text", held, read, {}, again)
        assert bool(reason(values, OLD)) is is_known, held
        assert not reason(values, (0, 2, 0))


def test_without_footnotes_no_text_is_excused(tmp_path):
    source = write_report(tmp_path / "report", "We counted bees.").read_bytes()
    values = Values(
        "/questions/0/answer/text",
        "We counted wasps.",
        "We counted bees.",
        {},
        {"source": {"bytes": Blob(source)}},
    )
    assert not reason(values, OLD)


@pytest.mark.parametrize(
    ("asked", "kind", "held", "others"),
    [
        ("Answer length: 1 500 words.", "words", [0, 500], ([0, 1], [0, 1000], None)),
        ("Use 1'500 words.", "words", [0, 500], ([0, 15], None)),
        ("Use 1.500 words.", "words", None, ([0, 15], [0, 500])),
        ("Answer length: 1.500 words.", "words", [0, 1], ([0, 5], [0, 500])),
        ("Insert a few images.", "images", [1, 1], ([0, 1], [2, 2])),
        ("Insert several images.", "images", [1, None], ([1, 1], [0, None])),
        ("Insert an image or two.", "images", [1, 1], ([2, 2], [0, 2])),
        ("At most 200, at least 100 words.", "words", [100, None], ([0, 200], [0, None])),
        ("No more than 3 pages including figures.", "images", [0, 3], ([3, 3], [0, 2])),
        ("Insert images.", "images", [1, None], ([2, None], [1, 1])),
    ],
)
def test_what_was_made_of_a_limit_in_other_words(asked, kind, held, others):
    def why(value):
        limits = limits_of([asked])
        again = {"questions": [{"number": 1, "prompt": {"markdown": f"> {asked}"}}]}
        again |= {"settings": {"limits": {}}}
        read = getattr(limits, kind) and list(getattr(limits, kind))
        if value == read:
            return "the same"
        members = {"questions": [{"limits": {kind: value}}]}
        return reason(Values(f"/questions/0/limits/{kind}", value, read, members, again), OLD)

    assert why(held)
    assert not [other for other in others if why(other)]


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("--- exercise 1 fill here ---", True),
        ("--- Fill in here ---", True),
        ("fill in here", False),
        ("--- we fill it in here ---", False),
    ],
)
def test_a_placeholder_in_other_words_was_an_answer(line, known):
    text = line.strip("- ")
    asked = {"answer": {"markdown": text}}
    again = {"source": {"bytes": Blob(f"# R\n\n{line}\n".encode())}}
    count = len(text.split())
    for pointer, held, read in (
        ("status", "answered", "unanswered"),
        ("words/source", count, 0),
        ("words/text", count, 0),
        ("answer/markdown", text, ""),
        ("answer/text", text, ""),
    ):
        values = Values(f"/questions/0/{pointer}", held, read, {"questions": [asked]}, again)
        assert bool(reason(values, OLD)) is known
        other = {"status": "partial", "words": count + 1}.get(pointer.split("/")[0], "Bees.")
        values = Values(f"/questions/0/{pointer}", other, read, {"questions": [asked]}, again)
        assert not reason(values, OLD)


def test_a_text_that_looks_like_many_notes_is_read_in_no_time(tmp_path):
    """Each opening is looked at up to the next: a text of nothing else took the square of its length."""
    text = "[Picture not shown: data:" * 40_000
    again = {"source": {"bytes": Blob(b"x")}}
    assert not reason(Values("/questions/0/answer/text", text, text + "x", {}, again), OLD)
    assert bytes_of(write_report(tmp_path / "report", text[:2000]))
