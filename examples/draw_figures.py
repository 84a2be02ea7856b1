"""Draw every figure of the example report, the same pixels each time.

Run it with Pillow installed: ``python examples/draw_figures.py``. The only font is the one that
Pillow carries, so no font of the machine has a say. That font lacks Greek letters, dashes and the
minus sign, which is why the labels below do without them.
"""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURES = Path(__file__).parent / "report" / "figures"
SCALE = 2  # everything is drawn at twice the size and reduced, which smooths lines and letters

Point = tuple[float, float]

PAPER = "#ffffff"
MIST = "#f4f6f4"
RULE = "#d6dddb"
MUTED = "#5f6f74"
INK = "#22323a"
TEAL = "#2c7a7b"
TEAL_PALE = "#dceeec"
BLUE = "#3f6ea8"
BLUE_PALE = "#e0eaf5"
AMBER = "#c98a2b"
AMBER_PALE = "#faeeda"
RED = "#b5483d"
RED_PALE = "#f8e3df"
GREEN = "#55875a"
GREEN_PALE = "#e3efe2"


class Canvas:
    """A white picture with coordinates in final pixels, (0, 0) at the upper left."""

    def __init__(self, width: int, height: int, paper: str = PAPER) -> None:
        """Start an empty picture of `width` x `height` pixels."""
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), paper)
        self._draw = ImageDraw.Draw(self._image)
        self._labels: list[tuple[Point, str, int, str, str, bool]] = []

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: int = 24,
        color: str = INK,
        anchor: str = "lm",
        bold: bool = False,
    ) -> None:
        """Write one line; `anchor` is Pillow's (left/middle/right, then middle/baseline/...)."""
        self._labels.append((at, words, size, color, anchor, bold))

    def box(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str | None = None,
        outline: str | None = None,
        radius: int = 0,
        width: int = 2,
    ) -> None:
        """Draw a rectangle with its upper left `corner` and its (width, height)."""
        end = (corner[0] + size[0], corner[1] + size[1])
        self._draw.rounded_rectangle(
            [_scaled(corner), _scaled(end)],
            radius=radius * SCALE,
            fill=fill,
            outline=outline,
            width=width * SCALE,
        )

    def line(self, points: Sequence[Point], *, color: str = INK, width: float = 2) -> None:
        """Join the points."""
        joined = [_scaled(point) for point in points]
        self._draw.line(joined, fill=color, width=round(width * SCALE), joint="curve")

    def dashes(self, start: Point, end: Point, *, color: str = INK, width: float = 2) -> None:
        """Draw a straight dashed line."""
        length = math.dist(start, end)
        pieces = max(1, round(length / 18))
        for piece in range(pieces):
            first, last = piece / pieces, (piece + 0.55) / pieces
            self.line(
                [_between(start, end, first), _between(start, end, last)],
                color=color,
                width=width,
            )

    def arrow(
        self, points: Sequence[Point], *, color: str = MUTED, width: float = 3, head: int = 13
    ) -> None:
        """Join the points and put a head on the last one."""
        before, tip = points[-2], points[-1]
        length = math.dist(before, tip)
        ahead = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length)
        neck = (tip[0] - ahead[0] * head, tip[1] - ahead[1] * head)
        self.line([*points[:-1], neck], color=color, width=width)
        side = (-ahead[1] * head * 0.6, ahead[0] * head * 0.6)
        wings = [(neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1])]
        self.area([tip, *wings], fill=color)

    def area(self, points: Sequence[Point], *, fill: str) -> None:
        """Fill a polygon."""
        self._draw.polygon([_scaled(point) for point in points], fill=fill)

    def dot(self, at: Point, radius: float, *, fill: str, outline: str | None = None) -> None:
        """Draw a filled circle."""
        self._draw.circle(_scaled(at), radius * SCALE, fill=fill, outline=outline, width=2 * SCALE)

    def save(self, name: str) -> None:
        """Reduce to the final size and write the file; the ending chooses PNG or JPEG."""
        final = self._image.reduce(SCALE)
        pen = ImageDraw.Draw(final)
        for at, words, size, color, anchor, bold in self._labels:
            pen.text(
                (round(at[0]), round(at[1])),
                words,
                font=ImageFont.load_default(size=size),
                fill=color,
                anchor=anchor,
                stroke_width=size / 60 if bold else 0,
                stroke_fill=color,
            )
        if name.endswith(".jpg"):
            final.save(FIGURES / name, format="JPEG", quality=88, subsampling=0)
        else:
            # few shades of each color: a smaller file, no difference that one sees
            calm = final.quantize(64, dither=Image.Dither.NONE).convert("RGB")
            calm.save(FIGURES / name, format="PNG", optimize=True)


