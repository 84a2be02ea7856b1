"""Reports as people break them: a template with answers, and random edits of its lines."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, pairwise

from hypothesis import strategies as st
from support import EXAMPLE, more_reports

from publisher.read.blocks.lines import Lines, plain_lines

QUESTIONS = 5
PARTS = {1: "## Part one\n\n> Here we ask about tools.\n\n", 4: "## Part two\n\n"}


def template(questions: int = QUESTIONS) -> list[str]:
    """Return the lines of a small report whose words are all different: w1x, w2x ..."""
    words = iter(f"w{n}x" for n in range(1, 10_000))

    def some(count: int) -> str:
        return " ".join(next(words) for _ in range(count))

    lines = ["# Report", "", some(4), "", "* [x] " + some(2) + " (M1)", ""]
    for number in range(1, questions + 1):
        lines += PARTS.get(number, "").split("\n")[:-1]
        lines += [f"### Question {number}", f"> **{some(3)}**", ">", "> Answer length: 1-90 words."]
        lines += [">", "> Answer:", "", some(5), some(3), ""]
        lines += [f"- {some(2)}", f"- **{some(2)}** `{some(1)}`", "", f"| {some(1)} | {some(1)} |"]
        lines += ["|---|---|", f"| {some(1)} | {some(1)} |", "", "```python", some(2), "```", ""]
        lines += [f"![{some(2)}](figures/x.png) [{some(1)}](https://example.org)", ""]
    return lines


HOSTILE = [
    "```",
    "````",
    "~~~",
    "- ```bash",
    "> ```",
    "   ```",
    "    ```",
    "<!--",
    "-->",
    "<!-- done -->",
    "<details>",
    "</details>",
    "<details><summary>More</summary>",
    "<table><tr><td>",
    "</div></body></html>",
    "<p align='center'>",
    "<pre><code>",
    "<script>",
    "<a href='x'>",
    "<b>",
    "<weblink>",
    "<img src='figures/x.png' alt=\"open>",
    "---",
    "===",
    "***",
    "**bold that never ends",
    "> ",
    "> > > ",
    "> " * 70,
    "- " * 70,
    "  " * 9 + "- deep",
    "Answer:",
    "> Answer:",
    "**Answer**",
    "--- question 3 fill here ---",
    "# Question 2",
    "### Question 2",
    "### Question 9",
    "    ### Question 3",
    "Question 4",
    "text.### Question 3",
    "### A heading",
    "## Part three",
    "$$",
    "| a | b",
    "|---|---|",
    "[^1]",
    "[^1]: note",
    "[ref]: https://example.org",
    "![a][ref]",
    "[" * 40,
    "> [!NOTE]",
    "&#0; &copy &nbsp;",
    "\\",
    "\t",
    "\ufeff",
    "\u2028### Question 3\u2029",
    "\x0b\x0c\x1c\x85",
    "\U0001f600 \u202e \ue000",
]


@cache
def real_reports() -> tuple[tuple[str, ...], ...]:
    """Return the lines of the example report and of all others that there are."""
    texts = [p.read_bytes().decode() for p in (EXAMPLE, *more_reports())]
    return tuple(tuple(plain_lines(Lines.of(text).items)) for text in texts)


@cache
def starts(number: int) -> tuple[int, ...]:
    """Return the lines on which the questions of a real report begin, and its end."""
    lines = real_reports()[number]
    found = (n for n, x in enumerate(lines) if re.match(r"#+ Question \d+$", x.rstrip()))
    return (*found, len(lines))


@st.composite
def questions(draw: st.DrawFn, count: int) -> list[list[str]]:
    """Draw ``count`` questions of a real report, one behind the other, each as lines."""
    number = draw(st.integers(0, len(real_reports()) - 1))
    first = draw(st.integers(0, len(starts(number)) - 1 - count))
    bounds = starts(number)[first : first + count + 1]
    return [list(real_reports()[number][a:b]) for a, b in pairwise(bounds)]


def numbered(lines: list[str]) -> list[str]:
    """Return the lines with words of their prose as in ``template``."""
    words = iter(f"w{n}x" for n in range(1, 100_000))
    return re.sub(r"(?<= )[a-z]{5,}(?= )", lambda _: next(words), "\n".join(lines)).split("\n")


lines_of_a_report = st.just(template())
place = st.integers(0, len(template()) * 2)
edit = st.one_of(
    st.tuples(st.just("delete"), place, st.integers(1, 4)),
    st.tuples(st.just("double"), place, st.integers(1, 12)),
    st.tuples(st.just("swap"), place, place),
    st.tuples(st.just("indent"), place, st.sampled_from(["  ", "    ", "> ", "- ", "\t"])),
    st.tuples(st.just("dedent"), place, st.just(0)),
    st.tuples(st.just("join"), place, st.just(0)),
    st.tuples(st.just("insert"), place, st.sampled_from(HOSTILE)),
    st.tuples(st.just("insert"), place, st.text("`~<>-#*_[]()!|$ \n&:wx1", max_size=12)),
)


def edited(lines: list[str], edits: list[tuple[str, int, object]]) -> list[str]:
    """Return the lines after the edits."""
    lines = list(lines)
    for kind, at, what in edits:
        at %= max(1, len(lines))
        if kind == "delete":
            del lines[at : at + what]
        elif kind == "double":
            lines[at:at] = lines[at : at + what]
        elif kind == "swap" and lines:
            other = what % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "indent" and lines:
            lines[at] = what + lines[at]
        elif kind == "dedent" and lines:
            lines[at] = lines[at].lstrip(" >#-")
        elif kind == "join" and lines:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        elif kind == "insert":
            lines.insert(at, what)
    return lines


def line_ends(draw: st.DrawFn, lines: list[str]) -> str:
    """Draw the line ends of a text: all alike, or changing within it; cut it off anywhere."""
    ends = st.sampled_from(["\n", "\n", "\r\n", "\r"])
    end, other = draw(ends), draw(ends)
    at = draw(st.integers(0, len(lines)))
    text = "".join(x + (end if n < at else other) for n, x in enumerate(lines))
    if draw(st.booleans()):
        text = text[: draw(st.integers(0, len(text)))]
    return text


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a report with some edits, cut off anywhere, with any line ends."""
    return line_ends(draw, edited(template(), draw(st.lists(edit, max_size=8))))


@st.composite
def real_texts(draw: st.DrawFn) -> str:
    """Draw some questions of a real report with some edits, cut off anywhere, any line ends."""
    lines = list(chain.from_iterable(draw(questions(draw(st.integers(1, 4))))))
    return line_ends(draw, edited(lines, draw(st.lists(edit, max_size=8))))


@st.composite
def excerpts(draw: st.DrawFn) -> str:
    """Draw some lines of a real report, with some edits."""
    lines = draw(st.sampled_from(real_reports()))
    first = draw(st.integers(0, len(lines)))
    lines = numbered(lines[first : first + draw(st.integers(1, 60))])
    return "\n".join(edited(lines, draw(st.lists(edit, max_size=8))))
