"""A report of all that people put into one: long, wide, deep, foreign, damaged.

``python tests/pdf/kitchen_sink.py FOLDER`` writes it. Its figures are made here, by code.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

ROWS, EMOJI, LINE = 500, 5000, 10_000
ORIENTATION = 0x0112

RAGGED = """<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td>one cell</td></tr>
<tr><td colspan="7">seven columns</td></tr><tr><td rowspan="9">nine rows</td><td>2</td></tr>
<tr><td rowspan="2">x</td><td colspan="2">y</td></tr><tr></tr></table>"""
TALL = (
    "<table><tr><th>A</th><th>B</th></tr>"
    '<tr><td rowspan="60">spans</td><td>0</td></tr>'
    + "".join(f"<tr><td>row {n}<br>two lines</td></tr>" for n in range(1, 60))
    + "</table>"
)


def _table(columns: int, rows: int, cell: str) -> str:
    lines = [[f"column {n}" for n in range(columns)], ["---"] * columns]
    lines += [[cell.format(column, row) for column in range(columns)] for row in range(rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


ANSWERS = {
    "a table of many rows": "| n | square | [link](https://example.org) |\n| --- | ---: | --- |\n"
    + "".join(f"| {n} | {n * n} | row {n} |\n" for n in range(ROWS)),
    "a cell longer than a page": "| a | b |\n| --- | --- |\n| short | " + "word " * 1500 + "|\n",
    "a head longer than a page": f"| {'<br>'.join(f'line {n}' for n in range(70))} | b |\n| --- | --- |\n| c | d |",
    "a long line of code": "```python\n" + "x" * LINE + "\n" + "ab " * 60 + "\n```",
    "tables of every shape": f"{RAGGED}\n\n| only | a head |\n| --- | --- |\n\n{TALL}",
    "a wide table": "|" + " column |" * 14 + "\n|" + " --- |" * 14 + "\n|" + " value |" * 14,
    "a table on a page on its side": _table(12, 60, "value{}.{}000"),
    "more columns than a page has room for": _table(90, 3, "v{}.{}"),
    "long words in a table": _table(3, 2, "{}" + "w" * 300 + "{}"),
    "a cell narrower than a letter": "<table><tr>"
    + f"<td>{'w' * 60}</td>" * 4
    + "<td><pre>code\n</pre></td></tr></table>",
    "pictures in a table": _table(3, 2, "![picture {} {}](figures/strip.png)"),
    "pictures of every kind": "\n\n".join(
        f"![What {name} shows](figures/{name})"
        for name in ("strip.png", "cmyk.jpg", "deep.png", "moving.gif", "turned.jpg", "tower.png")
    )
    + "\n\n![script](figures/script.svg)\n\n![](figures/plan.svg)\n\n"
    "[![linked](figures/deep.png)](https://example.org/picture)",
    "foreign scripts": "שלום עולם, this is mixed (text) with 123.\n\nمرحبا بالعالم\n\nΕλληνικά, "
    "Привет, 中文字, हिन्दी\n\n> שלום\n\n- مرحبا\n- שלום\n\n`שלום`\n\n- [x] משימה\n\nנכתב[^1]\n\n[^1]: הערה",
    "many emoji": "😀🚀✅❌⚠️🎉👩‍💻🇩🇰👍🏽🔥" * (EMOJI // 10),
    "deep nesting": "\n".join("  " * n + f"- level {n}" for n in range(28))
    + "\n\n"
    + "\n".join(">" * n + f" quote {n}" for n in range(1, 24)),
    "a list over pages": "\n".join(f"{n}. item {n}\n\n   its paragraph\n" for n in range(1, 60)),
    "long addresses": f"[a long one](https://example.org/{'x' * 9_000}) and "
    f"<https://example.org/{'y/' * 200}>, [text `code`](https://example.org/c) [ ](https://e.org)",
    "headings out of order": "###### Six\n\ntext\n\n# One\n\ntext\n\n#### Four\n\ntext",
    "notes": "A note[^1] and another[^2], again[^1].\n\n[^1]: The first.\n[^2]: The second, `code`.",
    "a long text for a picture": f"![{'lång ' * 4000}](figures/deep.png)\n\n[{'ø' * 9000}](https://e.org/{'ø' * 9000})",
    "a long heading": "#### " + "överskrift " * 2000,
    "a long paragraph": "words of a paragraph that goes on over the page's end " * 200,
    "code over pages": "```\n" + "\n".join(f"line {n}" for n in range(150)) + "\n```",
    "folded": "<details><summary>More</summary>\n\ntext\n\n- a\n\n</details>\n\n> [!WARNING]\n> Hot\n",
    "controls": "a\x01b\u2028c\ufeffd\ue000e\ufffef \u202eturned\u202c",
    "formulas": "$a \\le b$ and\n\n$$\\sum_{i=1}^n x_i \\tag{1}$$\n\n| $x^2$ | b |\n| --- | --- |\n| $\\foo$ | $\\sqrt{x}$ |\n\n"
    "#### Of $\\mathcal{L}$\n\n- $\\frac{\\text{日}}{2}$ and $" + "a_i + " * 60 + "b$",
}


def figures() -> dict[str, bytes]:
    """Return the figures by name."""
    photo = Image.radial_gradient("L").resize((240, 160))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    frames = [Image.new("P", (90, 60), colour) for colour in (3, 90)]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
    return {
        "strip.png": _saved(photo.resize((1800, 100)), "PNG"),
        "tower.png": _saved(photo.resize((100, 1800)), "PNG"),
        "cmyk.jpg": _saved(photo.convert("RGB").convert("CMYK"), "JPEG"),
        "deep.png": _saved(Image.new("I;16", (60, 40), 0x8000), "PNG"),
        "moving.gif": _saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "turned.jpg": _saved(photo.convert("RGB"), "JPEG", exif=exif),
        "script.svg": f"{svg}<script>alert(1)</script></svg>".encode(),
        "plan.svg": f'{svg}<rect width="90" height="40"/><text y="20">plan</text></svg>'.encode(),
    }


def _saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def write_kitchen_sink(folder: Path) -> Path:
    """Write the report into ``folder``; return its file."""
    parts = ["# Kitchen sink", "## Everything"]
    for number, (name, answer) in enumerate(ANSWERS.items(), 1):
        asked = f"> {name.capitalize()}\n>\n> *Example: `this`*\n>\n> Answer:"
        parts.append(f"### Question {number}\n\n{asked}\n\n{answer}")
    (folder / "figures").mkdir(parents=True)
    for name, data in figures().items():
        (folder / "figures" / name).write_bytes(data)
    path = folder / "README.md"
    path.write_bytes("\n\n".join([*parts, ""]).encode("utf-8", "surrogatepass"))
    return path


if __name__ == "__main__":
    write_kitchen_sink(Path(sys.argv[1]))
