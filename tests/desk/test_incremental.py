"""What a session says after each edit is what is said of a report that nobody read before."""

from __future__ import annotations

import os
import re
from unittest import mock

import pytest
from docutils import nodes
from edited_reports import edit, edited, real_texts, template, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.check import judge
from publisher.course.settings import Course
from publisher.desk.preview.page import page_of
from publisher.desk.session import Session
from publisher.read.blocks.memory import Memory
from publisher.read.blocks.structure import blocks_of
from publisher.read.files import folder as files
from publisher.read.files.folder import Folder
from publisher.read.files.load import BrokenReport, admit
from publisher.read.yardstick.template import Template

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"/>'
COURSES = [Course(), Course(templates=(Template("2026", "\n".join(template())),), count="text")]
TEXT = "\n".join(template()) + "\n"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    place = tmp_path_factory.mktemp("report")
    (place / "figures").mkdir()
    (place / "figures" / "x.png").write_text(DRAWING, encoding="utf-8")
    return place / "README.md"


def told(result):
    """Return all that a result says: each node with its attributes, line and place, and the diagnostics."""
    if result.report is None:
        return result.outcome, result.diagnostics
    document = result.report.document
    found = list(document.findall())
    numbers = {id(node): number for number, node in enumerate(found)}
    rows = [
        (
            type(node).__name__,
            node.line,
            node.source,
            numbers.get(id(node.parent)),
            node.document is document,
            (node.attributes, node.rawsource) if isinstance(node, nodes.Element) else str(node),
        )
        for node in found
    ]
    ids = {name: numbers.get(id(node)) for name, node in document.ids.items()}
    return document.pformat(), rows, ids, result.diagnostics


def told_anew(path, text, course):
    """Return what is said of ``text`` by a reading that knows of no other."""
    try:
        source = admit(text.encode("utf-8", "replace"))
    except BrokenReport as error:
        return "broken", [str(error)]
    return told(judge(path, source, Folder(path.parent), course))


def assert_told_alike(session, text):
    anew = told_anew(session.path, text, session.course)
    now = told(session.check(text))
    if anew[0] == "broken":
        now = now[0], [d.message for d in now[1]]
    assert now == anew


# A reading for each edit, and another one to hold it against: 15 reports, `nox -s fuzz` 1,000.
few = settings(max_examples=settings.default.max_examples // 10)
# Each list is what happens between two readings.
edits = st.lists(st.lists(edit, min_size=1, max_size=3), min_size=1, max_size=4)


@few
@given(text=texts(), several=edits, course=st.sampled_from(COURSES))
def test_after_each_edit_all_is_as_read_anew(path, text, several, course):
    session = Session(path, course)
    assert_told_alike(session, text)
    lines = text.split("\n")
    for some in several:
        lines = edited(lines, some)
        assert_told_alike(session, "\n".join(lines))


@few
@given(text=real_texts(), several=edits)
def test_after_each_edit_of_a_real_report_all_is_as_read_anew(path, text, several):
    session = Session(path)
    assert_told_alike(session, text)
    lines = text.split("\n")
    for some in several:
        lines = edited(lines, some)
        assert_told_alike(session, "\n".join(lines))


def assert_shown_alike(session, memory, text):
    """Hold the page that remembers questions against one that remembers none."""
    result = session.check(text)
    if result.report is not None:
        assert page_of(result, memory=memory) == page_of(result)


@few
@given(text=st.one_of(texts(), real_texts()), several=edits, course=st.sampled_from(COURSES))
def test_after_each_edit_the_page_is_as_written_anew(path, text, several, course):
    session, memory = Session(path, course), Memory()
    lines = text.split("\n")
    for some in ((), *several):
        lines = edited(lines, some)
        assert_shown_alike(session, memory, "\n".join(lines))


QUESTION = "### Question {0}\n\n> Say.\n>\n> Answer:\n\nText {0}[^1].\n\n[^1]: Note {0}.\n\n"
NOTED = "".join(map(QUESTION.format, (1, 2, 3)))
ASKED = re.sub(r"\[\^1\](: .*\n)?", "", NOTED)
SEEN = ASKED.replace("Text", "![A bee](figures/x.png)\n\nText")
LINKED = ASKED.replace("Text", "[Bees](https://a.example) ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SEEN, SEEN.replace("![A bee](figures/x.png)", "", 1)),  # those behind have other numbers
        (SEEN, SEEN.replace("A bee", "A wasp")),
        (LINKED, LINKED.replace("a.example", "b.example")),
        (ASKED, "# A\n\n## B\n\n" + ASKED),  # headings are deeper
        (ASKED, ASKED.replace("Say.", "Say in 10-20 words.")),
        (ASKED, ASKED.replace("Question 2", "Question 4")),
        (ASKED, ASKED.replace("Text 3", "--- question 3 fill here ---\n\nText 3")),
        (NOTED, NOTED.replace("Note 1", "Note 1.\n\n    More")),
        (NOTED, "# A\n\ntext[^2]\n\n[^2]: first\n\n" + NOTED),  # footnotes have other numbers
        (ASKED.replace("Text", "\ue000 Text"), "text\n\n" + ASKED.replace("Text", "\ue000 Text")),
        (
            ASKED.replace("Text", "Words\n\nText").replace("Text 2", "\ue000 Text 2"),
            ASKED.replace("Text", "Words\n\nText").replace(
                "Words\n\nText 2", "\ue000 Words\n\nText 2"
            ),
        ),
    ],
)
def test_the_page_follows_what_changes_a_question(path, before, after):
    session, memory = Session(path), Memory()
    for text in (before, after, before):
        assert_shown_alike(session, memory, text)


