"""Reports that were written to do harm, and pictures that are none.

Each gets its diagnostic, what can be built is built, nothing from outside the report's
folder is in any output, and nothing in the page runs or is loaded from anywhere.
"""

from __future__ import annotations

import base64
import json
import os
import re
import zlib

import pytest
from support import ROOT, Page, codes, png, run, write_report

from publisher.builders.page import digest
from publisher.read.files.picture import examine

SECRET = "the key of the cellar is under the stone"
HIDDEN = f"{SECRET}\n".encode() * 3
ALT = "a plan of the orchard"

SCRIPT = b"<script>alert(1)</script>"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    b'width="90" height="40" onload="alert(1)">' + SCRIPT + b'<a xlink:href="javascript:alert(1)">'
    b'<rect width="90" height="40" fill="teal" onclick="alert(1)"/></a>'
    b'<image href="../secret.png" width="9" height="9"/>'
    b'<image href="file:///etc/passwd" width="9" height="9"/>'
    b'<foreignObject><iframe src="http://localhost/x"></iframe></foreignObject></svg>'
)


@pytest.fixture
def folder(tmp_path):
    """Return a report's folder; the secret lies beside it, not in it."""
    (tmp_path / "secret.png").write_bytes(png() + HIDDEN)
    (tmp_path / "secret.txt").write_bytes(HIDDEN)
    (tmp_path / "report").mkdir()
    return tmp_path / "report"


def publish(path, to="html,archive"):
    """Build; return the command's end, and the outputs by name."""
    out = path.parent.parent / "out"
    done = run("build", path, "--to", to, "-o", out)
    assert "Traceback" not in done.err
    assert "fault of ours" not in done.err
    files = {p.name: p.read_bytes() for p in out.iterdir()}
    expected = {"html": "report.html", "archive": "report.json", "pdf": "report.pdf"}
    pages = {"report.pages.json"} if "report.pdf" in files else set()
    assert set(files) == {expected[name] for name in to.split(",")} | pages
    return done, files


