"""How credible a release was found: what its card, its page and its files say to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from datashift.exchange.credibility import SideSaid, Standing
from datashift.quality.credibility import Side, sides
from datashift.web.credibility.models import Assessment, FieldworkLook, SideAnswer
from datashift.web.credibility.queries import facts
from datashift.web.credibility.queries.assessments import Told, assessed, assessments_of
from datashift.web.evidence.models import Release, Run, Study


@dataclass(frozen=True)
class Card:
    """What stands beside a finding.

    Args:
        assessments: with something confirmed by a second person, or ruled by an office.
        begun: how many others were begun.
        before: the newest earlier release that was assessed, when this one was not.
        sides: names of the other sides of which something is said.
    """

    release: Release
    assessments: tuple[Told, ...]
    begun: int
    before: Release | None
    sides: tuple[str, ...]


def card_of(release: Release) -> Card:
    """The card of a release."""
    begun = Assessment.objects.filter(run=release.run_id).exists()
    everything = assessments_of(release.run) if begun else []
    shown = tuple(one for one in everything if is_public(one))
    said = {one.side.id for one in sides_of(release.study) if one.answers}
    return Card(
        release=release,
        assessments=shown,
        begun=len(everything) - len(shown),
        before=None if shown else _assessed_before(release),
        sides=tuple(one.name for one in sides() if one.id in said),
    )


def spoken_of() -> frozenset[UUID]:
    """The studies of whose credibility anybody has said anything; the card of others is empty."""
    assessed = Assessment.objects.values_list("run__study", flat=True)
    return frozenset(assessed) | frozenset(SideAnswer.objects.values_list("study", flat=True))


def is_public(one: Told) -> bool:
    """Whether a second person stands behind anything of it, or an office has ruled."""
    return one.ruling is not None or any(item.is_confirmed for item in one.items)


def _assessed_before(release: Release) -> Release | None:
    if release.number == 1:
        return None
    return (
        Release.objects.filter(
            study=release.study_id,
            number__lt=release.number,
            withdrawn_at=None,
            run__assessments__answers__confirmation__isnull=False,
        )
        .order_by("-number")
        .first()
    )


@dataclass(frozen=True)
class Line:
    """One question of a side and the answer that counts."""

    item: str
    question: str
    answer: SideAnswer | None


@dataclass(frozen=True)
class Panel:
    """One of the other sides: never added to another.

    Args:
        level: of a side that is a scale, 1 being the lowest; None when nobody has said.
    """

    side: Side
    lines: tuple[Line, ...]
    level: SideAnswer | None = None

    @property
    def said(self) -> bool:
        return self.level is not None or any(line.answer for line in self.lines)


def panels_of(study: Study) -> list[Panel]:
    """The four sides with the answers that count."""
    last = {(one.side, one.item): one for one in study.side_answers.select_related("by")}
    return [
        Panel(
            side,
            tuple(
                Line(item, words, last.get((side.id, item)))
                for item, words in side.questions.items()
            ),
            last.get((side.id, "level")),
        )
        for side in sides()
    ]


def sides_of(study: Study) -> list[SideSaid]:
    """The same as it is written down for machines."""
    said = []
    for panel in panels_of(study):
        given = [*(line.answer for line in panel.lines), panel.level]
        answers = {one.item: one for one in given if one is not None and one.value is not None}
        said.append(
            SideSaid(
                panel.side,
                {
                    key: (one.value or 0) if key == "level" else bool(one.value)
                    for key, one in answers.items()
                },
                {key: one.evidence for key, one in answers.items()},
                {key: one.language for key, one in answers.items() if one.evidence},
            )
        )
    return said


def last_look(study: Study) -> FieldworkLook | None:
    """The last look at the fieldwork that came to an end."""
    return study.fieldwork_looks.filter(state=FieldworkLook.State.DONE).first()


def standing_of(release: Release, *, address: str) -> Standing:
    """Everything public of how credible a release is."""
    study = release.study
    return Standing(
        title=release.title,
        producer=release.producer or study.organisation.name,
        number=release.number,
        address=address,
        assessed=tuple(assessed(one) for one in card_of(release).assessments),
        sides=tuple(sides_of(study)),
        documents=handed_over(release.run),
        fieldwork=fieldwork_words(release.run),
    )


def handed_over(run: Run) -> dict[str, str]:
    """The documents of a run in the order of the office's form."""
    return facts.handed_over(run, facts.documents_of(run.study))


def fieldwork_words(run: Run) -> str:
    """What the checks of fieldwork say to everybody, of the very file the run was made from."""
    from datashift.web.evidence.queries import results

    used = {each["sha256"] for each in results.manifest(run)["inputs"]}
    looks = run.study.fieldwork_looks.filter(state=FieldworkLook.State.DONE)
    return next((one.public for one in looks.select_related("file") if one.file.sha256 in used), "")
