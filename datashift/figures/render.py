"""A finding as HTML: the same sections in report.html and on the public page."""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from datashift.figures import differences, dots, plot
from datashift.figures.finding import Breakdown, Finding, OfficialFigure, Row, Said
from datashift.figures.maps import Ground, mapped
from datashift.figures.numbers import decimals_for, figure, whole
from datashift.figures.quantile_dots import DOTS, quantile_dots
from datashift.figures.relying import grouped, hidden_words, missing, range_kind, uncertain
from datashift.figures.table import Cells
from datashift.figures.words import amount, extremes, spoken_headline, told_number_of
from datashift.kit import language
from datashift.kit.language import in_digits
from datashift.kit.language.nepal import told_period
from datashift.kit.language.retold import retold
from datashift.kit.language.tags import mark
from datashift.kit.plural import plural

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# More groups than this are a table only: nobody compares 80 dots.
_MOST_PLOTTED = 60

# A longer table opens when asked for.
_MOST_IN_VIEW = 12

_SAMPLING = {
    "census": "Everybody, or every one: a complete count.",
    "probability": "Units drawn by lot, so that the range says how far chance can be off.",
    "volunteer": "These are the people we reached, not everyone.",
    "register": "Nobody was drawn by lot: a register of every one that was found.",
    "sensor": "Nobody: devices measured it.",
}


_METHOD_FILE = "docs/methods/{}.md"
_PAGES = {"linearisation": "estimates", "description": "estimates"}


@dataclass(frozen=True)
class _Body:
    headline: Markup | str
    html: str


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from datashift.figures.compiled import Compiled, speak

    templates = Path(__file__).parent / "templates"
    made = Environment(
        loader=FileSystemLoader(templates),
        bytecode_cache=Compiled(templates, by=Path(__file__)),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_in_language,
    )
    speak(made)
    made.filters["told"] = retold
    return made


def _in_language(value: object) -> object:
    """What a template prints, in the reader's language; what is drawn already stays as it is."""
    return retold(value) if type(value) is str else value


@functools.cache
def style() -> str:
    """The style sheets and the font of figures and pages, for documents that must stand alone."""
    folder = resources.files("datashift.figures") / "style"
    font = base64.b64encode((folder / "fonts" / "anek-latin-600.woff2").read_bytes()).decode()
    face = (
        '@font-face{font-family:"Anek Latin";font-weight:600;'
        f"src:url(data:font/woff2;base64,{font})}}"
    )
    names = ("tokens.css", "page.css", "figures.css", "maps.css")
    return face + "".join((folder / name).read_text(encoding="utf-8") for name in names)


def leading_figure(finding: Finding) -> tuple[dots.Drawing, str] | None:
    """The dot figure of a finding's overall number and its key; None where dots would mislead.

    A share with a range is a hundred dots that shrink between its ends. A share without one is a
    field with a dot for each thing counted. A count of everything is a field of filled dots. All
    else with a range is twenty dots, one for each chance in twenty; without one it has none.
    """
    row = finding.overall
    if row.value is None:
        return None
    things = plural(finding.unit, finding.language)
    if finding.quantity != "proportion" and row.lower is not None and row.upper is not None:
        drawn = quantile_dots(
            *(row.value, row.lower, row.upper), unit=finding.unit_words, hollow=row.conditional
        )
        words = f"one chance in {DOTS} that the true number is about here"
        if row.conditional:
            return None if drawn is None else (drawn, dots.key("empty", f"{words}, by the model"))
        return None if drawn is None else (drawn, dots.key("filled", words))
    if finding.quantity == "count":
        parts = [dots.Part(row.value, "filled", "counted")]
        return dots.field(parts, unit=things), dots.key("filled", f"{whole(row.value)} counted")
    if finding.quantity != "proportion":
        return None
    if row.lower is not None and row.upper is not None:
        low, high = round(row.lower), round(row.upper)
        key = dots.key("filled", f"at least {low} in 100")
        if high > low:
            perhaps = f"perhaps, up to {high} in 100"
            key += (
                dots.key("empty", f"{perhaps}, by the model")
                if row.conditional
                else dots.key("shrinking", perhaps)
            )
        key += dots.key("beyond", "the others")
        drawing = dots.hundred(row.value, row.lower, row.upper, yes="yes", hollow=row.conditional)
        return drawing, key
    if not row.n:
        return None
    yes = round(row.value * row.n / 100)
    parts = [dots.Part(yes, "filled", "yes"), dots.Part(row.n - yes, "empty", "no")]
    key = dots.key("filled", "yes") + dots.key("empty", "no")
    return dots.field(parts, unit=things), key


