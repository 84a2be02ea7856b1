"""The golden pages find what changed, and let pass what is drawn in another way.

That the example's PDF is as they are is asked where it is made: ``test_pdf``.
"""

from __future__ import annotations

import json

import pytest
from golden import MADE_WITH, differences, faults, golden, in_general, libraries
from PIL import Image, ImageChops, ImageFilter
from show import write_differences

PAGES = golden()
PLAIN = next(page for page in PAGES if page.size == PAGES[0].size and page is not PAGES[0])
MOST = len(PAGES)


def strips(page):
    """Return the boxes of what stands on a page, from top to bottom, parted by white."""
    ink = ImageChops.invert(page.convert("L"))
    rows = [ink.crop((0, y, page.width, y + 1)).getbbox() is not None for y in range(page.height)]
    edges = [y for y in range(1, page.height) if rows[y] != rows[y - 1]]
    return [
        (0, top, page.width, bottom) for top, bottom in zip(edges[::2], edges[1::2], strict=False)
    ]


def without(page, box):
    changed = page.copy()
    changed.paste("white", box)
    return changed


def moved(page, box, down):
    changed = without(page, box)
    changed.paste(page.crop(box), (box[0], box[1] + down))
    return changed


def in_red(page):
    """Return the page with what is blue in red: greys stay."""
    red, green, blue = page.split()
    return Image.merge("RGB", (blue, green, red))


def pictured():
    """Return the highest thing in one piece, a picture: its page and its box."""
    inside = [(page, box) for page in PAGES[1:] for box in strips(page)]
    return max(inside, key=lambda found: found[1][3] - found[1][1])


def test_a_moved_heading():
    running_head, heading, *_ = strips(PLAIN)
    assert heading[3] - heading[1] > running_head[3] - running_head[1]
    (found,) = differences([PLAIN], [moved(PLAIN, heading, 2)])
    top, bottom = (round(y * 25.4 / 50) for y in heading[1::2])
    left, right, begin, end = (int(n) for n in found.told.split() if n.isdigit())
    assert top - 5 < begin < end < bottom + 20
    assert 0 < left < right < 210


def test_a_missing_picture():
    page, box = pictured()
    assert box[3] - box[1] > 50
    assert differences([page], [without(page, box)])


def test_a_changed_colour():
    changed = [bool(differences([page], [in_red(page)])) for page in PAGES]
    assert sum(changed) > MOST / 2


def test_a_line_that_is_not_there():
    _head, _heading, *others = strips(PLAIN)
    line = next(box for box in others if box[3] - box[1] > 4)
    assert differences([PLAIN], [without(PLAIN, line)])


def test_pages_too_few_too_many_and_turned():
    assert [str(d) for d in differences(PAGES[:2], PAGES[:3])] == ["page 3 is not expected"]
    assert [str(d) for d in differences(PAGES[:3], PAGES[:2])] == ["page 3 is missing"]
    turned = PLAIN.transpose(Image.Transpose.ROTATE_90)
    assert "has the size" in str(differences([PLAIN], [turned])[0])


@pytest.mark.parametrize("by", [0.1, 0.2])
def test_other_smoothing_passes(by):
    def smoothed(page):
        return page.transform(
            page.size, Image.Transform.AFFINE, (1, 0, by, 0, 1, by), Image.Resampling.BILINEAR
        )

    assert differences(PAGES[::3], [smoothed(page) for page in PAGES[::3]]) == []


# -- where lines may break at other places --------------------------------------------


def flowed(page):
    """Return the page as if a line more stood behind its first heading."""
    _head, heading, *_, foot = strips(page)
    changed = without(page, (0, heading[3], page.width, foot[1]))
    changed.paste(page.crop((0, heading[3], page.width, foot[1] - 8)), (0, heading[3] + 8))
    return changed


def test_other_lines_pass_with_another_pango(monkeypatch):
    others = [PAGES[0], *(flowed(page) if len(strips(page)) > 4 else page for page in PAGES[1:])]
    assert len(differences(PAGES[:5], others[:5])) > 2
    assert in_general(PAGES, others) == []
    assert in_general(PAGES, [*others, PLAIN]) == []
    monkeypatch.setattr("golden.libraries", lambda: {"pango-1.0": "1.99.0"})
    assert faults(others) == []
    monkeypatch.setattr("golden.golden", lambda: PAGES[:5])
    monkeypatch.setattr("golden.libraries", lambda: json.loads(MADE_WITH.read_bytes()))
    assert faults(others[:5]) != []
    assert set(libraries()) <= set(json.loads(MADE_WITH.read_bytes()))


def test_another_margin_is_found_with_any_pango():
    (told,) = in_general(PAGES, [ImageChops.offset(page, 3, 0) for page in PAGES])
    assert "type stands between" in told


def test_many_pages_less_are_found_with_any_pango():
    assert f"{MOST - 6} pages, not about {MOST}" in in_general(PAGES, PAGES[:-6])


# -- to be looked at ------------------------------------------------------------------


def test_a_page_shows_what_differs(tmp_path):
    others = [PAGES[0], PLAIN.filter(ImageFilter.GaussianBlur(4)), PAGES[2]]
    expected = [PAGES[0], PLAIN, PAGES[2], PLAIN]
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "of-the-last-time.png").touch()
    shown = write_differences(tmp_path / "shown", expected, others)
    assert [difference.page for difference in shown] == [2, 4]
    made = {path.name for path in (tmp_path / "shown").iterdir()}
    pictures = {"02-expected.png", "02-found.png", "02-difference.png", "04-expected.png"}
    assert made == pictures | {"index.html"}
    page = (tmp_path / "shown" / "index.html").read_text()
    assert all(f'src="{name}"' in page for name in pictures)
    assert "page 4 is missing" in page
    red = Image.open(tmp_path / "shown" / "02-difference.png").getcolors(1 << 20)
    assert any(r - g > 50 for _, (r, g, _b) in red)