def decoded(data):
    """Yield an output, and all that it holds in base64 or compressed, or both."""
    yield data
    for found in re.findall(rb"[A-Za-z0-9+/]{24,}", data):
        yield base64.b64decode(found[: len(found) // 4 * 4])
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            yield from decoded(zlib.decompressobj().decompress(data[found.end() :]))
        except zlib.error:
            continue


def assert_no_secret(files):
    for name, data in files.items():
        for piece in decoded(data):
            assert SECRET.encode() not in piece, name
            assert b"root:x:" not in piece, name


URLS = {"src", "href", "srcset", "poster", "data", "action", "formaction", "background", "cite"}
STYLE = re.compile(r"url\(\s*['\"]?(?!data:|#)|@import|expression\(|javascript:", re.IGNORECASE)


OWN_SCRIPT = (
    f"<script>{(ROOT / 'themes/publisher/static/page.js').read_text(encoding='utf-8')}</script>"
)
OWN_BUTTON = re.compile(
    r'<template id="page_\w+"><button type="button" class="\w+"(?: data-done="\w+")?>\w+</button></template>'
)


def assert_harmless(html):
    """Nothing in the page runs but the page's own script, and nothing is loaded from anywhere."""
    text = html.decode()
    assert text.count(OWN_SCRIPT) == 1
    assert len(OWN_BUTTON.findall(text)) == 2
    page = Page(OWN_BUTTON.sub("", text.replace(OWN_SCRIPT, "")))
    refused = re.compile(r"[\s\0-\x1f]*(?:javascript|vbscript|data|file|blob)\s*:", re.IGNORECASE)
    for element in page.elements:
        tag = element.tag
        assert tag not in {
            "script", "iframe", "object", "embed", "base", "form", "frame", "applet", "audio", "video",
            "link", "svg", "portal", "template",
        }  # fmt: skip
        for name, value in element.attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert not (name == "style" and STYLE.search(value)), value
            if ":" in name or name in URLS:
                assert name.partition(":")[0] != "xlink"
                if tag == "a" and name == "href":
                    assert not refused.match(re.sub(r"[\t\r\n]", "", value)), value
                else:
                    assert re.match(r"data:image/[a-z+]+;base64,", value), (tag, name, value[:80])
        if tag == "meta":
            assert element.attributes.get("http-equiv", "").lower() != "refresh"
        if tag == "style":
            assert not STYLE.search(element.text)
    return page


# -- pictures ---------------------------------------------------------------------------


def truncated():
    return png(64, 64)[:-30]


BAD_FILES = {
    "zero": (b"", "image_unreadable", "error"),
    "truncated": (truncated(), "image_unreadable", "error"),
    "text": (b"this is no picture", "image_unreadable", "error"),
    "header": (png()[:20], "image_unreadable", "error"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 40, "image_unreadable", "error"),
    "lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n",
        "image_lfs",
        "warning",
    ),
    "gif": (b"GIF89a\x01\x00\x01\x00\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\x00\x01\x00\0\x02\x02D\x01\0;",
            "image_content", "warning"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FILES)
def test_picture_that_is_none(folder, kind):
    data, code, severity = BAD_FILES[kind]
    path = write_report(folder, "before", f"![{ALT}](figures/a.png)", "after")
    (folder / "figures").mkdir()
    (folder / "figures" / "a.png").write_bytes(data)
    checked = run("check", path, "--format", "json")
    assert checked.code == 1
    (found,) = [d for d in checked.json["diagnostics"] if d["code"] == code]
    assert (found["severity"], found["question"]) == (severity, 2)
    assert "figures/a.png" in found["message"]
    assert checked.json["questions"][1]["images"] == 1
    done, files = publish(path)
    assert done.code == (1 if severity == "error" else 0)
    page = assert_harmless(files["report.html"])
    if kind != "gif":
        assert not page.all("img")
        (note,) = page.all("span", class_="image-note")
        assert "figures/a.png" in note.text


@pytest.mark.parametrize("kind", ["zero", "truncated"])
def test_pdf_of_a_report_with_a_picture_that_is_none(folder, kind):
    path = write_report(folder, f"![{ALT}](figures/a.png)")
    (folder / "figures").mkdir()
    (folder / "figures" / "a.png").write_bytes(BAD_FILES[kind][0])
    done, files = publish(path, "pdf")
    assert done.code == 1
    assert files["report.pdf"].startswith(b"%PDF-")


def test_60_megapixels(folder):
    data = png(10_000, 6_000)
    path = write_report(folder, f"![{ALT}](figures/a.png)", figures={"figures/a.png": data})
    checked = run("check", path, "--format", "json")
    assert checked.json["outcome"] == "ok"
    done, files = publish(path, "html,pdf,archive")
    assert done.code == 0, done.err
    assert [e.attributes["alt"] for e in assert_harmless(files["report.html"]).all("img")] == [ALT]
    (figure,) = json.loads(files["report.json"])["figures"]
    assert (figure["width"], figure["height"]) == (10_000, 6_000)


def test_bomb_is_named_with_its_line(folder):
    data = png(20_000, 20_000)
    path = write_report(
        folder, "before", f"![{ALT}](figures/a.png)", figures={"figures/a.png": data}
    )
    done, files = publish(path, "html,pdf")
    line = path.read_text().splitlines().index(f"![{ALT}](figures/a.png)") + 1
    assert done.code == 1
    assert f":{line}:1: error: " in done.err
    assert "figures/a.png" in done.err
    assert files["report.pdf"].startswith(b"%PDF-")


# -- ways out of the folder ----------------------------------------------------------------

OUTSIDE = [
    "../secret.png",
    "figures/../../secret.png",
    "..%2Fsecret.png",
    "%2e%2e/secret.png",
    "..\\secret.png",
    "%252e%252e/secret.png",
    "../../etc/passwd",
    "../../../../../../../../etc/passwd",
    "/etc/passwd",
    "//etc/passwd",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "file:../secret.png",
    "http://localhost/x.png",
    "https://example.org/x.png?raw=true",
    "//example.org/x.png",
    "ftp://example.org/x.png",
    "C:/secret.png",
    "data:text/html,<script>alert(1)</script>",
    "javascript:alert(1)",
    "figures/link.png",
    "figures/linked/secret.png",
    "figures/link.txt",
]


def link_out(folder):
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    (figures / "link.png").symlink_to(folder.parent / "secret.png")
    (figures / "link.txt").symlink_to(folder.parent / "secret.txt")
    (figures / "linked").symlink_to(folder.parent, target_is_directory=True)


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
@pytest.mark.parametrize("form", ["![{alt}]({uri})", '<img src="{uri}" alt="{alt}">', "![{alt}][1]\n\n[1]: {uri}"],
                         ids=["markdown", "html", "reference"])  # fmt: skip
@pytest.mark.parametrize("uri", OUTSIDE)
def test_picture_from_elsewhere(folder, uri, form):
    link_out(folder)
    path = write_report(folder, "before", form.format(alt=ALT, uri=uri.replace("\\", "\\\\")))
    checked = run("check", path, "--format", "json")
    assert checked.code == 1
    assert codes(checked) & {
        "image_outside", "image_url", "image_missing", "image_unreadable", "link_dead",
    }, checked.out  # fmt: skip
    assert SECRET not in checked.out
    done, files = publish(path)
    assert done.code in (0, 1)
    assert not assert_harmless(files["report.html"]).all("img")
    assert_no_secret(files)
    held = json.loads(files["report.json"])
    assert held["figures"] == held["files"] == []


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_pdf_holds_nothing_from_elsewhere(folder):
    link_out(folder)
    pictures = [f"![{ALT}]({uri})" for uri in OUTSIDE]
    links = [f"[{ALT}]({uri})" for uri in OUTSIDE]
    path = write_report(folder, "\n\n".join(pictures), "\n\n".join(links))
    done, files = publish(path, "html,pdf,archive")
    assert done.code == 1
    assert_no_secret(files)
    assert_harmless(files["report.html"])
    for word in (b"/URI (file", b"/URI (javascript", b"/JavaScript", b"/Launch"):
        assert not any(word in piece for piece in decoded(files["report.pdf"]))


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
@pytest.mark.parametrize("uri", OUTSIDE)
def test_link_to_elsewhere_is_no_way_out(folder, uri):
    link_out(folder)
    form = f'[words]({uri})\n\n<a href="{uri}">more</a>'
    path = write_report(folder, form.replace("\\", "\\\\"))
    done, files = publish(path)
    assert done.code in (0, 1)
    page = assert_harmless(files["report.html"])
    assert_no_secret(files)
    assert "words" in page.all("section", class_="question")[0].text


def test_report_that_is_a_link_belongs_to_where_it_is_read(folder):
    """The one file that was named by hand may lie elsewhere; its neighbours are those beside it."""
    real = write_report(folder.parent / "real", f"![{ALT}](secret.png)")
    (real.parent / "secret.png").write_bytes(png() + HIDDEN)
    (folder / "README.md").symlink_to(real)
    _, files = publish(folder / "README.md")
    assert_no_secret(files)


@pytest.mark.skipif(os.name != "posix", reason="needs devices and pipes")
def test_what_is_no_regular_file_is_not_opened(folder):
    """A device gives bytes without end; a pipe waits for a writer without end."""
    for name, target in (("pipe.md", None), ("zero.md", "/dev/zero")):
        path = folder / name
        if target:
            path.symlink_to(target)
        else:
            os.mkfifo(path)
        done = run("check", path)
        assert done.code == 3
        assert "no regular file" in done.err + done.out
    figures = folder / "figures"
    figures.mkdir()
    os.mkfifo(figures / "pipe.png")
    (figures / "zero.png").symlink_to("/dev/zero")
    names = [f"![{ALT}](figures/{name}.png) [x](figures/{name}.png)" for name in ("pipe", "zero")]
    done, files = publish(write_report(folder, *names))
    assert done.code == 1
    assert not assert_harmless(files["report.html"]).all("img")


def test_a_picture_of_many_comments_is_known_at_once():
    data = b"<!---->" * 500
    assert examine(data + b"x").media == ""
    assert examine(data + b"<!-- \n -->\n<svg/>").media == "image/svg+xml"


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_report_that_nobody_named_is_no_way_out(folder):
    (folder / "README.md").symlink_to(folder.parent / "secret.txt")
    for name in ("check", "build"):
        done = run(name, folder, cwd=folder)
        assert done.code == 3
        assert "link out of its folder" in done.err
        assert SECRET not in done.out + done.err
    (folder / "README.md").unlink()
    write_report(folder / "docs", "words")
    (folder / "README.md").symlink_to(folder / "docs" / "README.md")
    assert run("check", folder).code == 0


# -- what would run -------------------------------------------------------------------------

ACTIVE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://localhost/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<p onclick="alert(1)">text</p>',
    "<p\nONCLICK='alert(1)'>text</p>",
    '<img src="figures/a.png" onerror="alert(1)" alt="x">',
    "<img src=figures/a.png/onerror=alert(1)>",
    "<details open ontoggle=alert(1)><summary>s</summary>t</details>",
    '<a href="javascript:alert(1)">go</a>',
    '<a href=" java\tscript:alert(1)">go</a>',
    '<a href="&#106;avascript:alert(1)">go</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">go</a>',
    '<a href="vbscript:x">go</a>',
    "[go](javascript:alert(1))",
    "[go](JaVaScRiPt:alert(1))",
    "[go](<java script:alert(1)>)",
    "[go](java&#x09;script:alert(1))",
    "[go][j]\n\n[j]: javascript:alert(1)",
    "[go](data:text/html,<script>alert(1)</script>)",
    "[go](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<iframe src='http://localhost/'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>@import url(http://localhost/x.css); body {background: url(http://localhost/x)}</style>",
    '<div style="background: url(http://localhost/x)">text</div>',
    '<link rel="stylesheet" href="http://localhost/x.css">',
    '<meta http-equiv="refresh" content="0;url=http://localhost/">',
    '<base href="http://localhost/">',
    "<form action=http://localhost/><input name=a autofocus onfocus=alert(1)></form>",
    "<video src=http://localhost/x poster=http://localhost/y></video><audio src=x></audio>",
    '<picture><source srcset="http://localhost/x.png"><img src="figures/a.png" alt="x"></picture>',
    '<img src="figures/a.png" srcset="http://localhost/x.png 2x" alt="x">',
    '<table background="http://localhost/x"><tr><td background="http://localhost/y">c</table>',
    "<plaintext>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "</div></section></main></body></html><script>alert(1)</script>",
    "</div></div></div></section>",
    '```"><script>alert(1)</script>\ncode\n```',
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    '![x" onerror="alert(1)](figures/a.png)',
    '![x](figures/a.png "t\\" onerror=\\"alert(1)")',
    "$\\href{javascript:alert(1)}{x}$ $\\text{<script>alert(1)</script>}$ $</math><script>$",
    "{include}`/etc/passwd`\n\n```{include} /etc/passwd\n```\n\n```{raw} html\n<script></script>\n```",
    "```{eval-rst}\n.. include:: /etc/passwd\n```\n\n{{ 7 * 7 }} {% raw %}",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "> [!NOTE]\n> <script>alert(1)</script>",
    "# <script>alert(1)</script> {onclick=alert(1)}\n\n[x]{onclick=alert(1)}",
    "<b id=question-1 name=question-2 class=answer>text</b>",
]  # fmt: skip


@pytest.mark.parametrize("text", ACTIVE)
def test_nothing_runs(folder, text):
    path = write_report(
        folder, "before", f"start {text}\n\n{text}", "after", figures={"figures/a.png": png()}
    )
    done, files = publish(path)
    assert done.code in (0, 1)
    page = assert_harmless(files["report.html"])
    assert_no_secret(files)
    questions = page.all("section", class_="question")
    assert [q.attributes["id"] for q in questions] == ["question-1", "question-2", "question-3"]
    assert "start" in questions[1].text
    assert "after" in questions[2].text
    assert "after" not in questions[1].text
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_svg_with_script_is_named_and_inert(folder):
    path = write_report(folder, f"![{ALT}](figures/a.svg)", figures={"figures/a.svg": SVG})
    checked = run("check", path, "--format", "json")
    assert checked.code == 1
    assert "image_type" in codes(checked)
    _, files = publish(path, "html,pdf,archive")
    # A picture's own scripts never run in an `img`, and it can load nothing there.
    assert_harmless(files["report.html"])
    assert_no_secret(files)
    pdf = files["report.pdf"]
    assert not any(word in piece for piece in decoded(pdf) for word in (b"/JavaScript", b"/JS "))


@pytest.mark.parametrize(
    "matter", ["title: <script>alert(1)</script>", "title: '\"><img src=x onerror=alert(1)>'"]
)
def test_front_matter_and_headings_are_text(folder, matter):
    path = write_report(folder, "words")
    text = path.read_text().replace("# Report", "# <script>alert(1)</script> Report")
    path.write_text(f"---\n{matter}\n---\n{text}")
    _, files = publish(path)
    assert_harmless(files["report.html"])


def test_page_lets_no_other_script_run(folder):
    """Whatever were to get into a page: a browser runs our script alone, and fetches and sends nothing."""
    _, files = publish(write_report(folder, "words"), "html")
    head = files["report.html"].decode().partition("<body")[0]
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', head)
    (style,) = re.findall(r"<style>(.*?)</style>", head, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", head, re.DOTALL)
    assert head.index(policy) < head.index("<title>")
    assert policy.split("; ") == [
        "default-src 'none'",
        "img-src data:",
        "font-src data:",
        "style-src 'unsafe-inline'",
        f"style-src-elem '{digest(style)}'",
        f"script-src '{digest(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_course_title_is_text(folder):
    path = write_report(folder, "words")
    course = folder.parent / "course.yaml"
    course.write_text("title: '</title><script>alert(1)</script>'\n")
    out = folder.parent / "out"
    assert run("html", path, "--course", course, "-o", out).code == 0
    assert_harmless((out / "report.html").read_bytes())
