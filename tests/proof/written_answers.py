"""Answers as people write them, and as they do not: what hypothesis makes reports of."""

from __future__ import annotations

from hypothesis import strategies as st

PLAIN = "the a wind rain heat we model trained 42 3.14 snake_case don't e-mail well-known https://e.org/x_y".split()  # noqa: SIM905 - easier to read
FOREIGN = [
    *("été", "łódź", "Привет", "Ελληνικά", "ὈΔΥΣΣΕΎΣ", "İstanbul", "ß", "ﬁne", "e\u0301a\u0300", "q\u0323"),
    *("中文字漢字", "日本語テキスト", "ガギグ", "한국어", "ภาษาไทย", "हिन्दी", "பாடம்", "שלום", "שָׁלוֹם", "مرحبا", "كِتَاب"),
    *("x²", "½", "Ⅳ", "𝐀𝔹", "ℝ", "10⁻³", "№", "ＦＵＬＬ", "…", "“q”", "\u2011x", "a\u00a0b", "œuvre"),
    *("👩\u200d💻", "🇩🇰", "👍🏽", "❤\ufe0f", "1\ufe0f\u20e3", ":rocket:", "→", "✓", "\ue000", "\U0001fae0"),
    *("soft\u00adhyphen", "zero\u200bwidth", "\u202eturned\u202c", "\u2067iso\u2069", "\ufeffbom", "a\u2060b"),
    *("שalomם", "abcאבג123", "x\u0301\u0302y", "\u0301alone", "a\u2028b", "c\x01d", "ſ", "ǆ", "\u00b5", "ﷺ", "لا"),
]  # fmt: skip
MARKS = [
    "[^a]",
    "[^b]",
    "$x_1^2$",
    "$a \\le b$",
    "`code it`",
    "`` a`b ``",
    "<br>",
    "\\*",
    "&amp;",
    "&eacute;",
]
TAGS = ["**", "*", "~~", "***", "`"]
HTML = ["kbd", "sub", "sup", "b", "mark", "ins", "code", "unknown"]

word = st.sampled_from(PLAIN) | st.sampled_from(FOREIGN)


@st.composite
def long_word(draw) -> str:
    part = draw(
        st.sampled_from(
            ["x", "abcdef", "9f86d081", "path/seg-1/", "שלום", "漢字", "a_b", "é", "W\u00ad"]
        )
    )
    return part * draw(st.integers(2, 160))


@st.composite
def piece(draw) -> str:
    text = draw(st.one_of(word, word, word, st.sampled_from(MARKS), long_word()))
    match draw(st.integers(0, 9)):
        case 0:
            mark = draw(st.sampled_from(TAGS))
            return f"{mark}{text}{mark}"
        case 1:
            tag = draw(st.sampled_from(HTML))
            return f"<{tag}>{text}</{tag}>"
        case 2:
            return f"[{text}](https://example.org/{draw(st.integers(0, 99))})"
        case _:
            return text


line = st.lists(piece(), min_size=1, max_size=25).map(
    lambda pieces: "".join(
        p if n % 5 == 4 else f"{p} "
        for n, p in enumerate(pieces)  # some run into the next
    )
)
cell = line.map(lambda text: text.replace("|", "").replace("\u2028", ""))


@st.composite
def table(draw) -> str:
    width = draw(st.integers(1, 9))
    rows = [" | ".join(draw(cell) for _ in range(width)) for _ in range(draw(st.integers(1, 4)))]
    return "\n".join(
        [f"| {rows[0]} |", "|" + " --- |" * width, *(f"| {row} |" for row in rows[1:])]
    )


@st.composite
def items(draw) -> str:
    signs = ("- ", "1. ", "* ", "- [x] ", "- [ ] ")
    depths = draw(st.lists(st.integers(0, 4), min_size=1, max_size=8))
    return "\n".join("   " * depth + draw(st.sampled_from(signs)) + draw(line) for depth in depths)


@st.composite
def code(draw) -> str:
    lines = draw(
        st.lists(
            st.one_of(line, st.just("\tif x:\n\t\treturn  => != <= y")), min_size=1, max_size=6
        )
    )
    return (
        "```"
        + draw(st.sampled_from(["", "python", "mermaid", "json"]))
        + "\n"
        + "\n".join(lines)
        + "\n```"
    )


@st.composite
def html_table(draw) -> str:
    """A table as HTML: cells that span others, whole blocks in a cell, heads of any height."""
    columns = draw(st.integers(1, 5))
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        cells = []
        for _ in range(draw(st.integers(1, columns))):
            name = draw(st.sampled_from(["td", "td", "th"]))
            spans = draw(st.sampled_from(["", "", " rowspan=2", " rowspan=9", " colspan=2"]))
            cells.append(f"<{name}{spans}>{draw(held)}</{name}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    first, *others = rows
    parts = {
        "caption": draw(st.sampled_from(["", "<caption>A caption</caption>"])),
        "thead": first,
        "tfoot": others.pop() if others and draw(st.booleans()) else "",
        "tbody": "".join(others),
    }
    if draw(st.booleans()):
        return f"<table>{''.join(rows)}</table>"
    return f"<table>{parts.pop('caption')}{''.join(f'<{n}>{t}</{n}>' for n, t in parts.items() if t)}</table>"


high = st.integers(1, 90).map(lambda n: "<br>".join(f"line {i}" for i in range(n)))
held = st.one_of(
    st.lists(word, max_size=60).map(" ".join),
    high,
    st.integers(1, 90).map(lambda n: "<pre>" + "code\n" * n + "</pre>"),
    st.integers(1, 40).map(lambda n: f"<ul>{'<li>an item</li>' * n}</ul>"),
    st.sampled_from(
        [
            '<img src="figures/tall.png" alt="tall"> beside',
            '<img src="figures/a.png" alt="in a line"> beside it',
            f"<table><tr><th>{'head ' * 90}</th></tr><tr><td>{'<br>'.join('abcdefg')}</td></tr></table>",
        ]
    ),
)
plain = st.one_of(
    line,
    line,
    table(),
    html_table(),
    items(),
    code(),
    high,
    line.map(lambda text: f"#### {text}"),
    st.sampled_from(
        [
            *(
                "$$\\sum_{i=1}^n x_i$$",
                "![A *curve*](figures/a.png)",
                "![](figures/a.png) and",
                "---",
            ),
            *(
                "![A tower](figures/tall.png)",
                "| ![In a head](figures/tall.png) | b |\n| - | - |\n| c | d |",
            ),
        ]
    ),
)


@st.composite
def held_block(draw, inner) -> str:
    """Blocks in a quote, an item of a list, an alert, or folded."""
    text = "\n\n".join(draw(st.lists(inner, min_size=1, max_size=3)))
    match draw(st.integers(0, 3)):
        case 0:
            return "\n".join(f"> {line}" for line in text.split("\n"))
        case 1:
            sign = draw(st.sampled_from(["- ", "1. ", "- [x] "]))
            return sign + text.replace("\n", "\n   ")
        case 2:
            return "> [!NOTE]\n" + "\n".join(f"> {line}" for line in text.split("\n"))
        case _:
            return f"<details><summary>{draw(line)}</summary>\n\n{text}\n\n</details>"


block = st.one_of(plain, plain, plain, st.recursive(plain, held_block, max_leaves=4))


@st.composite
def answer(draw) -> str:
    """Return the Markdown of one answer."""
    blocks = draw(st.lists(block, min_size=1, max_size=5))
    return "\n\n".join([*blocks, "[^a]: " + draw(line), "[^b]: A second note."])
