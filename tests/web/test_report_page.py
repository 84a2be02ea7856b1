"""The page that is handed in, in a real browser: keys, filter, figures, code, colours, and none of them.

``nox -s web`` brings the browser and says so by PUBLISHER_WEB.
"""

from __future__ import annotations

import os
import random
import re
import zlib

import pytest
from support import REPORTS, png, question, run

playwright = pytest.importorskip("playwright.sync_api", reason="nox -s web installs Playwright")
pytestmark = pytest.mark.skipif(
    not os.environ.get("PUBLISHER_WEB"), reason="nox -s web runs this: a browser takes its time"
)
LIMITED = "What was done, by whom and how? Answer in 40-80 words."
CODE = "def area(side):\n    return side * side"
ENOUGH = "word " * 50
FIGURES = [f"![The plan of part {number}](figures/{number}.png)" for number in (2, 4)]
ANSWERS = {
    1: ENOUGH,
    2: f"{ENOUGH}\n\n{FIGURES[0]}\n\n```python\n{CODE}\n```",
    3: "too few words",
    4: f"{ENOUGH}\n\n{FIGURES[1]}\n\n[![A plan that leads on](figures/2.png)](https://example.org)",
    5: "",
    6: ENOUGH,
}
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TOP = "(id) => Math.round(document.getElementById(id).getBoundingClientRect().top)"
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the address of the page of a report with two questions that are not as they should be."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "figures").mkdir()
    for number in (2, 4):
        (folder / "figures" / f"{number}.png").write_bytes(png(800, 300))
    items = "".join(f"* [{' x'[number % 2]}] item {number}\n" for number in range(40))
    parts = ["# Report\n\n## Checklist\n\n### Week 1\n\n", items, "\n## Part\n\n"]
    parts += [question(number, answer, LIMITED) for number, answer in ANSWERS.items()]
    (folder / "README.md").write_text("".join(parts))
    run("html", folder / "README.md", "-o", folder / "out")
    return (folder / "out" / "report.html").as_uri()


def focused(page):
    return page.evaluate("document.activeElement.id")


def marked(page, number):
    """Wait until the contents say that one is at a question."""
    found = page.locator(".entry.here .number", has_text=re.compile(f"^{number}$"))
    found.wait_for(state="attached")


def shown(page, selector):
    return [e.get_attribute("id") for e in page.locator(selector).all() if e.is_visible()]


@WIDTHS
def test_keys_lead_from_question_to_question_and_can_be_switched_off(opened, address, width):
    page = opened(address, viewport={"width": width, "height": 844})
    page.keyboard.press("k")
    assert focused(page) == ""
    for key, number in zip("jjjkjjjjj", (1, 2, 3, 2, 3, 4, 5, 6, 6), strict=True):
        page.keyboard.press(key)
        assert focused(page) == f"question-{number}"
        assert page.locator(f"#question-{number} > h3").is_visible()
    # Where the reader looks counts, not where the keys once were.
    page.evaluate("document.getElementById('question-3').scrollIntoView()")
    marked(page, 3)
    page.keyboard.press("j")
    assert focused(page) == "question-4"
    for pressed in ("Control+j", "Alt+j"):
        page.keyboard.press(pressed)
    assert focused(page) == "question-4"
    page.get_by_label("Keys").uncheck()
    page.keyboard.press("j")
    assert focused(page) == "page_keys"
    page.reload()
    page.keyboard.press("j")
    assert focused(page) == ""
    assert not page.get_by_label("Keys").is_checked()
    page.get_by_label("Keys").check()
    page.keyboard.press("j")
    assert focused(page).startswith("question-")


@WIDTHS
def test_buttons_do_as_the_keys(opened, address, width):
    page = opened(address, viewport={"width": width, "height": 844})
    for name, number in (("Next", 1), ("Next", 2), ("Previous", 1)):
        page.get_by_role("button", name=f"{name} question").click()
        assert focused(page) == f"question-{number}"
        assert 0 <= page.evaluate(TOP, f"question-{number}") < 40


def test_current_question_is_marked_and_in_sight_in_the_contents(opened, address):
    page = opened(address, viewport={"width": 1280, "height": 420})
    for number in (2, 4, 1, 6):
        page.evaluate(f"document.getElementById('question-{number}').scrollIntoView()")
        marked(page, number)
        assert page.locator("[aria-current]").count() == 1
        entry = page.locator(".entry.here").bounding_box()
        assert 0 <= entry["y"] < 420 - entry["height"]


