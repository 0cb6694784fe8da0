"""XML that grows, reaches out, or never ends; after OWASP's cheat sheet on XML and CWE-776."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import partial

from bombs import Bomb

DOORS = ("submission", "envelope", "form", "manifest")
HEADS = {
    "submission": (b'<data id="home" version="1">', b"</data>"),
    "envelope": (b'<data id="home" version="1">', b"</data>"),
    "form": (
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">',
        b"</h:html>",
    ),
    "manifest": (
        b'<data xmlns="http://opendatakit.org/submissions" id="home" encrypted="yes">',
        b"</data>",
    ),
}
TARGETS = {
    "a file of the server": b"file:///etc/passwd",
    "its own environment": b"file:///proc/self/environ",
    "a device without end": b"file:///dev/zero",
    "an address inside": b"http://127.0.0.1:9/x",
    "the address of a cloud": b"http://169.254.169.254/latest/meta-data/",
    "another server": b"ftp://127.0.0.1:9/x",
    "an archive": b"jar:file:///tmp/a.zip!/x",
    "a programme": b"expect://id",
}
CODES = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7")


def bombs() -> Iterator[Bomb]:
    """Each document for each door that takes XML."""
    for door in DOORS:
        start, end = HEADS[door]
        for name, make in _documents(start, end):
            yield Bomb(f"{door}: {name}", door, ".xml", make)
        for name, inside in _inert():
            yield Bomb(f"{door}: {name}", door, ".xml", partial(_join, start, inside, end), True)


def _documents(start: bytes, end: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for levels, each in ((3, 2), (9, 10), (30, 2), (100, 10)):
        yield f"entities {levels} deep, {each} each", partial(laughs, start, end, levels, each)
    for size in (1_000, 100_000):
        yield f"one entity of {size:,} many times", partial(_quadratic, start, end, size)
    yield "an entity of itself", partial(_doctype, b'<!ENTITY a "&a;">', start + b"&a;" + end)
    yield (
        "two entities of each other",
        partial(_doctype, b'<!ENTITY a "&b;"><!ENTITY b "&a;">', start + b"&a;" + end),
    )
    for name, target in TARGETS.items():
        entity = b'<!ENTITY a SYSTEM "' + target + b'">'
        yield f"an entity that is {name}", partial(_doctype, entity, start + b"&a;" + end)
        entity = b'<!ENTITY % a SYSTEM "' + target + b'"> %a;'
        yield f"a parameter that is {name}", partial(_doctype, entity, start + end)
        yield (
            f"a document type that is {name}",
            partial(_join, b'<!DOCTYPE data SYSTEM "' + target + b'">', start, end),
        )
    for code in CODES:
        yield f"entities written in {code}", partial(_written, start, end, code)
    yield (
        "entities after a long comment",
        partial(_join, b"<!--" + b"x" * 70_000 + b"-->", laughs(start, end, 9, 10)),
    )
    for depth in (65, 1_000, 100_000):
        yield f"{depth:,} levels", partial(_deep, start, end, depth, closed=True)
        yield f"{depth:,} levels that do not end", partial(_deep, start, end, depth, closed=False)
    yield "400,000 attributes", partial(_attributes, start, end, 400_000)
    yield "two million elements", partial(_join, start, b"<a/>", end, times=2_000_000)
    yield "forty million letters", partial(_join, start, b"x", end, times=40_000_000)
    yield (
        "a name of twelve million letters",
        partial(_join, start, b"<" + b"a" * 12_000_000 + b"/>", end),
    )
    yield "a comment that does not end", partial(_join, start, b"<!--" + b"-" * 1_000_000)
    yield "a text that does not end", partial(_join, start, b"<![CDATA[" + b"]" * 1_000_000)
    yield "a NUL", partial(_join, start, b"<a>\0</a>", end)
    yield "a letter that is none", partial(_join, start, b"<a>&#x110000;</a>", end)
    yield "a NUL by its number", partial(_join, start, b"<a>&#0;</a>", end)
    yield "bytes that are no letters", partial(_join, start, b"<a>\xc3\x28\xff</a>", end)
    yield (
        "a code that nobody knows",
        partial(_join, b'<?xml version="1.0" encoding="x-evil"?>', start, end),
    )
    yield "the same attribute twice", partial(_join, start, b'<a b="1" b="2"/>', end)
    yield "a prefix of nothing", partial(_join, start, b"<evil:a/>", end)
    yield "two roots", partial(_join, start + end, start, end)
    yield "nothing", partial(_join, b"")
    yield "a byte order mark alone", partial(_join, b"\xef\xbb\xbf")
    yield "packed", partial(gzip.compress, start + end)


def _inert() -> Iterator[tuple[str, bytes]]:
    """What is well-formed, and must only not be obeyed."""
    for name, target in list(TARGETS.items())[:4]:
        yield (
            f"an inclusion of {name}",
            b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" parse="text" href="'
            + target
            + b'"/>',
        )
    yield "a style sheet to be run", b'<?xml-stylesheet href="file:///etc/passwd"?>'
    yield (
        "a thousand name spaces",
        b"<a " + b" ".join(b'xmlns:n%d="u:%d"' % (each, each) for each in range(1_000)) + b"/>",
    )
    yield (
        "a schema of elsewhere",
        (
            b'<a xmlns:s="http://www.w3.org/2001/XMLSchema-instance" '
            b's:schemaLocation="u http://127.0.0.1:9/x"/>'
        ),
    )


def laughs(start: bytes, end: bytes, levels: int, each: int) -> bytes:
    """A billion of laughs, more or less."""
    entities = b'<!ENTITY e0 "lol">' + b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * each)
        for level in range(1, levels + 1)
    )
    return _doctype(entities, start + b"&e%d;" % levels + end)


def _quadratic(start: bytes, end: bytes, size: int) -> bytes:
    entity = b'<!ENTITY a "' + b"x" * size + b'">'
    return _doctype(entity, start + b"&a;" * size + end)


def _doctype(entities: bytes, document: bytes) -> bytes:
    return b"<!DOCTYPE data [" + entities + b"]>" + document


def _written(start: bytes, end: bytes, code: str) -> bytes:
    head = f'<?xml version="1.0" encoding="{code}"?>'
    return (head + laughs(start, end, 9, 10).decode()).encode(code)


def _deep(start: bytes, end: bytes, depth: int, *, closed: bool) -> bytes:
    return start + b"<a>" * depth + (b"</a>" * depth + end if closed else b"")


def _attributes(start: bytes, end: bytes, count: int) -> bytes:
    return start + b"<a " + b" ".join(b'a%d=""' % each for each in range(count)) + b"/>" + end


def _join(*parts: bytes, times: int = 1) -> bytes:
    """The parts one after the other; the one in the middle so many times."""
    if times == 1:
        return b"".join(parts)
    start, middle, end = parts
    return start + middle * times + end
