"""A whole site, from what is published to a folder of files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.translation import override

from datashift import __version__
from datashift.kit.language import spoken
from datashift.kit.language.addresses import in_language
from datashift.kit.problem import Problem
from datashift.web.explore.management.building import folder
from datashift.web.explore.management.building.addresses import only_public
from datashift.web.explore.management.building.folder import Written
from datashift.web.explore.management.building.links import relative, taken, used
from datashift.web.explore.management.building.pages import Page, figures, pages
from datashift.web.explore.management.building.processes import made
from datashift.web.explore.management.building.rendering import StaticRequest, rendered
from datashift.web.explore.queries.held import held

Progress = Callable[[int, int], None]
_ERROR = "404.html"
_AT_ONCE = 24
_OURS = (  # of public pages; what draws a chart is loaded by none of a site of files
    *("figures/", "explore/", "site/", "credibility/credibility.css"),
    "built/explore/map",
)


def build(
    out: Path,
    *,
    root: str = "",
    progress: Progress | None = None,
    processes: int = 1,
    pictures: bool = False,
    languages: Sequence[str] | None = None,
) -> Written:
    """Write the public pages of what is shown, or bring an earlier site up to date.

    Args:
        out: the folder.
        root: the address that it will have, without a slash at its end; "" when nobody knows.
        progress: told how many files are done, of how many.
        processes: how many make them at once.
        pictures: cards, charts, maps and briefs too: some seconds for each finding, once.
        languages: beside English; None for all that are offered.

    Raises:
        Problem: the folder holds something else, or cannot be written.
    """
    with override("en"), only_public(), held():
        found = {page.file: page for page in pages(root, pictured=pictures)}
        offered = [code for code, _ in settings.LANGUAGES[1:]]
        spoken = [code for code in offered if languages is None or code in languages]
        for language in spoken:
            found |= _told(root, language, pictures=pictures)
        assets = dict(_assets())
        found[_ERROR] = Page(_ERROR, _ERROR, found["index.html"].stamp)
        show = partial(rendered, root, pictures=pictures, languages=("en", *spoken))
        site = _Site(root, found, assets, show, progress, processes)
        return folder.write(out, stamped(found, assets, spoken), site.make)


def stamped(
    pages: Mapping[str, Page], assets: Mapping[str, Path], languages: Sequence[str]
) -> dict[str, str]:
    """Every file and what it changes with.

    A page leads to the same page in each language, and to style sheets whose names change with
    them: it is made anew when one of these is another.
    """
    stamps = {name: _hash(path) for name, path in assets.items()}
    around = json.dumps([__version__, sorted(languages), sorted(stamps.items())])
    named = hashlib.sha256(around.encode()).hexdigest()[:16]
    for page in pages.values():
        written = page.copied is None and page.export is None
        stamps[page.file] = f"{page.stamp} {named}" if written else page.stamp
    return stamps


def build_figures(
    out: Path, forms: Sequence[str], *, progress: Progress | None = None, processes: int = 1
) -> Written:
    """Write the figures in these formats where a site has them, without any page.

    Args:
        out: the folder.
        forms: names of formats, as in addresses.
        progress, processes: as for `build`.

    Raises:
        Problem: the folder holds something else, or cannot be written, or a format cannot carry
            a release.
    """
    with override("en"), only_public(), held():
        found = {page.file: page for page in figures(forms)}
        site = _Site("", found, {}, partial(rendered, ""), progress, processes)
        return folder.write(out, {page.file: page.stamp for page in found.values()}, site.make)


def together(names: Iterable[str], pages: Mapping[str, Page]) -> list[list[str]]:
    """What is made of one release together, while it is open; what is of none, a few at a time."""
    by_release: dict[str, list[str]] = {}
    for place, name in enumerate(names):
        page = pages.get(name)
        of = page.of if page is not None and page.of else f"none {place // _AT_ONCE}"
        by_release.setdefault(of, []).append(name)
    return list(by_release.values())


def _told(root: str, language: str, *, pictures: bool) -> dict[str, Page]:
    """The pages and pictures in another language; figures and formats are the same in all."""
    with override(language):
        return {page.file: page for page in pages(root, pictured=pictures) if page.speaks}


class _Site:
    def __init__(
        self,
        root: str,
        pages: dict[str, Page],
        assets: dict[str, Path],
        show: Callable[[str], bytes],
        progress: Progress | None,
        processes: int,
    ) -> None:
        self.root, self.pages, self.assets, self.show = root, pages, assets, show
        self.progress, self.processes = progress, processes
        self.files = {
            in_language(page.address, language): page.file
            for language, _ in settings.LANGUAGES
            for page in pages.values()
        } | {page.address: page.file for page in pages.values()}

    def make(self, names: Iterable[str], place: Path) -> None:
        """Write the files of these names below a folder."""
        wanted = sorted(names)
        done = 0
        parts = together(wanted, self.pages)
        for number in made(parts, partial(self._write, place), processes=self.processes):
            done += number
            if self.progress is not None:
                self.progress(done, len(wanted))

    def _write(self, place: Path, names: Sequence[str]) -> None:
        for name in names:
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._content(name))

    def _content(self, name: str) -> bytes:
        if name in self.assets:
            return self.assets[name].read_bytes()
        page = self.pages[name]
        if page.copied is not None:
            return page.copied.read_bytes()
        if page.export is not None:
            language = page.language or "en"
            with override(language), spoken(language):
                return page.export.content()
        if name == _ERROR:
            request = StaticRequest(self.root, "/")
            text = render_to_string(_ERROR, request=request)
            return relative(text, "/", name, self.files, set()).encode()
        content = self.show(page.address)
        if not name.endswith(".html"):
            return content
        led = taken(content.decode(), self.root, self.files)
        return relative(led, page.address, name, self.files, set()).encode()


def _assets() -> Iterable[tuple[str, Path]]:
    """Style sheets and what they use, by their place in the folder."""
    waiting = [
        staticfiles_storage.url(name)
        for finder in finders.get_finders()
        for path, storage in finder.list([])
        if (name := _named(path, storage)).startswith(_OURS)
    ]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        path = _asset(address.removeprefix(settings.STATIC_URL))
        yield address.lstrip("/"), path
        if path.suffix == ".css":
            waiting += sorted(used(path.read_text(encoding="utf-8"), address))


def _named(path: str, storage: object) -> str:
    """The name pages use: a folder of STATICFILES_DIRS may stand under a prefix of its own."""
    prefix = getattr(storage, "prefix", None)
    return f"{prefix}/{path}" if prefix else path


def _asset(name: str) -> Path:
    collected = Path(staticfiles_storage.path(name))
    if collected.is_file():
        return collected
    found = finders.find(name)
    if found is None:
        raise Problem(f"The site needs {name}, and it is not there", do="Run the set-up again")
    return Path(found)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:24]
