"""Ask the addresses that whoever runs the installation wrote down."""

from __future__ import annotations

import io
import json
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from datashift import sdg
from datashift.comparison import Declared
from datashift.comparison.series import NOTHING_DECLARED
from datashift.kit.problem import Problem
from datashift.kit.zipped import UNREADABLE

_PATIENCE = 60  # seconds for one answer
_MOST_PAGES = 400
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # in a ZIP: the same answers make the same bytes


@dataclass(frozen=True)
class Asked:
    """A source that is renewed by itself.

    Args:
        source: who publishes it.
        address: template; `{indicator}`, `{area}`, `{m49}` and `{page}` are filled in.
        ending: of a file with such an answer: json, csv, xml, zip.
        indicators, areas: what is filled in, each with each; one empty one for none.
        kind: official or big.
        licence: as its publisher says.
        declared: what its answers do not say themselves.
    """

    source: str
    address: str
    ending: str
    indicators: tuple[str, ...] = ("",)
    areas: tuple[str, ...] = ("",)
    kind: str = "official"
    licence: str = ""
    declared: Declared = NOTHING_DECLARED


def asked(file: Path) -> tuple[Asked, ...]:
    """The sources that a settings file names.

    Raises:
        Problem: it cannot be read, or a source says too little.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(
            Asked(
                source=one["name"],
                address=one["address"],
                ending=one["ending"],
                indicators=tuple(one.get("indicators", ("",))),
                areas=tuple(one.get("areas", ("",))),
                kind=one.get("kind", "official"),
                licence=one.get("licence", ""),
                declared=Declared(**one.get("declared", {})),
            )
            for one in told.get("source", ())
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Problem(
            "The list of official sources cannot be read",
            file=file.name,
            safe="Nothing was asked for and nothing changed",
            do="Give each source a name, an address and an ending",
            code="official.sources_file",
        ) from error


def fetch(one: Asked) -> bytes:
    """All answers of a source, as a ZIP with the same bytes for the same answers.

    Raises:
        Problem: the line failed, or an answer is no data.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for indicator in one.indicators:
            for area in one.areas:
                for page, content in enumerate(_pages(one, indicator, area), start=1):
                    words = [indicator.replace(".", "-"), area, str(page)]
                    name = ".".join([*filter(None, words), one.ending])
                    for inside, each in _files(name, content, one):
                        archive.writestr(zipfile.ZipInfo(inside, _LONG_AGO), each)
    return packed.getvalue()


def _files(name: str, content: bytes, one: Asked) -> Iterator[tuple[str, bytes]]:
    """The files of an answer: itself, or what is in it when it is a ZIP.

    Raises:
        Problem: it is a damaged ZIP, or unpacks to more than may be brought.
    """
    if one.ending != "zip":
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [each for each in archive.infolist() if not each.is_dir()]
            if sum(each.file_size for each in inside) > settings.UPLOAD_LIMIT:
                raise _odd(one)
            for each in sorted(inside, key=lambda info: info.filename):
                yield f"{name}/{each.filename}", archive.read(each)
    except UNREADABLE as error:
        raise _odd(one) from error


def _pages(one: Asked, indicator: str, area: str) -> list[bytes]:
    """One answer, or as many as the first one says there are."""
    found = [_answer(one, indicator, area, 1)]
    if "{page}" in one.address:
        last = _told(found[0], one).get("totalPages", 1)
        if not isinstance(last, int) or last > _MOST_PAGES:
            raise _odd(one)
        found += [_answer(one, indicator, area, page) for page in range(2, last + 1)]
    return found


def _answer(one: Asked, indicator: str, area: str, page: int) -> bytes:
    m49 = sdg.country(area).codes.get("m49", "") if "{m49}" in one.address else ""
    address = one.address.format(indicator=indicator, area=area, m49=m49, page=page)
    content = _get(address, one)
    if one.ending == "json":
        _told(content, one)
    elif content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise _odd(one)  # a page that says it is sorry
    return content


def _get(address: str, one: Asked) -> bytes:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise Problem(
            f"The address of {one.source} is not an https address",
            safe="Nothing was asked for",
            do="Correct it in the list of sources",
            code="official.not_https",
        )
    request = urllib.request.Request(  # noqa: S310 - https, or this machine
        address, headers={"Accept": "*/*", "User-Agent": "DataShift"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            content: bytes = answer.read(settings.UPLOAD_LIMIT + 1)
    except (OSError, urllib.error.URLError) as error:
        raise Problem(
            f"{one.source} did not answer",
            safe="The figures from before stay as they are",
            do="Nothing: it is asked again later",
            code="official.no_answer",
        ) from error
    if len(content) > settings.UPLOAD_LIMIT:
        raise _odd(one)
    return content


def _told(content: bytes, one: Asked) -> dict[str, Any]:
    """What a JSON answer says of itself; the United Nations' figures are under "data"."""
    try:
        said = json.loads(content)
    except ValueError:
        raise _odd(one) from None
    if isinstance(said, dict) and isinstance(said.get("data", []), list):
        return said
    match said:
        case [{"pages": pages}, list()]:  # the World Bank's: what it is, then the figures
            return {"totalPages": pages}
        case [{"message": _}]:  # the World Bank's, of an address it does not know
            raise _odd(one)
        case list():
            return {}
    raise _odd(one)


def _odd(one: Asked) -> Problem:
    return Problem(
        f"{one.source} answered with something that is no data",
        safe="The figures from before stay as they are",
        do="Look whether its address has changed",
        code="official.odd_answer",
    )
