"""Pictures as the authors hand them in, and what becomes of them."""

from __future__ import annotations

import gzip
import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFile

from publisher.pdf.child.pictures import Picture, UnreadableImageError, placeholder, prepare
from publisher.pdf.job import ImageArea, PdfJob
from publisher.pdf.process import PdfProcess
from publisher.read.files.picture import examine
from publisher.read.files.picture_data import PNG_SIGNATURE, decodable

AREA = ImageArea(width=25.4, height=50.8, resolution=100)  # 100 x 200 pixels
PIXELS = 10**6
ORIENTATION = 0x0112


def chunk(kind: bytes, data: bytes) -> bytes:
    end = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + end


def shown(made: Picture) -> Image.Image:
    """Return what a reader of the PDF sees."""
    if made.coding == "jpeg":
        return Image.open(io.BytesIO(made.data)).convert(made.mode)
    size = (made.width, made.height)
    if made.coding == "flate":
        return Image.frombytes(made.mode, size, zlib.decompress(made.data))
    header = struct.pack(">IIBBBBB", *size, 8, {"L": 0, "RGB": 2}[made.mode], 0, 0, 0)
    file = PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", made.data) + chunk(b"IEND", b"")
    return Image.open(io.BytesIO(file)).convert(made.mode)


def saved(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(size=(80, 60)) -> Image.Image:
    return Image.radial_gradient("L").resize(size).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of two pictures, of 255."""
    assert one.size == other.size
    low_high = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(high for _, high in low_high)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_needs_no_change_is_passed_through(kind):
    data = saved(photo(), kind)
    made = prepare(data, AREA, PIXELS)
    assert made.data in data
    assert made.coding == kind.lower()
    assert (made.natural, made.width, made.height) == ((80, 60), 80, 60)
    assert differ(shown(made), Image.open(io.BytesIO(data))) == 0
    assert prepare(data, AREA, PIXELS) == made


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"])
def test_every_mode_becomes_grey_or_rgb(mode, kind):
    image = photo().convert(mode)
    try:
        data = saved(image, kind)
    except (OSError, ValueError):
        pytest.skip("the format does not know the mode")
    made = prepare(data, AREA, PIXELS)
    assert made.mode == ("L" if Image.open(io.BytesIO(data)).mode in {"1", "L", "LA"} else "RGB")
    expected = Image.open(io.BytesIO(data)).convert(made.mode)
    assert differ(shown(made), expected) <= (8 if kind == "JPEG" else 0)


def test_16_bits_keep_their_brightness():
    image = Image.new("I;16", (4, 4), 0x8000)
    made = prepare(saved(image), AREA, PIXELS)
    assert made.mode == "L"
    assert shown(made).getpixel((0, 0)) == 128


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_shines_through_is_white(kind):
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 255))
    image.paste((0, 0, 255, 0), (0, 0, 2, 4))
    made = prepare(
        saved(image, kind, **({"lossless": True} if kind == "WEBP" else {})), AREA, PIXELS
    )
    assert shown(made).getpixel((0, 0)) == (255, 255, 255)
    assert shown(made).getpixel((3, 0)) == (255, 0, 0)


def test_the_first_frame_is_shown():
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert shown(prepare(data, AREA, PIXELS)).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_picture_stands_upright(kind):
    image = Image.new("RGB", (40, 20), "white")
    image.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn it clockwise: what was left is on top
    made = prepare(saved(image, kind, exif=exif), AREA, PIXELS)
    assert made.natural == (made.width, made.height) == (20, 40)
    assert differ(shown(made).crop((0, 0, 20, 18)), Image.new("RGB", (20, 18), "red")) < 20
    assert differ(shown(made).crop((0, 22, 20, 40)), Image.new("RGB", (20, 18), "white")) < 20


@pytest.mark.parametrize(
    ("kind", "size", "expected"),
    [
        ("JPEG", (150, 100), (100, 67)),
        ("JPEG", (100, 400), (50, 200)),
        ("PNG", (150, 100), (100, 67)),
        ("PNG", (330, 110), (100, 33)),
        ("PNG", (100, 1000), (20, 200)),
    ],
)
def test_no_finer_than_the_page_shows(kind, size, expected):
    made = prepare(
        saved(photo(size).convert("RGBA" if kind == "PNG" else "RGB"), kind), AREA, PIXELS
    )
    assert (made.width, made.height) == shown(made).size == expected
    assert made.natural == size
    assert differ(shown(made), photo(size).resize(expected)) < 24


def test_strips_leave_no_seam(monkeypatch):
    data = saved(photo((640, 480)).convert("RGBA"))
    whole = prepare(data, AREA, PIXELS)
    monkeypatch.setattr("publisher.pdf.child.pictures.STRIP_PIXELS", 640 * 7)
    assert prepare(data, AREA, PIXELS) == whole


def test_what_a_reader_would_unpack_without_end_is_coded_anew():
    data = saved(photo())
    more = zlib.compress(b"".join(b"\0" + bytes(80 * 3) for _ in range(60)) + bytes(10**7))
    bomb = data[:33] + chunk(b"IDAT", more) + chunk(b"IEND", b"")
    made = prepare(bomb, AREA, PIXELS)
    assert len(zlib.decompress(made.data)) <= 60 * (80 * 3 + 1)
    assert shown(made).getextrema() == ((0, 0), (0, 0), (0, 0))


def bombs() -> dict[str, bytes]:
    """Return files of some hundred bytes that say of themselves that they are enormous."""
    huge = struct.pack(">II", 60000, 60000)
    gif = saved(Image.new("L", (4, 4)), "GIF")
    frame = gif.index(b",")
    sides = [struct.pack("<HHII", tag, 4, 1, 9) for tag in (256, 257)]
    tiff = saved(Image.new("L", (9, 9)), "TIFF")
    for side in sides:
        tiff = tiff.replace(side, side[:8] + struct.pack("<I", 60000))
    bmp = struct.pack("<IHHIIiiHHIIiiII", 100, 0, 0, 54, 40, *[100000] * 2, 1, 24, *[0] * 6)
    webp = saved(Image.new("RGB", (9, 9)), "WEBP", lossless=True)
    icon = saved(Image.new("RGB", (32, 32)), "ICO")
    inside = icon.rindex(b"IHDR") + 4
    return {
        "GIF": b"GIF89a\xff\xff\xff\xff\0\0\0" + gif[13:],
        "a GIF's frame": gif[:frame] + b",\0\0\0\0\xff\xff\xff\xff" + gif[frame + 9 :],
        "TIFF": tiff,
        "BMP": b"BM" + bmp,
        "WebP": webp[:21] + struct.pack("<I", 0x0FFFFFFF) + webp[25:],
        "AVIF": saved(Image.new("RGB", (64, 64)), "AVIF").replace(struct.pack(">II", 64, 64), huge),
        "JPEG": saved(Image.new("L", (9, 9)), "JPEG").replace(b"\0\x09\0\x09", b"\xff" * 4),
        "a PNG in an icon": icon[:inside] + huge + icon[inside + 8 :],
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + huge,
        "SVGZ": gzip.compress(b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 10**6),
    }


@pytest.mark.parametrize("name", bombs())
def test_a_bomb_is_not_decoded(name, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", PIXELS)
    with pytest.raises(UnreadableImageError):
        prepare(bombs()[name], AREA, PIXELS)
    before = examine(bombs()[name])  # what `check` knows of it, without decoding
    assert not before.media or before.width * before.height >= 32 * 32


def damaged() -> dict[str, bytes]:
    png, jpeg = saved(photo()), saved(photo(), "JPEG")
    rows = zlib.compress(b"\0" * 100)
    bomb = struct.pack(">IIBBBBB", 60000, 60000, 1, 0, 0, 0, 0)
    return {
        "empty": b"",
        "one byte": b"\x89",
        "words": b"no picture at all",
        "pointer": b"version https://git-lfs.github.com/spec/v1\n",
        "bomb": PNG_SIGNATURE + chunk(b"IHDR", bomb) + chunk(b"IDAT", rows) + chunk(b"IEND", b""),
        "half a PNG": png[: len(png) // 2],
        "half a JPEG": jpeg[: len(jpeg) // 2],
        "a PNG of another kind inside": png[:50] + b"\0" * 40 + png[90:],
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    }


@pytest.mark.parametrize("name", damaged())
def test_what_is_damaged_is_told(name, monkeypatch):
    # As the child has it: who imports WeasyPrint finds Pillow lenient.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    with pytest.raises(UnreadableImageError):
        prepare(damaged()[name], AREA, PIXELS)


def with_asides() -> dict[str, bytes]:
    """Return pictures that browsers show, with something in the file that is broken or too much."""
    png, jpeg = saved(photo()), saved(photo(), "JPEG")
    two = saved(photo(), "MPO", save_all=True, append_images=[photo((40, 30))])
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 10**8))
    wrong = struct.pack(">I", 2) + b"tIME" + b"ab" + b"\0" * 4
    return {
        "text bomb": png[:33] + text + png[33:],
        "a wrong checksum": png[:33] + wrong + png[33:],
        "a wrong checksum behind the rows": png[:-12] + wrong + png[-12:],
        "a tail": png + b"tail" * 9999,
        "a film": jpeg + b"\0\0\0\x18ftypmp42" + b"film" * 9999,
        "two pictures": two,
        "two pictures and a film": two + b"film" * 9999,
        "the second is cut off": two[:-200],
    }


@pytest.mark.parametrize("name", with_asides())
def test_asides_do_not_spoil_a_picture(name):
    data = with_asides()[name]
    kind = "PNG" if data.startswith(PNG_SIGNATURE) else "JPEG"
    assert (examine(data).media, examine(data).problem) == (f"image/{kind.lower()}", "")
    made = prepare(data, AREA, PIXELS)
    assert (made.natural, made.coding) == ((80, 60), kind.lower())
    assert differ(shown(made), Image.open(io.BytesIO(saved(photo(), kind)))) == 0
    assert b"film" not in made.data  # it is not carried along


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_no_part_of_a_picture_is_taken_for_an_aside(kind):
    for options in ({}, {"progressive": True, "restart_marker_rows": 1, "quality": 100}):
        data = saved(Image.effect_noise((80, 60), 90), kind, **options)
        assert decodable(data) == data
        for size in range(0, len(data), 101):  # cut off anywhere
            assert decodable(data[:size]) in data


def test_too_many_pixels_are_not_decoded():
    with pytest.raises(UnreadableImageError, match="more than 4,799 pixels"):
        prepare(saved(photo()), AREA, 80 * 60 - 1)


def test_a_grey_box_stands_for_what_cannot_be_read(job):
    asked = job()
    wide = saved(Image.new("1", (2000, 501)))
    bad = {"figure:1": wide, "figure:2": damaged()["half a PNG"], "figure:3": b"<svg"}
    assert bad.keys() == asked.images.keys()
    with PdfProcess() as process:
        result = process.render(job(images=bad, megapixels=1))
    assert result.unreadable["figure:1"] == "it has more than 1,000,000 pixels, the limit"
    assert result.unreadable["figure:2"].startswith("damaged: ")
    assert result.unreadable["figure:3"].startswith("not well-formed: ")
    assert shown(placeholder()).getextrema() == (208, 208)


def test_no_finer_than_it_is_drawn():
    """By the largest of its places; never by more than 300 pixels an inch."""
    images = {f"figure:{n}": saved(photo((900, 90)), "PNG") for n in range(4)}
    html = """<!doctype html><html lang="en"><title>t</title><h1>t</h1>
    <p><img src="figure:0" alt="a" style="width: 96px">
    <p><img src="figure:1" alt="a" style="width: 96px"> <img src="figure:1" alt="a" style="width: 2in">
    <p style="width: 1.5in"><img src="figure:2" alt="a"><p><img src="figure:3" alt="a">"""
    job = PdfJob(
        html=html, stylesheets=(), images=images, title="t", language="en", identifier=b"1"
    )
    with PdfProcess() as process:
        made = process.render(job)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        widths = {
            int(item.Width)
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        }
    assert widths == {300, 600, 450, 900}
