"""The command line as a whole: ways in, ways out."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import typer.main
from support import EXAMPLE, ROOT, command, run, write_report

from publisher.rules import explanations

COMMANDS = (
    "check", "build", "html", "pdf", "archive", "handin", "verify", "restore", "migrate-archive", "diff", "explain",
    "doctor",
)  # fmt: skip


def test_help_names_every_command():
    done = run("--help")
    assert done.code == 0
    assert done.err == ""
    assert all(f"  {name} " in done.out for name in COMMANDS)
    for panel in ("Write a report:", "Publish it:", "Teach a course:", "Keep reports for good:"):
        assert f"\n\n{panel}\n  " in done.out
    commands = done.out.partition("Write a report")[2]
    assert "..." not in commands, "a summary that is cut off"
    listed = re.findall(r"^  ([a-z-]+)  ", commands, re.MULTILINE)
    assert sorted(listed) == sorted(names[0] for names in every_command() if len(names) == 1)


def every_command():
    from publisher.cli import app

    found = typer.main.get_command(app)
    for name, one in found.commands.items():
        yield [name]
        yield from ([name, part] for part in getattr(one, "commands", ()))


@pytest.mark.parametrize("names", [[], *every_command()], ids=" ".join)
def test_help_fits_80_columns(names):
    done = run(*names, "--help", env={"COLUMNS": "80"})
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    assert "[[" not in done.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["che"], ["check"]),
        (["explain", "image_wi"], ["image_wide"]),
        (["explain", "report.image_wi"], ["report.image_wide"]),
        (["explain", ""], list(explanations())),
        (["explain", "nothing"], []),
    ],
    ids=" ".join,
)
def test_shells_complete_the_commands_and_the_codes(words, expected):
    code = "import sys; sys.argv[0] = 'publisher'; from publisher.cli import main; main()"
    asked = {
        "_PUBLISHER_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(["publisher", *words]),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    done = run(name, "--help")
    assert done.code == 0
    assert f"publisher {name}" in done.out


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("check", {"--format", "--output", "--strict", "--course"}),
        (
            "build",
            {"--output", "-o", "--to", "--strict", "--course", "--no-archive", "--with-restorer"},
        ),
        ("verify", {"--format", "--strict"}),
        ("restore", {"--output", "-o", "--force"}),
        ("migrate-archive", {"--output", "-o"}),
        ("html", {"--output", "-o"}),
        ("pdf", {"--output", "-o"}),
        ("archive", {"--output", "-o"}),
    ],
)
def test_promised_options_are_there(name, options):
    shown = run(name, "--help").out.replace(",", " ").split()
    assert options <= set(shown)


def test_version():
    done = run("--version")
    assert done.code == 0
    assert done.out.startswith("publisher ")


def test_no_command_shows_help():
    done = run()
    assert done.code == 2
    assert "Usage" in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], ["chek", "check"]),
        (["check", "--format", "jsn", EXAMPLE], ["jsn", "json"]),
        (["check", "--strikt", EXAMPLE], ["--strikt", "--strict"]),
        (["check", EXAMPLE, EXAMPLE], ["argument"]),
        (["check", "--course"], ["--course"]),
        (["build", "--to", "htlm", EXAMPLE], ["htlm", "did you mean html"]),
        (["build", "--to", "html,odt", EXAMPLE], ["odt", "html, pdf, archive"]),
        (["build", "--to", "", EXAMPLE], ["html, pdf, archive"]),
        (["explain", "answer_lenght"], ["answer_lenght", "answer_length"]),
        (["explain", "xyzzy"], ["xyzzy", "publisher explain"]),
    ],
)
def test_wrong_usage_is_told_with_a_suggestion(arguments, words):
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    told = " ".join(done.err.split())
    assert all(word in told for word in words)


@pytest.mark.parametrize(
    "given", ["answer_length", "report.answer_length", "[report.answer_length]"]
)
def test_explain_takes_a_code_as_printed(given):
    done = run("explain", given)
    assert done.code == 0
    assert done.out.startswith("report.answer_length (warning)\n")
    assert "Why:" in done.out


def test_every_rule_is_explained():
    from publisher.rules import RULES

    for code in RULES:
        done = run("explain", code)
        assert done.code == 0, code
        for part in ("Why:", "Bad:", "Good:"):
            assert part in done.out, f"{code} has no {part}"


@pytest.mark.parametrize(
    "code", ["broken", "pdf_failed", "pdf_message", "figure_unprintable", "library_missing"]
)
def test_every_other_printed_code_is_explained(code):
    done = run("explain", code)
    assert done.code == 0
    assert done.out.startswith(f"report.{code} (")


def test_explain_without_a_code_lists_all():
    from publisher.rules import RULES

    done = run("explain")
    assert done.code == 0
    assert set(RULES) < {line.split()[0] for line in done.out.splitlines()}


def test_doctor_names_what_it_looked_for():
    done = run("doctor")
    assert done.code in (0, 5)
    lines = done.out.splitlines()
    assert any("Pango:" in line for line in lines)
    missing = [line for line in lines if line.startswith("missing")]
    assert bool(missing) == ("To mend it" in done.out)


def test_doctor_is_content_with_each_python_that_the_package_asks_for():
    from publisher.pdf import doctor

    (oldest, minor), beyond = doctor._OLDEST, doctor._NEWEST[1] + 1
    asked = f'requires-python = ">={oldest}.{minor},<{oldest}.{beyond}"'
    assert asked in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_doctor_says_the_command_that_mends(monkeypatch):
    from publisher.pdf import doctor

    monkeypatch.setattr(doctor, "_loads", lambda _: False)
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    done = run("doctor")
    assert done.code == 5
    assert "missing  Pango:" in done.out
    assert "apt-get install -y " in done.out
    assert "libpango-1.0-0" in done.out


def test_doctor_is_content_without_what_is_not_needed(monkeypatch):
    from publisher.pdf import doctor

    monkeypatch.setattr(
        doctor, "examine", lambda: [doctor.Finding("git", fine=False, told="", needed=False)]
    )
    assert run("doctor").code == 0


# -- faults ------------------------------------------------------------------------------


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("first line\nsecond line")


@pytest.mark.parametrize("form", ["text", "json"])
def test_unexpected_exception_is_one_line_and_no_pass(monkeypatch, tmp_path, form):
    path = write_report(tmp_path, "words")
    monkeypatch.setattr("publisher.check.check", broken)
    done = run("check", path, "--format", form)
    assert done.code == 4
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert "RuntimeError: first line second line" in done.err
    assert "--debug" in done.err


def test_debug_shows_the_traceback(monkeypatch, tmp_path):
    path = write_report(tmp_path, "words")
    monkeypatch.setattr("publisher.check.check", broken)
    done = run("--debug", "check", path)
    assert done.code == 4
    assert done.err.startswith("Traceback")


def test_debug_in_a_process(tmp_path):
    path = write_report(tmp_path, "words")
    code = (
        "import sys, publisher.check, publisher.cli\n"
        "publisher.check.check = None\n"
        f"sys.argv = ['publisher', *sys.argv[1:], 'check', {str(path)!r}]\n"
        "publisher.cli.main()\n"
    )
    done = [
        subprocess.run(
            [sys.executable, "-c", code, *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        for options in ([], ["--debug"])
    ]
    assert [d.returncode for d in done] == [4, 4]
    assert ["Traceback" in d.stderr for d in done] == [False, True]


def test_a_fault_while_building_leaves_no_file(monkeypatch, tmp_path):
    path = write_report(tmp_path, "words")
    monkeypatch.setattr("publisher.builders.page.page", broken)
    done = run("build", path, "--to", "html,archive", "-o", tmp_path / "out")
    assert done.code == 4
    assert len(done.err.splitlines()) == 1
    assert not list(tmp_path.rglob("report.*"))


def test_interrupt_ends_without_a_traceback(monkeypatch, tmp_path):
    path = write_report(tmp_path, "words")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("publisher.check.check", interrupted)
    done = run("check", path)
    assert done.code == 130
    assert "Traceback" not in done.err


@pytest.mark.skipif(os.name != "posix", reason="pipes as of POSIX")
def test_closed_pipe_is_no_traceback(tmp_path):
    path = write_report(tmp_path, *["![](figures/gone.png)"] * 900)
    reader, writer = os.pipe()
    os.close(reader)
    child = subprocess.Popen(
        [sys.executable, "-m", "publisher", "check", str(path)],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    _, err = child.communicate(timeout=60)
    assert child.returncode not in (0, 4)
    assert err == b""


def test_module_and_exit_codes_in_a_process(tmp_path):
    good = write_report(tmp_path / "good", "words")
    bad = write_report(tmp_path / "bad", "")
    assert command("check", good).code == 0
    done = command("check", bad, "--format", "json", LC_ALL="C", PYTHONUTF8="0")
    assert done.code == 1
    assert done.err == ""
    assert done.json["outcome"] == "warnings"
    assert command("check", tmp_path / "gone.md").code == 3


@pytest.mark.parametrize("form", ["text", "json"])
def test_output_is_utf8_in_any_locale(tmp_path, form):
    path = write_report(tmp_path, "![](figures/gr.png)", figures={"figures/GR.png": b""})
    path.with_name("figures").rename(tmp_path / "Größe☃")
    done = command("check", path, "--format", form, PYTHONIOENCODING="ascii")
    assert done.code == 1, done.err
    assert "Größe☃/GR.png" in done.out


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
@pytest.mark.parametrize("form", ["text", "json"])
def test_file_name_that_is_no_text_is_no_fault(tmp_path, form):
    path = write_report(tmp_path, "![](figures/a.png)")
    (tmp_path / os.fsdecode(b"gr\xf6sse")).mkdir()
    (tmp_path / os.fsdecode(b"gr\xf6sse") / "a.png").write_bytes(b"")
    done = command("check", path, "--format", form)
    assert done.code == 1, done.err
    target = tmp_path / "out"
    done = run("check", path, "--format", form, "--output", target)
    assert done.code == 1, done.err
    assert target.read_bytes().decode("utf-8")
