"""What reading a long text costs in memory."""

from __future__ import annotations

import gc

from markdown_it.token import Token
from support import write_report

from publisher.read.markdown.renderer import ReportRenderer
from publisher.read.parser import read


def test_tokens_are_let_go_while_a_list_is_rendered(tmp_path, monkeypatch):
    items = 100
    alive = []
    render = ReportRenderer.render_list_item

    def counting(self, token):
        alive.append(len(alive) in (0, items - 1) and living_tokens())
        render(self, token)

    monkeypatch.setattr(ReportRenderer, "render_list_item", counting)
    read(write_report(tmp_path, "- a\n" * items))
    assert len(alive) == items
    assert alive[-1] < alive[0] - 4 * items


def living_tokens():
    return sum(isinstance(thing, Token) for thing in gc.get_objects())
