"""Answers as people write them, and as they do not: what hypothesis makes reports of."""

from __future__ import annotations

from hypothesis import strategies as st

PLAIN = "the a wind rain heat we model trained 42 3.14 snake_case don't e-mail well-known https://e.org/x_y".split()  # noqa: SIM905
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


block = st.one_of(
    line,
    line,
    table(),
    items(),
    code(),
    line.map(lambda text: f"> {text}\n> > {text}"),
    line.map(lambda text: f"> [!NOTE]\n> {text}"),
    line.map(lambda text: f"#### {text}"),
    line.map(lambda text: f"<details><summary>{text}</summary>\n\n{text}\n\n</details>"),
    st.sampled_from(
        ["$$\\sum_{i=1}^n x_i$$", "![A *curve*](figures/a.png)", "![](figures/a.png) and", "---"]
    ),
)


@st.composite
def answer(draw) -> str:
    """Return the Markdown of one answer."""
    blocks = draw(st.lists(block, min_size=1, max_size=5))
    return "\n\n".join([*blocks, "[^a]: " + draw(line), "[^b]: A second note."])