class Axes:
    """A plotting area on a canvas: values in, pixels out."""

    def __init__(self, canvas: Canvas, corner: Point, size: Point, xs: Point, ys: Point) -> None:
        """Map the value ranges `xs` and `ys` on the rectangle at `corner` with `size`."""
        self.canvas = canvas
        self.corner, self.size, self.xs, self.ys = corner, size, xs, ys

    def at(self, x: float, y: float) -> Point:
        """Give the pixel of a value."""
        across = (x - self.xs[0]) / (self.xs[1] - self.xs[0])
        up = (y - self.ys[0]) / (self.ys[1] - self.ys[0])
        return (
            self.corner[0] + across * self.size[0],
            self.corner[1] + (1 - up) * self.size[1],
        )

    def rows(self, ticks: Sequence[float], form: str = "{:g}", *, size: int = 24) -> None:
        """Draw a horizontal rule and a label for each tick of the y axis."""
        for tick in ticks:
            left, right = self.at(self.xs[0], tick), self.at(self.xs[1], tick)
            self.canvas.line([left, right], color=RULE, width=1.5)
            label = (left[0] - 14, left[1])
            self.canvas.text(label, form.format(tick), size=size, color=MUTED, anchor="rm")

    def columns(self, labels: Sequence[tuple[float, str]], *, size: int = 24) -> None:
        """Draw a small tick and a label below the area for each (x, label)."""
        for x, label in labels:
            foot = self.at(x, self.ys[0])
            self.canvas.line([foot, (foot[0], foot[1] + 9)], color=MUTED)
            self.canvas.text((foot[0], foot[1] + 16), label, size=size, color=MUTED, anchor="mt")


def _scaled(point: Point) -> Point:
    """Turn final pixels into those of the enlarged drawing."""
    return point[0] * SCALE, point[1] * SCALE


def _between(start: Point, end: Point, part: float) -> Point:
    """Give the point that lies `part` (0 to 1) of the way from `start` to `end`."""
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _piecewise(anchors: Sequence[Point], x: float) -> float:
    """Read a polygon of (x, y) anchors at `x`, which must lie within it."""
    for (x0, y0), (x1, y1) in pairwise(anchors):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    raise ValueError(f"{x} lies outside the anchors")


# --- the night of 16 to 17 April ---------------------------------------------------------------

TOP_NODE = (
    (20, 6.0), (22, 4.0), (24, 2.6), (26, 1.5), (28, 0.5), (29.7, -0.36), (30.2, -0.4),
    (31, 0.9), (32, 3.6),
)  # fmt: skip
BOTTOM_NODE = (
    (20, 5.4), (22, 2.9), (24, 1.0), (25, 0.1), (26, -0.7), (27.9, -1.55), (29.7, -2.62),
    (30.2, -2.6), (31, -0.6), (32, 2.4),
)  # fmt: skip
LIMIT = -1.5  # degrees Celsius in the bud
NODES = 6
FIT = 18  # five-minute steps: the rule looks back over 90 minutes


def night(anchors: Sequence[Point], phase: int) -> list[Point]:
    """Give (hour, degrees Celsius) every five minutes from 20:00 to 08:00 (hour 32)."""
    series = []
    for step in range(145):
        hour = 20 + step / 12
        around = [min(max(hour + shift / 10, 20), 32) for shift in range(-6, 7)]
        calm = sum(_piecewise(anchors, each) for each in around) / len(around)
        breeze = 0.10 * math.sin(step * 0.9 + phase) * math.sin(step * 0.23 + 2 * phase)
        series.append((hour, calm + breeze + 0.05 * math.sin(step * 2.3 + phase)))
    return series


def first_warning(series: Sequence[Point]) -> Point:
    """Find the first reading whose straight-line fit is below the limit one hour ahead."""
    for last in range(FIT, len(series)):
        window = series[last - FIT : last + 1]
        mean_x = sum(x for x, _ in window) / len(window)
        mean_y = sum(y for _, y in window) / len(window)
        slope = sum((x - mean_x) * (y - mean_y) for x, y in window)
        slope /= sum((x - mean_x) ** 2 for x, _ in window)
        if mean_y + slope * (series[last][0] + 1 - mean_x) < LIMIT:
            return series[last]
    raise ValueError("this night needs no warning")


