"""What a document may not do: read a file, open an address, attach anything."""

from __future__ import annotations

import ast
import errno
import io
import os
import socket
import subprocess
import sys
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from publisher.doors.assets import themes_folder
from publisher.pdf import parent as door
from publisher.pdf.drawings.svg import UnsafeDrawingError, read_drawing
from publisher.pdf.environment import import_path
from publisher.pdf.process import PdfJob, PdfProcess

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'
CONTENT = "the-host-secret-7319"


def hostile(secret: str) -> str:
    return f"""<!doctype html><html lang="en"><head><title>t</title>
<link rel="attachment" href="{secret}"><link rel="attachment" href="figure:1" title="x">
<link rel="stylesheet" href="{secret}"><style>@import url("{secret}");
@font-face {{ font-family: stolen; src: url("{secret}") }}
p {{ background: url("{secret}"); list-style-image: url("{secret}") }}
p::before {{ content: url("{secret}") }} h1 {{ font-family: stolen }}</style></head><body>
<h1>Title</h1><p>Text <a rel="attachment" href="{secret}">attached</a>
<a rel="attachment" href="figure:1">attached</a></p>
<p><img alt="a" src="{secret}"><img alt="b" src="http://127.0.0.1:9/x.png">
<img alt="c" src="../secret.txt"><img alt="d" src="data:image/png;base64,AAAA">
<object data="{secret}">object</object><embed src="{secret}"></p>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9"
height="9"><title>t</title><image xlink:href="{secret}" width="9" height="9"/></svg>
<p><img alt="e" src="figure:1"></p></body></html>"""


# Says on standard error what Python opens, connects to or runs once the job is there.
WATCHED = """
import os, publisher.pdf.child.main as child, publisher.pdf.protocol as protocol
def hook(event, arguments):
    if event.split(".")[0] in {"open", "socket", "subprocess", "os", "shutil", "urllib", "tempfile"}:
        os.write(2, f"did {event} {arguments}\\n".encode("utf-8", "replace"))
unpack = protocol.unpack_job
def watch(stream):
    job = unpack(stream)
    sys.addaudithook(hook)
    return job
protocol.unpack_job = watch
child.main(options)
"""
HARMLESS = ("os.listdir", "os.mkdir", "os.scandir", "os.putenv")
TRAPS = """<a rel="attachment" href="{0}">a</a><link rel="attachment" href="{0}">
<link rel="stylesheet" href="{0}"><img alt="t" src="{0}"><p style="background: url({0});
list-style-image: url({0}); content: url({0}); cursor: url({0}); border-image: url({0});
src: url({0})">t</p><body background="{0}"><table background="{0}"><td background="{0}">t</table>
<input type="image" src="{0}"><video poster="{0}" src="{0}"></video><iframe src="{0}"></iframe>
<object data="{0}"></object><picture><source srcset="{0}"><img alt="t" srcset="{0} 2x"></picture>
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title><style>@import
url({0}); rect {{ fill: url({0}#a) }}</style><rect width="9" height="9" mask="url({0}#a)"
filter="url({0}#a)"/><use href="{0}#a"/><script href="{0}"/></svg><base href="{0}">"""


@pytest.mark.enable_socket
@pytest.mark.skipif(os.name != "posix", reason="a file that waits for its reader")
def test_a_document_gets_nothing_but_its_own_images(tmp_path, picture, monkeypatch):
    monkeypatch.setattr(door, "BOOTSTRAP", door.BOOTSTRAP.partition("from publisher")[0] + WATCHED)
    secret, fifo = tmp_path / "secret.txt", tmp_path / "fifo"
    secret.write_text(CONTENT)
    (tmp_path / "link.txt").symlink_to(secret)
    os.mkfifo(fifo)  # whoever opens it, by whatever library, waits for ever
    with socket.create_server(("127.0.0.1", 0)) as server, PdfProcess() as process:
        server.setblocking(False)
        port = server.getsockname()[1]
        traps = [fifo.as_uri(), str(fifo), (tmp_path / "link.txt").as_uri(), "/dev/zero"]
        traps += [f"http://127.0.0.1:{port}/a", f"//127.0.0.1:{port}/b", "figure:2", "report:../x"]
        traps += ["data:text/css,@import%20url(file:///dev/zero)", f"ftp://127.0.0.1:{port}/c"]
        job = PdfJob(
            html=hostile(secret.as_uri()) + "".join(TRAPS.format(trap) for trap in traps),
            stylesheets=(f'@import "{secret.as_uri()}"; h1 {{ background: url("{secret}") }}',),
            images={"figure:1": picture()},
            title="t",
            language="en",
            identifier=b"x",
        )
        result = process.render(job)
        did = [line for line in process.detail().splitlines() if line.startswith("did ")]
        work = str(process._work.path)
        with pytest.raises(BlockingIOError):
            server.accept()
    allowed = [*import_path(), sys.prefix, sys.base_prefix, work, str(themes_folder())]
    opened = [line for line in did if line.startswith("did open")]
    assert opened
    for line in opened:
        path = ast.literal_eval(line.removeprefix("did open "))[0]
        assert isinstance(path, int) or str(path).startswith(tuple(allowed)), line
    others = [line for line in did if line not in opened and not line[4:].startswith(HARMLESS)]
    assert not [line for line in others if work not in line]
    assert CONTENT.encode() not in result.pdf
    (refused,) = [message for message in result.messages if message.startswith("refused")]
    assert int(refused.split()[1]) >= len(traps) + 4
    assert not any(str(tmp_path) in message for message in result.messages)
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert "/AF" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        kinds = {str(i.Type) for i in pdf.objects if "/Type" in getattr(i, "keys", list)()}
        assert not kinds & {"/Filespec", "/EmbeddedFile"}
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and "/Width" not in item:
                assert CONTENT.encode() not in item.read_bytes()


