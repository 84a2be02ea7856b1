"""The style of a page: what WeasyPrint would compute for every element, and no page shows."""

from __future__ import annotations

import weasyprint

from publisher.pdf.style import drop_notes


def test_only_what_is_shown_beside_an_element_has_a_style() -> None:
    page = weasyprint.HTML(string="<p>a <q>b</q></p><ul><li>c</li></ul>")
    drop_notes(page)
    found = {
        (element.local_name, beside)
        for element in page.wrapper_element.iter_subtree()
        for sheet in page._ua_stylesheets()
        for _, _, beside, _ in sheet.matcher.match(element)
        if beside
    }
    assert found == {("q", "before"), ("q", "after"), ("li", "marker")}
