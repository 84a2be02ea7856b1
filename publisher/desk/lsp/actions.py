"""The fixes of ``publisher check --fix``, each for itself, all of a kind, and all.

What is edited is the text that was judged, and the edit names its version: an editor with another text
refuses it.  Each is proved as on the command line: answers say afterwards what they said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
from lsprotocol import types

from publisher.desk.lsp.found import diagnostics, listed
from publisher.desk.lsp.phrases import MEND_EVERYTHING, mend_all_of
from publisher.diagnostics.ranges import Range
from publisher.fixes import fixes_of, offered
from publisher.fixes.mend import MOST_ROUNDS, mend
from publisher.fixes.unified_diff import edits_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publisher.desk.lsp.documents import Judged
    from publisher.diagnostics.model import Diagnostic
    from publisher.fixes.edit import Fix

FIX_ALL: Final = f"{types.CodeActionKind.SourceFixAll.value}.publisher"
KINDS: Final = (types.CodeActionKind.QuickFix.value, FIX_ALL)


def actions(judged: Judged, asked: types.CodeActionParams) -> list[types.CodeAction]:
    """Return the fixes for what was found in a range, without their edits; ``edited`` adds them."""
    found = judged.answer(_fixes)
    only = asked.context.only
    start, end = judged.text.place(asked.range.start), judged.text.place(asked.range.end)
    made: list[types.CodeAction] = []
    if _is_asked_for(KINDS[0], only):
        there = Range(start, end)
        here = [fix for fix in found if _touches(fix.diagnostic.range, there)]
        # A mark may be short, such as the dashes around an answer: one need not aim at it.
        here = here or [fix for fix in found if _is_on_a_line_of(fix.diagnostic.range, there)]
        made += (_one(fix, judged) for fix in here)
        made += _of_a_kind(here, found, judged)
    if found and _is_asked_for(FIX_ALL, only):
        data = _data(judged, every=True)
        made.append(types.CodeAction(judged.said(MEND_EVERYTHING), FIX_ALL, data=data))
    return made


def _fixes(judged: Judged) -> Sequence[Fix]:
    return fixes_of(judged.result) if judged.result else ()


def _is_asked_for(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Tell whether an editor wants actions of ``kind``: it names them, or what they are a part of."""
    names = None if only is None else [str(getattr(name, "value", name)) for name in only]
    return names is None or any(not x or kind == x or kind.startswith(f"{x}.") for x in names)


def _touches(mark: Range, asked: Range) -> bool:
    return mark.start <= asked.end and asked.start <= mark.end


def _is_on_a_line_of(mark: Range, asked: Range) -> bool:
    return mark.start.line <= asked.end.line and asked.start.line <= mark.end.line


def _one(fix: Fix, judged: Judged) -> types.CodeAction:
    index = judged.answer(_fixes).index(fix)
    return types.CodeAction(
        judged.said(offered(fix)),
        types.CodeActionKind.QuickFix,
        diagnostics=_shown(fix.diagnostic, judged),
        is_preferred=True,
        data=_data(judged, index=index),
    )


def _of_a_kind(
    here: Sequence[Fix], found: Sequence[Fix], judged: Judged
) -> Iterator[types.CodeAction]:
    for code in dict.fromkeys(fix.diagnostic.code for fix in here):
        number = sum(fix.diagnostic.code == code for fix in found)
        if number > 1:
            yield types.CodeAction(
                judged.said(mend_all_of(code, number)),
                types.CodeActionKind.QuickFix,
                data=_data(judged, code=code),
            )


def _shown(diagnostic: Diagnostic, judged: Judged) -> list[types.Diagnostic]:
    """Return the diagnostic as the editor has it, so that it shows the fix beside it."""
    shown = listed(judged)
    said = judged.answer(diagnostics)[len(judged.faults) :]
    return [made for one, made in zip(shown, said, strict=False) if one is diagnostic]


def _data(judged: Judged, **what: Any) -> dict[str, Any]:
    """Return what is sent back where an editor wants the edit of an action."""
    return {"uri": judged.uri, "revision": judged.revision, **what}


def edited(judged: Judged, action: types.CodeAction) -> types.CodeAction | None:
    """Return an action with its edit; None where its proof fails, or it is none of ours."""
    wanted = _wanted(action.data, judged.answer(_fixes))
    if wanted is None or judged.result is None:
        return None
    mended = mend(judged.result, *wanted)
    if not mended.changed or mended.before.source is None or mended.after.source is None:
        return None
    changes = edits_between(mended.before.source.text, mended.after.source.text)
    edits = [types.TextEdit(judged.text.span(e.start, e.end), e.text) for e in changes]
    document = types.OptionalVersionedTextDocumentIdentifier(judged.uri, judged.version)
    edit = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])
    return attrs.evolve(action, edit=edit)


def is_stale(judged: Judged, action: types.CodeAction) -> bool:
    """Tell whether an action was offered for another text, or other files beside it."""
    data = action.data
    return not isinstance(data, dict) or data.get("revision") != judged.revision


def _wanted(data: Any, found: Sequence[Fix]) -> tuple[Callable[[Fix], bool], int] | None:
    """Return which fixes an action means, and in how many rounds; None: it is none of ours."""
    match data:
        case {"code": str(code)}:
            return lambda fix: fix.diagnostic.code == code, MOST_ROUNDS
        case {"index": int(index)} if 0 <= index < len(found):
            one = found[index].diagnostic
            return lambda fix: fix.diagnostic == one, 1
        case {"every": True}:
            return lambda _: True, MOST_ROUNDS
        case _:
            return None
