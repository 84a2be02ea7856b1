"""A report in which all that can have a name has one, and links of all kinds lead to each."""

from __future__ import annotations

from support import png, write_report

FIGURES = {"figures/a.png": png(300, 100), "figures/b.png": png(20, 20)}
KINDS = {
    "anchor": '<a id="X"></a>Text.',
    "name": '<a name="X">Text</a> of a link that leads nowhere.',
    "anchor-alone": '<a id="X"></a>\n\nText.',
    "anchor-at-the-end": 'Text.\n\n<a id="X"></a>',
    "anchor-in-code": '- <a id="X"></a>\n  ```\n  code\n  ```',
    "anchor-in-bold": '**Text <a id="X"></a>goes on.**',
    "span-in-a-link": '[Text <span id="X">goes</span> on](https://example.org)',
    "anchor-of-a-list": '<a id="X"></a>\n- one\n- two',
    "anchor-behind-a-break": 'Text.<br><a id="X"></a>',
    "span": '<span id="X">Text.</span>',
    "heading": "#### X",
    "named-heading": '<h4 id="X">Heading</h4>',
    "anchor-in-a-heading": '#### <a id="X"></a>Heading',
    "paragraph": '<p id="X">Text.</p>',
    "block": '<div id="X">\n\nText.\n\n</div>',
    "quote": '<blockquote id="X">Text.</blockquote>',
    "list": '<ul id="X"><li>Item</li></ul>',
    "item": '<ol><li>Item</li><li id="X">Item</li></ol>',
    "item-of-a-table": '<ul><li id="X"><table><tr><td>Cell</td></tr></table></li></ul>',
    "term": '<dl><dt>Term</dt><dt id="X">Term</dt><dd>Meaning</dd></dl>',
    "meaning": '<dl><dt>Term</dt><dd id="X">Meaning</dd></dl>',
    "details": '<details id="X"><summary>Summary</summary>Text.</details>',
    "summary": '<details><summary id="X">Summary</summary>Text.</details>',
    "table": '<table id="X"><tr><th>Head</th></tr><tr><td>Cell</td></tr></table>',
    "row": '<table><tr><th>Head</th></tr><tr id="X"><td>Cell</td></tr></table>',
    "cell": '<table><tr><td>Cell</td><td id="X">Cell</td></tr></table>',
    "empty-cell": '<table><tr><td>Cell</td><td id="X"></td></tr></table>',
    "caption": '<table><caption id="X">Caption</caption><tr><td>Cell</td></tr></table>',
    "anchor-in-a-cell": '| a | b |\n|---|---|\n| <a id="X"></a>one | two |',
    "anchor-alone-in-a-cell": '| a | b |\n|---|---|\n| one | <a id="X"></a> |',
    "code": '<pre id="X">code</pre>',
    "formula": '<div id="X">\n\n$$\na = b\n$$\n\n</div>',
    "anchor-before-a-formula": '<a id="X"></a>$a = b$',
    "rule": '<hr id="X">',
    "figure": '<img id="X" src="figures/a.png" alt="A">',
    "anchor-of-a-figure": '<a id="X"></a>\n![A](figures/a.png)',
    "element-of-a-figure": '<figure id="X"><img src="figures/a.png"><figcaption>A</figcaption></figure>',
    "linked-figure": '<a id="X" href="https://example.org"><img src="figures/a.png" alt="A"></a>',
    "picture-in-a-line": 'Text <img id="X" src="figures/b.png" alt="B"> goes on.',
    "alert": '<div id="X">\n\n> [!NOTE]\n> Text.\n\n</div>',
    "reminder": '<a id="X"></a>\n> [!NOTE]\n> Text.',
}  # fmt: skip
"""Markdown of all that can have a name, by what it is; the name is ``X``."""
LINKS = """[text](#{0}), **[bold](#{0})** and [*two* `looks`](#{0}), [![B](figures/b.png)](#{0}), [$x$](#{0})

[![A](figures/a.png)](#{0})

#### A heading with [a link](#{0})

| [in a cell](#{0}) |
|---|
| x |
"""
"""All that can be a link."""
NOWHERE = "[nowhere](#nowhere), and a note[^1] that has a second number[^1].\n\n[^1]: To [it](#anchor), of its own.\n"


def write_all(folder):
    """Write a report in which all that can have a name has one, and links of all kinds lead to each."""
    folder.mkdir()
    named = [text.replace("X", kind) for kind, text in KINDS.items()]
    links = [LINKS.format(kind) for kind in KINDS]
    return write_report(folder / "report", *named, "\n\n".join(links), NOWHERE, figures=FIGURES)
