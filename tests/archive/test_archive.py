"""The archive: a schema, one byte form, all of the report and nothing of the machine."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from functools import cache

import jsonschema
import pytest
import rfc8785
from support import (
    EXAMPLE,
    TEMPLATE,
    every_report,
    png,
    question,
    run,
    write_report,
)

from publisher.archive import belongings as limits
from publisher.archive.schema import schema
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication
from publisher.read.limits.limit import Limits
from publisher.read.yardstick.template import Template


def bytes_of(path, course=None, output=None):
    course = course or Course(date="2026-01-31")
    return Publication(check(path, course, output)).archive().data


@cache
def cached(path):
    return bytes_of(path)


def archive_of(path, **more):
    return json.loads(bytes_of(path, **more))


def validate(archive):
    jsonschema.Draft202012Validator(schema()).validate(archive)


def assert_whole(archive, data):
    """The source comes back, cut into segments that are all of it, and every digest is right."""
    validate(archive)
    source = archive["source"]
    assert base64.b64decode(source["bytes"], validate=True) == data
    assert source["sha256"] == hashlib.sha256(data).hexdigest()
    assert source["size"] == len(data)
    segments = archive["segments"]
    start = 3 if source["byte_order_mark"] else 0
    assert data[:start] == b"\xef\xbb\xbf"[:start]
    for segment in segments:
        assert segment["start"] == start
        assert segment["end"] >= start
        text = data[: segment["start"]].decode(source["encoding"])
        ends = text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        assert segment["first_line"] == ends + 1
        assert segment["last_line"] >= segment["first_line"]
        start = segment["end"]
    assert start == len(data)
    for held in archive["figures"] + archive["files"]:
        content = base64.b64decode(held["bytes"], validate=True)
        assert held["sha256"] == hashlib.sha256(content).hexdigest()
        assert held["size"] == len(content)
    members = archive["fixity"]["members"]
    assert set(members) == set(archive) - {"fixity"}
    for name, digest in members.items():
        assert digest == hashlib.sha256(rfc8785.dumps(archive[name])).hexdigest(), name


def walk(node):
    if isinstance(node, dict):
        yield node
        for child in node.get("children", ()):
            yield from walk(child)


# -- the schema ----------------------------------------------------------------------------


def test_schema_is_valid():
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_schema_describes_every_member():
    """An unknown member, or one too few, is no archive of this version."""
    archive = json.loads(cached(EXAMPLE))
    validator = jsonschema.Draft202012Validator(schema())
    assert not validator.is_valid({**archive, "more": 1})
    for name in archive:
        assert not validator.is_valid({k: v for k, v in archive.items() if k != name}), name
    assert not validator.is_valid({**archive, "format": "publisher.archive/1"})


@pytest.mark.parametrize("bad", ["../x", "/etc/passwd", "a/../../b", "..", "\\x", "a\0b"])
def test_schema_lets_no_path_out_of_the_folder(bad):
    validator = jsonschema.Draft202012Validator(schema())
    archive = json.loads(cached(EXAMPLE))
    archive["figures"][0]["path"] = bad
    assert not validator.is_valid(archive)


# -- any report ----------------------------------------------------------------------------


@every_report()
def test_archive_is_whole_and_canonical(path):
    data = cached(path)
    archive = json.loads(data)
    assert_whole(archive, path.read_bytes())
    assert data == rfc8785.dumps(archive)
    assert data == bytes_of(path)
    assert str(path.parent).encode() not in data
    found = json.loads(run("check", path, "--format", "json").out)
    assert archive["diagnostics"] == found["diagnostics"]
    for held, told in zip(archive["questions"], found["questions"], strict=True):
        same = told.keys() - {"key", "label"}  # an archive names a question by number and id
        assert {k: held[k] for k in same} == {k: told[k] for k in same}
    assert {k: archive["checklist"][k] for k in found["checklist"]} == found["checklist"]


@every_report()
def test_tree_holds_questions_and_no_leftover(path):
    archive = json.loads(cached(path))
    nodes = list(walk(archive["document"]["root"]))
    kinds = {n["type"] for n in nodes}
    assert {"question", "prompt", "answer"} <= kinds
    assert not kinds & {"html_fragment", "raw", "system_message", "problematic", "pending"}
    numbers = [n["number"] for n in nodes if n["type"] == "question"]
    assert numbers == [q["number"] for q in archive["questions"]]
    ids = [i for n in nodes for i in n.get("ids", ())]
    assert len(ids) == len(set(ids))
    lines = len(path.read_bytes().splitlines()) + 1
    assert all(1 <= n["line"] <= lines for n in nodes if "line" in n)


def test_template_too():
    assert_whole(json.loads(cached(TEMPLATE)), TEMPLATE.read_bytes())


def test_example_has_its_figures():
    archive = json.loads(cached(EXAMPLE))
    there = {f"figures/{p.name}" for p in EXAMPLE.with_name("figures").iterdir()}
    assert {f["path"] for f in archive["figures"]} == there
    for figure in archive["figures"]:
        assert figure["width"] > 0
        assert all(use["alt"] for use in figure["uses"])
    assert archive["group"]["number"]
    assert archive["date"] == "2026-01-31"


# -- odd files -----------------------------------------------------------------------------

TEXT = "# Bäume\n\n" + question(1, "zwölf – Grad") + question(2, "")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n", 4).encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.replace("Grad", "a\u2028b\u2029c\x0cd\x0be\x1cf\x85g \U0001f600").encode(),
        b"---\na: b\nn: {c: d}\n---\n" + TEXT.encode(),
        b"\n\n\n" + TEXT.encode() + b"\n\n",
        b"no question at all\n",
        TEXT.replace("Grad", "```\nnever closed").encode(),
        TEXT.replace("Grad", "\x01\x02\x7f").encode(),
    ],
    ids=["lf", "mark", "cp1252", "crlf", "cr", "mixed", "no-end", "separators", "front",
         "blank", "none", "fence", "control"],
)  # fmt: skip
def test_source_comes_back(tmp_path, data):
    path = tmp_path / "README.md"
    path.write_bytes(data)
    first = bytes_of(path)
    assert_whole(json.loads(first), data)
    assert first == rfc8785.dumps(json.loads(first))


def test_half_a_character_in_front_matter(tmp_path):
    path = write_report(tmp_path, "words")
    path.write_bytes(b'---\ntitle: "a\\ud800b"\n---\n' + path.read_bytes())
    assert_whole(archive_of(path), path.read_bytes())


def test_settings_and_dates_are_held(tmp_path, monkeypatch):
    path = write_report(tmp_path, "words")
    course = Course(
        title="T",
        language="da",
        date="2026-02-03",
        count="text",
        limits={1: Limits((1, 2), None)},
        severities={"unanswered": None},
    )
    held = archive_of(path, course=course)
    validate(held)
    assert held["settings"] == {
        "title": "T",
        "language": "da",
        "date": "2026-02-03",
        "count": "text",
        "limits": {"1": {"words": [1, 2], "images": None}},
        "print": {
            "prompts": "full",
            "examples": False,
            "question_per_page": False,
            "states": "margin",
            "introduction": False,
            "checklist": "after",
        },
        "figures": [],
        "group": None,
        "members": None,
        "max_image_megapixels": 100,
        "templates": [],
        "repository": None,
        "retention": None,
        "severities": {"unanswered": "off"},
        "suppressions": True,
    }
    assert held["date"] == "2026-02-03"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert archive_of(path, course=Course())["date"] == "1970-01-02"
    for bad in ("", "-1", "soon", "1.5", "9" * 12, "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", bad)
        assert archive_of(path, course=Course())["date"] is None, bad


def test_segments_of_a_source_with_stray_bytes_are_all_of_it(tmp_path):
    path = write_report(tmp_path, "Smørrebrød, æble og ø", "words")
    data = path.read_bytes().replace(b"words", b"caf\xe9, \x93x\x94")
    path.write_bytes(data)
    segments = archive_of(path)["segments"]
    assert segments[-1]["end"] == len(data)
    assert [s["start"] for s in segments[1:]] == [s["end"] for s in segments[:-1]]
    joined = [data[s["start"] : s["end"]] for s in segments if s["kind"] == "answer"]
    assert b"caf\xe9, \x93x\x94" in joined[-1]
    assert b"caf" not in joined[0]


# -- what belongs to a report ----------------------------------------------------------------

PICTURE = "![a plan of the orchard]({})"


def held(archive):
    return (
        {f["path"] for f in archive["figures"]},
        {f["path"] for f in archive["files"]},
        {f["path"]: f["reason"] for f in archive["left_out"]},
    )


def test_folders_that_are_named_belong(tmp_path):
    path = write_report(
        tmp_path,
        f"{PICTURE.format('images/a.png')} [the data](data/deep/table.csv) [top](notes.txt)",
        figures={
            "images/a.png": png(),
            "images/b.png": png(2, 2),
            "images/more/c.png": png(3, 3),
            "data/other.csv": b"not named",
            "data/deep/table.csv": b"1,2",
            "data/deep/second.csv": b"3,4",
            "figures/unused.png": png(4, 4),
            "notes.txt": b"named",
            "secret.txt": b"not named",
            "other/x.png": png(5, 5),
        },
    )
    archive = archive_of(path)
    assert_whole(archive, path.read_bytes())
    assert held(archive) == (
        {"images/a.png", "images/b.png", "images/more/c.png", "figures/unused.png"},
        {"data/deep/table.csv", "data/deep/second.csv", "notes.txt"},
        {},
    )


def test_report_is_no_belonging_of_itself(tmp_path):
    path = write_report(tmp_path, "[this file](README.md) [folder](.) [up](figures/../README.md)")
    assert held(archive_of(path)) == (set(), set(), {})


def test_dot_files_do_not_belong(tmp_path):
    path = write_report(
        tmp_path,
        f"[a](.env) [b](figures/.hidden/key) {PICTURE.format('.git/a.png')}",
        figures={
            ".env": b"TOKEN=1",
            ".git/a.png": png(),
            ".git/config": b"",
            "figures/.DS_Store": b"",
            "figures/.hidden/key": b"",
            "figures/a.png": png(),
        },
    )
    archive = archive_of(path)
    figures, files, _ = held(archive)
    assert (figures, files) == ({"figures/a.png"}, set())


def test_output_folder_does_not_belong(tmp_path):
    path = write_report(
        tmp_path,
        "[page](figures/out/report.html)",
        figures={
            "figures/a.png": png(),
            "figures/out/report.html": b"<p>",
            "build/report.json": b"{}",
        },
    )
    out = tmp_path / "figures" / "out"
    assert held(archive_of(path, output=out))[:2] == ({"figures/a.png"}, set())
    assert held(archive_of(path))[1] == {"figures/out/report.html"}


@pytest.mark.parametrize("output", [".", "report", "report/figures", "report/build"])
def test_output_folder_hides_no_figure(tmp_path, output):
    """It may be the report's own folder, or one above it."""
    path = write_report(
        tmp_path / "report", PICTURE.format("figures/a.png"), figures={"figures/a.png": png()}
    )
    for _ in range(2):
        done = run("archive", path, "-o", tmp_path / output)
        assert (done.code, done.err[:2]) == (0, "1 ")
        assert held(json.loads((tmp_path / output / "report.json").read_bytes())) == (
            {"figures/a.png"},
            set(),
            {},
        )