def _part(
    finding: Finding, breakdown: Breakdown, ground: Ground | None, cells: Cells
) -> dict[str, Any]:
    """What the template needs of one breakdown: heading, plot, table."""
    rows = breakdown.rows
    squares = [
        (finding.overall.name, item.value)
        for item in finding.official[:1]
        if item.value is not None and _is_whole(item, finding)
    ]
    plotted = len(breakdown.by) == 1 and 1 < len(rows) <= _MOST_PLOTTED
    drawn = (
        plot.ordered(
            rows,
            overall=finding.overall,
            quantity=finding.quantity,
            official=squares,
            unit="n",
            unit_words=finding.unit_words,
        )
        if plotted
        else None
    )
    values = [row.value for row in rows if row.value is not None]
    decimals = {"proportion": 1, "count": 0}.get(finding.quantity, decimals_for(values))
    hidden = sum(row.hidden for row in rows)
    blanks = [""] * (len(breakdown.by) - 1)
    everybody = (finding.overall, [finding.overall.name, *blanks])
    groups = [(row, row.name.split(" · ") if blanks else [row.name]) for row in rows]
    said = extremes(rows, finding.quantity, finding.unit_words) if len(breakdown.by) == 1 else ""
    ranges = any(row.lower is not None for row in (*rows, finding.overall))
    owns = any(row.own is not None for row in rows)
    unanswered = any(row.unanswered is not None for row in (*rows, finding.overall))
    columns = (
        "value",
        *(("lower", "upper") if ranges else ()),
        "n",
        *(("own",) if owns else ()),
        *(("unanswered",) if unanswered else ()),
    )
    return {
        "heading": said or breakdown.title,
        "mapped": mapped(finding, breakdown, ground),
        "title": breakdown.title,
        "plot": drawn,
        "official": [
            _owned(f"{item.what}, {in_digits(item.period)}", item.what, item.language)
            for item in finding.official[: len(squares)]
        ],
        "heads": breakdown.title.removeprefix("By ").split(" and "),
        "ranges": ranges,
        "owns": owns,
        "by_model": any(row.conditional for row in (*rows, finding.overall)),
        "unanswered": unanswered,
        "lines": cells.drawn(everybody, groups, columns, decimals),
        "folded": drawn is not None or len(rows) > _MOST_IN_VIEW,
        "note": " ".join(filter(None, (breakdown.note, *uncertain(rows, finding.overall)))),
        "hidden": hidden_words(hidden, finding.minimum) if hidden else "",
    }


def _voices(finding: Finding) -> list[dict[str, Markup | str]]:
    """The citizens' figure and the official ones, one row each; whole figures only."""
    row = finding.overall
    wholes = [item for item in finding.official if _is_whole(item, finding)]

    def shown(
        what: str, own: Markup | str, value: Row, period: str, source: str, kind: str
    ) -> dict[str, Markup | str]:
        percent = finding.quantity == "proportion"
        decimals = 1 if percent else None
        ends = (value.lower, value.upper)
        return {
            "kind": kind,
            "what": what,
            "own": own,
            "value": amount(value, finding.quantity, finding.unit_words),
            "between": " and ".join(figure(end, decimals) for end in ends if end is not None)
            if None not in ends
            else "",
            "period": in_digits(period),
            "source": source,
        }

    own = own_language(finding.language)
    ours = shown(finding.title, own, row, finding.period, finding.producer, "citizen")
    return [ours] + [
        shown(
            item.what,
            own_language(item.language),
            Row(item.what, value=item.value, lower=item.lower, upper=item.upper),
            item.period,
            item.source,
            "official",
        )
        for item in wholes
    ]


def _is_whole(item: OfficialFigure, finding: Finding) -> bool:
    """Whether an official figure is for the whole that the finding is about."""
    parts = {row.domain.get("REF_AREA") for part in finding.breakdowns for row in part.rows} - {
        None
    }
    return item.area not in parts


def _difference(item: OfficialFigure, finding: Finding) -> str:
    """How far the citizens' figure is from an official one, in a sentence."""
    if item.difference is None:
        return ""
    if not round(item.difference, 1):
        said = ["Both figures are the same."]
    else:
        size = figure(abs(item.difference), 1)
        way = item.difference > 0
        if finding.quantity == "proportion":
            ours = f"Ours is {size} points {'higher' if way else 'lower'} than the official one."
        else:
            ours = f"Ours is {size} {'higher' if way else 'lower'} than the official one."
        said = [ours]
    if item.difference_lower is not None and item.difference_upper is not None:
        low, high = figure(item.difference_lower, 1), figure(item.difference_upper, 1)
        said.append(f"The difference is between {low} and {high}.")
    if item.could_be_the_same:
        said.append("Both could be the same number: the ranges allow it.")
    return " ".join(said)


def own_language(written: str) -> Markup | str:
    """The attribute of words that are not in the reader's language, nor known to be."""
    from markupsafe import Markup

    other = mark(written)
    return "" if other is None else Markup(' lang="{}"').format(other)


