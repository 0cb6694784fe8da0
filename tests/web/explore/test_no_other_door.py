"""Whatever is asked for, nothing that was hidden comes out: every address, format and release."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from people import Scene, make_scene
from published import STUDY, publish
from pytest_django import DjangoDbBlocker
from web import matrix

from datashift.exchange import FORMATS
from datashift.web.evidence.models import Release
from datashift.web.explore.queries import published

# Of Lamu 1,691 points are known, 1,217 of which work, on average 73,519.3 m from a town. No other
# number of the study is like these; nor are those of Turkana, which must be hidden beside it.
MANY = (("Kisumu", 3_000, 1_000, 1_200), ("Nairobi", 2_600, 1_300, 2_500))
FEW = (("Turkana", 1_311, 873, 41_873.7), ("Lamu", 1_217, 474, 73_519.3))
TEXT = STUDY.replace("minimum: 5", "minimum: 2000").replace(
    "  - id: counted",
    "  - {id: away, title: Metres to a town, measure: mean, of: metres, by: [[], [place]]}\n"
    "  - id: counted",
)


def _points() -> str:
    lines = ["county,state,metres"]
    for county, work, dry, metres in (*MANY, *FEW):
        lines += [f"{county},works,{metres}"] * work + [f"{county},dry,{metres}"] * dry
    return "\n".join(lines) + "\n"


def _canaries() -> list[str]:
    """How the hidden numbers and their complements would be written."""
    found = []
    total = sum(work + dry for _, work, dry, _ in (*MANY, *FEW))
    works = sum(work for _, work, _, _ in (*MANY, *FEW))
    for _, work, dry, metres in FEW:
        n = work + dry
        share = f"{100 * work / n:.5f}"
        found += [f"{metres:.1f}", f"{metres:,.1f}", f"{metres:,.0f}", f"{metres:.0f}", share[:5]]
        for whole in (n, work, total - n, works - work):
            found += [f"{whole}", f"{whole:,}"]
        found.append(f"{100 * (works - work) / (total - n):.5f}"[:6])
    return found


@pytest.fixture(scope="module")
def canary(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Scene, Release]]:
    with django_db_blocker.unblock(), transaction.atomic():
        scene = make_scene()
        owner = scene.people["owner"]
        yield scene, publish(scene.organisation, by=owner, text=TEXT, points=_points())
        transaction.set_rollback(True)


def _texts(content: bytes) -> Iterator[str]:
    """What a file says, whatever it is packed in."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            for name in pack.namelist():
                yield name
                yield from _texts(pack.read(name))
    elif content.startswith(b"PAR1"):
        yield str(pq.read_table(io.BytesIO(content)).to_pylist())
    else:
        text = unescape(content.decode("utf-8", errors="replace")).replace("\u00a0", " ")
        # Hashes and keys are letters and digits by chance.
        yield re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}", "", text)


def _addresses(scene: Scene, release: Release) -> list[str]:
    """Every public address, for every file and every format of the release."""
    make = matrix.arguments()
    place = {
        "organisation": scene.organisation.slug,
        "study": release.study.slug,
        "number": release.number,
    }
    found = []
    for address in matrix.addresses():
        if not address.name.startswith("explore:"):
            continue
        wanted = {
            name: place[name]
            if name in place
            else make.get(f"{address.name} {name}", make.get(name))(scene)  # type: ignore[misc]
            for name in address.arguments
        }
        choices: list[dict[str, str]] = [{}]
        if "key" in wanted:
            choices = [{"key": key} for key in ("works", "away", "counted")]
        if address.name == "explore:download":
            choices = [{"file": name} for name in published.FILES]
        if "form" in wanted and "file" not in wanted:
            choices = [{**one, "form": form} for one in choices for form in FORMATS]
        found += [reverse(address.name, kwargs={**wanted, **choice}) for choice in choices]
    return found


# Told by the same values as the specification, which is read; see test_pictures.
_DRAWN = re.compile(r"/pictures/(?!chart\.vl\.json)")
_LINK = re.compile(r"""(?:href|src)="(/[^"#]*)|"(?:address|page)": ?"(/[^"]*)""")


def _links(text: str, slug: str) -> Iterator[str]:
    """Addresses of the study that a page or an answer leads to."""
    for found in _LINK.finditer(text):
        link = found.group(1) or found.group(2)
        if f"/{slug}/" in link and not _DRAWN.search(link):
            yield unescape(link)


@pytest.mark.django_db
def test_no_address_gives_a_hidden_number_away(canary: tuple[Scene, Release]) -> None:
    scene, release = canary
    hidden = re.compile(rf"(?<![\d.,])(?:{'|'.join(map(re.escape, _canaries()))})")
    client, told, waiting, seen = Client(), {}, _addresses(scene, release), set()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/workspace", "/organisations", "/sign")):
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        content = b"".join(answer) if answer.streaming else answer.content
        for text in _texts(content):
            told.update(dict.fromkeys(hidden.findall(text), address))
            if not content.startswith((b"PK", b"PAR1")):
                waiting += _links(text, release.study.slug)
    assert told == {}
    assert len(seen) > 60, sorted(seen)


@pytest.mark.django_db
def test_the_search_for_hidden_numbers_would_find_them(canary: tuple[Scene, Release]) -> None:
    """The canaries are in the rows, and what is shown of the others is told."""
    _, release = canary
    text = (release.folder / "observations.csv").read_text(encoding="utf-8")
    assert re.search(r"KE-17|Kisumu", text)
    assert text.count(",Q,") >= 4  # two counties, two figures each, with the status of SDMX
    figures = [line for line in csv.DictReader(io.StringIO(text)) if line["OBS_STATUS"] == "Q"]
    assert all(line["OBS_VALUE"] == line["N"] == "" for line in figures)
    page = Client().get(f"/findings/kisima-watch/{release.study.slug}/1/works/").content.decode()
    assert "hidden to protect people" in page.lower()
