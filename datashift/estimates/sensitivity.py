"""Why a figure has no sampling interval, and what can be said instead."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.estimates.estimate import Sampling

REASONS: dict[Sampling, str] = {
    "census": "Every unit was counted, so there is no sampling error to give a range for.",
    "register": "This is a list of the known cases, not a random sample; how many cases are not on "
    "the list cannot be worked out from the list.",
    "volunteer": "People chose themselves whether to answer, so chance alone does not say how far "
    "the figure may be off.",
    "sensor": "The sensors stand where they could be placed, not at places chosen by chance, so no "
    "sampling range can be worked out.",
}
FEW = (
    "All the answers here come from a single cluster in each stratum, too few to work out a range."
)
TOO_NEAR_THE_END = (
    "Too few answers lie on one side of this value to work out a range: it would reach beyond them."
)
NOTHING = "Nobody in this group gave a usable answer."


@dataclass(frozen=True)
class Selection:
    """How far a share moves when one answer is likelier to be in the data than the other.

    Args:
        ratio: how many times as likely.
        lower: the true share if "yes" was that many times as likely to be in the data as "no".
        upper: the true share if "no" was.
    """

    ratio: float
    lower: float
    upper: float

    @property
    def statement(self) -> str:
        """One plain sentence."""
        return (
            f'If "yes" was {_times(self.ratio)} as likely to be in the data as "no", the true share '
            f'would be {_share(self.lower)}; if "no" was, it would be {_share(self.upper)}.'
        )


def selection(share: float, ratio: float = 2.0) -> Selection:
    """The true share if "yes" or "no" was `ratio` times as likely to be in the data.

    With inclusion rates r:1 a true share t is seen as rt / (rt + 1 - t). Source: the odds form of
    selection bias, Greenland (1996), International Journal of Epidemiology 25, 1107-1116.
    """
    return Selection(
        ratio,
        share / (share + ratio * (1 - share)),
        ratio * share / (ratio * share + 1 - share),
    )


def ratio_to_reach(share: float, truth: float) -> float | None:
    """How many times as likely "yes" must be in the data as "no" for `truth` to be seen as `share`.

    Above 1: "yes" is over-represented. None when no finite ratio does it.
    """
    if not 0 < truth < 1 or not 0 < share < 1:
        return None
    return share / (1 - share) * (1 - truth) / truth


def _times(ratio: float) -> str:
    return "twice" if ratio == 2 else f"{ratio:.2g} times"


def _share(share: float) -> str:
    return f"{round(100 * share)} in 100"


@dataclass(frozen=True)
class Defect:
    """How strongly answering must go with the answer for the truth to be somewhere else.

    Args:
        correlation: Meng's data-defect correlation between being in the data and the value.
        equivalent: size of the simple random sample with the same expected squared error.
    """

    correlation: float
    equivalent: float

    @property
    def statement(self) -> str:
        """One plain sentence."""
        return (
            f"A correlation of {abs(self.correlation):.2g} between being in the data and the answer "
            f"would be enough; the data would then be worth a random sample of "
            f"{max(round(self.equivalent), 1):,}."
        )


def defect(value: float, truth: float, spread: float, n: int, population: int) -> Defect | None:
    """The data-defect correlation that makes `truth` be seen as `value`.

    error = correlation x sqrt((N - n) / n) x spread. Source: Meng (2018), Annals of Applied
    Statistics 12, 685-726.

    Args:
        spread: standard deviation of the value in the population; sqrt(p(1 - p)) of a share.
        n: answers.
        population: N, above n.

    Returns:
        None when everybody was asked, there is no spread, or nothing is off.
    """
    if not 0 < n < population or spread <= 0 or value == truth:
        return None
    correlation = (value - truth) / (spread * ((population - n) / n) ** 0.5)
    return Defect(correlation, n / (population - n) / correlation**2)