def _clock(hour: float) -> str:
    """Write hour 25.5 as 01:30."""
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def draw_night() -> None:
    """Line chart: bud temperature at the top and at the bottom of the slope."""
    canvas = Canvas(1600, 900)
    canvas.text((60, 56), "Bud temperature, night of 16 to 17 April", size=42, bold=True)
    canvas.text(
        (60, 108), "Artificial buds, one reading every five minutes, °C", size=27, color=MUTED
    )
    axes = Axes(canvas, (120, 160), (1260, 640), (20, 32), (-4, 7))
    axes.rows(range(-4, 7, 2), size=26)
    axes.columns([(hour, f"{hour % 24:02d}:00") for hour in range(20, 33, 2)], size=26)
    top, bottom = night(TOP_NODE, 2), night(BOTTOM_NODE, 1)

    below = [hour for hour, value in bottom if value < LIMIT]
    corner, far = axes.at(below[0], 6.8), axes.at(below[-1], -4)
    canvas.box(corner, (far[0] - corner[0], far[1] - corner[1]), fill=RED_PALE)
    axes.rows(range(-4, 7, 2), "", size=26)
    canvas.dashes(axes.at(20, LIMIT), axes.at(32, LIMIT), color=RED, width=3)
    canvas.line([axes.at(*point) for point in top], color=AMBER, width=4.5)
    canvas.line([axes.at(*point) for point in bottom], color=BLUE, width=4.5)

    end = axes.at(32, LIMIT)
    canvas.text((end[0] + 16, end[1]), "limit -1.5", size=26, color=RED)
    end = axes.at(*top[-1])
    canvas.text((end[0] + 16, end[1] - 12), "Node 1, top", size=26, color=AMBER, bold=True)
    end = axes.at(*bottom[-1])
    canvas.text((end[0] + 16, end[1] + 12), "Node 6, bottom", size=26, color=BLUE, bold=True)

    warning = first_warning(bottom)
    spot, sign = axes.at(*warning), axes.at(warning[0], 5.3)
    canvas.line([spot, (sign[0], sign[1] + 46)], color=INK, width=2.5)
    canvas.dot(spot, 10, fill=INK)
    canvas.text(sign, f"{_clock(warning[0])} warning sent", size=27, anchor="mm", bold=True)
    canvas.text(
        (sign[0], sign[1] + 32),
        f"{(below[0] - warning[0]) * 60:.0f} minutes ahead",
        size=24,
        color=MUTED,
        anchor="mm",
    )
    hours = f"{_clock(below[0])} to {_clock(below[-1])}"
    middle = axes.at((below[0] + below[-1]) / 2, 5.3)
    canvas.text(middle, "below the limit", size=25, color=RED, anchor="mm")
    canvas.text((middle[0], middle[1] + 32), hours, size=25, color=RED, anchor="mm")
    lowest = min(bottom, key=lambda point: point[1])
    foot, label = axes.at(*lowest), f"{lowest[1]:.1f} at {_clock(lowest[0])}"
    canvas.text((foot[0], foot[1] + 32), label, size=25, color=BLUE, anchor="mm")
    canvas.save("night-of-16-april.png")


# --- architecture --------------------------------------------------------------------------------


def _block(
    canvas: Canvas, corner: Point, size: Point, lines: Sequence[str], colors: tuple[str, str]
) -> None:
    """Draw a box with a bold first line and muted further lines, centred."""
    outline, fill = colors
    canvas.box(corner, size, fill=fill, outline=outline, radius=12, width=3)
    middle = corner[0] + size[0] / 2
    y = corner[1] + size[1] / 2 - (len(lines) - 1) * 16
    for number, line in enumerate(lines):
        canvas.text(
            (middle, y + number * 32),
            line,
            size=26 if number == 0 else 22,
            color=INK if number == 0 else MUTED,
            anchor="mm",
            bold=number == 0,
        )


