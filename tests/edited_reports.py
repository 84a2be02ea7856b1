"""Reports as people break them: a template with answers, and random edits of its lines."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import strategies as st

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

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "report" / "README.md"


def example() -> list[str]:
    """Return the lines of the example report, with words of its prose as in ``template``."""
    words = iter(f"w{n}x" for n in range(1, 100_000))
    text = EXAMPLE.read_text(encoding="utf-8")
    return re.sub(r"(?<= )[a-z]{5,}(?= )", lambda _: next(words), text).split("\n")


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


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a report with some edits, cut off anywhere, with any line ends."""
    lines = edited(template(), draw(st.lists(edit, max_size=8)))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = end.join(lines)
    if draw(st.booleans()):
        text = text[: draw(st.integers(0, len(text)))]
    return text


@st.composite
def excerpts(draw: st.DrawFn) -> str:
    """Draw some lines of the example report, with some edits."""
    lines = example()
    first = draw(st.integers(0, len(lines)))
    lines = lines[first : first + draw(st.integers(1, 60))]
    return "\n".join(edited(lines, draw(st.lists(edit, max_size=8))))
