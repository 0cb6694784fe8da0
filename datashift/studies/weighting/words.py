"""What was done to the weights, and what they look like, for people and for release.json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from datashift.figures import Said
from datashift.figures.numbers import figure, percent, whole
from datashift.studies.weighting.declared import Design, Replicates
from datashift.studies.weighting.weights import Weighted

_LABEL = "Weights"
_CALIBRATED = {
    "poststratify": "They were post-stratified: each category meets its known total.",
    "rake": "They were raked until every category meets its known total.",
    "linear": "They were calibrated (linear) so that known totals are met.",
    "logit": "They were calibrated (logit) so that known totals are met.",
}
_MADE = {
    "jackknife": "the jackknife, which leaves out one cluster at a time",
    "brr": "balanced half-samples",
    "fay": "Fay's balanced half-samples",
    "bootstrap": "the bootstrap",
}


def told(said: Design, weighted: Weighted) -> tuple[Said, ...]:
    """Labelled sentences on the weights and the replicates."""
    return tuple(_told(said, weighted))


def as_json(said: Design, weighted: Weighted) -> dict[str, Any] | None:
    """The diagnosis of the weights for release.json; None when all rows count alike."""
    diagnosis = weighted.diagnosis
    if diagnosis is None:
        return None
    content: dict[str, Any] = asdict(diagnosis)
    content["notes"] = list(diagnosis.notes)
    calibration = weighted.calibration
    if calibration is not None:
        content["steps"] = [
            name
            for name, done in (
                ("nonresponse", calibration.responded is not None),
                ("trim", said.trim is not None),
                (calibration.method or "", calibration.method is not None),
            )
            if done
        ]
        if (responded := calibration.responded) is not None:
            content["asked"] = len(responded.answered)
            content["answered"] = int(responded.answered.sum())
    return content


def _told(said: Design, weighted: Weighted) -> Iterator[Said]:
    calibration, diagnosis = weighted.calibration, weighted.diagnosis
    if calibration is not None:
        if said.nonresponse is not None:
            yield Said(
                _LABEL,
                "Those who answered stand for those of their class who did not; the range knows "
                "of it.",
            )
        if said.trim is not None:
            yield Said(
                _LABEL,
                "Extreme weights were cut off, which trades a little bias for less chance error; "
                "the range does not count that bias.",
            )
        if calibration.method is not None:
            yield Said(_LABEL, _CALIBRATED[calibration.method])
    if diagnosis is not None and diagnosis.effect > 1.005:
        yield Said(
            _LABEL,
            f"Because weights differ, {whole(diagnosis.rows)} rows say as much as "
            f"{whole(diagnosis.effective)} with equal weights would (design effect of the weights "
            f"{figure(diagnosis.effect, 2)}); the largest is "
            f"{figure(diagnosis.highest / diagnosis.median, 1)} times the median and stands for "
            f"{percent(100 * diagnosis.heaviest)} of the whole.",
        )
    if said.replicates is not None and weighted.replicates is not None:
        yield Said("Replicates", _replicates(said.replicates, len(weighted.replicates)))
        if said.later_populations:
            yield Said(
                "Replicates",
                "They know of the first stage of the sample only; the sizes of later stages are "
                "not used.",
            )


def _replicates(said: Replicates, number: int) -> str:
    if said.make is None:
        return (
            f"The range comes from the {whole(number)} replicate weights that came with the data."
        )
    seed = f", drawn from the seed {said.seed}" if said.make == "bootstrap" else ""
    return f"The range comes from {whole(number)} replicates by {_MADE[said.make]}{seed}."
