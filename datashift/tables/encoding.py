"""Which letters the bytes of a text file stand for, and the file as clean UTF-8."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import IncrementalNewlineDecoder
from pathlib import Path

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity

BLOCK = 1 << 20
_SAMPLE = 1 << 18  # bytes kept from around letters that are not UTF-8
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp1252", "mac_roman", "cp850")
_WESTERN = frozenset("áéíóúñüàâçèêëîïôûùöäãõÁÉÍÓÚÑÜÀÇÈÊÔÖÄÃÕœ°º²³’‘“”–¿¡")


@dataclass(frozen=True)
class Encoding:
    """How the bytes are to be read.

    Args:
        name: Python's name of the encoding.
        skip: bytes of a byte order mark at the start.
        certain: it needs no guess (valid UTF-8, or a byte order mark).
        mixed: most is UTF-8, some bytes are not; these are read as cp1252.
        old_lines: lines end with a carriage return alone.
        sha256: hash of all bytes of the file.
    """

    name: str
    skip: int
    certain: bool
    mixed: bool
    old_lines: bool
    sha256: str


def detect(path: Path) -> Encoding:
    """Find out the encoding from every byte of the file, in one pass.

    Raises:
        Problem: the bytes are no text.
    """
    look = _Look()
    with path.open("rb") as file:
        head = file.read(4096)
        bom = next(((mark, name) for mark, name in _BOMS if head.startswith(mark)), None)
        wide = bom[1] if bom and bom[1] != "utf-8" else None if bom else _wide_without_bom(head)
        file.seek(0)
        while block := file.read(BLOCK):
            look.at(block, wide=wide is not None)
    sha256 = look.hash.hexdigest()
    if wide:
        return Encoding(wide, len(bom[0]) if bom else 0, bom is not None, False, False, sha256)
    old = look.returns - look.pairs > look.lines
    name, certain, mixed = look.verdict()
    return Encoding(name, len(bom[0]) if bom else 0, certain, mixed, old, sha256)


class _Look:
    """What one pass over the bytes has seen so far."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.lines = self.returns = self.pairs = 0
        self.utf8 = codecs.getincrementaldecoder("utf-8")()
        self.valid = True
        self.sequences = False
        self.sample = bytearray()

    def at(self, block: bytes, *, wide: bool) -> None:
        self.hash.update(block)
        if wide:
            return
        if b"\0" in block:
            row = self.lines + block[: block.index(b"\0")].count(b"\n") + 1
            raise Problem(
                "The file holds NUL bytes, so it is damaged or is no text",
                line=row,
                do="Export or copy the file again",
                code="file.nul_bytes",
            )
        self.lines += block.count(b"\n")
        if b"\r" in block:
            self.returns += block.count(b"\r")
            self.pairs += block.count(b"\r\n")
        if not block.isascii():
            self._letters(block)

    def _letters(self, block: bytes) -> None:
        if len(self.sample) < _SAMPLE:
            self.sample += bytes(block[:_SAMPLE]) if len(block) <= _SAMPLE else _around(block)
        if not self.valid:
            return
        try:
            text = self.utf8.decode(block)
            self.sequences = self.sequences or not text.isascii()
        except UnicodeDecodeError:
            self.valid = False

    def verdict(self) -> tuple[str, bool, bool]:
        """Encoding, whether it is certain, whether it is mixed."""
        if self.valid and not self.utf8.getstate()[0]:
            return "utf-8", True, False
        sample = bytes(self.sample)
        kept = sample.decode("utf-8", errors="ignore")
        sequences = sum(1 for letter in kept if not letter.isascii())
        broken = (
            sum(byte > 127 for byte in sample)
            - len(kept.encode())
            + sum(1 for letter in kept if letter.isascii())
        )
        if sequences > broken:
            return "utf-8", False, True
        return _likeliest(sample), False, False


def _around(block: bytes) -> bytes:
    """A sample of the lines of the block that hold letters beyond ASCII."""
    lines = [line for line in block.split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE]


def _likeliest(sample: bytes) -> str:
    """The legacy encoding under which most letters beyond ASCII are those of western languages."""
    scores: dict[str, int] = {}
    for name in _LEGACY:
        text = sample.decode(name, errors="replace")
        scores[name] = sum(
            (letter in _WESTERN) - (letter == "\ufffd") * 5 for letter in text if letter > "\x7f"
        )
    best = max(_LEGACY, key=lambda name: scores[name])
    if best == "cp1252" and "\ufffd" in sample.decode("cp1252", errors="replace"):
        return "latin-1"
    return best


def _wide_without_bom(head: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as a NUL in every other byte."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is not UTF-8 as Windows would."""
    assert isinstance(error, UnicodeDecodeError)
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", errors="replace").replace("\ufffd", "?"), error.end


codecs.register_error("datashift.one_byte", _one_byte)


def clean_blocks(path: Path, encoding: Encoding) -> Iterator[bytes]:
    """The file as UTF-8 bytes without byte order mark, lines ending with a line feed.

    Lines of a file that ends them with CR LF keep both. A file that is already so passes through
    untouched.
    """
    with path.open("rb") as file:
        file.seek(encoding.skip)
        if encoding.name == "utf-8" and not encoding.mixed and not encoding.old_lines:
            while block := file.read(BLOCK):
                yield block
            return
        errors = "datashift.one_byte" if encoding.name == "utf-8" else "replace"
        decoder = codecs.getincrementaldecoder(encoding.name)(errors)
        newlines = IncrementalNewlineDecoder(None, translate=encoding.old_lines)
        while block := file.read(BLOCK):
            yield newlines.decode(decoder.decode(block)).encode("utf-8", "replace")
        yield newlines.decode(decoder.decode(b"", True), final=True).encode("utf-8", "replace")


def flags(encoding: Encoding) -> tuple[Flag, ...]:
    """What was assumed about the letters of the file."""
    if encoding.certain:
        return ()
    message = f"The file does not say its encoding; it was read as {encoding.name}."
    if encoding.mixed:
        message = "The file mixes encodings; it was read as utf-8, and where that fails as cp1252."
    return (
        Flag(
            code="reading.encoding",
            severity=Severity.LOOK if encoding.mixed else Severity.NOTE,
            message=message,
            values={"encoding": encoding.name},
        ),
    )
