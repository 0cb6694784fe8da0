"""What a reader must know before believing a number of people on no list."""

from __future__ import annotations

from collections.abc import Sequence

from datashift.estimates.lists.loglinear import LogLinear
from datashift.estimates.lists.overlap import Overlap
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.flag import Flag, Severity

FEWEST = 7  # on several lists: Robson & Regier (1964), Trans. Am. Fisheries Society 93, 215-226
CLOSE = 0.37  # of the best weight: 2 points of the criterion, Burnham & Anderson, section 2.6
SPLIT = 2.0  # how many times as many missed one such model may find as another

CLOSED = (
    "Nobody may have come or gone between the lists: all must be about the same place, the same "
    "time and the same kind of case."
)
LINKAGE = (
    "Records of one person taken for two make the number too large; two people taken for one make "
    "it too small."
)
TWO = (
    "With two lists nothing can test whether they are separate: if being on one makes being on the "
    "other likelier, the true number is larger; if less likely, smaller."
)
ALL_DEPEND = (
    "That all lists depend on each other together cannot be tested; it is assumed that they do not."
)
SATURATED = "The model that explains the lists best uses all they can say, so nothing is left to test it by."
UNEQUAL = (
    "Some people are easier to list than others. Whoever could be on no list at all is not in this "
    "number."
)


def refuse_sparse(seen: Overlap) -> None:
    """Raises Problem where the lists overlap too little to say anything."""
    for at, name in enumerate(seen.lists):
        if not any(seen.on(at, other) for other in range(len(seen.lists)) if other != at):
            raise Problem(
                f'Nobody on the list "{name}" is on another list',
                do="Leave this list out, or check how its records were linked",
                code="lists.no_overlap",
            )
    if seen.repeated < FEWEST:
        raise Problem(
            f"Only {how_many(seen.repeated, 'person is', 'people are')} on more than one list; "
            f"with fewer than {FEWEST} the number of those missing could be anything",
            do="Use longer lists, or say only how many are known",
            code="lists.sparse",
        )


def cautions(
    seen: Overlap, models: Sequence[LogLinear], left_out: int, at_least: float | None
) -> tuple[Flag, ...]:
    """The warnings that these lists need, the gravest first."""
    found = [_look("lists.two", TWO)] if len(seen.lists) == 2 else _of_models(models)
    if left_out:
        found.append(
            _note(
                "lists.left_out",
                f"{how_many(left_out, 'model was', 'models were')} left out, because some lists "
                "share nobody and the model has no finite answer.",
                count=left_out,
            )
        )
    if len(seen.lists) > 2:
        found.append(_look("lists.all_depend", ALL_DEPEND))
    found.append(_look("lists.unequal", UNEQUAL))
    if at_least is not None and len(seen.lists) > 2:
        found.append(
            _note(
                "lists.at_least",
                f"If some are easier to list than others but the lists are otherwise separate, there "
                f"are at least about {at_least:,.0f}.",
                total=round(at_least),
            )
        )
    found += [_look("lists.closed", CLOSED), _look("lists.linkage", LINKAGE)]
    return tuple(found)


def _of_models(models: Sequence[LogLinear]) -> list[Flag]:
    best = models[0]
    found = []
    if not best.degrees:
        found.append(_look("lists.saturated", SATURATED))
    elif best.p is not None and best.p < 0.05:
        found.append(
            _look(
                "lists.no_fit",
                "No model explains the overlap of these lists well, so the range is too narrow.",
            )
        )
    missed = [model.missed for model in models if model.weight >= CLOSE * best.weight]
    low, high = min(missed), max(missed)
    if high > SPLIT * low:
        found.append(
            _look(
                "lists.models_differ",
                f"Models that explain the lists about as well find from {low:,.0f} to {high:,.0f} "
                "missing; the answer depends on which is right.",
                lower=round(low),
                upper=round(high),
            )
        )
    return found


def _look(code: str, message: str, **values: float) -> Flag:
    return Flag(code, Severity.LOOK, message, values=values)


def _note(code: str, message: str, **values: float) -> Flag:
    return Flag(code, Severity.NOTE, message, values=values)
