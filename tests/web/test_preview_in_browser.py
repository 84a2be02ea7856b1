"""The preview in a real browser: it follows what is saved, and leaves alone what did not change.

``nox -s web`` brings the browser; PUBLISHER_GATE names the folder with axe and the Nu checker.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from previews import previewed, proxied
from support import EXAMPLE

playwright = pytest.importorskip("playwright.sync_api", reason="nox -s web installs Playwright")
pytest.importorskip("uvicorn", reason="the extra 'preview' is not installed")
expect = playwright.expect
GATE = os.environ.get("PUBLISHER_GATE", "")
LONG = 60_000
expect.set_options(timeout=LONG)
pytestmark = [
    pytest.mark.skipif(not GATE, reason="nox -s web runs this: a browser takes its time"),
    pytest.mark.enable_socket,
]
WATCHED = """() => {
  window.changed = new Set();
  new MutationObserver((all) => {
    for (const { target } of all) {
      const of = target.nodeType === 1 ? target : target.parentElement;
      window.changed.add(of?.closest(".question")?.id ?? of?.closest("[id]")?.id ?? "removed");
    }
  }).observe(document.querySelector("main"), {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
}"""


@pytest.fixture
def report(tmp_path):
    shutil.copytree(EXAMPLE.parent, tmp_path / "report")
    return tmp_path / "report" / "README.md"


@pytest.fixture
def address(report):
    with previewed(report) as found:
        yield found


@pytest.fixture
def opened(browser):
    """Return what opens tabs of one browser, which may ask for nothing but the preview's and complain of nothing."""
    told, contexts = [], []

    def open_tab(address, *, width=1280, scheme="light", context=None, where=""):
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONG)
        allowed = (address, "data:")
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(allowed) else told.append(asked.url),
        )
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(address + where)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert told == []


def save(report, old, new):
    text = report.read_text(encoding="utf-8")
    assert old in text
    report.with_name(".new").write_text(text.replace(old, new, 1), encoding="utf-8")
    report.with_name(".new").replace(report)


def answer_of(report, number):
    """Return the line that begins the answer to a question, which stands there once."""
    text = report.read_text(encoding="utf-8")
    return re.search(rf"### Question {number}\n.*?Answer:[^\n]*\n\n([^\n]+)", text, re.DOTALL)[1]


def answer(report, number, new):
    """Save the report with another answer to a question."""
    text = report.read_text(encoding="utf-8")
    found = re.search(
        rf"### Question {number}\n.*?Answer:[^\n]*\n(.*?)(?=^#)", text, re.DOTALL | re.MULTILINE
    )
    report.write_text(
        f"{text[: found.start(1)]}\n{new}\n\n{text[found.end(1) :]}", encoding="utf-8"
    )


def assert_loads(image):
    """Hold that a figure is shown as soon as one comes to it; before, it waits."""
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", value=True)
    assert image.evaluate("(img) => img.naturalWidth > 0")


def meter(page, number):
    return page.locator(f"#question-{number} [role=meter]").first  # of words


