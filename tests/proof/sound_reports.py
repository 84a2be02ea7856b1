"""Reports as people edit them, with formulas, front matter, drawings and HTML among what they insert.

Whatever ``check`` can read, ``build`` must not end with a fault of ours: no exception, no word lost.
"""

from __future__ import annotations

import base64
import json
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from edited_reports import edit, edited, line_ends, real_reports, starts, template
from hypothesis import strategies as st
from support import lacks, png
from written_answers import FOREIGN, PLAIN, answer

from publisher.builders.paper import Paper
from publisher.check import check
from publisher.proof.prove import LOST, Proof
from publisher.publish.publication import Publication

CONSTRUCTS = Path(__file__).resolve().parents[1] / "archive" / "versions" / "0.1.0-constructs.json"

# A word that stands nowhere else: what it is lost from has no other that could stand in for it.
own_word = st.integers(0, 99_999).map("w{}q".format)

# -- formulas ---------------------------------------------------------------------

LATEX = [
    *(r"\frac{a}{b}", r"\frac", r"\sqrt[3]{x}", r"\sum_{i=1}^n", r"\lim_{x\to 0}", r"\text{if } ", r"\mathbb{R}", r"\\", r"\iff"),
    *("x", "accuracy", "D_{train}", "x^2", "_", "^", "{", "}", "&", "%", "#", "~", "'", "|", "<b>", "`", "*", "$", "\\", " "),
    *(r"\hat{y}", r"\left(", r"\right)", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{cases}", r"\over", r"\phantom{x}"),
    *(r"\operatorname{arg\,max}", r"\quad", r"\,", r"\binom{n}{k}", r"\underbrace{a+b}_{n}", "é", "中", "½", "\u0301", "\u200b", "שלום"),
]  # fmt: skip
KNOWN = [
    r"\frac{a}{b}",
    r"\\",
    r"\theta",
    "x",
    "loss",
    "D_{train}",
    "x^2",
    "+",
    r"\sin ",
    r"\text{if }",
    "(",
    ")",
]
latex = st.one_of(
    st.lists(st.sampled_from(KNOWN), min_size=1, max_size=5).map("".join),
    st.lists(st.sampled_from(LATEX), min_size=1, max_size=9).map("".join),
)
formula = st.builds(
    str.__mod__,
    st.sampled_from(
        [
            "$%s$",
            "a $%s$ b",
            "$`%s`$",
            "$$%s$$",
            "$$\n%s\n$$",
            "```math\n%s\n```",
            "w$%s$w",
            "> $%s$",
            "- $$%s$$",
            "**$%s$**",
            "| $%s$ |\n|-|",
            "# $%s$",
            "<b>$%s$</b>",
            "[$%s$](x)",
        ]
    ),
    latex,
)

# -- HTML -------------------------------------------------------------------------

NAMES = [
    "b",
    "i",
    "em",
    "kbd",
    "sub",
    "sup",
    "mark",
    "ins",
    "s",
    "q",
    "code",
    "pre",
    "span",
    "ruby",
    "rt",
    "rp",
    "details",
    "summary",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "caption",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "p",
    "div",
    "center",
    "h1",
    "h4",
    "blockquote",
    "a",
    "font",
    "abbr",
    "y",
    "weblink",
    "section",
    "form",
    "label",
    "svg",
    "math",
    "script",
    "style",
    "title",
    "textarea",
    "select",
    "option",
    "picture",
    "small",
    "wbr",
]
MANY = "9" * 5_000
ATTRIBUTES = [
    *(" start=³", f" start={MANY}", " colspan=٣", f" rowspan={MANY}", " width=²", f" title='&#{MANY};'"),
    *("", "", "", " open", " align=center", " colspan=2", ' rowspan="3"', ' href="https://e.org/a?b=c&amp;d"', " href='#question-2'", " title=t", " start=4"),
    *(" width=40", ' style="display:none"', " class=x", " id=question-1", ' src="figures/a.png"', ' alt="what it shows"', " lang=da", ' a="<b>"', ' "', " ="),
]  # fmt: skip
tag = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES)),
    st.sampled_from(NAMES).map("</{}>".format),
    st.sampled_from(
        [
            '<img src="figures/a.png" alt="seen">',
            '<img src="figures/s.svg" width="0">',
            "<br>",
            "<hr/>",
            "<!-- said -->",
            "<!--",
            "-->",
            "<",
            ">",
            "<?x?>",
            "<![CDATA[x]]>",
            "&lt;b&gt;",
            "&#0;",
            "<image src=x>",
        ]
    ),
)
glued = st.lists(st.sampled_from([*KNOWN, *LATEX]), min_size=1, max_size=4).map("".join)
piece = st.one_of(
    *(tag, tag, tag, own_word, own_word, st.sampled_from([*PLAIN, *FOREIGN])),
    *(glued.map("${}$".format), st.sampled_from(["[^a]", "![x](figures/a.png)"])),
    st.sampled_from([" ", " ", "\n", "\n\n", "  \n- ", "\n> ", "*", "**", "`", "_"]),
)


