"""How near a finding is to the indicator it speaks of, part by part, and a letter about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift import studies
from datashift.comparison.comparability import Comparability, Measured, Part, comparability
from datashift.comparison.letter import Letter, letter
from datashift.comparison.series import Comparison, Definition, Figure, Reason
from datashift.figures import Finding, OfficialFigure
from datashift.kit.problem import Problem
from datashift.web.evidence.models import Run

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
}


@dataclass(frozen=True)
class Nearness:
    """One finding beside its indicator.

    Args:
        compared: with the series of the indicator; None where it names none.
        letters: one for each official figure for the whole that stands beside it.
    """

    finding: Finding
    compared: Comparability | None
    letters: tuple[Letter, ...]

    @property
    def parts(self) -> list[tuple[str | Promise, Part]]:
        """What was compared, each with its name in words."""
        return [(PARTS[each.name], each) for each in self.compared.parts] if self.compared else []


def nearness(run: Run, finding: Finding, *, page: str = "") -> Nearness:
    """Compare a finding with the series of its indicator, and draft its letters."""
    ours = _measured(run, finding)
    compared = None
    if ours.definition.series:
        declared = finding.match if finding.match in ("direct", "partial", "proxy") else None
        compared = comparability(ours, ours.definition.series, declared=declared)  # type: ignore[arg-type]
    organisation = run.study.organisation.name
    letters = tuple(
        letter(
            _comparison(finding, each),
            ours=ours,
            compared=compared,
            office=each.source,
            organisation=organisation,
            page=page,
        )
        for each in finding.official
        if not each.area or each.area == finding.country
    )
    return Nearness(finding, compared, letters)


def _measured(run: Run, finding: Finding) -> Measured:
    """What the finding measures, with what the study says of whom and where."""
    try:
        said = {one.id: one for one in studies.parse(run.text).specification.indicators}
    except Problem:
        said = {}
    indicator = said.get(finding.id)
    return Measured(
        name=finding.title,
        definition=Definition(
            indicator=finding.sdg,
            series=finding.series,
            title=finding.title,
            quantity=finding.quantity,
            unit=finding.unit,
            population=indicator.population if indicator else "",
            area=finding.country or finding.place,
            period=finding.period.replace("–", "-"),
            coverage=indicator.coverage if indicator else "",
            sampling=finding.sampling or None,  # type: ignore[arg-type]
            measure_unit=finding.unit_measure,
        ),
    )


def _comparison(finding: Finding, each: OfficialFigure) -> Comparison:
    """The finding's own figure beside an official one, as both were published."""
    whole = finding.overall
    return Comparison(
        indicator=finding.id,
        domain={},
        citizen=Figure(
            whole.value, whole.lower, whole.upper, time_period=finding.period, ref_area=each.area
        ),
        official=Figure(
            each.value,
            each.lower,
            each.upper,
            time_period=each.period,
            source=each.source,
            ref_area=each.area,
        ),
        difference=each.difference,
        lower=each.difference_lower,
        upper=each.difference_upper,
        relative=None,
        match=finding.match or "proxy",  # type: ignore[arg-type]
        reasons=tuple(Reason("said", one.text) for one in finding.reasons),
        unit=finding.unit_measure,
        could_be_same=each.could_be_the_same,
    )