def top(page, number):
    return page.evaluate(
        f"document.getElementById('question-{number}').getBoundingClientRect().top"
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_a_save_changes_the_meter_and_nothing_else_moves(opened, address, report, width):
    page = opened(address, width=width)
    page.evaluate("window.same = true; document.getElementById('question-14').scrollIntoView()")
    before = top(page, 14)
    page.evaluate(WATCHED)
    first = answer_of(report, 7)
    old = meter(page, 7).get_attribute("aria-valuetext")
    words = int(meter(page, 7).get_attribute("aria-valuenow"))
    for more in range(1, 6):
        save(report, first, f"More words. {first}")
        expect(meter(page, 7)).to_have_attribute("aria-valuenow", str(words + 2 * more))
        assert abs(top(page, 14) - before) < 1
    assert meter(page, 7).get_attribute("aria-valuetext") != old
    assert page.evaluate("[...changed]") == ["question-7"]
    assert page.evaluate("window.same"), "the page was loaded anew"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_paragraph_above_the_window_moves_nothing_in_it(opened, address, report):
    page = opened(address)
    page.evaluate("document.getElementById('question-20').scrollIntoView()")
    before = top(page, 20)
    first = answer_of(report, 3)
    for number in range(8):
        save(report, first, "\n\n".join([*["A paragraph more."] * (number + 1), first]))
        expect(page.get_by_text("A paragraph more.")).to_have_count(sum(range(1, number + 2)))
        assert abs(top(page, 20) - before) < 1


def test_what_the_reader_did_stays(opened, address, report):
    first = answer_of(report, 6)
    save(
        report,
        first,
        f"<details><summary>more</summary>\n\nunfolded\n\n</details>\n\n[a](https://e.org)\n\n{first}",
    )
    page = opened(address)
    folded = page.locator("#question-6 details")
    folded.locator("summary").click()
    page.locator("#question-6 a[href='https://e.org']").focus()
    save(report, "unfolded", "unfolded, and changed")
    expect(page.get_by_text("unfolded, and changed")).to_be_visible()
    save(report, first, f"Another. {first}")
    expect(page.get_by_text("Another.")).to_be_visible()
    assert folded.get_attribute("open") is not None
    assert page.evaluate("document.activeElement.href") == "https://e.org/"


def test_questions_come_and_go(opened, address, report):
    text = report.read_text(encoding="utf-8")
    parts = re.split(r"(?=^### Question )", text, flags=re.MULTILINE)
    page = opened(address)
    shown = "(found) => found.map((q) => q.id)"
    all_of_them = page.locator(".question").evaluate_all(shown)
    report.write_text("".join([*parts[:5], *parts[8:]]), encoding="utf-8")
    expect(page.locator(".question")).to_have_count(len(all_of_them) - 3)
    report.write_text("".join([*parts[:5], parts[6], parts[5], *parts[7:]]), encoding="utf-8")
    expect(page.locator(".question")).to_have_count(len(all_of_them))
    swapped = page.locator(".question").evaluate_all(shown)
    assert sorted(swapped) == sorted(all_of_them)
    report.write_text(text, encoding="utf-8")
    expect(page.locator(".question").nth(4)).to_have_id(all_of_them[4])
    assert page.locator(".question").evaluate_all(shown) == all_of_them
    fresh = opened(address)
    same = "() => document.querySelector('main').innerText"
    assert page.evaluate(same) == fresh.evaluate(same)


def test_a_figure_is_followed(opened, address, report):
    page = opened(address)
    image = page.locator("main figure img").first
    before = image.get_attribute("src")
    figure = report.parent / before.removeprefix("figure/").split("?")[0]
    others = [path for path in figure.parent.iterdir() if path.suffix == figure.suffix]
    figure.write_bytes(next(p for p in others if p != figure).read_bytes())
    expect(image).not_to_have_attribute("src", before)
    assert_loads(image)


def test_an_entry_leads_to_its_place(opened, address, report):
    first = answer_of(report, 9)
    save(report, first, f"{first}\n\n![](figures/none.png)")
    page = opened(address)
    entry = page.locator("#question-9 .desk-entry a").first
    entry.click()
    target = page.locator(":target")
    assert target.evaluate("(found) => found.closest('.question').id") == "question-9"
    expect(target).to_be_in_viewport()
    page.locator("#desk_panel a, .desk-panel a").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_last_page_stays_while_the_report_cannot_be_read(opened, address, report):
    page = opened(address)
    text = report.read_bytes()
    report.unlink()
    expect(page.locator("#desk_trouble")).to_contain_text("no such file")
    assert page.locator(".question").count() == 31
    report.parent.rename(report.parent.with_name("moved"))
    report.parent.mkdir()
    report.write_bytes(text.replace(b"31", b"32"))
    expect(page.locator("#desk_trouble")).to_be_empty()


def test_the_pdf_is_made_on_request_and_offered_with_the_archive(opened, address, report):
    page = opened(address)
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.locator("#desk_pdf")).to_be_visible()
    answer = page.request.get(address + "made/report.pdf")
    assert answer.body().startswith(b"%PDF-")
    assert page.request.get(address + "made/report.json").json()["source"]
    save(report, answer_of(report, 7), "Something else.")
    expect(page.get_by_text("of an earlier save")).to_be_visible()
    expect(page.get_by_role("button", name="Make the PDF")).to_be_visible()


def test_more_tabs_than_connections(opened, address, report):
    first = opened(address)
    tabs = [first, *(opened(address, context=first.context) for _ in range(8))]
    save(report, answer_of(report, 7), "Something else.")
    for tab in tabs:
        expect(tab.locator("#question-7").get_by_text("Something else.")).to_be_visible()


def test_the_end_is_told(browser, report):
    page = browser.new_page()
    with previewed(report) as address:
        page.goto(address)
        expect(page.locator("#desk_list")).to_be_attached()
        expect(page.locator("#desk_lost")).to_be_hidden()
    expect(page.locator("#desk_lost")).to_be_visible()
    page.close()