def draw_architecture() -> None:
    """Boxes and arrows: from the artificial bud to the grower's telephone."""
    canvas = Canvas(1600, 900)
    canvas.text((40, 52), "Frost Watch: the way of a reading", size=42, bold=True)
    bands = (
        (40, 330, "Orchard"),
        (430, 300, "Store room"),
        (790, 420, "Rented server"),
        (1270, 290, "People"),
    )
    for x, width, name in bands:
        canvas.box((x, 105), (width, 515), fill=MIST, outline=RULE, radius=16)
        canvas.text((x + width / 2, 138), name, size=28, color=MUTED, anchor="mm", bold=True)
    canvas.box((40, 665), (1520, 205), fill=MIST, outline=RULE, radius=16)
    canvas.text((1536, 698), "Development", size=28, color=MUTED, anchor="rm", bold=True)

    green, amber = (GREEN, GREEN_PALE), (AMBER, AMBER_PALE)
    blue, teal = (BLUE, BLUE_PALE), (TEAL, TEAL_PALE)
    for y, node, quantities in (
        (180, "Node 1", "5 quantities + wind"),
        (305, "Nodes 2 to 5", "5 quantities each"),
        (430, "Node 6", "5 quantities"),
    ):
        _block(canvas, (70, y), (270, 95), (node, quantities), green)
        canvas.arrow([(340, y + 48), (395, y + 48), (395, 353), (455, 353)])
    canvas.text((205, 575), "868 MHz, every 5 minutes", size=22, color=MUTED, anchor="mm")
    _block(canvas, (458, 300), (244, 106), ("Gateway", "buffers 7 days"), amber)
    canvas.text((580, 575), "Wi-Fi, MQTT over TLS", size=22, color=MUTED, anchor="mm")

    canvas.arrow([(702, 353), (770, 353), (770, 227), (815, 227)])
    _block(canvas, (818, 180), (170, 95), ("Broker", "MQTT"), blue)
    _block(canvas, (1016, 180), (170, 95), ("Collector", "checks, dates"), blue)
    canvas.arrow([(988, 227), (1013, 227)], head=11)
    _block(canvas, (818, 325), (170, 95), ("Rule", "1 h forecast"), blue)
    _block(canvas, (1016, 325), (170, 95), ("Store", "SQLite, CSV"), blue)
    canvas.arrow([(1101, 275), (1101, 322)])
    canvas.arrow([(1016, 372), (991, 372)], head=11)
    _block(canvas, (1016, 470), (170, 95), ("API", "read only"), blue)
    canvas.arrow([(1101, 420), (1101, 467)])
    canvas.arrow([(903, 420), (903, 593), (1238, 593), (1238, 245), (1297, 245)], color=RED)
    canvas.arrow([(1186, 517), (1297, 517)])

    _block(canvas, (1300, 190), (230, 106), ("Growers", "text message"), (RED, RED_PALE))
    _block(canvas, (1300, 464), (230, 106), ("Dashboard", "web page"), teal)
    canvas.arrow([(1415, 464), (1415, 299)])
    canvas.text((1428, 382), "curves", size=22, color=MUTED)

    for x, lines in (
        (250, ("Git repository", "branches, reviews")),
        (610, ("Checks", "lint, types, tests")),
        (970, ("Build", "firmware, images")),
    ):
        _block(canvas, (x, 735), (250, 100), lines, teal)
    canvas.arrow([(500, 785), (607, 785)])
    canvas.arrow([(860, 785), (967, 785)])
    canvas.arrow([(1095, 735), (1095, 623)], color=TEAL)
    canvas.text((1112, 645), "container images", size=22, color=TEAL)
    canvas.arrow([(970, 815), (920, 815), (920, 853), (150, 853), (150, 623)], color=TEAL)
    canvas.text((168, 645), "firmware by USB cable", size=22, color=TEAL)
    canvas.save("architecture.png")


# --- calibration ---------------------------------------------------------------------------------

BATHS = (-6, 0, 5, 10, 20)


