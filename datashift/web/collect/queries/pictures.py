"""Photographs as they are shown: turned upright, made smaller, without what they tell of the
phone and the place. The original stays as it came."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import BinaryIO

from datashift.kit.problem import Problem

MOST_PIXELS = 64_000_000  # a picture of 300 KB can unfold to gigabytes
LONGEST_SIDE = 1_600


def shown(path: Path | BinaryIO, *, longest: int = LONGEST_SIDE) -> bytes:
    """The picture as JPEG with nothing but its pixels; from a file, or from memory.

    Raises:
        Problem: it is no picture, or has more pixels than any phone takes.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Problem(
                        "The picture has more pixels than can be shown",
                        safe="It is kept as it came",
                        code="picture.too_large",
                    )
                picture.draft("RGB", (longest, longest))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((longest, longest))
                # A new picture: whatever was written beside the pixels stays behind.
                bare = Image.new("RGB", upright.size, "white")
                coloured = upright.convert("RGBA")
                bare.paste(coloured, mask=coloured.getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Problem(
            "The picture cannot be read", safe="It is kept as it came", code="picture.broken"
        ) from error
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82)
    return out.getvalue()