def test_the_editor_is_called_by_the_page(opened, report, tmp_path):
    done = tmp_path / "done.txt"
    program = f"import pathlib, sys; pathlib.Path({str(done)!r}).write_text(sys.argv[1])"
    save(report, answer_of(report, 9), "![](figures/none.png)")
    with previewed(
        report, "--editor", f'"{sys.executable}" -c "{program}" {{file}}:{{line}}'
    ) as at:
        page = opened(at)
        button = page.locator("#question-9 .desk-entry button").first
        line = button.get_attribute("data-line")
        with page.expect_response(lambda answer: "edit?" in answer.url) as answered:
            button.click()
        assert answered.value.status == 202
        page.wait_for_timeout(100)
        while not (done.exists() and done.read_text()):
            page.wait_for_timeout(100)
    assert done.read_text() == f"{report}:{line}"


@pytest.mark.parametrize("name", ["localhost", "desk.example"])
def test_behind_a_reverse_proxy_with_a_prefix(opened, report, name):
    with (
        previewed(report, "--allow-host", "desk.example") as address,
        proxied(address, "/user/me/proxy/8017") as through,
    ):
        page = opened(through.replace("localhost", name))
        image = page.locator("main figure img").first
        assert_loads(image)
        save(report, answer_of(report, 7), "Something else.")
        expect(page.locator("#question-7").get_by_text("Something else.")).to_be_visible()
        page.get_by_role("button", name="Make the PDF").click()
        expect(page.get_by_text("The PDF is being made.")).to_be_visible()
        page.context.close()


def test_a_name_that_leads_here_and_was_not_allowed(browser, address):
    page = browser.new_page()
    answer = page.goto(address.replace("127.0.0.1", "desk.example"))
    assert answer.status == 403
    assert "--allow-host" in page.content()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_violation(opened, report, width, scheme):
    modules = Path(GATE) / "node_modules"
    save(report, answer_of(report, 9), "![](figures/none.png) and [there](none.md)")
    answer(report, 12, "Too short.")
    with previewed(report, "--editor", f'"{sys.executable}" {{file}}') as address:
        page = opened(address, width=width, scheme=scheme)
        page.context.add_init_script(path=modules / "axe-core" / "axe.min.js")
        page.reload()
        report.with_name("gone").write_bytes(report.read_bytes())
        report.unlink()
        expect(page.locator("#desk_trouble")).to_be_visible()
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        found = page.evaluate("() => axe.run(document, { preload: false })")
        shown = [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]]
        assert shown == []
        if width == 1280 and scheme == "light":
            html = page.request.get(address).text()
            assert nu_errors(html, modules) == []
        page.context.close()


def nu_errors(html, modules):
    """Return what the Nu checker says of a page."""
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", "-"],
        input=html.encode(),
        capture_output=True,
        check=True,
    )
    messages = json.loads(done.stderr)["messages"]
    return [m["message"] for m in messages if m["type"] != "info" or m.get("subType") == "warning"]


def test_keys_filter_zoom_and_colours_stay(opened, address, report):
    answer(report, 9, "Too short.")
    page = opened(address)
    page.get_by_label("Only what is wrong").check()
    expect(page.locator("#question-9")).to_be_visible()
    expect(page.locator("#question-7")).to_be_hidden()
    page.get_by_text("Dark", exact=True).click()
    answer(report, 7, "Changed.\n\n```python\nprint(1)\n```")
    expect(page.get_by_text("Changed.")).to_be_attached()
    assert page.get_by_label("Only what is wrong").is_checked()
    expect(page.locator("#question-8")).to_be_hidden()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_label("Only what is wrong").uncheck()
    expect(page.locator("#question-7 pre .copy")).to_have_count(1)  # what is new gets its buttons
    focused = "document.activeElement.id"
    page.locator("#question-12").evaluate("(q) => { q.tabIndex = -1; q.focus(); }")
    page.keyboard.press("j")
    at = page.evaluate(focused)
    assert at == "question-13"
    save(report, "Changed.", "Changed again.")
    expect(page.get_by_text("Changed again.")).to_be_attached()
    assert page.evaluate(focused) == at
    page.keyboard.press("k")
    page.keyboard.press("j")
    assert page.evaluate(focused) == at
    figure = page.locator("main figure:has(.enlarge)").first
    figure.scroll_into_view_if_needed()
    figure.locator("img").click()
    expect(page.locator("#page_enlarged img")).to_be_visible()
    save(report, "Changed again.", "Changed behind it.")
    expect(page.get_by_text("Changed behind it.")).to_be_attached()
    expect(page.locator("#page_enlarged img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#page_enlarged")).to_be_hidden()
