"""Which pages a site has, where each becomes a file, and what each depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from datashift import __version__, sdg
from datashift.exchange.published import heads
from datashift.figures import Finding as Told
from datashift.figures.pictures import PICTURES
from datashift.sdg import outlines as atlas
from datashift.web.accounts.models import Organisation
from datashift.web.audit import log
from datashift.web.evidence.models import Finding, Release
from datashift.web.explore.http import (
    below_finding,
    comparison_address,
    embed_address,
    ending_of_finding,
    ending_of_indicator,
    ending_of_release,
    finding_address,
    release_address,
    release_path,
    tiles_of,
)
from datashift.web.explore.queries import (
    comparison,
    coverage,
    exports,
    held,
    maps,
    methods,
    pictures,
    places,
    published,
    tiles,
    voices,
)
from datashift.web.explore.queries.exports import Export
from datashift.web.explore.queries.formats import FORMS, IN_PLACE
from datashift.web.explore.queries.held import Held
from datashift.web.explore.queries.listing import PAGE
from datashift.web.official import queries as official


@dataclass(frozen=True)
class Page:
    """One file of the site.

    Args:
        address: where the platform has it.
        file: where it is in the folder.
        stamp: changes when the page has to be made again.
        export: made from the release itself instead of being shown; "" stands for none.
        copied: a file of the release, taken as it is.
        of: the release that it is of, or the first of several; "" for none.
        language: of the words in it, when it is a picture.
    """

    address: str
    file: str
    stamp: str
    export: Export | None = None
    copied: Path | None = None
    of: str = ""
    language: str = ""

    @property
    def speaks(self) -> bool:
        """Whether it is another file in another language: pages and pictures are."""
        alike = self.export is not None or self.copied is not None
        return bool(self.language) or (self.file.endswith(".html") and not alike)


def pages(root: str, *, pictured: bool = False) -> list[Page]:
    """Every page of the releases that are shown.

    Args:
        root: the address that the site will have; "" when nobody knows it, and what needs one is
            then left out.
        pictured: with cards, charts, maps and briefs.
    """
    known = held.now()
    everybody = _Told(known, root, pictured)
    return [
        *_general(everybody),
        *_framework(everybody),
        *_places(everybody),
        *_published(everybody),
        *(_for_machines(everybody) if root else ()),
    ]


def figures(forms: Sequence[str]) -> list[Page]:
    """The figures of each release that stands and of its findings, in formats of these names."""
    known = held.now()
    return [
        page
        for release in known.standing
        for page in (
            *_formats(release, forms),
            *(page for one in known.by_release[release.pk] for page in _formats_of(one, forms)),
        )
    ]


class _Told:
    """What the findings say, as a stamp of any part of them."""

    def __init__(self, known: Held, root: str, pictured: bool) -> None:
        self.known, self.root, self.pictured = known, root, pictured
        self.findings = known.findings
        self.way = f"{root} with pictures {_atlas()}" if pictured else f"{root} {_atlas()}"
        self.offices = official.hashes()
        self._said = [(one, json.dumps(_said(one))) for one in self.findings]

    def stamp(self, belongs: Callable[[Finding], bool], *more: str) -> str:
        said = [text for one, text in self._said if belongs(one)]
        return _stamp(self.way, *more, *said)

    @property
    def all(self) -> str:
        return self.stamp(lambda _: True)

    def shown(self, address: str, stamp: str, of: Release | None = None) -> Page:
        return Page(address, file_of(address), stamp, of="" if of is None else str(of.pk))


def file_of(address: str) -> str:
    """Where a page becomes a file: "goals/6/index.html", "findings/page-2/index.html"."""
    path, _, query = address.lstrip("/").partition("?")
    if query:
        path = f"{path}{query.replace('=', '-')}/"
    return f"{path}index.html" if not path or path.endswith("/") else path


def _general(told: _Told) -> Iterator[Page]:
    for name in ("home", "goals", "places", "findings", "campaigns", "outcomes"):
        yield told.shown(reverse(f"explore:{name}"), told.all)
    for number in range(2, -(-len(told.findings) // PAGE) + 1):
        yield told.shown(f"{reverse('explore:findings')}?page={number}", told.all)
    for name in ("trust", "methods", "explored"):
        yield told.shown(reverse(f"explore:{name}"), _stamp(told.way))
    for name, path in methods.files().items():
        stamp = _stamp(told.way, path.read_text(encoding="utf-8"))
        yield told.shown(reverse("explore:method", args=[name]), stamp)


def _framework(told: _Told) -> Iterator[Page]:
    by_goal = {
        number: told.stamp(lambda one, number=number: one.goal == number)  # type: ignore[misc]
        for number in range(1, 18)
    }
    by_code: dict[str, list[str]] = {}
    first: dict[str, Release] = {}
    for one in told.findings:
        first.setdefault(one.sdg, one.release)
        by_code.setdefault(one.sdg, []).append(json.dumps(_said(one)))
    for goal in sdg.goals():
        yield told.shown(reverse("explore:goal", args=[goal.code]), by_goal[int(goal.code)])
    for target in sdg.targets():
        yield told.shown(reverse("explore:target", args=[target.code]), by_goal[int(target.goal)])
    for indicator in sdg.indicators():
        said = by_code.get(indicator.code, [])
        stamp = _stamp(told.way, *said, told.offices.get(indicator.code, ""))
        place = reverse("explore:indicator", args=[indicator.code])
        yield told.shown(place, stamp, first.get(indicator.code))
        yield told.shown(f"{place}{ending_of_indicator('definition')}", _stamp(told.way))
        if told.pictured and said:
            yield from _pictures_of(indicator, first[indicator.code], told)
        for name in IN_PLACE if said else ():
            export = exports.of_indicator(indicator.code, FORMS[name], _address(told.root))
            ending = ending_of_indicator("indicator_export", name)
            yield _export(f"{place}{ending}", export, first[indicator.code])


def _places(told: _Told) -> Iterator[Page]:
    hashes = "".join(told.offices.values())
    for place in places.places():
        found = {one.pk for one in places.findings_of(place)}
        stamp = told.stamp(lambda one, found=found: one.pk in found, hashes)  # type: ignore[misc]
        yield told.shown(reverse("explore:place", args=[place.slug]), stamp)
        for goal in coverage.goals_of(place):
            yield told.shown(reverse("explore:coverage", args=[place.slug, goal]), stamp)
        for part in places.parts(place):
            if part.written:
                yield told.shown(reverse("explore:area", args=[place.slug, part.slug]), stamp)


def _published(told: _Told) -> Iterator[Page]:
    releases = told.known.releases
    by_study: dict[UUID, list[Release]] = {}
    for release in releases:
        by_study.setdefault(release.study_id, []).append(release)
    history = {
        study: json.dumps(
            [[one.number, one.manifest_sha256, str(one.withdrawn_at)] for one in of_study]
        )
        for study, of_study in by_study.items()
    }
    organisations = {one.study.organisation.slug: one.study.organisation for one in releases}
    for slug in organisations:
        stamp = told.stamp(lambda one, slug=slug: one.release.study.organisation.slug == slug)  # type: ignore[misc]
        mine = [history[one.study_id] for one in releases if one.study.organisation.slug == slug]
        address = reverse("explore:organisation", args=[slug])
        yield told.shown(address, _stamp(stamp, *mine))
    heard = {slug: _heard(one) for slug, one in organisations.items()}
    for release in releases:
        stamp = _stamp(told.way, history[release.study_id], release.title)
        organisation, study, _ = release_path(release)
        if release is by_study[release.study_id][0]:
            yield told.shown(reverse("explore:study", args=[organisation, study]), stamp, release)
        yield told.shown(release_address(release), stamp, release)
        if release.withdrawn_at is None:
            yield from _files(release)
            judged = _stamp(stamp, heard[organisation])
            for name in ("credibility", "credibility_form"):
                address = reverse(f"explore:{name}", args=release_path(release))
                yield told.shown(address, judged, release)
    for release in releases:
        slug = release.study.organisation.slug
        for finding in told.known.by_release[release.pk]:
            yield from _finding(finding, history[release.study_id], heard[slug], told)


def _heard(organisation: Organisation) -> str:
    """Changes with whatever an organisation did: assessed, ticked, handed over."""
    newest = log.events(organisation).values_list("number", flat=True).first()
    return str(newest or 0)


def _files(release: Release) -> Iterator[Page]:
    hashes, folder, of = published.hashes(release), release.folder, str(release.pk)
    here = release_address(release)
    for name in published.files(release):
        address = f"{here}{ending_of_release('download', name)}"
        yield Page(address, file_of(address), hashes[name], copied=folder / name, of=of)
    yield from _formats(release, FORMS)


def _formats(release: Release, names: Iterable[str]) -> Iterator[Page]:
    here = release_address(release)
    for name in names:
        address = f"{here}{ending_of_release('release_export', name)}"
        yield _export(address, exports.of_release(release, FORMS[name]), release)


def _formats_of(finding: Finding, names: Iterable[str]) -> Iterator[Page]:
    here = finding_address(finding)
    for name in IN_PLACE:
        if name in names:
            address = f"{here}{ending_of_finding('finding_export', name)}"
            yield _export(address, exports.of_finding(finding, FORMS[name]), finding.release)


def _finding(finding: Finding, history: str, heard: str, told: _Told) -> Iterator[Page]:
    sets = tiles_of(finding)
    closer = tiles.finer(finding) if sets else None
    near = finding_address(closer) if closer is not None else ""
    stamp = _stamp(told.way, history, finding.key, finding.headline, near)
    yield told.shown(finding_address(finding), stamp, finding.release)
    if finding.release.withdrawn_at is not None:
        return
    if told.root:
        yield told.shown(embed_address(finding), stamp, finding.release)
    own = comparison.of_release(finding) if _brings_official(finding) else ()
    offices = told.offices.get(finding.sdg, "")
    names = comparison.names_held(finding, told.known) if offices else ()
    beside = _stamp(stamp, heard, offices)
    for key in (*(one.key for one in own), *names):
        yield told.shown(comparison_address(finding, key), beside, finding.release)
    if told.pictured:
        there = finding_address(finding)
        yield from _pictures(finding, f"{told.root}{there}" if told.root else "")
    yield from _formats_of(finding, IN_PLACE)
    for outlines, there in sets:
        path = tiles.file_of(outlines)
        yield Page(there, file_of(there), path.stem, copied=path)


def _brings_official(finding: Finding) -> bool:
    """Whether its release brought official figures to stand beside it."""
    return bool(_heads(finding.release.folder)[finding.position].official)


@lru_cache(maxsize=4)
def _heads(folder: Path) -> tuple[Told, ...]:
    return heads((folder / "findings.json").read_bytes())


def _pictures(finding: Finding, address: str) -> Iterator[Page]:
    """What the page offers as a picture, a slide or a brief."""
    mapped = maps.is_mapped(finding)
    for name in PICTURES:
        if mapped or not name.startswith("map"):
            place = below_finding(finding, "finding_picture", name)
            export = pictures.of_finding(finding, name, address=address)
            of = str(finding.release_id)
            yield _drawn(place, export, of)


def _pictures_of(indicator: sdg.Indicator, of: Release, told: _Told) -> Iterator[Page]:
    """The same of an indicator."""
    there = reverse("explore:indicator", args=[indicator.code])
    address = f"{told.root}{there}" if told.root else ""
    found = [
        (name, pictures.of_indicator(indicator, name, address=address)) for name in pictures.CHARTS
    ]
    with suppress(KeyError):  # no citizens' figure of a known year
        card = pictures.card_of_indicator(indicator, voices.Asked(), address=address)
        found.append((pictures.CARD, card))
    for name, export in found:
        place = reverse("explore:indicator_picture", args=[indicator.code, name])
        yield _drawn(place, export, str(of.pk))


def _drawn(address: str, export: Export, of: str) -> Page:
    language = get_language() or "en"
    return Page(address, file_of(address), export.key, export=export, of=of, language=language)


def _for_machines(told: _Told) -> Iterator[Page]:
    for name in ("sitemap", "feed", "catalogue_turtle", "catalogue_json"):
        yield told.shown(reverse(f"explore:{name}"), told.all)


def _export(address: str, export: Export, release: Release) -> Page:
    folder = address.lstrip("/").rpartition("/")[0]
    return Page(address, f"{folder}/{export.name}", export.key, export=export, of=str(release.pk))


def _address(root: str) -> Callable[[Release], str]:
    return lambda release: f"{root}{release_address(release)}"


def _said(one: Finding) -> list[object]:
    release = one.release
    return [
        *(release.manifest_sha256, release.number, release.study.organisation.name),
        *(one.key, one.headline, one.place, one.country, one.sdg, one.position),
    ]


def _stamp(*parts: str) -> str:
    return hashlib.sha256(json.dumps([_code(), *parts]).encode()).hexdigest()[:24]


def _atlas() -> str:
    """A hash of the boundaries that maps are drawn on."""
    digest = hashlib.sha256()
    for path in atlas.known(maps.atlas()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _code() -> str:
    """A hash of what makes the pages."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(settings.BUILT.glob("explore/map*.js")):
        digest.update(path.read_bytes())
    root = Path(settings.ROOT) / "datashift"
    for folder in ("web/explore", "web/site", "figures", "kit/locale"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".j2", ".css", ".js", ".xml", ".svg", ".po"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()