FENCED = """
import sys, socket
from pathlib import Path
from publisher.pdf.child.landlock import fence
own, secret, port = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if not fence([], own): raise SystemExit("no fence")
(own / "new").write_text("ours")
(own / "new").unlink()
import wave
for what in (lambda: open(secret), lambda: open("/etc/passwd"), lambda: open("/proc/1/environ"),
             lambda: open(sys.prefix + "/new", "w"), lambda: open(secret + "new", "w")):
    try: what()
    except PermissionError: continue
    raise SystemExit("a way out")
with socket.socket() as s: print(s.connect_ex(("127.0.0.1", port)))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock is of Linux")
def test_the_kernel_keeps_the_child_in_its_own_folder(tmp_path):
    (tmp_path / "own").mkdir()
    secret = tmp_path / "secret"
    secret.write_text(CONTENT)
    command = [sys.executable, "-c", FENCED, str(tmp_path / "own"), str(secret), "9"]
    env = {**os.environ, "PYTHONPATH": str(import_path()[-1])}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if "no fence" in done.stderr:
        pytest.skip("this kernel has no Landlock")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) in {errno.EACCES, errno.ECONNREFUSED}  # the latter before Linux 6.7


def doubled(times: int) -> str:
    twice = '<use href="#a{0}"/><g clip-path="url(#a{0})"/>'
    shapes = (f'<g id="a{n + 1}">{twice.format(n)}</g>' for n in range(times))
    return f'<g id="a0"><rect/></g>{"".join(shapes)}<use href="#a{times}"/>'


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use xlink:href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<mask id="c"><g><rect mask="url(#c)"/></g></mask><rect mask="url(#c)"/>',
        "<pattern id='c'><rect style='fill: url( \"#c\" )'/></pattern>",
        "<marker id='a'><g id='b'><path marker-end='url(#b)'/></g></marker>",
        doubled(16),
        "<g>" * 200 + "</g>" * 200,
        "".join(f"<g id='a{n + 1}'><use href='#a{n}'/></g>" for n in range(300)),
    ],
)
def test_a_drawing_without_an_end_is_refused(inside):
    with pytest.raises(UnsafeDrawingError, match=r"use each other|levels deep"):
        read_drawing((SVG % inside).encode(), "en")


def test_a_large_drawing_that_has_an_end_is_taken():
    marks = "<use href='#mark'/>" * 30_000
    read_drawing((SVG % f"<defs><g id='mark'><rect/><rect/></g></defs>{marks}").encode(), "en")
    read_drawing((SVG % doubled(10)).encode(), "en")


def test_a_drawing_that_fails_becomes_a_grey_box(failures, tmp_path):
    bad = (SVG % "<rect id='a' width='9' height='9' transform='scale(0)'/><path d='M'/>").encode()
    recursive = "<style>g { mask: url(#m) } </style><mask id='m'><g><rect/></g></mask><g/>"
    images = {"figure:1": bad, "figure:2": (SVG % recursive).encode()}
    shown = "".join(f'<p><img src="{name}" alt="{name}"></p>' for name in images)
    job = PdfJob(
        html=f"<!doctype html><html lang=en><title>t</title><body><h1>Title</h1>{shown}",
        stylesheets=(),
        images=images,
        title="t",
        language="en",
        identifier=b"x",
    )
    with PdfProcess() as process:
        made = process.render(job)
    assert made.unreadable == {"figure:2": "it cannot be drawn: RecursionError"}
    assert not made.messages
    assert failures(made.pdf, tmp_path) == set()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        "<rect onload='x()'/>",
        "<set attributeName='href' to='x'/>",
        "<rect>",
    ],
)
def test_a_drawing_that_runs_something_is_refused(inside):
    with pytest.raises(UnsafeDrawingError):
        read_drawing((SVG % inside).encode(), "en")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd" [<!ELEMENT svg ANY>]>',
        '<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;">]>',
        '<!DOCTYPE svg [<!ENTITY a "&#38;b;">]>',
        '<!DOCTYPE svg [<!ENTITY a "<rect/>">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % a "b">]>',
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
        '<!DOCTYPE svg [<!ATTLIST svg width CDATA "9">]>',
        '<?xml-stylesheet href="x.css"?>',
        "<p/>",
    ],
)
def test_a_drawing_that_begins_badly_is_refused(before):
    with pytest.raises(UnsafeDrawingError):
        read_drawing((before + SVG % "").encode(), "en")


@pytest.mark.parametrize(
    "inside",
    [
        "<image href='file:///etc/passwd'/>",
        "<image xlink:href='picture.png'/>",
        "<image href='//example.org/x.png'><rect/></image>",
        "<style>@import 'x.css'; @import url(x.css);</style>",
        "<style>@font-face { font-family: x; src: url(file:///x) }</style>",
        "<use href='other.svg#a'/>",
        "<use href='data:image/svg+xml,x'/>",
        "<use href='within:0'/>",
        "<feImage xlink:href='data:image/png;base64,AAAA'/>",
        "<rect fill='url(file:///etc/passwd#a)'/>",
        "<rect fill='url(data:image/png;base64,AAAA)'/>",
        "<rect style='fill: URL( \"http://x/#a\")'/>",
        "<rect style='fill: u\\72l(x); mask: url(#a) url(x)'/>",
        "<style>rect { fill: u\\72l(x) }</style>",
        "<g xml:base='file:///etc/'/>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>",
    ],
)
def test_what_reaches_out_and_can_be_spared_is_not_drawn(inside):
    drawing = read_drawing((SVG % (inside + "<text>x</text>")).encode(), "en")
    assert drawing.lacks or drawing.otherwise
    left = ET.tostring(drawing.tree)
    for word in (b"href", b"import", b"font-face", b"iframe", b"(x", b"u\\", b"file:", b"data:"):
        assert word not in left
    assert b">x<" in left


def test_what_a_drawing_refers_to_in_itself_stays():
    inside = (
        """<rect style="fill:url(#a);font-family:'\\5b8b'" mask='url("#b")'/><use href="#a"/>"""
    )
    drawing = read_drawing((SVG % inside).encode(), "en")
    assert not drawing.lacks
    left = ET.tostring(drawing.tree, encoding="unicode")
    for word in ("url(#a)", "#b", 'href="#a"', "\u5b8b"):
        assert word in left


@pytest.mark.parametrize(("size", "times", "taken"), [(1000, 10, True), (1000, 11, False)])
def test_entities_come_to_so_much_in_all(size, times, taken):
    declared = f'<!DOCTYPE svg [<!ENTITY a "{"x" * size}">]>'
    data = declared + SVG % f"<text>{'&a;' * times}</text>"
    if taken:
        text = "".join(read_drawing(data.encode(), "en").tree.itertext())
        assert text == "x" * size * times
    else:
        with pytest.raises(UnsafeDrawingError, match="entities come to more than 10,000 letters"):
            read_drawing(data.encode(), "en")
    with pytest.raises(UnsafeDrawingError, match="UTF-8"):
        read_drawing(f'<?xml version="1.0" encoding="utf-16"?>{data}'.encode("utf-16"), "en")


def test_a_drawing_in_a_drawing_has_its_weight():
    inner = quote(SVG % ("<rect/>" * 500))
    data = f"<image id='a0' href='data:image/svg+xml,{inner}'/>"
    doubled_inner = doubled(9).replace('<g id="a0"><rect/></g>', f"<g id='a0'>{data}</g>")
    with pytest.raises(UnsafeDrawingError, match="use each other"):
        read_drawing((SVG % doubled_inner.replace("id='a0' href", "href")).encode(), "en")
    third = quote(SVG % f"<image href='data:image/svg+xml,{inner}'/>")
    with pytest.raises(UnsafeDrawingError, match="a drawing that holds a drawing"):
        read_drawing((SVG % f"<image href='data:image/svg+xml,{third}'/>").encode(), "en")


def test_a_drawing_that_stands_alone_is_taken():
    inside = (
        "<defs><linearGradient id='a'/></defs><rect fill='url(#a)' style='stroke: url(\"#a\")'/>"
        "<use xlink:href='#b'/><a href='https://example.org'><text id='b'>on it</text></a>"
        "<style>rect { fill: red }</style>"
    )
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    read_drawing((public + SVG % inside).encode(), "en")
