"""Reports in a theme that is not ours, seen by a browser: nox -s themes (PUBLISHER_THEME names the theme).

What is held is what a picture would show: a tick beside its text, states in a line, prompts told from answers, text that
stands out from its ground, light and dark.  The pages are left as pictures in PUBLISHER_PICTURES to be looked at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from support import EXAMPLE, ROOT, png

THEME = os.environ["PUBLISHER_THEME"]
SCHEMES = ("light",) if THEME in {"alabaster", "sphinx_rtd_theme"} else ("light", "dark")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
INDEX = "# Hand-ins\n\n```{toctree}\n:glob:\n*/README\n```\n\n[All questions](#report-questions)\n"
TASKS = (
    "# Tasks\n\n### Question 1\n> Which?\n>\n> Answer:\n\n- [x] sown, in a line that is so long that it goes on in a "
    "second line on whatever screen this is, and then in a third one as well, so that one sees where it begins\n"
    "  - [ ] watered\n- a point\n\n1. [x] first\n2. second\n\n![A plot of the bees](a.png)\n"
)

MEASURE = """() => {
  const parse = text => {
    const n = (text.match(/-?[\\d.]+(e-?\\d+)?/g) || []).map(Number);
    const scale = text.startsWith("color(") ? 255 : 1;
    return [n[0] * scale, n[1] * scale, n[2] * scale, n.length > 3 ? n[3] : 1];
  };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const ground = e => {
    const all = [];
    for (; e; e = e.parentElement) all.push(parse(getComputedStyle(e).backgroundColor));
    return all.reduceRight((below, c) => over(c, below), parse(getComputedStyle(document.documentElement)
      .colorScheme.includes("dark") ? "rgb(0,0,0)" : "rgb(255,255,255)"));
  };
  const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => {
    const v = c[i] / 255;
    return sum + w * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  }, 0);
  const contrast = (e, pseudo) => {
    const below = ground(e), [a, b] = [light(over(parse(getComputedStyle(e, pseudo).color), below)), light(below)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const all = (selector, f) => [...document.querySelectorAll(selector)].map(f);
  const firstLine = e => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return range.getClientRects()[0];
  };
  return {
    ticks: all("li.task > .tick", e => {
      const tick = e.getBoundingClientRect(), text = firstLine(e.nextElementSibling);
      return [tick.bottom > text.top && tick.top < text.bottom, tick.right <= text.left + 1, tick.left >= 0];
    }),
    marks: all("ul > li.task:has(> .tick)", e => getComputedStyle(e).listStyleType),
    numbers: all("ol > li.task:has(> .tick)", e => getComputedStyle(e).listStyleType),
    states: all("ul.state", e => {
      const tops = [...e.children].map(c => [c.getBoundingClientRect().left, getComputedStyle(c).listStyleType]);
      return [getComputedStyle(e).display, tops[0][0] - e.getBoundingClientRect().left, tops.map(t => t[1])];
    }),
    chips: all(".chip", e => contrast(e, null)),
    signs: all(".chip.good, .chip.bad", e => [contrast(e, "::before"), getComputedStyle(e, "::before").content]),
    prompts: all("section.question > div.prompt p", e => contrast(e, null)),
    asked: all("section.question > div.prompt", e => String(ground(e)) != String(ground(e.parentElement))),
    wide: all("section.question img", e => e.getBoundingClientRect().right <=
      e.closest("section.question").getBoundingClientRect().right + 1),
    rows: all(".publisher-overview tbody tr", e => e.children.length),
  };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("themes") / "source"
    shutil.copytree(EXAMPLE.parent, folder / "example")
    shutil.copytree(ROOT / "examples" / "template", folder / "template")
    (folder / "tasks").mkdir()
    (folder / "tasks" / "README.md").write_text(TASKS, encoding="utf-8")
    (folder / "tasks" / "a.png").write_bytes(png(4000, 10))
    subprocess.run(
        [sys.executable, ROOT / "tests" / "constructs.py", folder / "constructs"], check=True
    )
    (folder / "index.md").write_text(INDEX, encoding="utf-8")
    conf = f'extensions, html_theme = ["publisher"], "{THEME}"\nsuppress_warnings = ["report.*"]\n'
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    # A process of its own: what themes use of what is deprecated is no warning of ours.
    asked = ("-q", "-W", "-b", "html", "-d", folder.parent / "trees", folder, folder.parent / "out")
    subprocess.run([sys.executable, "-P", "-m", "sphinx", *map(str, asked)], check=True)
    return folder.parent / "out"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.mark.parametrize("width", [1100, 400])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["example/README", "template/README", "constructs/README",
                                  "tasks/README", "report-questions"])  # fmt: skip
def test_looks_right(site, browser, name, scheme, width):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    for key in ("theme", "mode"):  # where the themes keep what the reader chose
        page.add_init_script(f"localStorage.setItem('{key}', '{scheme}')")
    page.goto((site / f"{name}.html").as_uri())
    found = page.evaluate(MEASURE)
    if pictures := os.environ.get("PUBLISHER_PICTURES"):
        target = Path(pictures) / THEME / f"{name.replace('/', '-')}-{scheme}-{width}.png"
        page.evaluate("document.querySelector('section.question')?.scrollIntoView()")
        page.screenshot(path=target)
    context.close()
    assert all(all(tick) for tick in found["ticks"])
    assert set(found["marks"]) <= {"none"}
    assert "none" not in found["numbers"]
    for display, indent, marks in found["states"]:
        assert (display, round(indent), set(marks)) == ("flex", 0, {"none"})
    assert min(found["chips"], default=9) >= 4.5
    assert min(found["prompts"], default=9) >= 4.5
    assert min((contrast for contrast, _ in found["signs"]), default=9) >= 3
    assert {sign for _, sign in found["signs"]} <= {'"✓ "', '"✗ "'}
    assert all(found["asked"])
    assert all(found["wide"])
    assert set(found["rows"]) <= {3}
    counted = {"example/README": "ticks", "template/README": "prompts", "constructs/README": "ticks",
               "tasks/README": "numbers", "report-questions": "rows"}  # fmt: skip
    assert found[counted[name]], "nothing was looked at"


def test_no_page_but_those_of_reports_has_the_sheet(site):
    with_sheet = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if "publisher-report.css" in path.read_text(encoding="utf-8")
    }
    reports = {f"{name}/README.html" for name in ("example", "template", "constructs", "tasks")}
    assert with_sheet == {*reports, "report-questions.html"}
