"""How the figures were made: who was chosen, and how they were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from datashift.comparison.comparability.measured import Mode
from datashift.comparison.comparability.people import capital
from datashift.comparison.series import Reason
from datashift.estimates.estimate import Sampling

SAMPLES: Mapping[Sampling, str] = {
    "volunteer": "people who chose to take part",
    "register": "a register",
    "sensor": "sensors",
    "census": "a count of everybody",
    "probability": "a random sample",
}
_FOR_EVERYBODY = ("census", "probability")
_MODES: Mapping[Mode, str] = {
    "in_person": "asked face to face",
    "telephone": "asked by telephone",
    "self": "filled in by people themselves",
    "observation": "seen by somebody who looked",
    "records": "taken from records",
    "sensor": "sensed by an instrument",
}
_KIND: Mapping[Mode, str] = {  # modes of one kind move answers less than modes of two
    "in_person": "asked",
    "telephone": "asked",
    "self": "alone",
    "observation": "not asked",
    "records": "not asked",
    "sensor": "not asked",
}


def sampling(ours: Sampling | None, theirs: Sampling | None, them: str) -> Iterator[Reason]:
    """One side or both do not stand for everybody."""
    if ours is not None and ours not in _FOR_EVERYBODY:
        yield Reason(
            "sampling.differs",
            f"Ours comes from {SAMPLES[ours]}, not from a random sample or a count of everybody.",
            {"ours": ours},
        )
    if theirs is not None and theirs not in _FOR_EVERYBODY:
        yield Reason(
            "sampling.theirs",
            f"{capital(them)} comes from {SAMPLES[theirs]}, not from a random sample or a count "
            "of everybody.",
            {"theirs": theirs},
        )


def mode(ours: Mode | None, theirs: Mode | None, them: str) -> Iterator[Reason]:
    """Asked, answered alone, or not asked at all; within one of these it is only good to know."""
    if ours is None or theirs is None or ours == theirs:
        return
    yield Reason(
        "note.mode" if _KIND[ours] == _KIND[theirs] else "mode.differs",
        f"Ours was {_MODES[ours]}, {them} was {_MODES[theirs]}.",
        {"ours": ours, "theirs": theirs},
    )
