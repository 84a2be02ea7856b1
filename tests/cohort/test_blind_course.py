"""`publisher course build --blind`: in no byte of any output stands who handed in."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re

import pikepdf
import pytest
from support import files_below, png, question, run

from publisher.cohort.build import Options, build
from publisher.cohort.handin import Handin, collected_json
from publisher.cohort.row import Row
from publisher.course.file import read_course
from publisher.doors.output import OutputError
from publisher.rules import CODES

KEY = "0123456789abcdef"
COMMIT = "c0ffee" * 6 + "c0ff"
WHO = re.compile(
    rb"jane|\broe\b|123456|654321|beekeepers|group[ _-]*41|team[ _-]*41|apiary|buzzers|hive-repo|7777|"
    + COMMIT[:12].encode()
    + rb"|handed-in-by|wrong-7",
    re.IGNORECASE,
)
PSEUDONYM = re.compile(r"g-[a-z]{10}")


def report(title, group, members, rest):
    return (
        f"# Bees of {title}\n\n"
        + question(1, group, "Enter the group number you signed up on")
        + question(2, members, "Enter the study number for each member in the group")
        + question(3, rest, "What did you see? We recommend 1-200 words.")
    )


@pytest.fixture
def course(tmp_path):
    """Write hand-ins of five groups, as they were collected, and the course's settings; return these."""
    handins = tmp_path / "handins"
    texts = {
        "Beekeepers": report(
            "Beekeepers",
            "Group 41",
            "s123456, Jane Roe: 7777 hives ![we](figures/Jane.png)",
            "Jane saw them for the beekeepers, group 41 (Group_41, team 41). "
            "[Code](https://github.com/apiary/hive-repo/blob/main/bees.py), "
            "<https://apiary.github.io>, [more](bees.py). ![bees](figures/beekeepers.png)",
        ),
        "wrong-7": report("Wrong 7", "41", "s654321", "![none](figures/Jane-2.png)"),
        "Buzzers": "\0 Buzzers",
        "Apiary": "# Apiary\n\nNo question of Jane Roe.\n",
        "hive-repo": "",
    }
    for key, text in texts.items():
        place = handins / key / "reports"
        (place / "figures").mkdir(parents=True)
        handin = Handin(
            key,
            report="reports/README.md" if text else "",
            reason="" if text else "no repository: handed-in-by Jane",
            late="unknown",
            doubt=f"{COMMIT[:12]} was handed-in-by Jane",
            deadline="2026-01-30T22:59:00Z",
            address="https://github.com/apiary/hive-repo.git",
            commit=COMMIT,
            committed="2026-01-22T10:00:00Z",
        )
        (handins / key / "handin.json").write_bytes(handin.as_json())
        if text:
            (place / "README.md").write_text(text, encoding="utf-8")
        for number, name in enumerate(("Jane.png", f"{key}.png".lower()), 1):
            (place / "figures" / name).write_bytes(png(number, 3))
        (place / "bees.py").write_text(
            "AUTHOR = 'Jane Roe'  # apiary/hive-repo/tree/main/reports\n"
        )
    (handins / "collected.json").write_bytes(collected_json(texts))
    (tmp_path / "roster.csv").write_text("Name,Study number\nJane Roe,s123456\n")
    (tmp_path / "key").write_text(KEY)
    file = tmp_path / "course.yaml"
    file.write_text(
        "roster: roster.csv\nrepository: https://github.com/apiary/hive-repo/tree/main/reports\n"
    )
    return file


def built(course, out, **options):
    settings = read_course(course, tuple(CODES))
    given = Options(course, key=KEY.encode(), **options)
    return [step.row for step in build(course.parent / "handins", out, settings, given)]


def inside(name, data):
    """Yield the bytes of a file, and those that it holds packed."""
    yield name.encode()
    yield data
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for held in pdf.objects:
                yield repr(held).encode()
                if isinstance(held, pikepdf.Stream):
                    packed = held.read_raw_bytes() if "/DCTDecode" in repr(held) else b""
                    unpacked = packed or held.read_bytes()
                    yield unpacked
                    if unpacked.startswith(b'{"'):
                        yield from inside("", unpacked)
    if name.endswith(".parquet"):
        from pyarrow import parquet

        yield repr(parquet.read_table(io.BytesIO(data)).to_pylist()).encode()
    for packed in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", data):
        try:
            yield base64.b64decode(packed, validate=True)
        except binascii.Error:
            continue


def found(out):
    return {
        (name, match.group())
        for name, data in files_below(out).items()
        for held in inside(name, data)
        for match in WHO.finditer(held)
    }


