"""What the script of the page needs to know; empty where npm brought no script."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override

from datashift.web.collect.models import Version
from datashift.web.fill.models import Link
from datashift.web.fill.queries.words import words

ELSEWHERE = "https://www.wikipedia.org/"  # where "Wipe it and leave now" leads
SCRIPT, FILLING, ENGINE, BACKUP, WORKER = (
    f"built/fill/{name}.js" for name in ("form", "filling", "engine", "backup", "worker")
)
SHELL = (
    "figures/tokens.css",
    "figures/page.css",
    "figures/figures.css",
    "figures/maps.css",
    "site/base.css",
    "fill/fill.css",
    "site/mark.svg",
    "figures/fonts/anek-latin-600.woff2",
    SCRIPT,
    FILLING,
    ENGINE,
    BACKUP,
)


def has_script() -> bool:
    """Whether the script was put together at set-up."""
    return all(find(name) for name in (SCRIPT, FILLING, ENGINE, BACKUP, WORKER))


def config_of(link: Link, versions: Sequence[Version], state: str) -> str:
    """What the script reads from the page, as JSON; "" without a script."""
    if not has_script():
        return ""
    return json.dumps(
        {
            "key": link.key,
            "title": link.questionnaire.title,
            "state": state,
            "once": link.kind == Link.Kind.ONCE,
            "protects": link.protects,
            "elsewhere": ELSEWHERE,
            "page": get_language(),
            "addresses": {
                name: reverse(f"fill:{name}", args=[link.key])
                for name in ("fill", "send", "states", "worker")
            }
            | {
                "file": reverse("fill:file", args=[link.key, "0" * 64]),
                "filling": static(FILLING),
                "engine": static(ENGINE),
                "backup": static(BACKUP),
            },
            "versions": [_version(link, each) for each in versions[:1]],
            "words": {code: _words(code) for code, _ in settings.LANGUAGES},
        },
        ensure_ascii=False,
    )


def _words(code: str) -> dict[str, str]:
    with override(code):
        return words()


def _version(link: Link, version: Version) -> dict[str, object]:
    return {
        "id": str(version.pk),
        "name": version.name,
        "form": reverse("fill:form", args=[link.key, version.pk]),
        "media": {
            file.name: reverse("fill:media", args=[link.key, version.pk, file.name])
            for file in version.media.all()
        },
    }


def shell(link: Link, versions: Sequence[Version]) -> list[str]:
    """Addresses of everything that the page needs when there is no network."""
    found = [static(name) for name in SHELL if find(name)]
    for version in versions[:1]:
        told = _version(link, version)
        found += [str(told["form"]), *dict(told["media"]).values()]  # type: ignore[call-overload]
    return found
