"""`publisher check`: what it takes, what it prints, how it ends."""

from __future__ import annotations

import json

import jsonschema
import pytest
from support import (
    EXAMPLE,
    TEMPLATE,
    codes,
    every_report,
    png,
    question,
    run,
    write_report,
)

COUNTER = {"type": "integer", "minimum": 0}
LIMIT = {
    "oneOf": [
        {"type": "null"},
        {
            "type": "array",
            "prefixItems": [COUNTER, {"oneOf": [COUNTER, {"type": "null"}]}],
            "items": False,
            "minItems": 2,
        },
    ]
}


def _object(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


POSITION = _object(line={"type": "integer", "minimum": 1}, column={"type": "integer", "minimum": 1})
SCHEMA = _object(
    format={"const": "publisher.check/2"},
    report={"type": "string", "minLength": 1, "pattern": "^[^/\\\\]"},
    outcome={"enum": ["ok", "warnings", "errors", "broken"]},
    count={"enum": ["source", "text"]},
    questions={
        "type": "array",
        "items": _object(
            key={"type": "string", "minLength": 1},
            label={"type": "string", "minLength": 1},
            number={"type": ["integer", "null"], "minimum": 0, "maximum": 9999},
            line={"type": "integer", "minimum": 1},
            status={"enum": ["answered", "unanswered"]},
            words=_object(source=COUNTER, text=COUNTER),
            images=COUNTER,
            limits=_object(words=LIMIT, images=LIMIT),
            verdict={"enum": ["pass", "fail", "none"]},
        ),
    },
    checklist=_object(items=COUNTER, ticked=COUNTER, broken=COUNTER),
    diagnostics={
        "type": "array",
        "items": _object(
            code={"type": "string", "pattern": "^[a-z_]+$"},
            severity={"enum": ["note", "warning", "error"]},
            path={"type": "string", "minLength": 1, "pattern": "^[^/\\\\]"},
            line={"type": "integer", "minimum": 1},
            column={"type": "integer", "minimum": 1},
            question={"type": ["integer", "null"]},
            message={"type": "string", "minLength": 1},
            help={"type": "string"},
            range=_object(start=POSITION, end=POSITION),
        ),
    },
)


def validate(result: object) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(result)


# -- the two formats ----------------------------------------------------------------


@every_report()
def test_json_has_the_promised_shape_and_text_says_the_same(path):
    done = run("check", path, "--format", "json")
    found = done.json
    validate(found)
    assert done.err == ""
    assert done.out.endswith("}\n")
    assert found["report"] == path.name
    assert list(found) == list(SCHEMA["properties"])
    severities = {d["severity"] for d in found["diagnostics"]}
    assert found["outcome"] == (
        "errors" if "error" in severities else "warnings" if "warning" in severities else "ok"
    )
    assert done.code == (0 if found["outcome"] == "ok" else 1)
    assert all(d["help"] for d in found["diagnostics"])

    assert_text_says_the_same(run("check", path, "--all", cwd=path.parent), found)


def assert_text_says_the_same(done, found):
    lines = done.out.splitlines()
    mendable = lines.count("    --fix mends this.")
    assert lines[-1].startswith("Next: ")
    assert (f"--fix' mends {mendable} of these" in lines.pop()) == bool(mendable)
    told = [line for line in lines[:-1] if not line.startswith("    ")]
    worst_first = ["error", "warning", "note"]
    assert told == [
        f"{d['path']}:{d['line']}:{d['column']}: {d['severity']}: {d['message']}"
        f" [report.{d['code']}]"
        for d in sorted(found["diagnostics"], key=lambda d: worst_first.index(d["severity"]))
    ]
    answered = sum(q["status"] == "answered" for q in found["questions"])
    total = len(found["questions"])
    of = {
        s: sum(d["severity"] == s for d in found["diagnostics"])
        for s in ("warning", "error", "note")
    }
    said = [f"{n} {s}{'' if n == 1 else 's'}" for s, n in of.items()]
    assert lines[-1] == (
        f"{total} questions: {answered} answered, {total - answered} unanswered; "
        + ", ".join(said if of["note"] else said[:2])
        + "."
    )


def test_example_is_clean():
    done = run("check", EXAMPLE)
    assert done.code == 0
    assert "31 questions: 31 answered, 0 unanswered; 0 warnings, 0 errors" in done.out


def test_template_is_unanswered():
    done = run("check", TEMPLATE, "--format", "json")
    assert done.code == 1
    assert done.json["outcome"] == "warnings"
    assert {q["status"] for q in done.json["questions"]} == {"unanswered"}
    assert done.json["checklist"]["ticked"] == 0


def test_line_is_where_it_says(tmp_path):
    path = write_report(tmp_path, "words", "![](figures/gone.png)")
    found = next(d for d in run("check", path, "--format", "json").json["diagnostics"])
    lines = path.read_text().splitlines()
    assert "gone.png" in lines[found["line"] - 1]
    assert found["question"] == 2


def test_path_in_text_is_relative_to_the_working_folder(tmp_path):
    write_report(tmp_path / "hand-in", "")
    done = run("check", "hand-in", cwd=tmp_path)
    assert done.out.startswith("hand-in/README.md:")
    assert str(tmp_path) not in done.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_of_the_machine_is_printed(tmp_path, form):
    write_report(
        tmp_path,
        "![a](/figures/gone.png) ![b](../../gone.png) [c](gone.txt) ![d](figures/bad.png)",
        "",
        figures={"figures/bad.png": b""},
    )
    done = run("check", "--format", form, cwd=tmp_path)
    assert done.code == 1
    assert str(tmp_path) not in done.out + done.err


def test_same_words_twice(tmp_path):
    write_report(tmp_path, "one", "![](figures/a.png)", "", figures={"figures/a.png": png()})
    assert run("check", tmp_path, cwd=tmp_path) == run("check", tmp_path, cwd=tmp_path)


# -- options --------------------------------------------------------------------------


def test_output_goes_to_a_file(tmp_path):
    path = write_report(tmp_path, "")
    target = tmp_path / "new" / "check.json"
    done = run("check", path, "--format", "json", "--output", target)
    assert done.code == 1
    assert done.out == ""
    validate(json.loads(target.read_text(encoding="utf-8")))
    assert [p.name for p in target.parent.iterdir()] == ["check.json"]


def test_output_that_cannot_be_written_is_told_in_one_line(tmp_path):
    path = write_report(tmp_path, "words")
    (tmp_path / "file").write_text("taken")
    done = run("check", path, "--output", tmp_path / "file" / "check.txt")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert "check.txt" in done.err
    done = run("check", path, "--output", tmp_path)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_output_is_no_file_that_is_read(tmp_path):
    path = write_report(tmp_path, "words")
    course = tmp_path / "settings.yaml"
    course.write_text("language: en\n", encoding="utf-8")
    for read in (path, course):
        before = read.read_bytes()
        for form in ("json", "text"):
            done = run("check", path, "--course", course, "--format", form, "--output", read)
            assert (done.code, done.out) == (2, "")
            assert done.err == f"publisher: {read}: is read, and would be lost; name another file\n"
        assert read.read_bytes() == before


def test_strict_fails_on_a_note(tmp_path):
    path = write_report(tmp_path, "words")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert codes(run("check", path, "--format", "json")) == {"byte_order_mark"}
    assert run("check", path).code == 0
    assert run("check", path, "--strict").code == 1
    assert run("check", path, "--format", "json").json["outcome"] == "ok"


def test_clean_is_clean_with_strict_too(tmp_path):
    path = write_report(tmp_path, "words", "more words")
    done = run("check", path, "--strict")
    assert done.code == 0
    assert done.out == (
        "2 questions: 2 answered, 0 unanswered; 0 warnings, 0 errors.\n"
        "Next: 'publisher build' publishes it.\n"
    )


def test_one_of_a_kind_is_no_plural(tmp_path):
    path = write_report(tmp_path, "![a picture](figures/gone.png)")
    *_, last, what_next = run("check", path).out.splitlines()
    assert last == "1 question: 1 answered, 0 unanswered; 0 warnings, 1 error."
    assert what_next == (
        "Next: mend the errors and check again; 'publisher explain image_missing' says how."
    )


def test_many_of_a_code_are_one_line_for_each_severity_and_errors_come_first(tmp_path):
    answers = ["", "", "", "", "words", "", "words", "![a plan of it](figures/gone.png)"]
    path = write_report(tmp_path, *answers)
    done = run("check", path, cwd=tmp_path)
    told = [line for line in done.out.splitlines() if not line.startswith("    ")]
    assert told[1].startswith("README.md:8:1: ") or "unanswered" in told[1]
    assert "image_missing" in told[0]
    few = run("check", write_report(tmp_path, *answers[:5], "words"), cwd=tmp_path).out
    assert "README.md:5:1: warning: question 1 is not answered [report.unanswered]" in few
    path = write_report(tmp_path, *answers, "", "")
    done = run("check", path, cwd=tmp_path)
    assert "README.md: warning: not answered (7): 1-4, 6, 9-10 [report.unanswered]" in done.out
    assert "'publisher check --all' gives every line." in done.out.splitlines()[-1]
    every = run("check", path, "--all", cwd=tmp_path).out
    assert every.count("[report.unanswered]") == 7
    assert "--all" not in every
    assert len(run("check", path, "--format", "json").json["diagnostics"]) == 8
    course = tmp_path / "course.yaml"
    course.write_text("severities: {unanswered: note}\n")
    assert (
        "README.md: note: not answered (7)"
        in run("check", path, "--course", course, cwd=tmp_path).out
    )


@pytest.mark.parametrize(
    ("environment", "colours"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_severities_have_colours_where_they_are_wanted(tmp_path, environment, colours):
    path = write_report(tmp_path / "an error: of a name", "![a plan of it](figures/gone.png)")
    clean = {"NO_COLOR": "", "FORCE_COLOR": ""} | environment
    done = run("check", path, cwd=tmp_path, env=clean)
    assert ("name/README.md:10:1: \033[1;31merror\033[0m: image" in done.out) == colours
    assert ("\033" in done.out) == colours
    target = tmp_path / "check.txt"
    run("check", path, "--output", target, env=clean)
    assert "\033" not in target.read_text()


# -- where the report is ----------------------------------------------------------------


def test_report_is_a_file_a_folder_or_this_folder(tmp_path):
    path = write_report(tmp_path / "a b", "words")
    for done in (run("check", path), run("check", path.parent), run("check", cwd=path.parent)):
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("1 question:")


def test_folder_may_hold_report_md(tmp_path):
    write_report(tmp_path, "words").rename(tmp_path / "report.md")
    assert run("check", tmp_path, "--format", "json").json["report"] == "report.md"


def test_readme_goes_before_report_md(tmp_path):
    write_report(tmp_path, "words").rename(tmp_path / "report.md")
    write_report(tmp_path, "words", "words")
    assert run("check", tmp_path, "--format", "json").json["report"] == "README.md"


@pytest.mark.parametrize("readme", [None, "# A project\n\nIt has no questions.\n"])
def test_at_a_repository_root_the_report_below_is_taken_and_said(tmp_path, readme):
    write_report(tmp_path / "reports", "words", "words")
    if readme:
        (tmp_path / "README.md").write_text(readme)
    done = run("check", cwd=tmp_path)
    assert done.code == 0
    assert done.out.startswith("2 questions")
    assert "reports/README.md" in done.err


def test_a_readme_that_is_a_report_is_taken(tmp_path):
    write_report(tmp_path / "reports", "words", "words")
    write_report(tmp_path, "words")
    done = run("check", tmp_path)
    assert done.out.startswith("1 question:")
    assert done.err == ""


def test_course_beside_a_report_is_mentioned_and_not_obeyed(tmp_path):
    path = write_report(tmp_path, "")
    (tmp_path / "course.yaml").write_text("severities: {unanswered: off}\n")
    done = run("check", path, "--format", "json")
    assert codes(done) == {"unanswered"}
    assert "course.yaml" in done.err
    named = run("check", path, "--format", "json", "--course", tmp_path / "course.yaml")
    assert codes(named) == set()
    assert named.err == ""


# -- what cannot be read ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"### Question 1\n\0\n", "binary"),
        ("### Question 1\n".encode("utf-16"), "UTF-16"),
        ("### Question 1\n".encode("utf-16-be"), "NUL"),
        (b"### Question 1\nna\x81ve\n", "UTF-8"),
    ],
    ids=["empty", "blank", "mark", "mark-blank", "nul", "utf-16", "utf-16-be", "neither"],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_broken_report(tmp_path, data, word, form):
    path = tmp_path / "README.md"
    path.write_bytes(data)
    done = run("check", path, "--format", form, cwd=tmp_path)
    assert done.code == 3
    assert "Traceback" not in done.out + done.err
    assert str(tmp_path) not in done.out
    if form == "text":
        assert word in done.out
        assert done.out.splitlines()[-1] == "README.md: cannot be read."
        return
    validate(done.json)
    assert done.json["outcome"] == "broken"
    assert done.json["questions"] == []
    (diagnostic,) = done.json["diagnostics"]
    assert word in diagnostic["message"]
    assert diagnostic["severity"] == "error"


@pytest.mark.parametrize(
    "name", ["gone.md", "gone", "gone/README.md", "notes.txt", "", "x" * 300 + ".md"]
)
def test_no_such_report(tmp_path, name):
    (tmp_path / "notes.txt").write_text("### Question 1\n")
    done = run("check", tmp_path / name)
    assert done.code == 3
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    told = run("check", name or ".", "--format", "json", cwd=tmp_path)
    assert told.code == 3
    validate(told.json)
    assert told.json["outcome"] == "broken"
    assert told.err == ""


def test_missing_report_with_a_name_nearby_is_suggested(tmp_path):
    write_report(tmp_path, "words")
    assert "README.md?" in run("check", tmp_path / "READMY.md").err
    (tmp_path / "README.md").rename(tmp_path / "NOTES.MD")
    assert "NOTES.MD?" in run("check", tmp_path / "notes.md").err


def test_report_that_is_a_folder_named_like_a_file(tmp_path):
    (tmp_path / "README.md").mkdir()
    done = run("check", tmp_path)
    assert done.code == 3
    assert len(done.err.splitlines()) == 1


def test_no_question_is_an_error_and_not_broken(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("# A cake\n\nFlour, eggs.\n")
    done = run("check", path, "--format", "json")
    assert done.code == 1
    assert done.json["outcome"] == "errors"
    assert codes(done) == {"no_question"}


def test_front_matter_that_is_no_yaml(tmp_path):
    path = write_report(tmp_path, "words")
    path.write_bytes(b"---\ntitle: [one\n---\n" + path.read_bytes())
    done = run("check", path, "--format", "json")
    assert done.code == 1
    assert codes(done) == {"front_matter"}
    assert len(done.json["questions"]) == 1


def test_front_matter_is_no_setting(tmp_path):
    path = write_report(tmp_path, "")
    path.write_bytes(b"---\nseverities: {unanswered: off}\ncount: text\n---\n" + path.read_bytes())
    done = run("check", path, "--format", "json")
    assert done.json["count"] == "source"
    assert "unanswered" in codes(done)


def test_cp1252_is_read_with_a_warning_of_its_line(tmp_path):
    path = tmp_path / "README.md"
    text = "# Bericht\n\n" + question(1, "Zwölf Grad – müde Bäume")
    path.write_bytes(text.encode("cp1252"))
    done = run("check", path, "--format", "json")
    assert done.code == 1
    (found,) = done.json["diagnostics"]
    assert (found["code"], found["severity"], found["line"]) == ("encoding", "warning", 8)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_change_nothing(tmp_path, end):
    path = write_report(tmp_path, "one two", "", "three")
    wanted = run("check", path, "--format", "json").json
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    assert run("check", path, "--format", "json").json == wanted


# -- where there is none -------------------------------------------------------------------


def test_a_folder_without_a_report_says_what_may_be_meant(tmp_path):
    assert "publisher new" in run("check", tmp_path).err
    (tmp_path / "notes.md").write_text("# Notes\n\nNone.\n")
    assert "name the report, or go to its folder" in run("check", tmp_path).err
    for name in "abcdefg":
        write_report(tmp_path / f"group-{name}", "words")
    write_report(tmp_path / "other", "words").write_text("# No report\n")
    done = run("check", tmp_path)
    assert done.code == 3
    assert "7 reports below: group-a, group-b, group-c, group-d, group-e and 2 more" in done.err
    (tmp_path / "README.md").write_text("# All groups\n")
    for command in (["check"], ["html", "-o", tmp_path / "out"]):
        done = run(*command, tmp_path)
        assert done.code == 1
        assert "7 reports below" in done.err
    (tmp_path / "README.md").unlink()
    write_report(tmp_path, "words").rename(tmp_path / "rapport.md")
    done = run("check", tmp_path)
    assert done.code == 3
    assert "did you mean rapport.md?" in done.err


@pytest.mark.parametrize("name", ["readme.md", "ReadMe.md", "README.MD"])
def test_a_readme_in_any_letter_case_is_taken(tmp_path, name):
    write_report(tmp_path, "words").rename(tmp_path / name)
    done = run("check", tmp_path, "--format", "json")
    assert done.code == 0
    assert done.json["report"].lower() == "readme.md"


@pytest.mark.parametrize("name", ["report.pdf", "report.json", "report-bag.zip"])
def test_an_archive_is_for_other_commands(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    done = run("check", tmp_path / name)
    assert done.code == 3
    assert all(f"publisher {command}" in done.err for command in ("verify", "restore"))
    assert ("publisher build" in done.err) != name.endswith(".zip")


@pytest.mark.parametrize("command", ["check", "build", "receipt", "migrate-archive"])
@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_bag_is_for_other_commands(tmp_path, command, kind):
    bag = tmp_path / "report-bag"
    if kind == "folder":
        bag.mkdir()
        (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    else:
        bag = bag.with_suffix(".zip")
        bag.write_bytes(b"PK\3\4")
    done = run(command, bag)
    assert (done.code, done.out) == (3, "")
    assert ("restore" in done.err) != (command == "migrate-archive")
    assert "bag" in done.err.removeprefix(f"publisher: {bag}")