def test_outputs_named_by_the_report_do_not_belong(tmp_path):
    """A link to the page that the last build made: the archive of the next is the same."""
    path = write_report(tmp_path, "[page](build/report.html) [self](build/report.json)")
    out = tmp_path / "build"
    first = run("archive", path, "-o", out)
    assert (first.code, (out / "report.json").exists()) == (0, True)
    again = [
        (run("build", path, "--to", "html,archive", "-o", out), (out / "report.json").read_bytes())[
            1
        ]
        for _ in range(2)
    ]
    assert again[0] == again[1]
    assert held(json.loads(again[1]))[1] == set()


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_links_are_followed_inside_only(tmp_path):
    folder = tmp_path / "report"
    path = write_report(
        folder, "words", figures={"figures/a.png": png(), "figures/sub/b.png": png(2, 2)}
    )
    (tmp_path / "secret.txt").write_text("secret")
    figures = folder / "figures"
    (figures / "again.png").symlink_to("a.png")
    (figures / "out.txt").symlink_to(tmp_path / "secret.txt")
    (figures / "up").symlink_to(tmp_path)
    (figures / "round").symlink_to(figures)
    (figures / "dead").symlink_to("gone")
    os.mkfifo(figures / "pipe.png")
    archive = archive_of(path)
    assert_whole(archive, path.read_bytes())
    assert held(archive) == (
        {"figures/a.png", "figures/again.png", "figures/sub/b.png"},
        set(),
        {
            "figures/out.txt": "outside",
            "figures/up": "outside",
            "figures/round": "no regular file",
            "figures/dead": "no regular file",
            "figures/pipe.png": "no regular file",
        },
    )