def soup(most: int) -> st.SearchStrategy[str]:
    """Tags, words and signs of Markdown in any order, with nothing between them."""
    return st.lists(piece, min_size=3, max_size=most).map("".join)


# -- drawings, front matter, the rest ----------------------------------------------

SHAPES = [
    *('<rect width="9" height="9"/>', '<text x="1" y="9">wind</text>', '<text x="900" y="9">off</text>', "<text>rain <tspan>heat</tspan></text>", "<g>", "</g>"),
    *('<circle r="4" clip-path="url(#c)"/>', '<clipPath id="c"><rect width="1" height="1"/></clipPath>', '<use href="#u"/>', '<g id="u"><path d="M0 0h9"/></g>'),
    *("<title>plan</title>", "<style>text{fill:red}</style>", "<foreignObject><p>html</p></foreignObject>", "<switch><g/><text>b</text></switch>", "<br>", "&amp;", "x"),
    *('<image href="data:image/png;base64,' + base64.b64encode(png()).decode() + '" width="4" height="4"/>', '<text transform="rotate(45)">turned</text>'),
]  # fmt: skip
drawing = st.builds(
    lambda size, shapes: (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(shapes)}</svg>'.encode()
    ),
    st.sampled_from(['width="90" height="40"', 'viewBox="0 0 90 40"', 'width="1" height="1"', 'width="90" height="40" viewBox="0 0 9 4"', ""]),
    st.lists(st.sampled_from(SHAPES), max_size=5),
)  # fmt: skip
picture = st.sampled_from(
    ["![A plan](figures/s.svg)", "![](figures/a.png)", "![Tall](figures/tall.png) beside", "[![x](figures/s.svg)](https://e.org)", "![gone](figures/none.png)", "![web](https://exämple.org/\u202ea.png)", "![r][r]\n\n[r]: figures/a.png", "- ![In a list](figures/a.png)", "| ![c](figures/s.svg) |\n|-|"]
)  # fmt: skip
FENCES = ["---", "---", "--- ", "...", "... ", "----", " ---"]
fields = st.lists(
    st.one_of(
        st.lists(own_word, min_size=3, max_size=5).map(lambda words: "title: " + " ".join(words)),
        st.sampled_from(
            [
                "a: [",
                "# c",
                "",
                "### Question 2",
                "<!-- publisher: ignore unanswered: x -->",
                "\ufeff",
            ]
        ),
    ),
    max_size=4,
)
front = st.builds(
    lambda a, b, c: [a, *b, c], st.sampled_from(FENCES), fields, st.sampled_from(FENCES)
)
odd = st.sampled_from(
    [
        "a" + "\u0301" * 100 + " b",
        f"[^{MANY[:1000]}]",
        f"[^{MANY[:1000]}]: note",
        f"{MANY}. item",
        f"&#{MANY};",
        f"### Question {MANY}",
        "- [³] x",
        f"> Answer length: {MANY} words",
        "> max. ³ images",
    ]
)
inserted = st.tuples(
    st.just("insert"),
    st.integers(0, 2_000),
    st.one_of(formula, soup(20), soup(20), picture, answer(), odd, st.text(max_size=12)),
)