def test_the_page_follows_a_picture_of_the_same_size(path):
    session, memory = Session(path), Memory()
    with mock.patch.object(files, "_SETTLED", 0):
        for drawing in (DRAWING, f"{DRAWING}<!-- -->", DRAWING):
            (path.parent / "figures" / "x.png").write_text(drawing, encoding="utf-8")
            assert_shown_alike(session, memory, SEEN)


def test_a_question_that_only_moved_is_not_written_again(path):
    session, memory = Session(path), Memory()
    page_of(session.check(ASKED), memory=memory)
    with mock.patch.object(memory, "keep", side_effect=AssertionError("written again")):
        page_of(session.check("text\n\n" + ASKED), memory=memory)


@few
@given(text=st.one_of(texts(), real_texts()), some=st.lists(edit, max_size=3))
def test_blocks_are_those_of_a_parse_of_the_whole_text(text, some):
    memory = Memory()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for plain in (lines, "\n".join(edited(lines, some)).split("\n")):
        memory.turn()
        assert blocks_of(plain, 0, len(plain), memory) == blocks_of(plain, 0, len(plain))


@pytest.mark.parametrize(
    "text",
    [
        "```\n\n# A\n\ntext\n",
        "- ```\n\n# A\n\n```\n",
        "<!--\n\n# A\n\n-->\n\n# B\n",
        "<?a\n\n# A\n\n?>\n",
        "<div>\n\n# A\n",
        "| a |\n|---|\n# A\n",
        "> text\n# A\n",
        "- a\n\n      code\n\n# A\n",
    ],
)
def test_blocks_that_stand_open_before_a_heading(text):
    lines = text.split("\n")
    assert blocks_of(lines, 0, len(lines), Memory()) == blocks_of(lines, 0, len(lines))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a]: https://a.example\n", "[a]: https://b.example\n"),  # behind all questions
        ("[^1]: One.\n", "[^1]: One two.\n"),
        ("", "[^1]: One.\n"),
        ("## Part\n\nSee [a].\n", "## Other\n\nSee [a].\n"),
    ],
)
def test_what_the_text_shares_changes_all_that_use_it(path, before, after):
    lines = TEXT.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("> Answer:"):
            lines[number + 1] = f"\nIt is [a] and {number}[^1], see [part](#part).\n"
    session = Session(path)
    for end in (before, after, before):
        assert_told_alike(session, "\n".join(lines) + "\n## End\n\n" + end)


