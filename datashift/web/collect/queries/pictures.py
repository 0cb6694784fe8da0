"""Photographs as they are shown: turned upright, made smaller, without what they tell of the
phone and the place. The original stays as it came."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from datashift.kit.problem import Problem

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 64_000_000  # of a JPEG, which is made smaller as it is unfolded
MOST_UNFOLDED = 24_000_000  # of the others: a picture of 300 KB can unfold to gigabytes
LONGEST_SIDE = 1_600


def shown(path: Path | BinaryIO, *, longest: int = LONGEST_SIDE) -> bytes:
    """The picture as JPEG with nothing but its pixels; from a file, or from memory.

    Raises:
        Problem: it is no picture, or has more pixels than can be shown.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bombs are counted here, damaged tags go anyway
            with Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
                most = MOST_PIXELS if picture.format == "JPEG" else MOST_UNFOLDED
                if picture.width * picture.height > most:
                    raise _too_large()
                picture.draft("RGB", (longest, longest))
                picture.thumbnail((longest, longest))
                upright = _upright(picture)
                # A new picture: whatever was written beside the pixels stays behind.
                bare = Image.new("RGB", upright.size, "white")
                coloured = upright.convert("RGBA")
                bare.paste(coloured, mask=coloured.getchannel("A"))
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Problem(
            "The picture cannot be read", safe="It is kept as it came", code="picture.broken"
        ) from error
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82)
    return out.getvalue()


def _upright(picture: Image) -> Image:
    """Turned as its Exif says. Pillow's own way writes that anew, and fails where it is damaged."""
    from PIL import ExifTags
    from PIL.Image import Transpose

    turn = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    return picture if turn is None else picture.transpose(turn)


def _too_large() -> Problem:
    return Problem(
        "The picture has more pixels than can be shown",
        safe="It is kept as it came",
        code="picture.too_large",
    )