def draw_calibration() -> None:
    """Scatter chart: error of 18 thermometers in five baths, before and after correction."""
    canvas = Canvas(1200, 800)
    canvas.text((50, 48), "Error of 18 thermometers in five baths", size=38, bold=True)
    canvas.text((50, 94), "Reading minus reference, °C", size=25, color=MUTED)
    canvas.dot((690, 94), 9, fill=AMBER)
    canvas.text((710, 94), "as delivered", size=25)
    canvas.dot((905, 94), 9, fill=TEAL)
    canvas.text((925, 94), "after correction", size=25)
    axes = Axes(canvas, (120, 135), (1030, 550), (0, 5), (-0.5, 0.5))
    axes.rows([tick / 100 for tick in range(-40, 50, 20)], "{:.1f}", size=24)
    upper, lower = axes.at(0, 0.12), axes.at(5, -0.12)
    canvas.box(upper, (lower[0] - upper[0], lower[1] - upper[1]), fill=TEAL_PALE)
    canvas.line([axes.at(0, 0), axes.at(5, 0)], color=MUTED, width=2)
    for column, bath in enumerate(BATHS):
        foot = axes.at(column + 0.5, -0.5)
        canvas.text((foot[0], foot[1] + 24), f"{bath} °C", size=26, anchor="mm", bold=True)
        for sensor in range(18):
            offset = -0.36 + 0.68 * (sensor * 11 % 18) / 17 + 0.03 * math.sin(9.1 * sensor)
            before = (
                offset + (offset * 0.006 + 0.0008) * (bath - 5) + 0.02 * math.sin(sensor * column)
            )
            after = 0.065 * math.sin(1.7 * sensor + 2.9 * column)
            after += 0.045 * math.sin(5.3 * sensor + 1.1 * column)
            spread = 0.012 * (sensor - 8.5)
            canvas.dot(axes.at(column + 0.30 + spread, before), 6, fill=AMBER)
            canvas.dot(axes.at(column + 0.70 + spread, after), 6, fill=TEAL)
        if column:
            canvas.line([axes.at(column, 0.48), axes.at(column, -0.5)], color=RULE)
    canvas.text(
        (635, 755), "shaded band: ±0.12 °C        reference: platinum thermometer, ±0.05 °C",
        size=23, color=MUTED, anchor="mm",
    )  # fmt: skip
    canvas.save("calibration.png")


# --- power ---------------------------------------------------------------------------------------


def draw_power() -> None:
    """Bar chart: mean current of a node in three stages of the board."""
    canvas = Canvas(1200, 800)
    canvas.text((50, 48), "Mean current of one node", size=38, bold=True)
    canvas.text((50, 94), "mA, one reading every five minutes", size=25, color=MUTED)
    parts = (("sleep", TEAL), ("measuring", AMBER), ("radio", BLUE))
    for x, (name, color) in zip((690, 820, 1010), parts, strict=True):
        canvas.box((x, 82), (24, 24), fill=color)
        canvas.text((x + 36, 94), name, size=25)
    axes = Axes(canvas, (120, 150), (1030, 500), (0, 3), (0, 0.8))
    axes.rows([tick / 10 for tick in range(0, 9, 2)], "{:.1f}", size=24)
    stages = (
        ("First board", 0.610, "125 days"),
        ("Divider switched", 0.300, "227 days"),
        ("New regulator", 0.028, "795 days"),
    )
    for column, (stage, sleep, life) in enumerate(stages):
        level = 0.0
        for part, (_, color) in zip((sleep, 0.054, 0.027), parts, strict=True):
            left, right = axes.at(column + 0.24, level + part), axes.at(column + 0.76, level)
            canvas.box(left, (right[0] - left[0], right[1] - left[1]), fill=color)
            level += part
        head, foot = axes.at(column + 0.5, level), axes.at(column + 0.5, 0)
        canvas.box((head[0] - 50, head[1] - 42), (100, 34), fill=PAPER)
        canvas.text((head[0], head[1] - 24), f"{level:.3f}", size=30, anchor="mm", bold=True)
        canvas.text((foot[0], foot[1] + 34), stage, size=27, anchor="mm", bold=True)
        canvas.text((foot[0], foot[1] + 70), life, size=25, color=MUTED, anchor="mm")
    canvas.line([axes.at(0, 0), axes.at(3, 0)], color=INK, width=2)
    canvas.text(
        (635, 766), "days: computed from a cell of 2600 mAh, of which 80 % may be used",
        size=22, color=MUTED, anchor="mm",
    )  # fmt: skip
    canvas.save("power-budget.png")


WAKE, SEND, SLEEP = 0.3, 2.1, 2.285  # seconds, in the picture of one cycle
CONVERT = 0.06  # seconds in which a probe converts and draws a little more


