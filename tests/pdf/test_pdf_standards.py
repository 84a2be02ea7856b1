"""PDF/A-3a and PDF/UA-1: the whole passes, and each repair is needed."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT as TEXT
from standards import children, structure
from support import ATTACHMENTS

from publisher.doors.assets import themes_folder
from publisher.fonts.characters import name_of
from publisher.pdf import parent, process
from publisher.pdf.environment import FALLBACKS, FAMILIES

REPAIRS = {
    "declare_ua": {"PDFA3A-METADATA-FILTER-001", "PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"},
    "describe_attachments": {"6.8 an attachment twice"},
    "describe_links": {"7.18.5 a link without a description"},
    "unname_grids": {"7.5 a table without a header"},
    "scope_headers": {"7.5 header without scope", "PDFUA1-TABLE-HEADERS-SCOPE-001"},
    "regularise_tables": {
        *("7.2 a head without a body", "7.2 rows of different widths"),
        *("PDFUA1-TABLE-COLUMN-ROWSPAN-001", "PDFUA1-TABLE-ROW-COLUMNSPAN-001"),
        "PDFUA1-TABLE-THEAD-TBODY-001",
    },
    "wrap_list_items": {"7.2 /P in /LI", "PDFUA1-LI-KIDS-001"},
    "keep_one_link": {"7.18.5 an annotation outside its link", "PDFUA1-LINK-LINK-TAG-001"},
    "mark_decoration": {
        *("7.3 a figure without a text", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
    },
    "complete_text_maps": {
        *("PDFA3A-UNICODE-MAPPING-001", "PDFUA1-FONT-UNICODE-MAPPING-001"),
        *("PDFA3A-UNICODE-VALUE-001", "PDFUA1-FONT-UNICODE-VALUE-001"),
        "PDFA3A-UNICODE-PUA-ACTUALTEXT-001",
    },
    "mark_page_furniture": {"7.1 content outside the tree"},
}


def test_passes_both_profiles(made, failures, tmp_path):
    assert failures(made.pdf, tmp_path) == set()


def test_counts_pages_and_has_nothing_to_say_but_the_missing_text(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert made.pages == len(pdf.pages) > 1
    assert made.unreadable == {}
    assert made.messages == ('Image "figure:1" has no required alt description',)
    assert " ".join(map(name_of, made.missing)) == "U+0001 U+4E2D U+6587 U+E000 U+FFFE"


def test_the_text_can_be_copied_even_where_no_font_has_it(made):
    with pdfium.PdfDocument(made.pdf) as pdf:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    text = text.replace("\u2060", "").replace("\ufffe", "")
    words = "हिन्दी", "中文 ①", "Ελληνικά", "Привет", "łódź ff fi", "😀 🚀 ✅ ❌", "→ ≠"
    # One glyph may stand for several characters, and several for one: ISO 32000-1, 14.9.4.
    words += "1\ufe0f\u20e3 #\ufe0f\u20e3 पाठ, पढ", "a => b -> c <= d", "turned words"
    for word in words:
        assert word in text


def test_embeds_bundled_fonts_only(made):
    bundled = {name.replace(" ", "-") for name in (*FAMILIES.values(), *FALLBACKS)}
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        found = {
            str(item.BaseFont).partition("+")[2].rstrip(",")
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    styles = ("-Bold-Italic", "-Bold", "-Italic", "")
    families = {next(name.removesuffix(s) for s in styles if name.endswith(s)) for name in found}
    assert families <= bundled
    assert {"Source-Serif-4", "Source-Serif-4-Bold", "Source-Serif-4-Italic"} <= found
    assert {"JetBrains-Mono", "Noto-Emoji", "Noto-Sans-Math"} <= found


def test_every_font_comes_with_its_licence():
    folders = [path for path in (themes_folder() / "fonts").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert "SIL Open Font License" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
        assert list(folder.glob("*.ttf"))


def test_says_what_it_is(made, job):
    asked = job()
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert str(pdf.docinfo.Title) == asked.title
        assert str(pdf.Root.Lang) == "en"
        assert bytes(pdf.trailer.ID[0]) == asked.identifier.hex().encode()
        xmp = pdf.Root.Metadata.read_raw_bytes()
    assert xmp.count(b"</rdf:RDF>") == 1
    assert b"CreateDate" not in xmp


def test_attaches_our_file_once_and_without_a_moment(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.Root.AF) == 1
        names = pdf.Root.Names.EmbeddedFiles.Names
        assert len(names) == 2
        entry, stream = names[1], names[1].EF.F
        assert stream.read_bytes() == b'{"a": 1}'
        assert str(stream.Subtype) == "/application/x-test+json"
        assert str(entry.AFRelationship) == "/Source"
        assert str(entry.UF) == str(names[0]) == "report.json"
        assert str(entry.Desc) == "The archive"
        assert set(stream.Params.keys()) == {"/CheckSum", "/Size"}


def test_a_jpeg_keeps_its_bytes_and_no_image_is_interpolated(made, job):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        images = [i for i in pdf.objects if isinstance(i, pikepdf.Stream) and "/Width" in i]
        assert len(images) == 2
        assert not any(image.Interpolate for image in images)
        raw = [i.read_raw_bytes() for i in images if str(i.Filter) == "/DCTDecode"]
    assert raw == [job().images["figure:2"]]


@pytest.mark.parametrize("repair", REPAIRS)
def test_each_repair_is_needed(repair, job, failures, tmp_path, monkeypatch):
    before(
        monkeypatch,
        "import publisher.pdf.objects.post_process as f, publisher.pdf.child.render as r; "
        f"f.{repair} = r.{repair} = lambda *_: None",
    )
    with process.PdfProcess() as child:
        broken = failures(child.render(job(), ATTACHMENTS).pdf, tmp_path)
    assert broken == REPAIRS[repair]


def test_a_character_without_a_form_is_no_missing_glyph(job, failures, tmp_path, monkeypatch):
    before(
        monkeypatch, "import publisher.pdf.child.render as r; r.replace_formless = lambda _: None"
    )
    with process.PdfProcess() as child:
        broken = failures(child.render(job(), ATTACHMENTS).pdf, tmp_path)
    assert {"PDFA3A-NOTDEF-GLYPH-001", "PDFUA1-NOTDEF-GLYPH-001"} <= broken


def test_texts_longer_than_a_string_may_be(job, failures, tmp_path, monkeypatch):
    html = (
        f'<!doctype html><html lang="en"><title>t</title><h1>One</h1><p><img alt="{"å" * 20_000}" '
        f'src="figure:1"> <a href="https://example.org/{"x" * 33_000}">too long an address</a> '
        '<a href="#nowhere">lost</a></p>'
    )
    with process.PdfProcess() as child:
        assert failures(child.render(job(html=html)).pdf, tmp_path) == set()
    before(
        monkeypatch,
        "import publisher.pdf.objects.post_process as f; f.bound_texts = lambda _: None",
    )
    with process.PdfProcess() as child:
        broken = failures(child.render(job(html=html)).pdf, tmp_path)
    assert broken == {"6.1.13 a string is too long", "PDFA3A-STRING-LENGTH-001"}


def test_an_element_goes_on_over_the_pages_end(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        pages = {sheet.objgen: number for number, sheet in enumerate(pdf.pages)}
        found = [element for _, element in structure(pdf)]
        tables = [e for e in found if e.S == "/Table"]
        assert len(tables) == 5
        assert [len(children(part)) for part in children(tables[4])] == [1, 2]
        spread = {
            str(e.S)
            for e in found
            if len({pages[k.Pg.objgen] for k in children(e) if "/Pg" in k}) > 1
        }
    assert {"/P", "/TD"} <= spread


def test_what_stands_in_a_line_runs_from_the_right(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        (link,) = (a.Rect for a in annotations(pdf) if address_of(a).endswith("/rtl"))
        left, right = float(link[0]), float(link[2])
    with pdfium.PdfDocument(made.pdf) as pdf:
        pages = [
            [o for o in page.get_objects(textpage=page.get_textpage()) if o.type == TEXT]
            for page in pdf
        ]
        texts = [[item.extract().strip() for item in page] for page in pages]
        (page,) = (n for n, found in enumerate(texts) if "torch" in found)
        place = texts[page].index("torch")
        places = [item.get_bounds() for item in pages[page][place - 2 : place + 3]]
    lefts = [bounds[0] for bounds in places]
    assert lefts == sorted(lefts, reverse=True)
    assert left - 1 < places[3][0] < places[3][2] < right + 1


def test_a_linked_picture_is_one_place_to_go_to(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        places = {
            address: [
                list(map(float, a.Rect)) for a in annotations(pdf) if address_of(a) == address
            ]
            for address in ("https://example.org", "https://example.org/w")
        }
    for (rectangle,) in places.values():  # one each
        left, bottom, right, top = rectangle
        assert abs(top - bottom) >= 30  # the picture's 40 px are inside
        assert right - left >= 45
    assert places["https://example.org/w"][0][2] - places["https://example.org/w"][0][0] > 60


def annotations(pdf):
    return [annotation for sheet in pdf.pages for annotation in sheet.get("/Annots", ())]


def address_of(annotation):
    return str(annotation.A.URI) if "/A" in annotation else ""


def test_parts_have_their_names(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        pairs = {(str(p.get("/S")), str(e.S)) for p, e in structure(pdf)}
        languages = [str(e.Lang) for _, e in structure(pdf) if "/Lang" in e]
        said = [str(a.Contents) for a in annotations(pdf)]
    assert {("/TOC", "/TOCI"), ("/TOCI", "/Reference"), ("/TOC", "/TOC")} <= pairs
    assert {("/P", "/Code"), ("/Reference", "/Link")} <= pairs
    assert "/Note" in {name for _, name in pairs}
    assert set(languages) == {"da", "nl"}
    assert {"Second", "a link (https://example.org/x)", "linked (https://example.org)"} <= set(said)


def test_a_list_of_definitions_has_terms_and_what_they_mean(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        found = [element for _, element in structure(pdf)]
        items = [[str(k.S) for k in children(e)] for e in found if e.S == "/LI"]
        dutch = next(e for e in found if str(e.get("/Lang", "")) == "nl")
        assert dutch.S == "/Div"
        assert dutch.P.S == "/LBody"
        assert "/L" in [str(k.S) for k in children(dutch)]
    assert ["/Lbl", "/Lbl", "/LBody"] in items
    assert ["/Lbl"] in items


def before(monkeypatch, code: str) -> None:
    """Run code in the child process before it takes a job."""
    start = parent.BOOTSTRAP.replace("from publisher", f"{code}; from publisher")
    monkeypatch.setattr(parent, "BOOTSTRAP", start)


def test_a_link_is_one_annotation(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        links = [a.A.URI for sheet in pdf.pages for a in sheet.get("/Annots", ()) if "/A" in a]
    assert links.count("https://example.org/y") == 1


def test_without_the_faster_library_nothing_is_different(
    made, job, failures, tmp_path, monkeypatch
):
    before(
        monkeypatch,
        "from publisher.pdf.patches.late_imports import put_off; put_off(); "
        "import weasyprint.pdf.fonts as f; f.harfbuzz_subset = None",
    )
    with process.PdfProcess() as child:
        other = child.render(job(), ATTACHMENTS)
    assert other.pdf != made.pdf
    assert other.messages == made.messages
    assert failures(other.pdf, tmp_path) == set()