@WIDTHS
@pytest.mark.parametrize("scripted", [True, False])
def test_only_what_is_wrong(opened, address, width, scripted):
    page = opened(address, viewport={"width": width, "height": 844}, java_script_enabled=scripted)
    assert len(shown(page, ".question")) == len(ANSWERS)
    page.get_by_label("Only what is wrong").check()
    assert shown(page, ".question") == ["question-3", "question-5"]
    assert page.get_by_role("heading", name="Part").is_visible()
    assert not page.get_by_role("heading", name="Checklist").is_visible()
    if width > 1000:
        assert page.locator("nav .number:visible").all_inner_texts() == ["3", "5"]
    if scripted:
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert focused(page) == "question-5"
        # What an address names is shown all the same.
        page.evaluate("location.hash = '#question-4'")
        page.locator("#question-4").wait_for(state="visible")
        assert not page.get_by_label("Only what is wrong").is_checked()
    else:
        page.get_by_label("Only what is wrong").uncheck()
    assert len(shown(page, ".question")) == len(ANSWERS)


@WIDTHS
def test_first_question_is_near_and_the_checklist_unfolds(opened, address, width):
    page = opened(address, viewport={"width": width, "height": 844})
    assert page.evaluate(TOP, "question-1") < 1000
    assert not page.get_by_text("item 39").is_visible()
    page.get_by_text("20 of 40 ticked").click()
    assert page.get_by_text("item 39").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@WIDTHS
def test_figures_enlarge(opened, address, width):
    page = opened(address, viewport={"width": width, "height": 844})
    dialog = page.get_by_role("dialog")
    figure = page.locator("main figure").first
    figure.locator("img").click()
    large = dialog.locator("img")
    page.evaluate("document.querySelector('dialog img').decode()")
    assert large.bounding_box()["width"] > figure.locator("img").bounding_box()["width"] * (
        1.5 if width > 1000 else 0.9
    )
    assert large.get_attribute("alt") == "The plan of part 2"
    assert dialog.locator(".enlarged-caption").inner_text() == "Figure 1: The plan of part 2"
    page.keyboard.press("j")
    assert dialog.is_visible()
    for key, number in (
        ("ArrowRight", 4),
        ("ArrowRight", None),
        ("ArrowRight", 2),
        ("ArrowLeft", None),
    ):
        page.keyboard.press(key)
        told = f"The plan of part {number}" if number else "A plan that leads on"
        assert large.get_attribute("alt") == told
    dialog.get_by_role("button", name="Next figure").click()
    large.click()
    assert large.bounding_box()["width"] == 800
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    # One comes back to the figure that was seen last, by its own button.
    # The browser tells the page when it finds time that a dialog was closed.
    playwright.expect(figure.locator(".enlarge")).to_be_focused()
    page.keyboard.press("Enter")
    assert dialog.is_visible()
    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()


def test_linked_figure_leads_on_and_is_enlarged_by_its_button(opened, address):
    page = opened(address)
    linked = page.locator("main figure", has=page.locator("a"))
    page.evaluate(
        "document.addEventListener('click', (e) => { e.preventDefault(); window.at = e.target })"
    )
    linked.locator("img").click()
    assert not page.get_by_role("dialog").is_visible()
    linked.get_by_role("button", name="Enlarge: A plan that leads on").click()
    assert page.get_by_role("dialog").is_visible()


