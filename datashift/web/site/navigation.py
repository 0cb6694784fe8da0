"""What the two mastheads link to. A page enters here when it exists, never before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from datashift.web.reports.queries.inbox import any_open


@dataclass(frozen=True)
class Place:
    """An entry of a masthead.

    Args:
        name: name of the URL.
        label: the word people see.
        key: what a page calls itself in its `current` block to be marked.
        of_study: the address needs the study one is in; left out where there is none.
        in_study: also shown inside a study, where the steps of the study need the room.
        on_phone: also in the bar at the bottom of a phone.
        when: whether there is anything behind it now; such a place needs a server.
    """

    name: str
    label: str | Promise
    key: str
    of_study: bool = False
    in_study: bool = True
    on_phone: bool = True
    when: Callable[[], bool] | None = None

    def address(self, study: Any) -> str:
        args = [study] if self.of_study else []
        return reverse(self.name, args=args) if args else _always(self.name, get_language())


@lru_cache(maxsize=256)
def _always(name: str, language: str | None) -> str:
    del language  # reverse reads it
    return reverse(name)


PUBLIC: tuple[Place, ...] = (
    Place("explore:home", _("Explore"), "explore"),
    Place("explore:findings", _("Findings"), "findings"),
    Place("explore:places", _("Places"), "places"),
    Place("explore:trust", _("Trust"), "trust"),
    Place("reports:choose", _("Report something"), "report", when=any_open),
)
WORKSPACE: tuple[Place, ...] = (
    Place("evidence:today", _("Today"), "today"),
    Place("evidence:studies", _("Studies"), "studies", in_study=False),
    Place("collect:questionnaires", _("Collect"), "collect", in_study=False),
    Place("evidence:bring", _("Bring"), "bring", of_study=True),
    Place("evidence:check", _("Check"), "check", of_study=True),
    Place("evidence:questions", _("Questions"), "questions", of_study=True),
    Place("evidence:compare", _("Compare"), "compare", of_study=True, on_phone=False),
    Place("evidence:publish", _("Publish"), "publish", of_study=True),
    Place("credibility:standing", _("Credibility"), "credibility", of_study=True, on_phone=False),
    Place("accounts:organisations", _("Organisations"), "organisations", in_study=False),
    Place("accounts:profile", _("You"), "you", in_study=False),
)