def _owned(said: str, words: str, written: str) -> Markup | str:
    """A sentence, with the words in it that are a study's own marked."""
    from markupsafe import Markup

    own = own_language(written)
    before, found, after = said.partition(words)
    if not own or not words:
        return said
    return Markup("{}<span{}>{}</span>{}").format(before, own, found, after)


def sections(
    finding: Finding,
    *,
    level: int = 1,
    method_link: str = "",
    indicator_link: str = "",
    ground: Ground | None = None,
) -> str:
    """The sections of a finding as HTML, escaped, without script or style attributes.

    Args:
        level: heading level of its headline.
        method_link: address of the page that explains the method, or "".
        indicator_link: address of the SDG indicator's page, or "".
        ground: what its figures by area are drawn on.
    """
    row, cells = finding.overall, Cells()
    leading = leading_figure(finding)
    percent = finding.quantity == "proportion"
    number = amount(row, finding.quantity)
    worth = leading[0].worth if leading else 1
    return (
        _environment()
        .get_template("finding.html.j2")
        .render(
            finding=finding,
            headline=_owned(spoken_headline(finding), finding.title, finding.language),
            match=(finding.match or "not stated").capitalize(),
            match_word=retold(finding.match),
            period=told_period(finding.period, finding.country),
            own=own_language(finding.language),
            level=level,
            big_number=number.removesuffix("%").removesuffix("times").rstrip(),
            big_unit=_big_unit(finding, number),
            base=_answers(finding),
            has_range=row.lower is not None and row.upper is not None,
            drawing=leading[0] if leading else None,
            key=leading[1] if leading else "",
            one_dot=_one_dot(finding, worth),
            n_words=_answers(finding) or "hidden",
            parts=[_part(finding, item, ground, cells) for item in finding.breakdowns if item.rows],
            voices=_voices(finding),
            official_differences=[
                said
                for item in finding.official
                if _is_whole(item, finding) and (said := _difference(item, finding))
            ],
            sources="; ".join(
                dict.fromkeys(f"{o.source} ({in_digits(o.period)})" for o in finding.official)
            ),
            value_head="%" if percent else finding.unit_words or "value",
            percent=percent,
            differences_heading=differences.heading(finding.differences),
            apart=differences.parts(finding),
            checks=grouped(finding.checks),
            weighting=grouped(finding.weighting),
            modelled=grouped(finding.modelled),
            range_kind=range_kind(row),
            sampling=_SAMPLING.get(finding.sampling, "Not stated."),
            hidden=hidden_words(finding.hidden, finding.minimum),
            missing=missing(finding),
            method_id="method-" + re.sub(r"\W+", "-", finding.id),
            method_link=method_link,
            method_file=_METHOD_FILE.format(_PAGES.get(finding.method_page, finding.method_page))
            if finding.method_page
            else "",
            indicator_link=indicator_link,
        )
    )


def _big_unit(finding: Finding, number: str) -> str:
    units = [unit for unit in ("%", "times") if number.endswith(unit)]
    return units[0] if units else finding.unit_words


def _answers(finding: Finding) -> str:
    n = finding.overall.n
    return "" if n is None else told_number_of(n, finding.unit, finding.language)


def _one_dot(finding: Finding, worth: int) -> str:
    if finding.overall.lower is None:
        return told_number_of(worth, finding.unit, finding.language)
    if finding.quantity == "proportion":
        return f"1 in 100 {plural(finding.unit, finding.language)}"
    return f"1 chance in {DOTS}"


def report(
    findings: Sequence[Finding],
    *,
    title: str,
    written: str = "",
    producer: str = "",
    facts: Sequence[Said] = (),
    flags: Sequence[Said] = (),
    files: Sequence[Said] = (),
    grounds: Mapping[str, Ground] = MappingProxyType({}),
) -> str:
    """A self-contained HTML report: readable without script, without a network, on paper.

    Args:
        findings: what was found, in the study's order.
        title: of the study.
        written: code of the language of the title; "" where nobody said.
        producer: who counted.
        facts: labelled facts for the margin (unit, sampling, licence, ...).
        flags: what the checks noticed, label and sentence.
        files: input files and their hashes.
        grounds: what figures by area are drawn on, by the id of the finding.
    """
    bodies, drawn = [], False
    for item in findings:
        # The shapes are written once for all maps.
        ground = grounds.get(item.id)
        html = sections(item, level=2, ground=ground and replace(ground, drawn=drawn))
        bodies.append(_Body(_owned(spoken_headline(item), item.title, item.language), html))
        drawn = drawn or 'class="shapes"' in html
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            title=title,
            language=language.current(),
            own=own_language(written),
            producer=producer,
            style=style(),
            bodies=bodies,
            facts=facts,
            flags=flags,
            files=files,
            invented=any(item.invented for item in findings),
        )
    )