def draw_trace() -> None:
    """Oscilloscope-like picture: the current of one node while it wakes, measures and sends."""
    dark, grid, bright, pale = "#18262d", "#2d4048", "#8fd3c8", "#b9c8cc"
    canvas = Canvas(1200, 800, dark)
    canvas.text((50, 48), "Node 4: one cycle, seen across 1 ohm", size=36, color="#f2f6f5")
    canvas.text((50, 94), "current in mA, time in seconds", size=25, color=pale)
    axes = Axes(canvas, (110, 140), (1040, 560), (0, 2.6), (0, 56))
    for tick in range(0, 51, 10):
        canvas.line([axes.at(0, tick), axes.at(2.6, tick)], color=grid, width=1.5)
        left = axes.at(0, tick)
        canvas.text((left[0] - 14, left[1]), f"{tick}", size=25, color=pale, anchor="rm")
    for tick in range(0, 27, 4):
        canvas.line([axes.at(tick / 10, 0), axes.at(tick / 10, 56)], color=grid, width=1.5)
        foot = axes.at(tick / 10, 0)
        canvas.text((foot[0], foot[1] + 28), f"{tick / 10:.1f}", size=25, color=pale, anchor="mm")
    points = []
    for step in range(1041):
        time = step * 0.0025
        ripple = 0.35 * math.sin(step * 1.9) * math.sin(step * 0.37)
        if WAKE <= time < SEND:
            current = 9 + ripple + (1.6 if (time - WAKE) % 0.2 < CONVERT else -0.6)
        elif SEND <= time < SLEEP:
            current = 44 + ripple
        else:
            current = 0.2 + abs(ripple) / 3
        points.append(axes.at(time, current))
    canvas.line(points, color=bright, width=3)
    for x, y, words in (
        (1.2, 15, "nine readings of each sensor, 1.80 s"),
        (1.68, 45, "radio, 0.185 s"),
    ):
        canvas.text(axes.at(x, y), words, size=27, color="#f2f6f5", anchor="mm")
    canvas.arrow([axes.at(1.91, 45), axes.at(2.08, 45)], color=pale)
    canvas.text(axes.at(0.15, 4.5), "sleep", size=25, color=pale, anchor="mm")
    canvas.text(axes.at(2.45, 4.5), "sleep", size=25, color=pale, anchor="mm")
    canvas.save("current-trace.jpg")


# --- screens and lists ---------------------------------------------------------------------------


NOW = 20 + 73 / 12  # five past two, the hour of the screenshot