def test_a_definition_in_a_prompt_reaches_what_stands_behind_it(path):
    session = Session(path)
    for address in ("https://a.example", "https://b.example", "https://b.example"):
        asked = TEXT.replace("> Answer:", f"> [a]: {address}\n>\n> Answer:\n\n[a]", 1)
        assert_told_alike(session, asked.replace("> Answer:", "> Answer:\n\n[a]"))


def test_footnotes_of_one_name_stay_with_their_questions(path):
    session = Session(path)
    for numbers in ((1, 3), (1, 2, 3), (2, 3), (3,), (1, 2, 3)):
        assert_told_alike(session, "# A\n\n" + "".join(map(QUESTION.format, numbers)))


def test_what_was_mended_is_told_of_the_question_as_it_is_numbered_now(path):
    answer = "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n<div>\n"
    session = Session(path)
    for number in (1, 2):
        asked = f"### Question {number}\n\n> Say <b>.\n>\n> Answer:\n\n"
        assert_told_alike(session, asked + answer)


def test_lines_move_with_what_stands_above(path):
    session = Session(path)
    session.check(TEXT)
    assert_told_alike(session, "# More\n\ntext[^1]\n\n[^1]: note\n\n" + TEXT)
    assert_told_alike(session, TEXT)


def test_an_earlier_result_stays_what_it_is(path):
    session = Session(path)
    first = session.check(TEXT)
    before = told(first)
    session.check("text\n\n" + TEXT)
    assert told(first) == before
    for node in first.report.document.findall(nodes.Element):
        node.attributes.clear()
        node.children.clear()
    assert_told_alike(session, TEXT)


class TestFigures:
    @pytest.fixture
    def session(self, tmp_path):
        (tmp_path / "figures").mkdir()
        (tmp_path / "figures" / "x.png").write_text(DRAWING, encoding="utf-8")
        return Session(tmp_path / "README.md")

    @pytest.mark.parametrize("settled", [True, False])
    def test_are_read_again_where_their_file_may_have_changed(self, session, settled):
        figure = session.path.parent / "figures" / "x.png"
        long = 0 if settled else files._SETTLED  # a test does not wait
        with (
            mock.patch.object(files, "_SETTLED", long),
            mock.patch.object(files, "examine", side_effect=files.examine) as examined,
        ):
            session.check(TEXT)
            assert examined.call_count == 1
            session.check(TEXT)
            assert examined.call_count == (1 if settled else 2)
            looks = figure.stat()
            figure.write_text(DRAWING.replace("4", "8"), encoding="utf-8")
            os.utime(figure, ns=(looks.st_atime_ns, looks.st_mtime_ns))  # as if it were the same
            assert_told_alike(session, TEXT)
            figure.unlink()
            assert_told_alike(session, TEXT)

    def test_are_handed_on_as_they_were_judged(self, session):
        with mock.patch.object(files, "_SETTLED", 0):
            session.check(TEXT)
            folder = session.check(TEXT).folder
            figure = session.path.parent / "figures" / "x.png"
            assert folder.read("figures/x.png") == figure.read_bytes()
            figure.write_text(DRAWING.replace("4", "8"), encoding="utf-8")
            with pytest.raises(OSError, match="changed"):
                folder.read("figures/x.png")


class TestMemory:
    def test_forgets_what_a_reading_did_not_ask_for(self):
        memory = Memory()
        memory.of("a", lambda: 1)
        memory.turn()
        assert memory.of("a", lambda: 2) == 1
        memory.turn()
        memory.turn()
        assert memory.of("a", lambda: 3) == 3

    def test_holds_no_more_after_many_edits(self, path):
        session = Session(path)
        sizes = []
        with mock.patch.object(files, "_SETTLED", 0):  # the figure is kept from the beginning
            for number in range(20):
                session.check(TEXT.replace("w9x", f"w9x [{number}]"))
                sizes.append(session._memory.size)
        assert len(set(sizes[2:])) == 1
