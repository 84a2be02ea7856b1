"""Where pages end: a heading is never alone, whatever comes first in its answer."""

from __future__ import annotations

import pypdfium2
import pytest
from support import png, question

from publisher.publish.build import Options, build

ASKED = "What was done? " * 20
WIDE = "| " + "a_column_with_a_long_name | " * 9 + "\n" + "| --- " * 9 + "|\n"
ROWS = "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n"
ANSWERS = {
    "a high figure": "![A tower](figures/tower.png)\n\nafter",
    "text": "text " * 300,
    "a figure that fits": "![A plan](figures/plan.png)\n\nafter",
    "a long table": ROWS + "| 1 | 2 |\n" * 60,
    "a cell longer than a page": ROWS + "| 1 |" + " word" * 1500 + "|\n",
    "a long caption": f"![{'caption ' * 500}](figures/plan.png)",
    "long code": "```\n" + "line\n" * 90 + "```",
    "folded": f"<details><summary>More</summary>\n\n{'words ' * 2000}\n\n</details>",
    "an alert": f"> [!NOTE]\n> {'words ' * 2000}",
    "a long heading": f"#### {'words ' * 900}\n\nafter",
    "a long summary": f"<details><summary>{'words ' * 900}</summary>\n\nafter\n\n</details>",
    "a long task": f"- [x] {'words ' * 900}",
    "a long note": f"a[^n]\n\n[^n]: {'words ' * 900}",
    "a long head": f"| {'words ' * 900} | b |\n| --- | --- |\n| c | d |",
    "a table on a page on its side": WIDE + "| 1 " * 9 + "|\n\nafter",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The words of each page, and how many pictures it has."""
    folder = tmp_path_factory.mktemp("ends")
    parts = [
        f"## Part {n}\n\n" * (n in (1, 4, 6)) + question(n, answer, ASKED)
        for n, answer in enumerate(ANSWERS.values(), 1)
    ]
    (folder / "figures").mkdir()
    (folder / "figures" / "tower.png").write_bytes(png(700, 1000))
    (folder / "figures" / "plan.png").write_bytes(png(400, 200))
    path = folder / "README.md"
    path.write_text("# Report\n\n" + "".join(parts))
    built = build(path, folder / "out", options=Options(formats=["pdf"]))
    assert [d.message for d in built.diagnostics] == []
    found = []
    for page in pypdfium2.PdfDocument(built.written[0].read_bytes()):
        pictures = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
        found.append((page.get_textpage().get_text_range().split(), len(pictures)))
    return found


def test_a_heading_has_its_prompt_on_the_page(pages):
    for words, _ in pages[2:]:
        text = " ".join(words)
        for number in range(1, len(ANSWERS) + 1):
            if f" Question {number} " in f"{text} ":
                assert "What was done?" in text.partition(f" Question {number} ")[2]


def test_a_section_has_its_question_on_the_page(pages):
    at = [n for n, (words, _) in enumerate(pages[2:]) if "Questions" in words]
    assert len(at) == 3
    for words, number in zip((pages[2:][n][0] for n in at), (1, 4, 6), strict=True):
        assert f"Question {number} " in " ".join(words)


def test_a_figure_stands_below_its_question(pages):
    """What is too high for that becomes smaller."""
    for words, pictures in pages[2:-1]:
        text = " ".join(words)
        if " Question 1 " in text or " Question 3 " in text:
            assert pictures == 1


def test_no_page_is_nearly_empty(pages):
    for words, pictures in pages[3:-1]:
        assert pictures or len(words) > 40


WIDE = "\n".join(("| column with a name " * 22 + "|", "|-" * 22 + "|", "| 1234.5678 " * 22 + "|"))
BARE = "# Report\n\n"
TURNED = {
    "under no section": (BARE + question(1, "Short.") + question(2, WIDE), "Question 2"),
    "first of all": (BARE + question(1, WIDE) + question(2, WIDE), "Questions 1", "Question 1"),
    "first in its section": (
        BARE
        + "## One\n\n"
        + question(1, "Short.")
        + "## Two\n\n"
        + question(2, WIDE + "\n\nText."),
        "Two Question 2",
        "What was done?",
    ),
    "deep": (
        BARE + "## One\n\n### Deep\n\n#" + question(1, WIDE) + "#" + question(2, "Short."),
        "One Deep Question 1",
    ),
}


@pytest.mark.parametrize("name", TURNED)
def test_a_heading_turns_with_its_table(name, tmp_path):
    text, *heads = TURNED[name]
    path = tmp_path / "README.md"
    path.write_text(text)
    built = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert not built.lost
    with pypdfium2.PdfDocument(built.written[0]) as pdf:
        shown = [" ".join(p.get_textpage().get_text_range().split()) for p in pdf]
        (on_its_side, *_) = (n for n, p in enumerate(pdf) if p.get_width() > p.get_height())
    for head in heads:
        assert head in shown[on_its_side]
        assert head not in shown[on_its_side - 1] or on_its_side == 2 or head == "What was done?"
    assert "1234.5678" in shown[on_its_side]


def test_a_short_list_of_tasks_is_on_one_page(tmp_path):
    """Where a page's end cuts two columns, what is left of them goes on in one."""
    weeks = range(9)
    parts = [
        f"### Week {week}\n\n"
        + "".join(f"- [x] week{week}item{n} done\n" for n in range(14))
        + "\n"
        for week in weeks
    ]
    path = tmp_path / "README.md"
    path.write_text(
        "# Report\n\n## Checklist\n\n" + "".join(parts) + "## Questions\n\n" + question(1, "text")
    )
    built = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    pages = [
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(built.written[0].read_bytes())
    ]
    where = [{n for n, text in enumerate(pages) if f"week{week}item" in text} for week in weeks]
    assert all(len(found) == 1 for found in where)
    assert len(set.union(*where)) > 1, "no list was near a page's end"