def test_code_is_copied(opened, address):
    page = opened(address, permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("pre").get_by_role("button")
    button.click()
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == CODE
    assert button.inner_text() == "Copied"
    button.filter(has_text=re.compile("^Copy$")).wait_for()


def test_code_is_selected_where_nothing_may_be_copied(opened, address):
    page = opened(address)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.locator("pre").get_by_role("button").click()
    assert page.evaluate("getSelection().toString()") == CODE


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_are_switched_and_white_figures_do_not_glare(opened, address, system):
    page = opened(address, color_scheme=system)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    figure = "getComputedStyle(document.querySelector('figure img')).filter"
    found = {}
    for name in ("System", "Light", "Dark", "System", "Light" if system == "dark" else "Dark"):
        page.get_by_role("radio", name=name).check()
        found[name] = (
            sum(map(int, re.findall(r"\d+", page.evaluate(paper)))),
            page.evaluate(figure),
        )
    assert found["System"] == found[system.capitalize()]
    assert found["Light"][0] > 600
    assert found["Dark"][0] < 200
    assert (found["Light"][1], found["Dark"][1]) == ("none", "brightness(0.82)")
    chosen = page.evaluate(paper)
    page.reload()
    assert page.evaluate(paper) == chosen
    assert page.get_by_role("radio", name="Light" if system == "dark" else "Dark").is_checked()


@WIDTHS
def test_all_can_be_read_without_a_script(opened, address, width):
    page = opened(address, viewport={"width": width, "height": 844}, java_script_enabled=False)
    assert len(shown(page, ".question")) == len(ANSWERS)
    assert page.get_by_text("def area").is_visible()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("radio").count() == 0
    page.get_by_text("20 of 40 ticked").click()
    assert page.get_by_text("item 39").is_visible()


def test_fonts_are_those_of_the_page(opened, address):
    page = opened(address)
    page.evaluate("document.fonts.ready")
    used = page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)"
    )
    assert {name.strip('"') for name in used} == {
        "Publisher Serif",
        "Publisher Sans",
        "Publisher Mono",
    }


def test_what_is_replaced_gets_its_buttons(opened, address):
    """As a preview does it: it replaces a question, and says so."""
    page = opened(address)
    page.evaluate(
        """() => {
          const old = document.getElementById("question-2");
          const made = old.cloneNode(true);
          for (const button of made.querySelectorAll("button")) button.remove();
          old.replaceWith(made);
          document.dispatchEvent(new Event("publisher:changed"));
        }"""
    )
    assert page.locator("#question-2 .enlarge").count() == 1
    assert page.locator("#question-2 .copy").count() == 1
    page.evaluate("document.getElementById('question-2').scrollIntoView()")
    marked(page, 2)


# -- a large report ----------------------------------------------------------------------------


def noise(seed):
    """Return a picture of 20 kB."""
    made = random.Random(seed)  # noqa: S311 - noise
    white = png(80, 80).replace(bytes([1, 0, 0, 0, 0]), bytes([8, 2, 0, 0, 0]))
    rows = b"".join(b"\0" + made.randbytes(240) for _ in range(80))
    head = white[: white.index(b"IDAT") - 4]

    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    signature, size = head[:8], head[16:29]
    return (
        signature + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    (folder / "figures").mkdir()
    made = random.Random(1)  # noqa: S311 - words
    words = ["the", "model", "of", "layers", "was", "trained", "with", "images", "from", "branches"]
    parts = ["# Report\n\n"]
    for number in range(1, 501):
        (folder / "figures" / f"{number}.png").write_bytes(noise(number))
        said = [" ".join(made.choices(words, k=105)) for _ in range(7)]
        parts.append(f"## Part {number}\n\n" if number % 25 == 1 else "")
        answer = "\n\n".join(
            [*said, f"![Part {number}](figures/{number}.png)", f"```python\n{CODE}\n```"]
        )
        parts.append(question(number, answer))
    path = folder / "README.md"
    path.write_text("".join(parts))
    assert path.stat().st_size > 2_000_000
    run("html", path, "-o", folder / "out")
    return (folder / "out" / "report.html").as_uri()


@pytest.mark.skipif(not REPORTS, reason="PUBLISHER_REPORTS names no folder of reports")
def test_large_report_is_usable_within_ten_times_the_time_of_a_real_one(browser, large, tmp_path):
    """Processor time of Chromium until a page is shown and has followed a key, the least of three."""
    run("html", f"{REPORTS}/group-01/README.md", "-o", tmp_path)

    def spent(address):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(address)
        page.keyboard.press("j")
        assert focused(page) == "question-1"
        page.evaluate(PAINTED)
        told = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        page.context.close()
        return told["ProcessTime"]

    real = (tmp_path / "report.html").as_uri()
    measured = [(spent(real), spent(large)) for _ in range(3)]
    assert min(large for _, large in measured) <= 10 * min(real for real, _ in measured)
