"""Figures lose what tells of people, and no pixel."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from publisher.privacy.drawing import cleaned_drawing
from publisher.privacy.exif import UncleanError
from publisher.privacy.picture import cleaned

ORIENTATION = 0x0112
SECRET = b"Jane Roe"
MEDIA = {name: f"image/{name.lower()}" for name in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")}


def exif(orientation=1):
    made = Image.Exif()
    made[ORIENTATION] = orientation
    made[0x010E] = SECRET.decode()
    made[0x8825] = {1: "N", 2: (55.0, 47.0, 8.0)}  # where it was taken
    return made


def text():
    made = PngImagePlugin.PngInfo()
    made.add_text("Author", SECRET.decode())
    made.add_text("Comment", SECRET.decode(), zip=True)
    made.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    made.add(b"tIME", bytes(7))
    return made


PICTURE = Image.linear_gradient("L").resize((40, 24))
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
OPTIONS = {
    "JPEG": {"exif": exif(), "comment": SECRET, "xmp": SECRET, "icc_profile": PROFILE},
    "PNG": {"exif": exif(), "pnginfo": text(), "icc_profile": PROFILE, "dpi": (144, 144)},
    "GIF": {"comment": SECRET, "save_all": True, "append_images": [PICTURE.rotate(9)], "loop": 3},
    "WEBP": {"exif": exif(), "xmp": SECRET, "lossless": True, "icc_profile": PROFILE},
    "BMP": {},
}


def picture(kind, **options):
    made = io.BytesIO()
    mode = "P" if kind == "GIF" else "RGB"
    PICTURE.convert(mode).save(made, kind, **OPTIONS.get(kind, {}) | options)
    return made.getvalue()


def frames(data):
    with Image.open(io.BytesIO(data)) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            yield image.convert("RGBA").tobytes(), image.info.get("duration")


def facts(data):
    with Image.open(io.BytesIO(data)) as image:
        kept = ("icc_profile", "loop", "jfif_density", "progressive", "transparency")
        return image.format, image.mode, image.size, {n: image.info.get(n) for n in kept}


@pytest.mark.parametrize("kind", OPTIONS)
def test_metadata_goes_and_pixels_stay(kind):
    data = picture(kind)
    whole = data if kind == "WEBP" else data + SECRET  # what stands behind the picture
    made = cleaned(whole, MEDIA[kind])
    assert SECRET not in made
    assert (len(made) < len(data)) is (kind != "BMP")
    assert list(frames(made)) == list(frames(data))
    assert facts(made) == facts(data)
    with Image.open(io.BytesIO(made)) as image:
        assert not image.getexif()
    assert cleaned(made, MEDIA[kind]) == made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turned", range(2, 9))
def test_the_side_that_is_up_stays_so(kind, turned):
    made = cleaned(picture(kind, exif=exif(turned)), MEDIA[kind])
    with Image.open(io.BytesIO(made)) as image:
        assert dict(image.getexif()) == {ORIENTATION: turned}
    assert SECRET not in made


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}])
def test_every_scan_of_a_jpeg_stays(options):
    data = picture("JPEG", **options)
    assert list(frames(cleaned(data, MEDIA["JPEG"]))) == list(frames(data))


def test_cmyk_keeps_how_adobe_means_it():
    made = io.BytesIO()
    PICTURE.convert("CMYK").save(made, "JPEG")
    assert b"Adobe" in cleaned(made.getvalue(), MEDIA["JPEG"])


@pytest.mark.parametrize("kind", ["TIFF", "AVIF"])
def test_what_is_not_known_is_refused(kind):
    with pytest.raises(UncleanError, match="cannot be taken off"):
        cleaned(b"II*\0", f"image/{kind.lower()}")


@settings(max_examples=settings.default.max_examples // 3)  # each writes a picture
@given(st.sampled_from(sorted(OPTIONS)), st.integers(0, 4000), st.binary(max_size=4))
def test_damage_is_told_property(kind, at, change):
    data = picture(kind)
    at %= len(data)
    for damaged in (data[:at], data[:at] + change + data[at + len(change) :]):
        try:
            made = cleaned(damaged, MEDIA[kind])
        except UncleanError:
            continue
        assert cleaned(made, MEDIA[kind]) == made


DRAWING = b"""<?xml version="1.0"?><!-- by Jane --><?xpacket Jane?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="s" xmlns:inkscape="i" xmlns:xlink="x"
 inkscape:export-filename="/home/jane/a.png" width="9"><sodipodi:namedview a=">"/>
<svg:metadata xmlns:svg="http://www.w3.org/2000/svg"><a><metadata>Jane</metadata></a></svg:metadata>
<style><![CDATA[ a > b { } <!-- kept --> ]]></style><use xlink:href='#a' inkscape:label='Jane'/></svg>"""


def test_drawing():
    assert (
        cleaned_drawing(DRAWING).split()
        == (
            b'<?xml version="1.0"?> <svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="s" '
            b'xmlns:inkscape="i" xmlns:xlink="x" width="9"> <style><![CDATA[ a > b { } '
            b"<!-- kept --> ]]></style><use xlink:href='#a'/></svg>"
        ).split()
    )


@pytest.mark.parametrize(
    "data",
    [
        b"<svg><g></svg>",
        b"<svg><!--",
        b"",
        b'<!DOCTYPE svg [<!ENTITY a "Jane">]><svg>&a;</svg>',
        b'<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
    ],
)
def test_drawing_that_could_hide_something_is_refused(data):
    with pytest.raises(UncleanError):
        cleaned_drawing(data)
