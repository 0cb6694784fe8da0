"""What differs between a finding and what it stands beside, and who looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift.comparison.comparability import Comparability, Part
from datashift.web.credibility.models import Tick

PARTS: Mapping[str, str | Promise] = {
    "concept": _("What is measured"),
    "unit": _("What is counted"),
    "unit_of_measure": _("The unit of the number"),
    "population": _("Whom it is about"),
    "area": _("Where"),
    "period": _("When"),
    "groups": _("Groups"),
    "wording": _("How it was asked, in words"),
    "mode": _("How it was asked"),
    "sampling": _("Who was chosen"),
    "also": _("What else is known"),
}


@dataclass(frozen=True)
class Difference:
    """One thing in which the two are not known to be the same.

    Args:
        part: what is compared, a key of `PARTS`.
        found: what differs, in words.
        verdict: the best match it leaves; "unknown" where a side does not say.
        to_move_up: what would have to change.
        last: what was said of it last, by whom and when; None for nothing.
    """

    part: str
    found: str
    verdict: str
    to_move_up: str = ""
    last: Tick | None = None

    @property
    def name(self) -> str | Promise:
        return PARTS[self.part]

    @property
    def is_changed(self) -> bool:
        """Whether what was ticked is no longer what is found: the tick lapsed."""
        return self.last is not None and self.last.ticked and self.last.found != self.found

    @property
    def ticked(self) -> bool:
        return self.last is not None and self.last.ticked and not self.is_changed

    @property
    def note(self) -> str:
        return self.last.note if self.last is not None else ""

    @property
    def language(self) -> str:
        """Code of the language of the note, "" where nobody said."""
        return self.last.language if self.last is not None else ""


def last_ticks(given: Iterable[Tick]) -> dict[str, Tick]:
    """The tick that counts, by part."""
    return {one.part: one for one in given}


def differences(
    compared: Comparability, also: Iterable[str], ticks: Mapping[str, Tick]
) -> tuple[Difference, ...]:
    """Every part that is not known to be the same, in the order of the comparison.

    Args:
        also: sentences of what differs that no part of the comparison says.
    """
    found = [
        Difference(
            part=one.name,
            found=one.sentence,
            verdict=one.verdict,
            to_move_up=one.to_move_up,
            last=ticks.get(one.name),
        )
        for one in compared.parts
        if is_different(one)
    ]
    if more := " ".join(also):
        found.append(Difference("also", more, "note", last=ticks.get("also")))
    return tuple(found)


def is_different(part: Part) -> bool:
    """Whether the two differ in it, or nobody can tell."""
    return part.verdict != "direct" or bool(part.reasons)
