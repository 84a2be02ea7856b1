"""What the standards ask and `page-validation` does not look at, read from the file anew.

ISO 14289-1 (PDF/UA-1), ISO 19005-3 (PDF/A-3) and the parts of ISO 32000-1 they rest on; the numbers
are theirs. Each fault is a line that begins with the clause.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise

import pikepdf
from fontTools.ttLib import TTFont

KIDS = {
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/TOC": {"/TOC", "/TOCI", "/Caption"},
    "/TOCI": {"/Lbl", "/Reference", "/NonStruct", "/P", "/TOC"},
}
PARENTS = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TOCI": {"/TOC"},
}
PAINTING = {"Tj", "TJ", "'", '"', "Do", "sh", "f", "f*", "S", "s", "B", "b", "B*", "b*"}
MOST_BYTES = 32767  # of a string
MOST_NAME = 127  # bytes
MOST_STATES = 28  # saved graphics states, one within the other


def faults(pdf: pikepdf.Pdf) -> set[str]:
    """Return the faults of a file that other validators do not see."""
    found = set()
    for parent, element in structure(pdf):
        found |= set(_nesting(parent, element))
        found |= set(_texts(element))
        if element.S == "/Table":
            found |= set(_grid(element))
    found |= set(_headings(pdf)) | set(_identifiers(pdf)) | set(_links(pdf))
    found |= set(_content(pdf)) | set(_limits(pdf)) | set(_fonts(pdf)) | set(_catalog(pdf))
    return found


def kids(element):
    held = element.get("/K", [])
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def children(element):
    return [
        k for k in kids(element) if isinstance(k, pikepdf.Dictionary) and k.get("/S") is not None
    ]


def structure(pdf):
    """Return pairs of parent and element, in the order in which they are read."""
    waiting = [(pdf.Root.StructTreeRoot, k) for k in children(pdf.Root.StructTreeRoot)]
    found = []
    while waiting:
        parent, element = waiting.pop(0)
        found.append((parent, element))
        waiting[:0] = [(element, child) for child in children(element)]
    return found


def names(pdf):
    return [str(element.S) for _, element in structure(pdf)]


def _nesting(parent, element):
    name = str(element.S)
    inside = [str(child.S) for child in children(element)]
    for wrong in set(inside) - KIDS.get(name, set(inside)):
        yield f"7.2 {wrong} in {name}"
    if name in PARENTS and str(parent.get("/S")) not in PARENTS[name]:
        yield f"7.2 {name} in {parent.get('/S')}"
    if parent.get("/S") is not None and element.P.objgen != parent.objgen:
        yield f"14.7.2 {name} names another parent"
    if name == "/Table":
        heads = inside.count("/THead")
        if heads > 1 or inside.count("/TFoot") > 1 or inside.count("/Caption") > 1:
            yield "7.2 parts of a table twice"
        if (heads or "/TFoot" in inside) and "/TBody" not in inside:
            yield "7.2 a head without a body"
    if name == "/TH" and "/Scope" not in element.get("/A", {}):
        yield "7.5 header without scope"
    if name == "/Link" and not any(
        isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/OBJR" for k in kids(element)
    ):
        yield "7.18.5 a link without an annotation"


def _texts(element):
    if element.S == "/Formula" and not str(element.get("/Alt", "")).strip():
        yield "7.7 a formula without a text"
    if element.S == "/Figure":
        if not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
            yield "7.3 a figure without a text"
        if "/BBox" not in element.get("/A", {}):
            yield "14.8.5.4.5 a figure without a box"


def _grid(table):
    """Yield what is irregular: 7.2, rows and columns that are not all filled once; 7.5, no header."""
    rows = [
        row
        for part in children(table)
        for row in ([part] if part.S == "/TR" else children(part))
        if row.S == "/TR"
    ]
    if not any(cell.S == "/TH" for row in rows for cell in children(row)):
        yield "7.5 a table without a header"
    taken = Counter()
    for down, row in enumerate(rows):
        column = 0
        for cell in children(row):
            while taken[down, column]:
                column += 1
            spans = cell.get("/A", {})
            across, deep = int(spans.get("/ColSpan", 1)), int(spans.get("/RowSpan", 1))
            taken.update((down + d, column + a) for d in range(deep) for a in range(across))
            column += across
    if max(taken.values(), default=0) > 1:
        yield "7.2 cells over each other"
    widths = Counter(down for down, _ in taken)
    if len(set(widths.values())) > 1 or set(widths) != set(range(len(rows))):
        yield "7.2 rows of different widths"


def _headings(pdf):
    levels = [int(name[2]) for name in names(pdf) if re.fullmatch("/H[1-6]", name)]
    if levels and levels[0] != 1:
        yield "7.4.2 the first heading is not H1"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "7.4.2 a level is left out"


def _identifiers(pdf):
    ids = [str(element.get("/ID", "")) for _, element in structure(pdf) if element.S == "/Note"]
    if "" in ids or len(set(ids)) != len(ids):
        yield "7.9 notes without an identifier of their own"


def _links(pdf):
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    alive = {element.objgen for _, element in structure(pdf)}
    for sheet in pdf.pages:
        if sheet.get("/Tabs") != "/S" and "/Annots" in sheet:
            yield "7.18.3 no order of tabs"
        for annotation in sheet.get("/Annots", ()):
            owner = owners[int(annotation.StructParent)]
            held = [k.get("/Obj") for k in kids(owner) if isinstance(k, pikepdf.Dictionary)]
            if owner.S != "/Link" or owner.objgen not in alive:
                yield "7.18.5 an annotation outside its link"
            if annotation.objgen not in [item.objgen for item in held if item is not None]:
                yield "7.18.5 a link that does not know its annotation"
            said = str(annotation.get("/Contents", "")).strip()
            if not said or said == annotation.get("/Dest"):
                yield "7.18.5 a link without a description"


def _content(pdf):
    """Yield what is wrong between the pages' content and the tree: 7.1."""
    reached = {}
    for _, element in structure(pdf):
        for kid in kids(element):
            if isinstance(kid, int):
                reached[element.Pg.objgen, kid] = element
            elif kid.get("/Type") == "/MCR":
                reached[kid.Pg.objgen, int(kid.MCID)] = element
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    for sheet in pdf.pages:
        marks = set()
        yield from _marking(sheet, marks)
        for mark in marks:
            element = reached.get((sheet.objgen, mark))
            if element is None:
                yield "7.1 content outside the tree"
            elif owners[int(sheet.StructParents)][mark].objgen != element.objgen:
                yield "14.7.4.4 the parent tree names another element"


