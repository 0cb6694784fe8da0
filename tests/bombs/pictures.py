"""Pictures that claim more pixels than there are atoms, or are something else as well."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from bombs import Bomb


def bombs() -> Iterator[Bomb]:
    """What is brought as a photograph."""
    for name, make, defused in _pictures():
        yield Bomb(f"picture: {name}", "picture", ".jpg", make, defused)


def _pictures() -> Iterator[tuple[str, Callable[[], bytes], bool]]:
    for width, height in ((12_000, 9_000), (65_535, 65_535), (65_535, 1_000), (1_000, 65_535)):
        yield f"JPEG of {width:,} by {height:,}", partial(jpeg, width, height), False
    for width, height in ((2**31 - 1, 2**31 - 1), (30_000, 30_000), (6_000, 4_001), (2**31 - 1, 1)):
        rows = bytes(2_000_000)
        yield f"PNG of {width:,} by {height:,}", partial(png, width, height, rows), False
    for width, height in ((65_535, 65_535), (30_000, 3_000)):
        yield f"GIF of {width:,} by {height:,}", partial(gif, width, height), False
    for width, height in ((16_384, 16_384), (16_383, 16_383)):
        yield f"WebP of {width:,} by {height:,}", partial(webp, width, height), False
    for kind in (b"zTXt", b"iCCP", b"iTXt"):
        yield f"PNG with a {kind.decode()} of a gigabyte", partial(_unfolding, kind), False
    yield "PNG without pixels", partial(png, 10, 10, b""), False
    yield "PNG of nothing by nothing", partial(png, 0, 0, b""), False
    yield "half a JPEG", lambda: jpeg(10, 10)[:9], False
    yield "only the first bytes of a JPEG", lambda: b"\xff\xd8\xff", False
    yield "nothing", bytes, False
    yield (
        "a drawing with a script",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>evil(1)</script></svg>',
        False,
    )
    yield "a web page called a picture", lambda: b"GIF89a=1;//<html><script>evil(1)</script>", False
    yield "a document called a picture", lambda: b"%PDF-1.7", False
    yield "a TIFF", lambda: b"II*\0\x08\0\0\0" + b"\xff" * 200, False
    yield "an EPS that runs a programme", lambda: b"%!PS\n(%pipe%id) (r) file", False
    yield "an icon of noise", lambda: b"\0\0\x01\0\xff\xff" + b"\xff" * 200, False
    yield "a picture for Photoshop", lambda: b"8BPS\0\x01" + b"\xff" * 60, False
    for loops in (1, 100_000):
        yield f"marks that lead to themselves {loops:,} times", partial(_exif, loops), True


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width: int, height: int, rows: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG that claims so many pixels, and has those rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    content = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + content + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """A JPEG that claims so many pixels."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    """A GIF whose picture is larger than its screen."""
    image = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2\1\0\0;"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + image


def webp(width: int, height: int) -> bytes:
    """A lossless WebP that claims so many pixels."""
    size = (width - 1) | (height - 1) << 14
    body = b"\x2f" + struct.pack("<L", size & 0xFFFFFFFF) + bytes(64)
    chunk = b"VP8L" + struct.pack("<L", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<L", len(chunk) + 4) + b"WEBP" + chunk


def _unfolding(kind: bytes) -> bytes:
    heads = {b"zTXt": b"a\0\0", b"iCCP": b"a\0\0", b"iTXt": b"a\0\1\0\0\0"}
    return png(10, 10, b"", chunk(kind, heads[kind] + zlib.compress(bytes(400_000_000), 9)))


def _exif(times: int) -> bytes:
    """A JPEG whose marks beside the pixels name their own place again and again."""
    entry = struct.pack("<HHLL", 0x8769, 4, 1, 8)
    marks = b"II*\0\x08\0\0\0" + struct.pack("<H", min(times, 5_000)) + entry * min(times, 5_000)
    body = b"Exif\0\0" + marks + struct.pack("<L", 8)
    whole = b"\xff\xd8\xff\xe1" + struct.pack(">H", min(len(body) + 2, 65_535)) + body
    return whole + jpeg(10, 10)[2:]
