"""Repairs of what the file says about itself: metadata and embedded files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf

from publisher.pdf.child.breaks import BREAK
from publisher.pdf.objects.access import resolve
from publisher.pdf.objects.text_maps import JOINER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.pdf.job import PdfAttachment

__all__ = ["LONGEST", "bound_texts", "declare_ua", "describe_attachments"]

LONGEST = 8000
"""Characters of a string: in UTF-16 none takes more than four bytes."""

RDF_END = b"</rdf:RDF>"
UA = b"http://www.aiim.org/pdfua/ns/id/"
# PDF/A knows no property of PDF/UA; one that it does not know has to be described.
DECLARATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="' + UA + b'">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>" + UA + b"</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>The part of ISO 14289 that is followed</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def declare_ua(pdf: Any) -> None:
    """Say in the metadata that the file is PDF/UA-1 (ISO 14289-1, clause 5; ISO 19005-3, 6.6).

    The words stand inside the one RDF element, with the extension schema that PDF/A asks for (6.6.2.3), in a
    stream that is not compressed (6.6.2.1). Raises ValueError where WeasyPrint's metadata is not as it was.
    """
    packet = resolve(pdf, pdf.catalog["Metadata"])
    head, found, tail = b"".join(packet.stream).rpartition(RDF_END)
    if not found:
        raise ValueError("the PDF's metadata holds no RDF element")
    packet.stream = [head + DECLARATION + found + tail]
    packet.compress = False


def describe_attachments(pdf: Any, attachments: Sequence[PdfAttachment]) -> None:
    """Put the embedded files right (ISO 19005-3, 6.8).

    Each stands once in the catalog's associated files, with the media type that it was given (and
    not one guessed from its name), and without the moment at which the PDF was made.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    types = {item.name: item.media_type for item in attachments}
    for item in pdf.objects:
        if not isinstance(item, dict) or item.get("Type") != "/Filespec":
            continue
        extra = resolve(pdf, item["EF"]["F"]).extra
        extra["Subtype"] = "/" + types[item["UF"].string].replace("/", "#2F")
        for moment in ("CreationDate", "ModDate"):
            extra["Params"].pop(moment, None)


def bound_texts(pdf: Any) -> None:
    """Cut descriptions that are longer than a string may be (ISO 19005-3, 6.1.13: 32,767 bytes).

    What tells the layout where a line may end is not said either: a search would miss the word.
    """
    for item in pdf.objects:
        for name in ("Alt", "Contents", "Title") if isinstance(item, dict) else ():
            if isinstance(said := item.get(name), pydyf.String):
                text = said.string.replace(BREAK, "").replace(JOINER, "")
                short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026"
                item[name] = pydyf.String(short)
