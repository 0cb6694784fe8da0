"""A letter to the statistical office, drafted from the facts of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datashift.comparison.comparability import Comparability, Measured
from datashift.comparison.comparability.people import capital, group_name
from datashift.comparison.comparability.place import area_name
from datashift.comparison.document import as_json
from datashift.comparison.series import Comparison, Figure
from datashift.comparison.values import unit_code
from datashift.comparison.wording import number

# What only the sender knows; each stands in the text in square brackets until it is given.
BLANKS = ("office", "name of the official", "your organisation", "your name", "how to reach you")


@dataclass(frozen=True)
class Explained:
    """A difference that somebody looked at.

    Args:
        found: what differs, one sentence.
        note: what explains it, in that person's words; "" for nothing more.
    """

    found: str
    note: str = ""


@dataclass(frozen=True)
class Letter:
    """A draft, in paragraphs; nobody sends it but the person who reads it.

    Args:
        subject: one line.
        measured: what we measured, and how.
        differs: how it differs from the official figure, one sentence each.
        asks: what we ask, one sentence each.
        blanks: what is still to be filled in, as it stands in the text.
        text: the whole letter.
    """

    subject: str
    measured: tuple[str, ...]
    differs: tuple[str, ...]
    asks: tuple[str, ...]
    blanks: tuple[str, ...]
    text: str

    def to_json(self) -> str:
        """The public form."""
        return as_json("letter/1", self, {})


def letter(
    comparison: Comparison,
    *,
    ours: Measured,
    theirs: Measured | None = None,
    compared: Comparability | None = None,
    explained: Sequence[Explained] | None = None,
    office: str = "",
    official: str = "",
    organisation: str = "",
    name: str = "",
    contact: str = "",
    page: str = "",
) -> Letter:
    """Draft a letter from a comparison: what we measured, how it differs, what we ask.

    It says that the two differ, never that one is wrong, and repeats no figure that is not in the
    comparison.

    Args:
        comparison: our figure beside the official one.
        ours: what ours measures.
        theirs: what theirs measures, for its name.
        compared: their comparability; without it the reasons of the comparison stand alone.
        explained: the differences that somebody looked at; they stand in the place of the reasons
            of the comparison. None where nobody was asked to look.
        office, official, organisation, name, contact: who writes to whom; blanks if not given.
        page: where the figure is published, with method and data.
    """
    given = dict(zip(BLANKS, (office, official, organisation, name, contact), strict=True))
    said = {key: value or f"[{key}]" for key, value in given.items()}
    title = ours.definition.title or ours.name
    where = area_name(comparison.citizen.ref_area or ours.definition.area)
    subject = f"{capital(title)}: our figure and yours" + (f" for {where}" if where else "")
    measured = _measured(comparison, ours, where, page)
    differs = _differs(comparison, explained)
    asks = _asks(comparison, theirs, compared)
    wish = (
        "we would like to see them read together"
        if comparison.could_be_same
        else "we would like to know why they differ"
    )
    paragraphs = (
        said["office"],
        f"Subject: {subject}",
        f"Dear {said['name of the official']},",
        (
            f"{said['your organisation']} published a figure on {_lower(title)}. "
            "We write because you publish one too, and because the two can be read together."
        ),
        _list("What we measured", measured),
        _list("How the two differ", differs),
        _list("What we ask of you", asks),
        (
            "Our data, questions and method are open to you, as far as they put nobody at risk. We do "
            f"not say that either figure is wrong; {wish}."
        ),
        (
            f"Yours sincerely,\n{said['your name']}\n{said['your organisation']}\n"
            f"{said['how to reach you']}"
        ),
    )
    blanks = tuple(f"[{key}]" for key, value in given.items() if not value)
    return Letter(subject, measured, differs, asks, blanks, "\n\n".join(paragraphs) + "\n")


def _measured(comparison: Comparison, ours: Measured, where: str, page: str) -> tuple[str, ...]:
    known, unit = ours.definition, _unit(comparison.unit)
    groups = (
        group_name(dimension, code)
        for dimension, code in sorted(comparison.domain.items())
        if dimension not in ("REF_AREA", "TIME_PERIOD")
    )
    about = ", ".join(
        part
        for part in (
            capital(known.title or ours.name),
            where,
            comparison.citizen.time_period,
            *groups,
        )
        if part
    )
    lines = [f"{about}: {_figure(comparison.citizen, unit)}."]
    if known.population:
        lines.append(f"It is about {known.population}.")
    if known.sampling:
        lines.append(f"{_SAMPLED[known.sampling]}.")
    if known.coverage:
        lines.append(f"It covers {known.coverage}.")
    if ours.question is not None:
        lines.append(f'We asked: "{ours.question.text}"')
    if page:
        lines.append(f"Figures, method and data: {page}")
    return tuple(lines)


_SAMPLED = {
    "census": "We counted everybody we set out to count",
    "probability": "The people asked were drawn at random",
    "volunteer": "Those who answered chose to take part, so the figure does not stand for everybody",
    "register": "It comes from a register, which holds what was reported to it",
    "sensor": "It comes from instruments",
}


def _differs(comparison: Comparison, explained: Sequence[Explained] | None) -> tuple[str, ...]:
    theirs, unit = comparison.official, _unit(comparison.unit)
    source = f" ({theirs.source})" if theirs.source else ""
    when = f" for {theirs.time_period}" if theirs.time_period else ""
    lines = [f"The official figure{source}{when}: {_figure(theirs, unit)}."]
    if comparison.difference is not None:
        way = "higher" if comparison.difference > 0 else "lower"
        size = number(abs(comparison.difference))
        points = " percentage points" if comparison.unit == "PT" else unit
        lines.append(
            f"Ours is {size}{points} {way}." if comparison.difference else "The two are the same."
        )
    if comparison.overlap:
        lines.append(comparison.overlap)
    if explained is None:
        lines += [each.message for each in comparison.reasons]
    else:
        lines += [" ".join(filter(None, (each.found, each.note))) for each in explained]
    return tuple(lines)


def _asks(
    comparison: Comparison,
    theirs: Measured | None,
    compared: Comparability | None,
) -> tuple[str, ...]:
    codes = {each.code for each in comparison.reasons}
    lines = []
    if comparison.official.lower is None and comparison.official.value is not None:
        lines.append("Please tell us the range of your figure and how many people it stands on.")
    unknown = {part.name for part in compared.unknown} if compared is not None else set()
    if "wording" in unknown:
        lines.append("Please send us the question in the words in which it was asked.")
    if "sampling" in unknown:
        lines.append("Please tell us how those asked were chosen.")
    if codes & {"period.apart", "period.pooled"}:
        lines.append(
            f"Is there a figure nearer to {comparison.citizen.time_period or 'our period'}?"
        )
    if any(code.startswith(("population.", "coverage.", "area.")) for code in codes):
        lines.append("Is there a figure for the people and the area that ours is about?")
    name = theirs.name if theirs is not None else comparison.series
    lines.append(
        f"Would you look at our data and say whether they can be used beside {name}, and if not, "
        "what would have to change?"
        if name
        else "Would you look at our data and say whether they can be used beside yours, and if "
        "not, what would have to change?"
    )
    lines.append("May we meet to go through the differences?")
    return tuple(lines)


def _figure(figure: Figure, unit: str) -> str:
    if figure.value is None:
        ends = [(figure.lower, "above"), (figure.upper, "below")]
        return next(
            (f"{word} {number(end)}{unit}" for end, word in ends if end is not None), "none"
        )
    text = f"{number(figure.value)}{unit}"
    if figure.lower is None or figure.upper is None:
        return f"{text}, without a range"
    return f"{text} ({number(figure.lower)} to {number(figure.upper)})"


def _unit(code: str) -> str:
    return " %" if unit_code(code) == "PT" else ""


def _list(heading: str, lines: tuple[str, ...]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)])


def _lower(text: str) -> str:
    """The text within a sentence, unless it begins with an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
