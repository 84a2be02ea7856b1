"""The language server as an editor knows it: a real client over standard input and output."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest
from support import png

pytest.importorskip("pytest_lsp", reason="pytest-lsp and the extra lsp are not installed")

import pytest_asyncio
import pytest_lsp
from editor import PATIENCE, editor
from lsprotocol import types
from pygls.exceptions import JsonRpcException

pytestmark = pytest.mark.asyncio(loop_scope="module")

# A letter outside the BMP, a combining mark and two joined signs stand before what is spoken of; U+2028, a form
# feed and NEL end no line of an editor's.
SIGNS = "\U0001f680 e\u0301 \U0001f468\u200d\U0001f469 a\u2028b\fc\x85d"
REPORT = f"""# Report

### Question 1

> **Say.**
> Recommended answer length: 2-9 words.
>
> Answer:

{SIGNS} ![a plan](figures/Plan.PNG) [notes](Notes.txt)

### Question 2

> **Show.** Include 1-2 images.
>
> Answer:

--- We wrote 32 tests. ---

### Question 3

> **Tell.**
>
> Answer:

--- We wrote 7 more. ---
"""
FOUND = {
    "image_missing": "![a plan](figures/Plan.PNG)",
    "link_dead": "[notes](Notes.txt)",
}


@pytest.fixture
def path(tmp_path):
    """A report with a figure and a file that it names in another letter case."""
    made = tmp_path / "README.md"
    made.write_text(REPORT, encoding="utf-8", newline="\n")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "plan.png").write_bytes(png())
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    return made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one():
    """An editor with a server, which the tests share: each opens a report of its own."""
    async with editor() as made:
        yield made


@pytest.mark.parametrize("unit", ["utf-8", "utf-32"])
async def test_editors_that_count_otherwise(unit, path):
    async with editor(unit=unit) as made:
        for test in (
            test_ranges_are_exact,
            test_links_lead_to_files,
            test_the_outline_and_what_folds,
            test_a_fix_mends_the_text_that_the_editor_has,
            test_all_of_a_kind_and_all,
            test_names_of_figures_and_files_are_offered,
            test_codes_are_offered_in_a_suppression,
            test_places_beyond_the_end_are_no_fault,
            test_a_piece_is_a_change_too,
        ):
            await test(made, path)


async def test_ranges_are_exact(one, path):
    said = {d.code: one.words(d.range) for d in await one.open(path) if d.code in FOUND}
    assert said == FOUND


async def test_what_is_said_follows_what_is_typed(one, path):
    before = [d.code for d in await one.open(path)]
    assert before.count("dashes_left") == 2
    mended = one.text.replace("--- We wrote 32 tests. ---", "We wrote 32 tests.")
    assert [d.code for d in await one.type(mended)].count("dashes_left") == 1
    assert "broken" in [d.code for d in await one.type("")]
    assert [d.code for d in await one.type(REPORT)] == before


async def test_no_diagnostic_of_a_closed_report_stays(one, path):
    await one.open(path)
    one.send(one.text + "\nmore\n")  # which is being read while the report is closed
    said = await one.close()
    assert said == ()
    before = len(one.said)
    await one.open(path.with_name("report.md"), REPORT)
    assert [p.uri for p in one.said[before:]] == [one.uri]


async def test_a_lens_above_each_answer(one, path):
    await one.open(path)
    found = await one.client.text_document_code_lens_async(types.CodeLensParams(one.document))
    told = {lens.range.start.line: lens.command.title for lens in found}
    lines = REPORT.split("\n")
    assert {lines[line] for line in told} == {"> Answer:"}
    assert list(told.values()) == [
        "10 of 2-9 words, 1 image",
        "4 words, 0 of 1-2 images",
        "4 words",
    ]


async def test_the_outline_and_what_folds(one, path):
    await one.open(path)
    asked = types.DocumentSymbolParams(one.document)
    (top,) = await one.client.text_document_document_symbol_async(asked)
    assert top.name == "Report"
    assert [(s.name, s.detail) for s in top.children] == [
        ("Question 1", "10 of 2-9 words, 1 image"),
        ("Question 2", "4 words, 0 of 1-2 images"),
        ("Question 3", "4 words"),
    ]
    assert one.words(top.children[0].selection_range) == "### Question 1"
    assert one.words(top.children[2].range) == REPORT[REPORT.index("### Question 3") :]
    asked = types.FoldingRangeParams(one.document)
    folds = await one.client.text_document_folding_range_async(asked)
    lines = REPORT.split("\n")
    assert ("### Question 3", "--- We wrote 7 more. ---") in [
        (lines[fold.start_line], lines[fold.end_line]) for fold in folds
    ]
    assert ("> **Say.**", "> Answer:") in [(lines[f.start_line], lines[f.end_line]) for f in folds]


async def test_links_lead_to_files(one, path):
    await one.open(path, REPORT.replace("Plan.PNG", "plan.png").replace("Notes.txt", "notes.txt"))
    asked = types.DocumentLinkParams(one.document)
    found = await one.client.text_document_document_link_async(asked)
    assert {one.words(link.range): link.target for link in found} == {
        "figures/plan.png": (path.parent / "figures" / "plan.png").as_uri(),
        "notes.txt": (path.parent / "notes.txt").as_uri(),
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("a plan", "**report.image_missing** (error)\n\nAn image's file does not exist."),
        ("### Question 2", "Question 2: 4 words, 0 of 1-2 images"),
        ("We built", None),
    ],
)
async def test_a_rule_explains_itself(one, path, words, told):
    await one.open(path, REPORT.replace("# Report", "# Report\n\nWe built it."))
    asked = types.HoverParams(one.document, one.at(words))
    found = await one.client.text_document_hover_async(asked)
    assert (found and found.contents.value[: len(told or "")]) == told


async def test_a_fix_mends_the_text_that_the_editor_has(one, path):
    await one.open(path)
    await one.type(REPORT.replace(SIGNS, f"{SIGNS} {SIGNS}"))
    offered = await one.actions(one.at("a plan"))
    title = "Write the picture's name as its file has it: 'figures/plan.png'"
    assert title in offered
    assert [d.code for d in offered[title].diagnostics] == ["image_missing"]
    chosen = await one.client.code_action_resolve_async(offered[title])
    assert one.edited(chosen.edit) == one.text.replace("figures/Plan.PNG", "figures/plan.png")


async def test_all_of_a_kind_and_all(one, path):
    await one.open(path)
    offered = await one.actions(one.at("We wrote 7"))
    everything = "Mend all that can be mended safely"
    first = "Take out the placeholder's dashes around the answer to question 3"
    kind = "Mend all 2 of report.dashes_left"
    assert set(offered) == {first, kind, everything}
    without = REPORT.replace("--- We wrote 7 more. ---", "We wrote 7 more.")
    both = without.replace("--- We wrote 32 tests. ---", "We wrote 32 tests.")
    names = both.replace("Plan.PNG", "plan.png").replace("Notes.txt", "notes.txt")
    for title, text in ((first, without), (kind, both), (everything, names)):
        chosen = await one.client.code_action_resolve_async(offered[title])
        assert one.edited(chosen.edit) == text
    assert set(await one.actions(one.at("We wrote"), only=["source.fixAll"])) == {everything}
    assert not await one.actions(one.at("We wrote"), only=["refactor"])


async def test_a_fix_is_never_made_in_another_text(one, path):
    await one.open(path)
    offered = await one.actions(one.at("We wrote 7"))
    one.send("More.\n" + REPORT)
    with pytest.raises(JsonRpcException, match="has changed"):
        await one.client.code_action_resolve_async(next(iter(offered.values())))
    await one.found()


async def test_names_of_figures_and_files_are_offered(one, path):
    (path.parent / "figures" / "Ærø (2).jpg").write_bytes(b"x")
    for before, written, names in (
        ("![x](", "", ["figures/plan.png", "figures/Ærø%20%282%29.jpg"]),
        ("[x](no", "no", ["notes.txt"]),
        ("![x](<figures/Æ", "figures/Æ", ["figures/Ærø (2).jpg"]),
        ('<img alt="" src="fig', "fig", ["figures/plan.png", "figures/Ærø%20%282%29.jpg"]),
        ("(no", "", []),
    ):
        await one.open(path, f"{REPORT}\n{SIGNS} {before}")
        asked = types.CompletionParams(one.document, one.position(len(one.text)))
        found = await one.client.text_document_completion_async(asked)
        items = found.items if found else ()
        assert [item.text_edit.new_text for item in items] == names
        assert {one.words(item.text_edit.range) for item in items} <= {written}


async def test_codes_are_offered_in_a_suppression(one, path):
    await one.open(path, f"{REPORT}\n<!-- publisher: ignore dash -->\n")
    place = one.at("ignore dash", behind=True)
    asked = types.CompletionParams(one.document, place)
    found = await one.client.text_document_completion_async(asked)
    offered = sorted(found.items, key=lambda item: item.sort_text)
    assert offered[0].label == "dashes_left"
    assert "image_missing" not in [item.label for item in offered], "errors cannot be suppressed"
    assert {one.words(item.text_edit.range) for item in offered} == {"dash"}


async def test_places_beyond_the_end_are_no_fault(one, path):
    await one.open(path)
    for place in (types.Position(999, 0), types.Position(0, 2**31 - 1), types.Position(10, 999)):
        await one.client.text_document_hover_async(types.HoverParams(one.document, place))
        await one.client.text_document_completion_async(types.CompletionParams(one.document, place))
        await one.actions(place)
        await one.actions(types.Position(0, 0), place)


async def test_a_piece_is_a_change_too(one, path):
    """Whole texts are asked for; who sends a piece all the same means that."""
    await one.open(path)
    start, end = one.at("Notes.txt"), one.at("Notes.txt", behind=True)
    one.version += 1
    one.text = one.text.replace("Notes.txt", "notes.txt") + "\nThe end"
    document = types.VersionedTextDocumentIdentifier(one.version, one.uri)
    end_of_all = types.Position(9999, 0)
    pieces = [
        types.TextDocumentContentChangePartial(types.Range(start, end), "notes.txt"),
        types.TextDocumentContentChangePartial(types.Range(end_of_all, end_of_all), "\nThe end"),
    ]
    one.client.text_document_did_change(types.DidChangeTextDocumentParams(document, pieces))
    said = await one.found()
    assert "link_dead" not in [d.code for d in said]
    assert {one.words(d.range) for d in said if d.code in FOUND} == {FOUND["image_missing"]}


async def test_only_reports_are_judged(one, tmp_path):
    other = tmp_path / "notes.md"
    assert await one.open(other, "# Notes\n\nNothing is asked here.\n") == ()
    assert "marker_missing" in [d.code for d in await one.type("### Question 1\n\nWords\n")]
    assert "no_question" in [d.code for d in await one.type("# Notes\n")], "it was a report"
    assert "no_question" in [d.code for d in await one.open(tmp_path / "README.md", "# Notes\n")]
    one.client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, REPORT)
        )
    )
    unsaved = types.CodeLensParams(types.TextDocumentIdentifier("untitled:Untitled-1"))
    assert await one.client.text_document_code_lens_async(unsaved) is None


def changed(*paths):
    kind = types.FileChangeType.Changed
    return types.DidChangeWatchedFilesParams([types.FileEvent(p.as_uri(), kind) for p in paths])


async def test_a_figure_that_comes_and_goes_is_followed(one, path):
    await one.open(path)
    figure = path.parent / "figures" / "Plan.PNG"
    for there in (True, False):
        if there:
            figure.write_bytes(png())
        else:
            figure.unlink()
        one.asked.clear()
        heard = asyncio.ensure_future(one.again())
        one.client.workspace_did_change_watched_files(changed(figure))
        assert ("image_missing" in [d.code for d in await heard]) is not there
        await one.client.text_document_hover_async(
            types.HoverParams(one.document, types.Position(0, 0))
        )
        assert one.asked == ["lenses"]


async def test_the_course_is_obeyed_and_followed(path, tmp_path):
    course = tmp_path / "settings" / "course.yaml"
    course.parent.mkdir()
    (path.parent / "course.yaml").write_text("{}", encoding="utf-8")
    course.write_text("limits: [", encoding="utf-8")
    async with editor("--course", str(course)) as made:
        (said,) = await made.open(path)
        assert said.message.startswith(
            f"the course's settings cannot be used as they are: {course}"
        )
        for settings, broken, length in (
            ("limits: {1: {words: [1, 5]}}", False, "10 of 1-5 words"),
            ("limits: {1: {words: [1", True, "10 of 1-5 words"),
            ("{}", False, "10 of 2-9 words"),
        ):
            heard = asyncio.ensure_future(made.again())
            course.write_text(settings, encoding="utf-8")
            made.client.workspace_did_change_watched_files(changed(course))
            said = [d.message for d in await heard]
            assert any("settings cannot be used" in message for message in said) is broken
            asked = types.CodeLensParams(made.document)
            lenses = await made.client.text_document_code_lens_async(asked)
            assert lenses[0].command.title.startswith(length)
        assert not made.client.log_messages


async def test_one_that_watches_no_files_and_ends_it_with_a_signal(path):
    """Neovim 0.7: settings beside a report are mentioned, and files are followed by ourselves."""
    beside = path.parent / "course.yaml"
    beside.write_text("{}", encoding="utf-8")
    async with editor(capabilities=pytest_lsp.client_capabilities("neovim@v0.7.0")) as made:
        await made.open(path)
        told = f"{beside} is not used; start the server with --course to use it"
        assert [message.message for message in made.client.log_messages] == [told]
        offered = await made.actions(made.at("We wrote 7"), only=[types.CodeActionKind.QuickFix])
        assert offered
        assert all(action.edit is None for action in offered.values())
        assert not made.asked, "Neovim 0.7 watches no files, so they are followed"
        heard = asyncio.ensure_future(made.again())
        (path.parent / "figures" / "Plan.PNG").write_bytes(png())
        assert "image_missing" not in [d.code for d in await heard]
        if sys.platform != "win32":
            made.server.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(made.server.wait(), PATIENCE) == 143


async def test_one_that_can_little_and_leaves_without_a_word(path):
    async with editor(capabilities=types.ClientCapabilities()) as made:
        await made.open(path)
        asked = types.DocumentSymbolParams(made.document)
        found = await made.client.text_document_document_symbol_async(asked)
        assert [(s.name, s.container_name) for s in found][:2] == [
            ("Report", None),
            ("Question 1", "Report"),
        ]
        asked = types.HoverParams(made.document, made.at("a plan"))
        said = (await made.client.text_document_hover_async(asked)).contents
        assert said.kind == types.MarkupKind.PlainText
        assert said.value.startswith("report.image_missing (error)")
        with pytest.raises(JsonRpcException):  # its edits would name no version
            await made.actions(made.at("We wrote"))
        made.send(REPORT * 20)  # which is being read when it leaves
        made.server.stdin.close()
        assert await asyncio.wait_for(made.server.wait(), PATIENCE) == 1


async def test_what_is_no_message_is_no_end(one, path):
    for body in (b"{", b"[]", b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}'):
        one.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert await one.open(path)