def test_too_large_is_listed(tmp_path, monkeypatch):
    monkeypatch.setattr("publisher.read.files.folder.MAX_FILE", 500)
    path = write_report(
        tmp_path, "words", figures={"figures/a.png": png(), "figures/b.bin": b"x" * 501}
    )
    archive = archive_of(path)
    validate(archive)
    assert held(archive) == ({"figures/a.png"}, set(), {"figures/b.bin": "too large"})


def test_too_much_is_listed(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_TOTAL", 25)
    path = write_report(
        tmp_path,
        "words",
        figures={f"figures/{name}": b"x" * 10 for name in ("a", "b", "c")} | {"figures/d": b"y"},
    )
    archive = archive_of(path)
    validate(archive)
    assert held(archive)[1] == {"figures/a", "figures/b", "figures/d"}
    assert held(archive)[2] == {"figures/c": "too large"}


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_name_that_is_no_text_is_listed(tmp_path):
    path = write_report(tmp_path, "words", figures={"figures/a.png": png()})
    (tmp_path / "figures" / os.fsdecode(b"gr\xf6n.png")).write_bytes(png())
    archive = archive_of(path)
    validate(archive)
    figures, files, left = held(archive)
    assert (figures, files) == ({"figures/a.png"}, set())
    assert list(left) == ["figures/gr\ufffdn.png"]


def test_unicode_names_belong(tmp_path):
    names = ["figures/größe 1.png", "figures/\U0001f600.png", "figures/a#b?.png", "figures/%41.png"]
    names = names if os.name == "posix" else names[:2]
    path = write_report(tmp_path, "words", figures=dict.fromkeys(names, png()))
    archive = archive_of(path)
    assert_whole(archive, path.read_bytes())
    assert held(archive)[0] == set(names)
    order = [f["path"] for f in archive["figures"]]
    assert order == sorted(order)


def test_figures_folder_that_is_a_file(tmp_path):
    path = write_report(tmp_path, "words", figures={"figures": b"no folder"})
    assert held(archive_of(path)) == (set(), set(), {})


def test_templates_are_held_whole(tmp_path):
    path = write_report(tmp_path, "words")
    template = Template("2026", path.read_text().replace("words", "--- question 1 fill here ---"))
    course = Course(templates=(template,))
    held = archive_of(path, course=course)
    validate(held)
    assert Course.from_json(held["settings"]) == course
    assert held["document"]["root"]["template"] == "2026"
    assert held["settings"]["templates"][0]["sha256"] == template.sha256
