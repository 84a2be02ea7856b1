"""Figures: numbered, with the author's text or a plain one, the same on a screen and on paper."""

from __future__ import annotations

import re

import pytest
from support import png, write_report

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
    ("losses.png", "Figure 1 in the answer to question 1: losses.png", "Figure 1: losses.png"),
    ("accuracy.png", "The accuracy, by epoch", "Figure 2: The accuracy, by epoch"),
    ("small.png", "Figure 3 in the answer to question 14: small.png", ""),
    ("tick.png", "a tick", ""),
    (
        "wandb_loss.png",
        "Figure 4 in the answer to question 14: wandb_loss.png",
        "Figure 4: wandb_loss.png",
    ),
    ("plan.png", "the plan", "Figure 5: the plan (linked in the answer: figures/plan.png)"),
    (
        "map.png",
        "Figure 6 in the answer to question 14: map.png",
        "Figure 6: map.png (linked in the answer: figures/map.png)",
    ),
]
PROMPTS = [("asked.png", "asked.png", ""), ("example.png", "a fine plot", "a fine plot")]
LOGO = [("logo.png", "logo.png", "logo.png")]


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report" / "README.md"
    (path.parent / "figures").mkdir(parents=True)
    path.write_text(REPORT)
    for name in re.findall(r"\(figures/(\w+\.png)", REPORT):
        (path.parent / "figures" / name).write_bytes(png())
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
        ("![a](figures/low.png) ![a](figures/tall.png)", "F F"),
        ("[![a](figures/tall.png)](https://example.org) b", "F <p> b</p>"),
    ],
)
def test_a_picture_too_high_for_a_line_is_a_figure(tmp_path, written, shown):
    sizes = {"figures/tall.png": png(8, 80), "figures/low.png": png(80, 8)}
    path = write_report(tmp_path / "report", written, figures=sizes)
    html = Publication(check(path)).html().data.decode()
    answer = html.partition('answer-label">Answer</p>')[2].partition("</section>")[0]
    answer = re.sub("<figure>.*?</figure>", " F ", re.sub(' class="[^"]*"', "", answer))
    answer = re.sub("<img[^>]*>", "I", answer).partition("</div>")[0]
    assert "".join(answer.split()) == "".join(shown.split())
