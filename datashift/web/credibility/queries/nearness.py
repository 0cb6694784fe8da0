"""How near a finding is to what it stands beside, difference by difference, and a letter about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from datashift import sdg, studies
from datashift.comparison.comparability import (
    Comparability,
    Measured,
    Part,
    Question,
    comparability,
    series,
)
from datashift.comparison.letter import Explained, Letter, letter
from datashift.comparison.series import Comparison, Definition, Figure
from datashift.figures import Finding, OfficialFigure
from datashift.kit.problem import Problem
from datashift.studies.specification import Indicator, Official, Specification
from datashift.web.credibility.models import Tick
from datashift.web.credibility.queries.differences import (
    PARTS,
    Difference,
    differences,
    is_different,
    last_ticks,
)
from datashift.web.evidence.models import Run
from datashift.web.evidence.queries import beside as lines

_OFFICE = "the official figure"


@dataclass(frozen=True)
class Nearness:
    """One finding beside one official figure, or beside the series of its indicator.

    Args:
        officials: the official figures for the whole; one of them can be picked.
        official: the one that is looked at; None for the series alone.
        compared: None where there is neither a figure nor a series.
        differences: what is not known to be the same.
        same: what is, each with its name in words.
        letter: None without an official figure.
    """

    finding: Finding
    officials: tuple[OfficialFigure, ...]
    official: OfficialFigure | None
    compared: Comparability | None
    differences: tuple[Difference, ...]
    letter: Letter | None

    @property
    def beside(self) -> str:
        """What ticks are kept under."""
        return key_of(self.official)

    @property
    def same(self) -> list[tuple[object, Part]]:
        parts = self.compared.parts if self.compared else ()
        return [(PARTS[one.name], one) for one in parts if not is_different(one)]

    @property
    def looked_at(self) -> int:
        """How many of the differences somebody ticked."""
        return sum(one.ticked for one in self.differences)

    @property
    def line(self) -> lines.Line | None:
        """Both figures with their ranges, in words."""
        if self.official is None:
            return None
        return lines.lines(replace(self.finding, official=(self.official,)))[0]


def nearness(
    run: Run,
    finding: Finding,
    *,
    official: int = 1,
    page: str = "",
    held: Definition | None = None,
) -> Nearness:
    """Compare a finding with an official figure, or with the series of its indicator.

    Args:
        official: which of the official figures for the whole, from 1.
        page: where the finding is published, for the letter.
        held: what the official figure measures, where the platform holds its series itself; the
            study then says nothing of it.

    Raises:
        IndexError: there are not so many.
    """
    officials = wholes(finding)
    picked = officials[official - 1] if officials else None
    if official < 1 or (not officials and official != 1):
        raise IndexError
    said = _specification(run)
    ours = _ours(finding, said)
    theirs = _theirs(finding, picked, said) if held is None else Measured(held.title, held)
    declared = finding.match if finding.match in ("direct", "partial", "proxy") else None
    compared = None
    if theirs is not None:
        them = _OFFICE if picked is not None else ""
        compared = comparability(ours, theirs, declared=declared, them=them)  # type: ignore[arg-type]
    found: tuple[Difference, ...] = ()
    if compared is not None:
        ticks = last_ticks(_ticks(run, finding, picked))
        also = _also(finding, compared, picked) if held is None else []
        found = differences(compared, also, ticks)
    draft = None
    if picked is not None:
        draft = letter(
            _comparison(finding, picked, compared),
            ours=ours,
            compared=compared,
            explained=[Explained(one.found, one.note) for one in found if one.ticked],
            office=picked.source,
            organisation=run.study.organisation.name,
            page=page,
        )
    return Nearness(finding, officials, picked, compared, found, draft)


def wholes(finding: Finding) -> tuple[OfficialFigure, ...]:
    """The official figures for the whole that the finding is about."""
    parts = {row.domain.get("REF_AREA") for part in finding.breakdowns for row in part.rows}
    return tuple(one for one in finding.official if not one.area or one.area not in parts)


def key_of(official: OfficialFigure | None) -> str:
    """What an official figure is called where ticks are kept; it outlives a new computation."""
    return f"{official.what} · {official.source}"[:400] if official is not None else ""


def _ticks(run: Run, finding: Finding, official: OfficialFigure | None) -> Iterable[Tick]:
    given = run.study.ticks.filter(finding=finding.id, beside=key_of(official))
    return given.select_related("by")


def _specification(run: Run) -> Specification | None:
    try:
        return studies.parse(run.text).specification
    except Problem:
        return None


def _ours(finding: Finding, said: Specification | None) -> Measured:
    """What the finding measures, with what the study says of whom and where."""
    indicators = {one.id: one for one in said.indicators} if said else {}
    indicator = indicators.get(finding.id)
    return Measured(
        name=finding.title,
        definition=Definition(
            indicator=finding.sdg,
            series=finding.series,
            title=finding.title,
            quantity=finding.quantity,
            unit=finding.unit,
            language=finding.language,
            population=indicator.population if indicator else "",
            area=finding.country or finding.place,
            period=_years(finding.period),
            coverage=indicator.coverage if indicator else "",
            sampling=finding.sampling or None,  # type: ignore[arg-type]
            measure_unit=finding.unit_measure,
        ),
        breakdown=_groups(finding),
        question=_question(indicator),
        mode=indicator.mode if indicator else None,
    )


def _question(said: Indicator | Official | None) -> Question | None:
    """As it was asked, where the study says so."""
    asked = said.question if said else None
    return Question(asked.text, asked.answers, asked.language) if asked else None


def _groups(finding: Finding) -> dict[str, tuple[str, ...]]:
    """The groups it is published for, in the dimensions that series have."""
    known = {one.code for one in sdg.dimensions()} - {"REF_AREA", "TIME_PERIOD"}
    found: dict[str, list[str]] = {}
    for part in finding.breakdowns:
        for row in part.rows:
            for dimension, code in row.domain.items():
                if dimension in known:
                    found.setdefault(dimension, []).append(code)
    return {dimension: tuple(dict.fromkeys(codes)) for dimension, codes in found.items()}


def _theirs(
    finding: Finding, official: OfficialFigure | None, said: Specification | None
) -> Measured | None:
    """The official figure, of which its series says what its file does not; or the series alone."""
    base = series(finding.series) if finding.series else None
    if official is None:
        return base
    told = _told(finding, official, said)
    known = base.definition if base else Definition(indicator=finding.sdg)
    same_unit = official.difference is not None
    return Measured(
        name=official.what or official.source,
        definition=replace(
            known,
            title=official.what,
            unit=(told.unit if told else "") or known.unit,
            language=said.language if said and told and told.unit else known.language,
            population=(told.population if told else "") or known.population,
            area=official.area or finding.country or finding.place,
            period=_years(official.period),
            coverage=told.coverage if told else "",
            measure_unit=finding.unit_measure if same_unit else known.measure_unit,
        ),
        groups=base.groups if base else {},
        breakdown=base.breakdown if base else {},
        question=_question(told),
        mode=told.mode if told else None,
    )


def _told(
    finding: Finding, official: OfficialFigure, said: Specification | None
) -> Official | None:
    """What the study says of the file that the figure is from; None where that is not sure."""
    of = (None, finding.id, finding.sdg)
    mine = [one for one in said.official if one.indicator in of] if said else []
    named = [
        one
        for one in mine
        if (one.title and one.title == official.what)
        or (one.source and one.source == official.source)
    ]
    sure = named or mine
    return sure[0] if len(sure) == 1 else None


def _also(finding: Finding, compared: Comparability, official: OfficialFigure | None) -> list[str]:
    """What the release says of the two and the comparison does not."""
    if official is None or len(wholes(finding)) > 1:
        return []  # what the release says is of all its official figures together
    told = {reason.message for reason in compared.reasons}
    families = {reason.code.partition(".")[0] for reason in compared.reasons}
    return [
        one.text
        for one in finding.reasons
        if one.text not in told and one.label.casefold() not in families
    ]


def _years(period: str) -> str:
    return period.replace("–", "-")


def _comparison(
    finding: Finding, each: OfficialFigure, compared: Comparability | None
) -> Comparison:
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
        reasons=compared.reasons if compared else (),
        unit=finding.unit_measure,
        could_be_same=each.could_be_the_same,
    )
