"""Sounds and films with invented content, of each kind that phones record."""

from __future__ import annotations

import struct

from datashift.web.collect.queries.recordings.ogg import _checksum

PLACE = b"-01.2921+036.8219/Asha's phone"
SOUND = b"frames of sound, as they were recorded" * 9


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def track(kind: bytes) -> bytes:
    entry = struct.pack(">I", 94) + b"avc1" + b"\0" * 42 + PLACE.ljust(32)[:32] + b"\0" * 12
    return box(
        b"trak",
        box(b"tkhd", b"\0\0\0\7" + PLACE[:8] + b"\0\0\0\1" + b"\0" * 68),
        box(b"udta", box(b"name", PLACE)),
        box(
            b"mdia",
            box(b"mdhd", b"\1\0\0\0" + PLACE[:16] + b"\0" * 16),
            box(b"hdlr", b"\0" * 8 + kind + b"\0" * 12 + PLACE + b"\0"),
            box(
                b"minf",
                box(b"smhd", b"\0" * 8),
                box(b"stbl", box(b"stsd", b"\0\0\0\0\0\0\0\1" + entry), box(b"stts", b"\0" * 8)),
                box(b"gpsd", PLACE),
            ),
        ),
    )


def film(*tracks: bytes) -> bytes:
    return b"".join(
        [
            box(b"ftyp", b"isom\0\0\0\1isom"),
            box(b"uuid", PLACE),
            struct.pack(">I4sQ", 1, b"mdat", len(SOUND) + 16) + SOUND,
            box(
                b"moov",
                box(b"mvhd", b"\0\0\0\0" + PLACE[:8] + b"\0" * 88),
                *tracks,
                box(b"udta", box(b"\xa9xyz", PLACE)),
                box(b"meta", b"\0\0\0\0" + PLACE),
            ),
            b"SEFT" + PLACE,
        ]
    )


def element(kind: bytes, *content: bytes, unknown: bool = False) -> bytes:
    inside = b"".join(content)
    length = b"\x01" + (b"\xff" * 7 if unknown else len(inside).to_bytes(7, "big"))
    return kind + length + inside


def webm(kind: int = 2) -> bytes:
    info = element(
        b"\x15\x49\xa9\x66",
        element(b"\x2a\xd7\xb1", b"\x0f\x42\x40"),
        element(b"\x7b\xa9", PLACE),
        element(b"\x4d\x80", PLACE),
        element(b"\x44\x61", PLACE[:8]),
    )
    tracks = element(
        b"\x16\x54\xae\x6b",
        element(b"\xae", element(b"\x83", bytes([kind])), element(b"\x53\x6e", PLACE)),
    )
    cluster = element(b"\x1f\x43\xb6\x75", element(b"\xa3", SOUND), unknown=True)
    tags = element(b"\x12\x54\xc3\x67", PLACE * 9)
    segment = element(b"\x18\x53\x80\x67", info, tracks, cluster, tags, cluster, unknown=True)
    return element(b"\x1a\x45\xdf\xa3", b"\x42\x82\x84webm") + segment


def page(content: bytes, number: int) -> bytes:
    table = b"\xff" * (len(content) // 255) + bytes([len(content) % 255])
    bare = b"OggS\0\0" + b"\0" * 12 + struct.pack("<II", number, 0) + bytes([len(table)]) + table
    whole = bare + content
    return whole[:22] + _checksum(whole) + whole[26:]


def opus() -> bytes:
    tags = b"OpusTags" + struct.pack("<I", len(PLACE)) + PLACE + b"\1\0\0\0" + PLACE * 20
    return page(b"OpusHead\1\1" + b"\0" * 9, 0) + page(tags, 1) + page(SOUND, 2)


def wav() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    parts = chunk(b"fmt ", b"\1\0" * 8) + chunk(b"LIST", PLACE) + chunk(b"data", SOUND)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WAVE" + parts + chunk(b"bext", PLACE)


def mp3() -> bytes:
    head = b"ID3\4\0\0" + bytes([0, 0, 0, len(PLACE)]) + PLACE
    ape = PLACE + b"APETAGEX" + struct.pack("<III", 2000, len(PLACE) + 32, 1) + b"\0" * 12
    return head + b"\xff\xfb\x90\x00" + SOUND + ape + b"TAG" + PLACE.ljust(125, b"\0")


SAMPLES = {
    "audio/mp4": film(track(b"soun")),
    "video/mp4": film(track(b"vide"), track(b"soun")),
    "audio/webm": webm(2),
    "video/webm": webm(1),
    "audio/ogg": opus(),
    "audio/wav": wav(),
    "audio/mpeg": mp3(),
    "audio/amr": b"#!AMR\n" + SOUND,
}