def test_nobody_is_in_any_byte(course, tmp_path):
    rows = built(course, tmp_path / "out")
    assert found(tmp_path / "out") == set()
    assert all(PSEUDONYM.fullmatch(row.group) for row in rows)
    assert sorted((row.run, row.outcome) for row in rows) == [
        ("done", "broken"),
        ("done", "errors"),
        ("done", "errors"),
        ("done", "ok"),
        ("missing", ""),
    ]
    assert {row.late for row in rows} == {"unknown"}
    good = next(row for row in rows if row.outcome == "ok")
    assert [q["number"] for q in good.questions] == [3]
    assert {"report.html", "report.pdf", "report.json", "check.json"} <= set(good.files)
    folders = {p.name for p in (tmp_path / "out" / "groups").iterdir()}
    assert folders == {row.group for row in rows}
    lines = (tmp_path / "out" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    assert {line["question"] for line in held} == {3}
    assert {line["receipt"] + line["sha256"] for line in held} == {""}
    page = (tmp_path / "out" / "questions" / "question-3.html").read_text(encoding="utf-8")
    assert f'id="{good.group}"' in page
    assert not (tmp_path / "out" / "questions" / "question-2.html").exists()


@pytest.mark.usefixtures("in_process")
def test_search_would_find_somebody(course, tmp_path):
    settings = read_course(course, tuple(CODES))
    list(build(course.parent / "handins", tmp_path / "out", settings, Options(course)))
    told = {text.lower() for _, text in found(tmp_path / "out")}
    assert {b"jane", b"roe", b"123456", b"beekeepers", b"group 41", b"apiary"} <= told
    assert {name.rpartition(".")[2] for name, _ in found(tmp_path / "out")} >= {"pdf", "json"}


@pytest.mark.usefixtures("in_process")
def test_checks_alone_name_nobody_either(course, tmp_path):
    args = ("-c", course, "-o", tmp_path / "out", "--check-only")
    key = ("--blind", "--privacy-key", tmp_path / "key")
    done = run("course", "build", tmp_path / "handins", *args, *key)
    assert done.code == 1
    assert WHO.search(done.out.encode()) is None
    assert found(tmp_path / "out") == set()
    assert len(done.out.splitlines()) == 5
    again = run("course", "build", tmp_path / "handins", *args, *key)
    assert again.out == ""


@pytest.mark.usefixtures("in_process")
def test_holder_of_the_key_has_a_way_back(course, tmp_path):
    rows = built(course, tmp_path / "out", formats=())
    done = run(
        "course", "unblind", tmp_path / "handins", "-c", course, "--privacy-key", tmp_path / "key"
    )
    assert done.code == 0
    back = {line["pseudonym"]: line["group"] for line in csv.DictReader(io.StringIO(done.out))}
    assert set(back) == {row.group for row in rows}
    assert {"Beekeepers", "hive-repo"} <= set(back.values())
    missing = next(row for row in rows if row.run == "missing")
    assert back[missing.group] == "hive-repo"


@pytest.mark.usefixtures("in_process")
def test_another_key_gives_other_pseudonyms(course, tmp_path):
    settings = read_course(course, tuple(CODES))
    other = Options(course, formats=(), key=b"another-key-of-16")
    steps = build(course.parent / "handins", tmp_path / "other", settings, other)
    names = {row.group for row in built(course, tmp_path / "out", formats=())}
    assert names.isdisjoint({step.row.group for step in steps})


@pytest.mark.usefixtures("in_process")
def test_courses_with_and_without_names_are_not_mixed(course, tmp_path):
    settings = read_course(course, tuple(CODES))
    named = Options(course, formats=())
    list(build(course.parent / "handins", tmp_path / "named", settings, named))
    with pytest.raises(OutputError, match="names of groups"):
        built(course, tmp_path / "named", formats=())
    built(course, tmp_path / "blind", formats=())
    with pytest.raises(OutputError, match="without names"):
        list(build(course.parent / "handins", tmp_path / "blind", settings, named))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--blind",), "--blind: pseudonyms need a secret key"),
        (("--privacy-key", "key"), "--privacy-key: goes with --blind"),
        (("--blind", "--privacy-key", "course.yaml.none"), "cannot be read"),
    ],
)
def test_key_is_asked_for(course, tmp_path, options, said):
    done = run("course", "build", course.parent / "handins", "-o", tmp_path / "out", *options)
    assert (done.code, said in done.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_row_tells_no_reason_that_names_a_file():
    from publisher.cohort.blind import Blind

    row = Row("a", "crashed", reason="a fault of ours: OSError: Jane.md", doubt="x", commit="c")
    blind = Blind(KEY.encode()).row(row)
    assert (blind.reason, blind.doubt, blind.commit) == ("a fault of ours", "", "")