@dataclass(frozen=True)
class Sound:
    """A report: its text, and the drawing that is ``figures/s.svg``."""

    text: str
    drawing: bytes

    def write(self, folder: Path) -> Path:
        """Write it with its figures; return its path."""
        (folder / "figures").mkdir()
        for name, data in (("a.png", png()), ("tall.png", png(400, 1200)), ("s.svg", self.drawing)):
            (folder / "figures" / name).write_bytes(data)
        path = folder / "README.md"
        path.write_bytes(self.text.encode("utf-8", "surrogatepass"))
        return path


@cache
def constructs() -> tuple[tuple[str, ...], ...]:
    """Return the lines of each question of the report of all our constructs."""
    source = json.loads(CONSTRUCTS.read_text(encoding="utf-8"))["source"]["bytes"]
    text = base64.b64decode(source).decode()
    return tuple(tuple(part.split("\n")) for part in text.split("### Question ")[1:])


@st.composite
def sound_reports(draw: st.DrawFn) -> Sound:
    """Draw a report: of ours, of all constructs, of real ones, of HTML alone; edited, with much inserted."""
    kind = draw(st.sampled_from(["template", "constructs", "real", "empty", "soup", "soup"]))
    if kind == "soup":
        answers = [draw(soup(40)) for _ in range(3)]
        asked = [
            f"### Question {n}\n> Do.\n>\n> Answer:\n\n{a}\n" for n, a in enumerate(answers, 1)
        ]
        return Sound("\n".join(["# R\n", *asked, "[^a]: note\n"]), draw(drawing))
    if kind == "template":
        lines = template()
    elif kind == "constructs":
        first = draw(st.integers(0, len(constructs()) - 1))
        some = constructs()[first : first + 3]
        lines = [x for n, part in enumerate(some, 1) for x in (f"### Question {n}", *part[1:])]
    elif kind == "real":
        number = draw(st.integers(0, len(real_reports()) - 1))
        bounds = list(pairwise(starts(number)))
        first = draw(st.integers(0, len(bounds) - 1))
        begin, end = bounds[first][0], bounds[min(first + 1, len(bounds) - 1)][1]
        lines = list(real_reports()[number][begin:end])
    else:
        lines = ["# R", "", "### Question 1", "> Do.", ">", "> Answer:", "", ""]
    edits = draw(st.lists(st.one_of(inserted, inserted, edit), min_size=2, max_size=10))
    lines = edited(lines, edits)
    if draw(st.integers(0, 2)) == 0:
        lines = [*draw(front), *lines]
    if draw(st.integers(0, 3)) == 0:
        return Sound(line_ends(draw, lines), draw(drawing))
    return Sound("\n".join(lines), draw(drawing))


def faults(report: Sound, *, pdf: bool) -> list[str]:
    """Return what ``build`` would say of losses; an exception of its own is raised."""
    with tempfile.TemporaryDirectory() as folder:
        result = check(report.write(Path(folder)))
        if result.report is None:
            return []
        made = Publication(result)
        found = lacks(made)
        made.lines()
        if pdf:
            found += made.pdf().diagnostics
        else:
            job, figures = made.job()
            proof = Proof(made.report, made.source.text, made.folder)
            left_out = Paper(made.report, made.course).leaves_out
            return [
                *(d.message for d in found),
                *(f.message for f in proof.print_page(job, figures, left_out)),
            ]
        return [d.message for d in found if d.code == LOST]
