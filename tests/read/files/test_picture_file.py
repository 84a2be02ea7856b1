"""What a picture file is depends on its bytes, on nothing that the process did before."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFile

from publisher.read.files.picture import examine


def cut(name: str) -> bytes:
    import io

    made = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(made, name)
    return made.getvalue()[:-300]


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("name", ["PNG", "JPEG"])
def test_cut_picture_is_none_whoever_else_uses_pillow(monkeypatch, name, lenient):
    """WeasyPrint switches Pillow to lenient for the whole process when it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    assert examine(cut(name)).problem == "unreadable"
    assert lenient == ImageFile.LOAD_TRUNCATED_IMAGES
