"""Links from file to file: relative, so that they hold wherever the folder lies."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urldefrag, urljoin, urlsplit

# Pages are our own and well-formed: names of elements are in small letters, and in attributes the
# templates write > as &gt;.
_TAG = re.compile(r"<(a|link|script|img)\b([^>]*)>(\s*</script>)?")
_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_BUTTON = re.compile(r'<a\b(?=[^>]*\bclass="btn)[^>]*\shref="([^"]*)"[^>]*>.*?</a>', re.DOTALL)
_STYLE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


def relative(text: str, address: str, file: str, files: Mapping[str, str], assets: set[str]) -> str:
    """The page with every link to another file of the site made relative.

    A link to what the site does not have is no link any more; a button to it is left out.

    Args:
        address: of the page on the platform.
        file: its place in the folder.
        files: address to file, of every page.
        assets: addresses of style sheets and the like are added to it.
    """

    here = posixpath.dirname(file)

    def target(link: str) -> str | None:
        """The link as the file has it, None for what is not there."""
        path, fragment = _named(link, "" if link.startswith("/") else address)
        if path is None:
            return fragment
        if path.startswith("/static/"):
            assets.add(path)
        found = path.lstrip("/") if path.startswith("/static/") else files.get(path)
        if found is None:
            return None
        way = _way(found, here)
        return f"{way}#{fragment}" if fragment else way

    def button(match: re.Match[str]) -> str:
        return "" if target(match[1]) is None else match[0]

    def tag(match: re.Match[str]) -> str:
        link = _LINK.search(match[2])
        if link is None:
            return match[0]
        way = target(link[1])
        if way is not None:
            start, end = link.span(1)
            changed = f"{match[2][:start]}{html.escape(way)}{match[2][end:]}"
            return f"<{match[1]}{changed}>{match[3] or ''}"
        if match[1] != "a":
            return ""
        kept = (
            match[2]
            .replace(link[0], "")
            .replace(" download", "")
            .replace(' aria-current="page"', "")
        )
        return f"<a{kept}>"

    return _TAG.sub(tag, _BUTTON.sub(button, text))


def taken(text: str, root: str, files: Mapping[str, str]) -> str:
    """The page whose description for search engines leads to the downloads where they are files.

    Args:
        root: the address of the site, without a slash at its end.
    """

    def download(match: re.Match[str]) -> str:
        found = files.get(match[1])
        return match[0] if found is None else f'"contentUrl":"{root}/{_quoted(found)}"'

    return re.sub(rf'"contentUrl":"{re.escape(root)}(/[^"]*)"', download, text)


@lru_cache(maxsize=4096)
def _named(link: str, address: str) -> tuple[str | None, str]:
    """Path and fragment of a link on the page of that address; (None, link) for one elsewhere."""
    link = html.unescape(link)
    if not link or link.startswith("#") or urlsplit(link).scheme:
        return None, link
    path, fragment = urldefrag(urljoin(address, link))
    return path, fragment


def _way(file: str, folder: str) -> str:
    """From a folder of the site to one of its files."""
    if folder and file.partition("/")[0] != folder.partition("/")[0]:  # up to the top, then down
        return "../" * (folder.count("/") + 1) + _quoted(file)
    return quote(posixpath.relpath(file, folder or "."))


_quoted = lru_cache(maxsize=16_384)(quote)


def used(sheet: str, address: str) -> set[str]:
    """The addresses of the files that a style sheet uses."""
    found = (urljoin(address, link) for link in _STYLE.findall(sheet))
    return {path for path in found if path.startswith("/static/")}
