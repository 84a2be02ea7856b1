"""What a document may not do: read a file, open an address, attach anything."""

from __future__ import annotations

import io

import pikepdf
import pytest

from publisher.pdf.process import PdfJob, PdfProcess
from publisher.pdf.svg import UnsafeDrawingError, check_svg

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


def test_a_document_gets_nothing_but_its_own_images(tmp_path, picture):
    secret = tmp_path / "secret.txt"
    secret.write_text(CONTENT)
    job = PdfJob(
        html=hostile(secret.as_uri()),
        stylesheets=(f'@import "{secret.as_uri()}"; h1 {{ background: url("{secret}") }}',),
        images={"figure:1": picture()},
        title="t",
        language="en",
        identifier=b"x",
    )
    with PdfProcess() as process:
        result = process.render(job)
    assert CONTENT.encode() not in result.pdf
    refused = [message for message in result.messages if message.startswith("refused")]
    # five addresses, and four attachments
    assert refused == ["refused 9 addresses outside the report"]
    assert not any(str(tmp_path) in message for message in result.messages)
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert "/AF" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        kinds = {str(i.Type) for i in pdf.objects if "/Type" in getattr(i, "keys", list)()}
        assert not kinds & {"/Filespec", "/EmbeddedFile"}
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and "/Width" not in item:
                assert CONTENT.encode() not in item.read_bytes()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        "<rect onload='x()'/>",
        "<image href='file:///etc/passwd'/>",
        "<image xlink:href='picture.png'/>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<use href='other.svg#a'/>",
        "<rect fill='url(file:///etc/passwd#a)'/>",
        "<rect style='fill: URL( \"http://x/#a\")'/>",
        "<style>@import 'x.css';</style>",
        "<style>rect { fill: u\\72l(x) }</style>",
        "<g xml:base='file:///etc/'/>",
        "<set attributeName='href' to='x'/>",
        "<rect>",
    ],
)
def test_a_drawing_that_reaches_out_is_refused(inside):
    with pytest.raises(UnsafeDrawingError):
        check_svg((SVG % inside).encode())


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd" [<!ELEMENT svg ANY>]>',
        '<?xml-stylesheet href="x.css"?>',
        "<p/>",
    ],
)
def test_a_drawing_that_begins_badly_is_refused(before):
    with pytest.raises(UnsafeDrawingError):
        check_svg((before + SVG % "").encode())


def test_a_drawing_that_stands_alone_is_taken():
    inside = (
        "<defs><linearGradient id='a'/></defs><rect fill='url(#a)' style='stroke: url(\"#a\")'/>"
        "<use xlink:href='#b'/><a href='https://example.org'><text id='b'>on it</text></a>"
        "<style>rect { fill: red }</style>"
    )
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    check_svg((public + SVG % inside).encode())
