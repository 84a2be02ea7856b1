"""What strangers write is printed and never obeyed, whatever the command and the format."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLE, png, run, write_report

from publisher.archive import verified
from publisher.archive.verify import Verified
from publisher.check import Result, check
from publisher.diagnostics.model import Diagnostic, Suppressed
from publisher.diagnostics.visible import printed, printed_json, printed_lines, visible
from publisher.reporters import Format, told

HOSTILE = (
    "a\x1b]0;b\x07\x9b31mc\u202ed\u2066\u200f\u2028\x85::error::e ##[group]f ##vso[task]g :::h"
)
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|(?<=:):|##\w{0,40}\["
)
OURS = re.compile(r"::(?:error|warning|notice) (?:[^:\n]*)::", re.MULTILINE)
texts = st.one_of(
    st.just(HOSTILE),
    st.text(max_size=20),
    st.lists(
        st.sampled_from(["::", ":", "#", "##[", "\x1b", "\u202e", "\n", "\r", "\\", '"', "x"])
    ).map("".join),
)


def nothing_obeyed(text: str, form: str = "text") -> None:
    if form == "github":
        text = "\n".join(OURS.sub("", line, count=1) for line in text.split("\n"))
    found = OBEYED.search(text)
    assert not found, repr(text[max(0, found.start() - 40) : found.end() + 40])


@given(texts)
def test_what_is_printed_is_never_obeyed(text):
    nothing_obeyed(printed(text))
    nothing_obeyed(printed_lines(text).replace("\r\n", "\n"))
    assert "\n" not in visible(text)
    assert visible(visible(text)) == visible(text)
    assert printed(printed(text)) == printed(text)
    made = printed_json({text: [text]})
    nothing_obeyed(made)
    assert json.loads(made) == {text: [text]}
    assert made.count("\n") == printed_json({"x": ["y"]}).count("\n")


def test_a_plain_text_is_printed_as_it_is():
    plain = "Größe: 3 ::".rstrip(":") + "# ## [x] a:b https://example.org 你好 👩‍💻 x\\ny"
    assert printed(plain) == visible(plain) == plain


@cache
def example():
    return check(EXAMPLE)


hostile = st.builds(
    Diagnostic,
    code=st.sampled_from(["unanswered", "image_missing", "link_dead", "word_lost"]),
    severity=st.sampled_from(["note", "warning", "error"]),
    path=st.just("README.md"),
    line=st.integers(1, 99),
    column=st.integers(1, 9),
    question=st.one_of(st.none(), st.integers(1, 31)),
    message=texts,
    help=texts,
    suppressed=st.one_of(
        st.none(),
        st.builds(Suppressed, line=st.integers(1, 9), reason=texts, accepted=st.booleans()),
    ),
)
names = texts.map(lambda text: text.replace("/", "").replace("\0", "") or "x")


@pytest.mark.parametrize("form", sorted(set(Format) - {Format.classroom50}))
@given(found=st.lists(hostile, max_size=12), name=names, broken=st.booleans())
def test_no_diagnostic_is_obeyed_in_any_format(form, found, name, broken):
    result = replace(example(), path=Path(name) / "README.md", diagnostics=found)
    if broken:
        result = Result(result.path, None, None, None, found)
    text = told(result, form)
    nothing_obeyed(text, form)
    if form is Format.json:
        assert len(json.loads(text)["diagnostics"]) == len(found)


@given(found=st.lists(hostile, max_size=5), name=names)
def test_no_verified_file_is_obeyed(found, name):
    results = [Verified(Path(name), found, attached=False)]
    nothing_obeyed(verified.text(results))
    nothing_obeyed(verified.as_json(results))


WORDS = "\x1b[2J\u202ed ::error::e ##[group]f ##vso[task]g"
REPORT = f"""---
title: "{WORDS[1:]}"
---
# {WORDS}

### Question 1
> **{WORDS} What was done?** ({WORDS})
>
> Answer:

--- {WORDS} ---

![](figures/{WORDS}) ![a plan of it](<figures/{WORDS}.png>) [{WORDS}](<{WORDS}.txt>) ![x](https://x.example/::a.png)

<!-- publisher: ignore image_alt: {WORDS} -->
<!-- publisher: ignore {WORDS}: {WORDS} -->
<!-- publisher: ignore -->

- [ x] {WORDS}

TODO: {WORDS}

| a |
| - |
| {WORDS} | {WORDS} |

<<<<<<< {WORDS}
one
=======
two
>>>>>>> {WORDS}

### Question 2 {WORDS}
> **What?**

words {WORDS}

### Question 2
> Answer:

{WORDS}
"""


@pytest.fixture
def folder(tmp_path):
    """A hostile folder with a hostile report, a course that knows a template, and an archive."""
    made = tmp_path / (
        "x::error::y" if sys.platform != "linux" else f"x{WORDS}\n::error::y".replace("/", "")
    )
    (made / "figures").mkdir(parents=True)
    (made / "figures" / f"{WORDS}.png".replace("/", "")).write_bytes(png())
    (made / "README.md").write_text(REPORT)
    (tmp_path / "template.md").write_text(REPORT.replace("What", "Who").replace("words", ""))
    (tmp_path / "course.yaml").write_text("templates: [template.md]\n")
    return made


def assert_safe(done, form="text"):
    assert done.code in (0, 1, 2, 3), done.err
    nothing_obeyed(done.out, form)
    nothing_obeyed(done.err)


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any characters")
def test_no_command_prints_what_is_obeyed(folder, tmp_path):
    course = ("--course", tmp_path / "course.yaml")
    for form in Format:
        for options in ((), course):
            assert_safe(run("check", folder, "--format", form, "--all", *options), form)
    built = run("build", folder, "--to", "html,archive", "-o", folder / "out", *course)
    assert_safe(built)
    assert len(built.out.splitlines()) == 2
    archive = folder / "out" / "report.json"
    other = write_report(tmp_path / "other", "words", "![](a.png)", "more")
    for form in ("text", "json"):
        assert_safe(run("diff", folder, other, "--format", form))
        assert_safe(run("verify", archive, other, "--format", form))
        assert_safe(run("template", folder, "--format", form))
    assert_safe(run("explain", "--report", folder, "--question", 1))
    assert_safe(run("explain", "--report", folder, "--question", 9))
    assert_safe(run("explain", WORDS))
    assert_safe(run("restore", archive, "-o", folder / "again"))
    assert_safe(run("receipt", folder))
    assert_safe(run("receipt", other, "--verify", f"{WORDS}"))
    assert_safe(run("migrate", folder, *course, "-o", folder / "moved.md"))
    assert_safe(run("new", folder / "new", *course))
    assert_safe(run("new", folder / "new", *course))
    assert_safe(run("check", folder, "--diff"))
    assert_safe(run("check", folder, "--fix"))
    assert_safe(run("check", folder / WORDS.replace("/", "")))
    assert_safe(run("check", folder, "--course", folder / "gone"))
    assert_safe(run("archive", folder, "--bag", "--date", WORDS))