def draw_dashboard() -> None:
    """Stand-in for a screenshot: six tiles and the curves of the running night."""
    canvas = Canvas(1600, 900, MIST)
    canvas.box((0, 0), (1600, 88), fill=INK)
    canvas.text((44, 44), "Frost Watch", size=38, color=PAPER, bold=True)
    canvas.text((300, 46), "17 April, 02:05", size=28, color="#c9d5d6")
    canvas.text((1556, 46), "last message 1 minute ago", size=25, color="#c9d5d6", anchor="rm")
    canvas.box((40, 112), (1520, 84), fill=RED_PALE, outline=RED, radius=12)
    canvas.text((68, 154), "Warning", size=32, color=RED, bold=True)
    canvas.text((230, 155), "Node 6 may fall below -1.5 °C before 03:00. Sent 02:00.", size=28)
    canvas.text((1530, 155), "3 growers told", size=26, color=MUTED, anchor="rm")

    readings = (1.4, 1.1, 0.7, 0.2, -0.3, -0.7)
    for number, value in enumerate(readings):
        x = 40 + number * 256
        color = RED if number + 1 == NODES else BLUE if value < 0 else TEAL
        canvas.box((x, 220), (240, 168), fill=PAPER, outline=RULE, radius=12)
        canvas.box((x + 10, 236), (8, 136), fill=color, radius=4)
        canvas.text((x + 30, 250), f"Node {number + 1}", size=27, color=MUTED)
        canvas.text((x + 30, 310), f"{value:.1f} °C", size=48, color=color, bold=True)
        humidity = 74 + number * 2
        cell = 3.98 - 0.02 * (number * 5 % 4)
        canvas.text((x + 30, 360), f"{humidity} %   {cell:.2f} V", size=24, color=MUTED)

    canvas.box((40, 412), (1010, 452), fill=PAPER, outline=RULE, radius=12)
    canvas.text((68, 446), "Bud temperature since 20:00, °C", size=28, bold=True)
    axes = Axes(canvas, (116, 486), (760, 314), (20, NOW), (-2, 6))
    axes.rows(range(-2, 7, 2), "{:.0f}")
    axes.columns([(hour, f"{hour % 24:02d}:00") for hour in range(20, 27)], size=22)
    canvas.dashes(axes.at(20, LIMIT), axes.at(NOW, LIMIT), color=RED, width=2.5)
    for anchors, phase, color, name in (
        (TOP_NODE, 2, AMBER, "Node 1"),
        (BOTTOM_NODE, 1, BLUE, "Node 6"),
    ):
        seen = [point for point in night(anchors, phase) if point[0] <= axes.xs[1]]
        canvas.line([axes.at(*point) for point in seen], color=color, width=4)
        end = axes.at(*seen[-1])
        canvas.text((end[0] + 16, end[1]), name, size=26, color=color, bold=True)
    limit = axes.at(NOW, LIMIT)
    canvas.text((limit[0] + 16, limit[1] + 8), "limit", size=25, color=RED)

    canvas.box((1074, 412), (486, 452), fill=PAPER, outline=RULE, radius=12)
    canvas.text((1102, 446), "Node 6, right now", size=28, bold=True)
    facts = (
        ("Dew point", "-1.8 °C"),
        ("Wind at the mast", "0.4 m/s"),
        ("Air, 2.0 m", "0.6 °C"),
        ("Air, 0.5 m", "-0.5 °C"),
        ("Messages since 00:00", "149 of 150"),
        ("Gateway backlog", "none"),
    )
    for number, (name, words) in enumerate(facts):
        y = 502 + number * 62
        canvas.text((1102, y), name, size=26, color=MUTED)
        canvas.text((1534, y), words, size=27, anchor="rm", bold=True)
        if number:
            canvas.line([(1102, y - 31), (1534, y - 31)], color=RULE, width=1.5)
    canvas.save("Screenshot of the dashboard.png")


def draw_files() -> None:
    """Table-like listing of the files that one field period left behind."""
    received = (1697, 1716, 1721, 1719, 1597, 1554, 1719, 1723, 1720, 1722)
    rows = [
        (f"readings/2026-04-{14 + day}.csv.gz", f"{count:,}", f"{count * 0.0238:.1f} kB")
        for day, count in enumerate(received)
    ]
    rows += [
        ("events/warnings.csv", "7", "0.6 kB"),
        ("calibration/2026-04-12.json", "18", "3.1 kB"),
        ("manifest.sha256", "12", "1.2 kB"),
    ]
    canvas = Canvas(1200, 800)
    canvas.box((0, 0), (1200, 84), fill=MIST)
    canvas.text((40, 43), "archive / orchard-2026", size=34, bold=True)
    canvas.text((1160, 43), "13 files", size=27, color=MUTED, anchor="rm")
    for x, name, anchor in ((40, "Name", "lm"), (700, "Rows", "rm"), (880, "Size", "rm")):
        canvas.text((x, 116), name, size=25, color=MUTED, anchor=anchor, bold=True)
    canvas.text((940, 116), "State", size=25, color=MUTED, bold=True)
    canvas.line([(40, 142), (1160, 142)], color=INK)
    for number, (name, count, size) in enumerate(rows):
        y = 168 + number * 46
        if number % 2:
            canvas.box((28, y - 23), (1144, 46), fill=MIST)
        canvas.text((40, y), name, size=25)
        canvas.text((700, y), count, size=25, anchor="rm")
        canvas.text((880, y), size, size=25, color=MUTED, anchor="rm")
        gap = name.startswith(("readings/2026-04-18", "readings/2026-04-19"))
        color = AMBER if gap else GREEN
        canvas.dot((950, y), 8, fill=color)
        canvas.text((970, y), "gap, node 5" if gap else "sealed", size=24, color=color)
    canvas.line([(40, 745), (1160, 745)], color=RULE)
    canvas.text((40, 773), "Readings in all: 16,888 of 17,280", size=25, color=MUTED)
    canvas.save("stored-files.png")


