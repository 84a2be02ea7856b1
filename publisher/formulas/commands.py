r"""Commands that are more than a sign: what each reads behind itself, and what it makes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable  # noqa: TC003 - of a name of the module
from typing import TYPE_CHECKING, Final

from publisher.formulas import tables
from publisher.formulas.atoms import (
    BIN,
    CLOSE,
    INNER,
    OP,
    OPEN,
    ORD,
    PUNCT,
    REL,
    Atom,
    element,
    row_of,
    space,
)  # fmt: skip
from publisher.formulas.environments import ENVIRONMENTS, columns, table
from publisher.formulas.reader import DISPLAY, SCRIPT, TEXT, Reader, fenced
from publisher.formulas.source import CLOSERS, LatexError
from publisher.language.message import Message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["COMMANDS"]

_NAME: Final = re.compile(r"(?:[A-Za-z0-9 -]|\\[,; ])+")
_NEGATED: Final = {"∃": "∄", "|": "∤"}
_KINDS: Final = {"mathbin": BIN, "mathclose": CLOSE, "mathinner": INNER, "mathop": OP, "mathopen": OPEN,
                 "mathord": ORD, "mathpunct": PUNCT, "mathrel": REL}  # fmt: skip
_STRIKES: Final = {"cancel": "updiagonalstrike", "bcancel": "downdiagonalstrike",
                   "xcancel": "updiagonalstrike downdiagonalstrike", "sout": "horizontalstrike",
                   "boxed": "box", "fbox": "box"}  # fmt: skip
_ESCAPED: Final = frozenset("#$%&_{} ")
_QUOTES: Final = {"``": "“", "''": "”", "`": "‘", "'": "’", "~": "\u00a0"}


def _fraction(reader: Reader, name: str) -> list[Atom]:
    style = {"d": DISPLAY, "c": DISPLAY, "t": TEXT}.get(name[0], reader.style)
    left, right = ("(", ")") if name.endswith("binom") else ("", "")
    with reader.within(style):
        parts = [reader.argument(f"\\{name}", style) if name == "cfrac" else reader.smaller(f"\\{name}")
                 for _ in range(2)]  # fmt: skip
        made = element("mfrac", *parts)
        if left:
            made.set("linethickness", "0")
        made = fenced(left, right, made)
        made = reader.styled(made) if name[0] in "dct" else made
    return [Atom(made)]  # braces around it, so no inner atom (The TeXbook, chapter 17)


def _root(reader: Reader, name: str) -> list[Atom]:
    if not reader.skip("["):
        return [Atom(element("msqrt", reader.argument(f"\\{name}")))]
    with reader.within(SCRIPT):
        index = reader.row("]")
    reader.expect("]", Message("a ["))
    return [Atom(element("mroot", reader.argument(f"\\{name}"), index))]


def _function(reader: Reader, name: str) -> list[Atom]:
    limits = None if name in tables.BELOW else False
    shown = element("mi", text=tables.BELOW.get(name, name))
    del reader
    return [Atom(shown, OP, limits, function=True)]


def _operator(reader: Reader, name: str) -> list[Atom]:
    starred = reader.skip("*") or name.endswith("limits")
    begin = reader.at
    written = reader.raw(f"\\{name}")
    if _NAME.fullmatch(written):
        text = re.sub(r"\\[,; ]", "\u202f", written).strip()
        inner = element("mi", text=text)
        if len(text) == 1:
            inner.set("mathvariant", "normal")
    else:
        reader.at = begin
        inner = reader.argument(f"\\{name}", alphabet="normal")
    return [Atom(inner, OP, None if starred else False, function=True)]


def _accent(reader: Reader, name: str) -> list[Atom]:
    mark = element("mo", text=tables.ACCENTS[name], stretchy="false")
    return [Atom(element("mover", reader.argument(f"\\{name}"), mark, accent="true"))]


def _over(reader: Reader, name: str) -> list[Atom]:
    mark = element("mo", text=tables.OVER[name], stretchy="true")
    made = element("mover", reader.argument(f"\\{name}"), mark, accent="true")
    return [_braced(made, name)]


def _under(reader: Reader, name: str) -> list[Atom]:
    mark = element("mo", text=tables.UNDER[name], stretchy="true")
    made = element("munder", reader.argument(f"\\{name}"), mark, accentunder="true")
    return [_braced(made, name)]


def _braced(made: Element, name: str) -> Atom:
    """Return what has a brace: its index tells what it is, and stands beyond it."""
    braced = name.endswith(("brace", "bracket", "group", "paren"))
    return Atom(made, OP, limits=True) if braced else Atom(made)


def _set(reader: Reader, name: str) -> list[Atom]:
    other = reader.script(f"\\{name}")
    base = reader.argument(f"\\{name}")
    kind = REL if name == "stackrel" else _kind_of(base)
    if base.tag == "mo":
        base.set("movablelimits", "false")
    return [Atom(element("munder" if name == "underset" else "mover", base, other), kind)]


def _kind_of(base: Element) -> int:
    return tables.kind_of(base.text or "") if base.tag == "mo" else ORD


def _arrow(reader: Reader, name: str) -> list[Atom]:
    below = None
    if reader.skip("["):
        with reader.within(SCRIPT):
            below = _padded(reader.row("]"))
        reader.expect("]", Message("a ["))
    above = _padded(reader.script(f"\\{name}"))
    arrow = element("mo", text=tables.ARROWS[name], lspace="0em", rspace="0em", stretchy="true")
    parts = (above,) if below is None else (below, above)
    return [Atom(element("mover" if below is None else "munderover", arrow, *parts), REL)]


def _padded(inner: Element) -> Element:
    return element("mpadded", inner, width="+0.6em", lspace="0.3em")


def _text(reader: Reader, name: str) -> list[Atom]:
    with reader.within(alphabet=tables.TEXTS[name] or reader.alphabet):
        return [Atom(row_of(_words(reader, f"\\{name}"), small=False))]


def _words(reader: Reader, command: str) -> list[Atom]:
    """Return a text in braces: words, other texts in it, and formulas between dollar signs."""
    reader.expect("{", command)
    parts: list[Atom] = []
    words = ""
    while (token := reader.plain()) != "}":
        nested = token == "{" or token[1:] in tables.TEXTS
        if words and (nested or token == "$"):
            parts.append(_said(reader, words))
            words = ""
        reader.at += 0 if token == "{" else len(token)
        if token == "{":
            with reader.within():
                parts += _words(reader, command)
        elif token == "$":
            parts.append(Atom(reader.row("$")))
            reader.expect("$", Message("a formula in a text"))
        elif nested:
            parts += _text(reader, token[1:])
        elif token[:1] == "\\" and token[1:] not in _ESCAPED:
            raise LatexError(Message("{command} is not known in a text", command=token), token)
        elif not token:
            raise LatexError(Message("a { lacks its }"))
        else:
            words += token.lstrip("\\") if token != "\\\\" else ""
    reader.take()
    return [*parts, _said(reader, words)] if words else parts


def _said(reader: Reader, words: str) -> Atom:
    for typed, meant in _QUOTES.items():
        words = words.replace(typed, meant)
    text = reader.letters(re.sub(r"\s+", " ", words))
    # A blank at an end would be none: whoever draws MathML takes it for white space.
    text = re.sub("^ | $", "\u00a0", text)
    return Atom(element("mtext", text=text))


def _left(reader: Reader, name: str) -> list[Atom]:
    command = f"\\{name}"
    parts = [reader.bracket(command)]
    while True:
        parts.append(reader.row())
        token = reader.peek()
        if token not in ("\\middle", "\\right"):
            raise LatexError(Message("a \\left lacks its \\right"))
        reader.take()
        parts.append(reader.bracket(token))
        if token == "\\right":
            break
    for part, form in ((parts[0], "prefix"), (parts[-1], "postfix")):
        if part is not None:
            part.set("form", form)
    return [Atom(element("mrow", *(part for part in parts if part is not None)), INNER)]


def _big(reader: Reader, name: str) -> list[Atom]:
    base = name.rstrip("lrm")
    kind = {"l": OPEN, "r": CLOSE, "m": REL}.get(name[len(base) :], ORD)
    found = reader.bracket(f"\\{name}")
    if found is None:
        return []
    found.set("minsize", tables.BIG[base])
    found.set("maxsize", tables.BIG[base])
    return [Atom(found, kind)]


def _begin(reader: Reader, name: str) -> list[Atom]:
    asked = reader.raw(f"\\{name}").strip()
    starred = asked.endswith("matrix*")
    kind = ENVIRONMENTS.get(asked.removesuffix("*") if starred else asked)
    if kind is None:
        raise LatexError(Message("{command} is not known", command=asked), asked)
    aligned, lines = kind.columns, set[int]()
    option = reader.optional() if starred or kind.display else ""
    if starred and option:
        aligned, _ = columns(option, asked)
    if kind.arguments:
        spec = reader.raw(asked)
        if kind.columns == "c":
            aligned, lines = columns(spec, asked)
    style = DISPLAY if kind.display else SCRIPT if kind.small else TEXT
    with reader.within(style if kind.display else max(style, reader.style)):
        rows = reader.rows(kind)
    reader.expect("\\end", Message("a \\begin{{{name}}}", name=asked))
    if (ended := reader.raw("\\end").strip()) != asked:
        raise LatexError(Message("\\begin{{{name}}} ends as {other}", name=asked, other=ended))
    if len(rows) == 1 and len(rows[0].cells) == 1 and kind.display and not lines:
        reader.tag = rows[0].tag
        return [Atom(rows[0].cells[0])]
    made = table(rows, kind, aligned, lines)
    made = _small(made, reader) if kind.small else made
    return [Atom(fenced(*kind.fences, made), INNER if any(kind.fences) else ORD)]


def _substack(reader: Reader, name: str) -> list[Atom]:
    reader.expect("{", f"\\{name}")
    kind = ENVIRONMENTS["subarray"]
    with reader.within(max(SCRIPT, reader.style)):
        rows = reader.rows(kind)
    reader.expect("}", Message("a {"))
    return [Atom(_small(table(rows, kind, "c"), reader))]


def _small(made: Element, reader: Reader) -> Element:
    """Return a table as small as an index, where it does not stand in one."""
    return made if reader.style >= SCRIPT else element("mstyle", made, scriptlevel="1")


def _state(reader: Reader, name: str) -> list[Atom]:
    left = "|" if name == "ket" else "⟨"
    right = "|" if name == "bra" else "⟩"
    inner = Atom(reader.argument(f"\\{name}"))
    return [reader.sign(left, OPEN), inner, reader.sign(right, CLOSE)]


def _not(reader: Reader, name: str) -> list[Atom]:
    found = [] if reader.peek() in CLOSERS else reader.atom()
    inner = found[0].element if len(found) == 1 else None
    if inner is None or inner.tag not in ("mo", "mi") or len(inner.text or "") != 1:
        raise LatexError(Message("\\{name} has no sign behind it", name=name))
    text = inner.text or ""
    inner.text = _NEGATED.get(text) or unicodedata.normalize("NFC", f"{text}\u0338")
    return found


def _modulo(reader: Reader, name: str) -> list[Atom]:
    mod = element("mi", text="mod")
    if name == "bmod":
        return [Atom(mod, BIN)]
    wide = 18 if reader.style == DISPLAY else 8
    inner = Atom(reader.argument(f"\\{name}"))
    if name == "mod":
        return [space(wide), Atom(mod), space(6), inner]
    shown = [inner] if name == "pod" else [Atom(mod), space(6), inner]
    return [space(wide), reader.sign("(", OPEN), *shown, reader.sign(")", CLOSE)]


def _phantom(reader: Reader, name: str) -> list[Atom]:
    inner = element("mphantom", reader.argument(f"\\{name}"))
    if name == "hphantom":
        inner = element("mpadded", inner, height="0em", depth="0em")
    if name == "vphantom":
        inner = element("mpadded", inner, width="0em")
    return [Atom(inner)]


def _smash(reader: Reader, name: str) -> list[Atom]:
    reader.optional()
    return [Atom(element("mpadded", reader.argument(f"\\{name}"), height="0em", depth="0em"))]


def _struck(reader: Reader, name: str) -> list[Atom]:
    inner = _text(reader, "text")[0].element if name == "fbox" else reader.argument(f"\\{name}")
    return [Atom(element("menclose", inner, notation=_STRIKES[name]))]


def _coloured(reader: Reader, name: str) -> list[Atom]:
    colour = reader.colour(f"\\{name}")
    return [Atom(element("mrow", reader.argument(f"\\{name}"), mathcolor=colour))]


def _as_kind(reader: Reader, name: str) -> list[Atom]:
    inner = reader.argument(f"\\{name}")
    kind = _KINDS[name]
    return [
        Atom(
            element("mrow", inner) if inner.tag == "mo" else inner,
            kind,
            limits=None if kind == OP else False,
        )
    ]


def _skip(reader: Reader, name: str) -> list[Atom]:
    return [space(reader.length(f"\\{name}"))]


def _tag(reader: Reader, name: str) -> list[Atom]:
    bare = reader.skip("*")
    written = " ".join(reader.raw(f"\\{name}").split())
    if re.search(r"[\\${}]", written):
        raise LatexError(Message("\\{name} holds more than a number or a name", name=name))
    reader.tag = written if bare else f"({written})"
    return []


def _nothing(reader: Reader, name: str) -> list[Atom]:
    if name == "label":
        reader.raw(f"\\{name}")
    return []


COMMANDS: Final[dict[str, Callable[[Reader, str], list[Atom]]]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom"), _fraction),
    **dict.fromkeys((*tables.FUNCTIONS, *tables.BELOW), _function),
    **dict.fromkeys(("operatorname", "operatornamewithlimits"), _operator),
    **dict.fromkeys(tables.ACCENTS, _accent),
    **dict.fromkeys(tables.OVER, _over),
    **dict.fromkeys(tables.UNDER, _under),
    **dict.fromkeys(("overset", "underset", "stackrel"), _set),
    **dict.fromkeys(tables.ARROWS, _arrow),
    **dict.fromkeys(tables.TEXTS, _text),
    **dict.fromkeys((f"{size}{side}" for size in tables.BIG for side in ("", "l", "m", "r")), _big),
    **dict.fromkeys(("bmod", "mod", "pmod", "pod"), _modulo),
    **dict.fromkeys(("phantom", "hphantom", "vphantom"), _phantom),
    **dict.fromkeys(_STRIKES, _struck),
    **dict.fromkeys(_KINDS, _as_kind),
    **dict.fromkeys(("hskip", "hspace", "kern", "mkern", "mskip", "mspace"), _skip),
    **dict.fromkeys(("bra", "braket", "ket"), _state),
    **dict.fromkeys(("label", "mathstrut", "nonumber", "notag", "strut"), _nothing),
    "begin": _begin,
    "left": _left,
    "not": _not,
    "smash": _smash,
    "sqrt": _root,
    "substack": _substack,
    "tag": _tag,
    "textcolor": _coloured,
}
"""By name: what reads what stands behind it."""
