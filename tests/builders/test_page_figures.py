"""Figures: numbered, with the author's text or a plain one, the same on a screen and on paper."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from support import lacks, png, write_report

from publisher.builders.figures import rows
from publisher.check import check
from publisher.publish.publication import Publication

REPORT = """# Report

![my_image](figures/logo.png)

### Question 1

> Insert 1-2 images, as this one: ![](figures/asked.png)
>
> Example:
>
> ![a fine plot](figures/example.png)
>
> Answer:

![](figures/losses.png)

### Question 14

> Answer:

![The accuracy, by epoch](figures/accuracy.png)

Words around ![image](figures/small.png) and ![a tick](figures/tick.png).

[![](figures/wandb_loss.png)](https://example.org/run)

See [the plan](figures/plan.png), [figures/map.png](figures/map.png).
"""
ANSWERS = [
    ("losses.png", "Figure 1 in the answer to question 1: losses.png", "Figure 1"),
    ("accuracy.png", "The accuracy, by epoch", "Figure 2: The accuracy, by epoch"),
    ("small.png", "small.png", ""),
    ("tick.png", "a tick", ""),
    ("wandb_loss.png", "Figure 3 in the answer to question 14: wandb_loss.png", "Figure 3"),
    ("plan.png", "the plan", "Figure 4: the plan (linked in the answer)"),
    (
        "map.png",
        "Figure 5 in the answer to question 14: map.png",
        "Figure 5 (linked in the answer)",
    ),
]
PROMPTS = [("asked.png", "asked.png", ""), ("example.png", "a fine plot", "a fine plot")]
LOGO = [("logo.png", "logo.png", "")]


def drawn(name):
    """Return a picture of its own for each name."""
    small = name in ("small.png", "tick.png")
    return png(300, 16 if small else 100 + sum(map(ord, name)) % 997)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report" / "README.md"
    (path.parent / "figures").mkdir(parents=True)
    path.write_text(REPORT)
    for name in re.findall(r"\(figures/(\w+\.png)", REPORT):
        (path.parent / "figures" / name).write_bytes(drawn(name))
    return path


def figures(html, names):
    """Return file, alternative text and caption of each picture that stands in a page."""
    shown = re.compile(
        r'<img src="([^"]+)" alt="([^"]+)"[^>]*>(?:</a>)?(?:<figcaption>(.*?)</fig)?'
    )
    return [
        (names(src), alt, re.sub("<sup.*|<[^>]+>", "", caption or ""))
        for src, alt, caption in shown.findall(html)
    ]


def test_alternative_texts_and_captions(report):
    made = Publication(check(report))
    job, paths = made.job()

    def printed(src):
        return paths[src].removeprefix("figures/")

    assert figures(job.html, printed) == [*LOGO, PROMPTS[0], *ANSWERS]
    data = [figure[1:] for figure in figures(made.html().data.decode(), str)]
    assert data == [figure[1:] for figure in (*LOGO, *PROMPTS, *ANSWERS)]
    said = [d.line for d in made.result.diagnostics if d.code == "image_alt"]
    assert said == [15, 23, 25]


REPEATED = """# Report

### Question 1

> Answer:

![The plan](figures/plan.png)

![](figures/losses.png)

### Question 2

> Answer:

![The plan](figures/plan.png)

![Seen again, at its right](figures/plan.png)

![The losses](figures/copy.png)

[losses](figures/losses.png), and ![](figures/plan.png) in a line.

![Last of all](figures/last.png)
"""


def test_the_same_picture_has_one_number_and_one_name(tmp_path):
    path = tmp_path / "report" / "README.md"
    (path.parent / "figures").mkdir(parents=True)
    path.write_text(REPEATED)
    for name in ("plan.png", "losses.png", "last.png"):
        (path.parent / "figures" / name).write_bytes(drawn(name))
    (path.parent / "figures" / "copy.png").write_bytes(drawn("losses.png"))
    html = Publication(check(path)).html().data.decode()
    assert [caption for _, _, caption in figures(html, str)] == [
        "Figure 1: The plan",
        "Figure 2",
        "Figure 1 (repeated)",
        "Figure 1 (repeated): Seen again, at its right",
        "Figure 2 (repeated): The losses",
        "Figure 1 (repeated)",
        "Figure 3: Last of all",
        "Figure 2 (repeated) (linked in the answer)",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![A badge](figures/badge.png)", "<p>I</p>"),
        (
            "[![A badge](figures/badge.png)](https://example.org) ![B](figures/icon.png)",
            "<p>I I</p>",
        ),
        ("#### Head ![icon](figures/icon.png)", "<h4>Head I</h4>"),
        ('<img src="figures/tall.png" height="24" alt="a logo">', "<p>I</p>"),
        ('<img src="figures/icon.png" width="80%" alt="large">', "F"),
        ("![A line of a screen](figures/strip.png)", "F"),
        ("![A plan](figures/tall.png) ![icon](figures/icon.png)", "F <p>I</p>"),
    ],
)
def test_badges_and_icons_are_no_figures(tmp_path, written, shown):
    sizes = {
        "figures/badge.png": png(120, 20),
        "figures/icon.png": png(32, 32),
        "figures/strip.png": png(900, 30),
        "figures/tall.png": png(80, 400),
    }
    path = write_report(tmp_path / "report", written, figures=sizes)
    assert answer_of(Publication(check(path)).html().data.decode()) == "".join(shown.split())


def answer_of(html):
    """Return the tags of the first answer, ``I`` for a picture in a line and ``F`` for a figure."""
    answer = html.partition('answer-label">Answer</p>')[2].partition("</section>")[0]
    answer = re.sub("<figure>.*?</figure>", " F ", re.sub(' (?:class|dir|id)="[^"]*"', "", answer))
    answer = re.sub("<img[^>]*>", "I", re.sub("</?a[^>]*>", "", answer)).partition("</div>")[0]
    return "".join(answer.split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Before ![a](figures/tall.png) after", "<p>Before </p> F <p> after</p>"),
        ("Line\n![a](figures/tall.png)\nline", "<p>Line</p> F <p>line</p>"),
        ("![a](figures/tall.png)-", "F <p>-</p>"),
        ("![a](figures/tall.png)\\\n**b**", "F <p><strong>b</strong></p>"),
        ("In ![a](figures/low.png) line", "<p>In I line</p>"),
        ('In <img src="figures/tall.png" height="20" alt="a"> line', "<p>In I line</p>"),
        ('<p align="center"><img src="figures/tall.png" alt="a"><br>b</p>', "F <p>b</p>"),
        ("![a](figures/low.png) ![a](figures/tall.png)", "<p>I</p> F"),
        ("[![a](figures/tall.png)](https://example.org) b", "F <p> b</p>"),
    ],
)
def test_a_picture_too_high_for_a_line_is_a_figure(tmp_path, written, shown):
    sizes = {"figures/tall.png": png(8, 80), "figures/low.png": png(80, 8)}
    path = write_report(tmp_path / "report", written, figures=sizes)
    html = Publication(check(path)).html().data.decode()
    assert answer_of(html) == "".join(shown.split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![A plan](figures/phone.png)\n![B plan](figures/phone.png)", "R2"),
        ("![A plan](figures/phone.png)\n\n![B plan](figures/phone.png)", "R2"),
        ("![A plan](figures/phone.png) " * 3, "R2 F"),
        ("![A plan](figures/narrow.png)\n\n" * 3, "R3"),
        ("![A plan](figures/narrow.png)\n\nWords.\n\n![B plan](figures/narrow.png)", "F <p>Words.</p> F"),
        ("![A plan](figures/wide.png) ![B plan](figures/wide.png)", "F F"),
        ("![A plan](figures/wide.png) ![B plan](figures/narrow.png)", "F F"),
        ('<img src="figures/wide.png" width="49%"> <img src="figures/wide.png" width="49%">', "R2"),
        ('<img src="figures/wide.png" width="60%"> <img src="figures/wide.png" width="60%">', "F F"),
        ('<img src="figures/wide.png" width="9em"> <img src="figures/wide.png" width="9em">', "F F"),
        ("![A plan](figures/none.svg)\n![B plan](figures/none.svg)", "F F"),
    ],
)  # fmt: skip
def test_narrow_figures_stand_side_by_side(tmp_path, written, shown):
    sizes = {
        "figures/phone.png": png(1080, 2400),
        "figures/narrow.png": png(150, 120),
        "figures/wide.png": png(1400, 700),
        "figures/none.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
    }
    made = Publication(check(write_report(tmp_path / "report", written, figures=sizes)))
    html = made.html().data.decode()
    rows = re.sub(
        '<div>((?:<figure style="[^"]*">.*?</figure>)+)</div>',
        lambda row: f"R{row[1].count('<figure')}",
        re.sub(' class="beside"', "", html),
    )
    assert answer_of(rows) == "".join(shown.split())
    assert lacks(made) == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4000),
            st.integers(0, 4000),
            st.sampled_from(["", "40%", "300", "9em", "999%"]),
        )
    )
)
def test_every_figure_has_its_place(figures):  # fmt: skip
    pictures = [
        nodes.image(pixels=[width, height], **({"width": given} if given else {}))
        for width, height, given in figures
    ]
    found = rows(pictures)
    assert sum(map(len, found)) == len(pictures)
    for row in found:
        assert sum(cell.share for cell in row) <= 100.001
        assert all(0 <= cell.picture <= 100.001 for cell in row)


@pytest.mark.parametrize(("letters", "together"), [(300, 2), (2000, 1)])
def test_figures_with_long_captions_stand_alone_which_may_go_on_over_a_page(letters, together):
    pictures = [nodes.image(pixels=[360, 720], alt=alt) for alt in ("x", "x" * letters)]
    assert len(rows(pictures)[0]) == together


@pytest.mark.parametrize("paper", [False, True])
@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ("<a id='a'></a>\n{0}", ["figure"]),
        ("<p id='a'>{1}</p>\n<p><a id='b'></a><a id='c'></a>{1}</p>", ["figure", "figure", "span"]),
        ("[{0}](https://example.org)<a id='a'></a>", ["figure"]),
        ("{0} <a id='a'></a> text <a id='b'></a>\n{0} more <a id='c'></a>", ["span", "figure", "span"]),
        ("<p id='a'>text <img id='b' src='figures/a.png' alt='Seen'> and more</p>", ["p", "figure"]),
    ],
)  # fmt: skip
def test_links_lead_to_figures(answer, ids, paper, tmp_path):
    links = " ".join(f"[x](#{name})" for name in "abc"[: len(ids)])
    shown = answer.format("![Seen](figures/a.png)", "<img src='figures/a.png' alt='Seen'>")
    figures = {"figures/a.png": png(300, 300)}
    path = write_report(tmp_path, f"{shown}\n\n{links}", figures=figures)
    made = Publication(check(path))
    html = made.job()[0].html if paper else made.html().data.decode()
    places = {name: tag for tag, name in re.findall(r'<(\w+)[^<>]*? id="([abc])"', html)}
    assert sorted(places) == list("abc"[: len(ids)])
    assert sorted(places.values()) == sorted(ids)