def draw_builds() -> None:
    """List of builds as a continuous-integration server would show it."""
    builds = (
        ("#118", "Warn on two channels", "main", "2 min 41 s", True),
        ("#117", "Swap connector note into the guide", "docs", "0 min 52 s", True),
        ("#116", "Notice a node that is silent", "main", "2 min 38 s", True),
        ("#115", "Notice a node that is silent", "silence", "1 min 07 s", False),
        ("#114", "Keep buffer on a full disk", "gateway", "2 min 44 s", True),
        ("#113", "Firmware 1.4: median of nine", "main", "3 min 02 s", True),
        ("#112", "Firmware 1.4: median of nine", "median", "3 min 05 s", True),
        ("#111", "Pin the MicroPython release", "main", "3 min 20 s", True),
        ("#110", "Pack wind into the spare byte", "wind", "0 min 49 s", False),
    )
    canvas = Canvas(1200, 800)
    canvas.box((0, 0), (1200, 92), fill=MIST)
    canvas.text((40, 47), "Build history", size=36, bold=True)
    canvas.text((1160, 47), "118 builds, 103 passed", size=27, color=MUTED, anchor="rm")
    for number, (run, title, branch, duration, passed) in enumerate(builds):
        y = 136 + number * 76
        color, pale = (GREEN, GREEN_PALE) if passed else (RED, RED_PALE)
        canvas.dot((66, y), 21, fill=pale, outline=color)
        if passed:
            canvas.line([(57, y), (64, y + 8), (76, y - 8)], color=color, width=4)
        else:
            canvas.line([(58, y - 8), (74, y + 8)], color=color, width=4)
            canvas.line([(58, y + 8), (74, y - 8)], color=color, width=4)
        canvas.text((110, y), run, size=26, color=MUTED)
        canvas.text((196, y), title, size=27, bold=True)
        canvas.box((780, y - 21), (150, 42), fill=BLUE_PALE, radius=21)
        canvas.text((855, y), branch, size=24, color=BLUE, anchor="mm")
        canvas.text((1160, y), duration, size=25, color=MUTED, anchor="rm")
        canvas.line([(40, y + 38), (1160, y + 38)], color=RULE, width=1.5)
    canvas.save("build-history.png")


def draw_site() -> None:
    """Plan of the slope: contour lines, trees, six nodes and the store room."""
    canvas = Canvas(900, 1200)
    canvas.text((40, 48), "The slope, seen from above", size=38, bold=True)
    canvas.text((40, 94), "70 m from top to bottom, 9 m of fall", size=26, color=MUTED)
    canvas.box((40, 130), (820, 960), fill=GREEN_PALE, radius=18)
    for number in range(9):
        base = 206 + number * 92
        curve = [(x, base + 16 * math.sin(x / 130 + number * 0.5)) for x in range(52, 850, 8)]
        canvas.line(curve, color="#bcd3bb", width=2)
    for row in range(6):
        for tree in range(8):
            x, y = 250 + tree * 72, 232 + row * 140
            canvas.dot((x, y + 8 * math.sin(tree + row)), 20, fill="#a9c8a6")
    canvas.box((70, 1046), (760, 24), fill=GREEN, radius=12)
    canvas.text((450, 1020), "hedge: cold air stops here", size=25, color=INK, anchor="mm")
    for number in range(NODES):
        x, y = 142, 232 + number * 140
        color = AMBER if number == 0 else RED if number + 1 == NODES else TEAL
        canvas.dot((x, y), 34, fill=color, outline=PAPER)
        canvas.text((x, y), str(number + 1), size=36, color=PAPER, anchor="mm", bold=True)
    canvas.arrow([(838, 235), (838, 930)], color=BLUE, width=5, head=22)
    canvas.box((590, 146), (200, 56), fill=PAPER, outline=INK, radius=8)
    canvas.text((690, 174), "store room", size=27, anchor="mm")
    canvas.text((142, 184), "mast", size=24, color=INK, anchor="mm")
    for x, color, words in (
        (60, AMBER, "warmest node"),
        (320, RED, "coldest node"),
        (570, BLUE, "flow of cold air"),
    ):
        canvas.dot((x, 1140), 11, fill=color)
        canvas.text((x + 22, 1140), words, size=26)
    canvas.save("site-plan.png")


def main() -> None:
    """Draw all figures into the report's folder."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    for draw in (
        draw_architecture,
        draw_builds,
        draw_calibration,
        draw_dashboard,
        draw_files,
        draw_night,
        draw_power,
        draw_site,
        draw_trace,
    ):
        draw()


if __name__ == "__main__":
    main()