def _marking(sheet, marks):
    """Yield what is wrong within a page's content; fill `marks` with the numbers that it holds."""
    depth, stack = 0, []
    for operands, operator in pikepdf.parse_content_stream(sheet):
        name = str(operator)
        if name == "BDC" and "/MCID" in operands[1]:
            marks.add(int(operands[1].MCID))
            stack.append("tagged")
        elif name in ("BDC", "BMC"):
            furniture = name == "BDC" and operands[1].get("/Type") == "/Pagination"
            stack.append("furniture" if furniture else str(operands[0]))
        elif name == "EMC":
            stack.pop()
        elif name in PAINTING and not stack:
            yield f"7.1 content that is not marked: {name}"
        elif name in ("Tj", "TJ") and "/Artifact" in stack:
            yield "7.1 text that is said to be decoration"
        depth += {"q": 1, "Q": -1}.get(name, 0)
        if depth > MOST_STATES:
            yield "6.1.13 too many saved states"
        if "tagged" in stack and {"/Artifact", "furniture"} & set(stack):
            yield "7.1 an artifact and content, one within the other"


def _limits(pdf):
    for item in pdf.objects:
        for value in _values(item):
            if isinstance(value, pikepdf.String) and len(bytes(value)) > MOST_BYTES:
                yield "6.1.13 a string is too long"
            if isinstance(value, pikepdf.Name) and len(str(value).encode()) - 1 > MOST_NAME:
                yield "6.1.13 a name is too long"


def _values(item):
    waiting = [item]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, pikepdf.Array):
            waiting += [v for v in value if not getattr(v, "is_indirect", False)]
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [v for _, v in value.items() if not getattr(v, "is_indirect", False)]


def _fonts(pdf):
    """Yield fonts whose widths or sets of glyphs are not those of the program: 6.2.11.4, 6.2.11.5."""
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") not in (
            "/CIDFontType2",
            "/CIDFontType0",
        ):
            continue
        described = font.FontDescriptor
        program = described.get("/FontFile2", described.get("/FontFile3"))
        if program is None:
            yield f"6.2.11.4 {font.BaseFont} is not embedded"
            continue
        with TTFont(io.BytesIO(program.read_bytes())) as read:
            order, widths = read.getGlyphOrder(), read["hmtx"].metrics
            units = read["head"].unitsPerEm
            for glyph, width in _widths(font.W):
                if glyph >= len(order):
                    yield f"6.2.11.4 a glyph that {font.BaseFont} lacks"
                elif abs(widths[order[glyph]][0] * 1000 / units - width) > 1:
                    yield f"6.2.11.5 a width in {font.BaseFont}"


def _widths(array):
    at = 0
    while at < len(array):
        first = int(array[at])
        if isinstance(array[at + 1], pikepdf.Array):
            yield from enumerate(map(float, array[at + 1]), first)
            at += 2
        else:
            for glyph in range(first, int(array[at + 1]) + 1):
                yield glyph, float(array[at + 2])
            at += 3


def _catalog(pdf):
    root = pdf.Root
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "7.1 the title is not shown"
    if len({item.objgen for item in root.get("/AF", ())}) != len(root.get("/AF", ())):
        yield "6.8 an attachment twice"
    with pdf.open_metadata() as metadata:
        if str(pdf.docinfo.get("/Title", "")) != metadata.get("dc:title", ""):
            yield "6.6.2.3 the title of the document's dictionary is another one"
