"""What a sheet is told: a finding as plain values, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from typing import Any

from datashift.figures.finding import Finding, OfficialFigure, Row
from datashift.figures.maps import Ground, mapped
from datashift.figures.numbers import THIN, figure, whole
from datashift.figures.pictures import chart
from datashift.figures.pictures.colours import colours, goal_colours
from datashift.figures.pictures.fonts import DISPLAY, TEXT
from datashift.figures.pictures.missing import needed
from datashift.figures.pictures.vector import alone
from datashift.figures.relying import hidden_words, missing
from datashift.figures.render import leading_figure
from datashift.figures.words import amount, extremes, spoken_headline, told_number_of
from datashift.kit.language import current, marked
from datashift.kit.language import gettext as _
from datashift.kit.language.nepal import told_period
from datashift.kit.language.numbers import percent
from datashift.kit.language.retold import retold
from datashift.kit.language.tags import mark

_ENTRY = re.compile(r"<li>(<svg.*?</svg>)(.*?)</li>", re.DOTALL)
_NUMBER = re.compile(r"^((?:About |about )?\d+ in \d+)\b")
# Letters that a card or a slide has room for, four times what ours are.
_ROOM = {"title": 160, "after": 120, "rest": 240, "place": 60, "period": 40, "organisation": 90,
         "range": 420, "n": 60, "short": 120}  # fmt: skip
_MATCHES = {
    "direct": marked("direct match"),
    "partial": marked("partial match"),
    "proxy": marked("proxy"),
}


@dataclass(frozen=True)
class Place:
    """Where a finding stands, beyond what it says itself.

    Args:
        address: of its page in the language of the picture, with its host; "" where it has none.
        organisation: who published it; the producer where nobody did.
        cited: how to cite it, one line.
        published: the day of publication, in words.
        ground: what its figures by area are drawn on.
    """

    address: str = ""
    organisation: str = ""
    cited: str = ""
    published: str = ""
    ground: Ground | None = None


def contents(finding: Finding, place: Place) -> dict[str, Any]:
    """All that a card, a slide, a brief or a figure may say of a finding."""
    row = finding.overall
    leading = leading_figure(finding)
    number = retold(amount(row, finding.quantity))
    unit = next((one for one in ("%", retold("times")) if number.endswith(one)), "")
    headline = spoken_headline(finding)
    counted = _NUMBER.match(headline)
    titled = headline.startswith(f"{finding.title}: ")
    return {
        **_look(),
        "headline": headline,
        "counted": counted[1] if counted else "",
        "rest": headline[len(counted[1]) :].strip() if counted else headline,
        "title": finding.title,
        "after": headline.removeprefix(finding.title) if titled else "",
        "own": _other(finding.language),
        "number": number.removesuffix(unit).strip(),
        "unit": unit or retold(finding.unit_words),
        "range": retold(finding.range),
        "has_range": row.lower is not None and row.upper is not None and not row.conditional,
        "n": "" if row.n is None else told_number_of(row.n, finding.unit, finding.language),
        "place": finding.place,
        "period": told_period(finding.period, finding.country),
        "producer": finding.producer,
        "organisation": place.organisation or finding.producer,
        "licence": finding.licence,
        "sdg": _goal(finding),
        "invented": _("invented example") if finding.invented else "",
        "dots": _drawing(leading),
        "official": [_official(item, finding) for item in _wholes(finding)],
        "address": place.address,
        "short": place.address.partition("://")[2].rstrip("/"),
        "qr": _qr(place.address),
        "cited": place.cited,
        "published": place.published,
        "language": current(),
        "words": _words(),
    }


def of_voices(finding: Finding, place: Place, *, headline: str, whole: bool) -> dict[str, Any]:
    """What the card of an indicator says: what its voices say together.

    Args:
        finding: the one that the sentence speaks of.
        headline: the sentence.
        whole: it speaks of the figure that the finding has of everybody, which can be drawn.
    """
    told = contents(finding, place) | {
        "headline": headline,
        "counted": "",
        "rest": headline,
        "after": "",
    }
    return told if whole else told | {"dots": None, "range": "", "n": ""}


def shortened(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a sheet of one size: what is far longer than its room ends with "…".

    Its title, which is read aloud, keeps every word.
    """
    short = {name: _short(told[name], most) for name, most in _ROOM.items()}
    official = [
        one | {"period": _short(one["period"], _ROOM["period"])} for one in told["official"]
    ]
    return {**told, **short, "official": official}


def _short(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    begun = text[: most - 1]
    return f"{begun.rpartition(' ')[0].rstrip(',;: ') or begun}…"


def brief(finding: Finding, place: Place) -> dict[str, Any]:
    """What the two pages of a brief say besides."""
    part = chart.leading(finding)
    rows = [] if part is None else list(part.rows)
    rows.sort(key=lambda row: (row.value is None, -(row.value or 0.0), row.name))
    by = "" if part is None else retold(part.title)
    told = contents(finding, place)
    if told["dots"] is not None:  # it stands on white paper
        white = {"svg": told["dots"]["svg"].replace(colours()["paper"], "#ffffff")}
        told["dots"] = told["dots"] | white
    return told | {
        "groups": retold(extremes(tuple(rows), finding.quantity, finding.unit_words)) or by,
        "part": by,
        "gap": percent("", current())[:-1] if told["unit"] == "%" else THIN,
        "ends": _ends(finding.overall, finding),
        "rows": [_row(row, finding) for row in rows],
        "end": 100.0
        if finding.quantity == "proportion"
        else max((v for row in rows for v in (row.value, row.upper) if v is not None), default=1.0),
        "method": retold(finding.method),
        "reasons": [[retold(one.label), retold(one.text)] for one in finding.reasons],
        "weighting": [retold(said.text) for said in finding.weighting][:2],
        "limits": _limits(finding),
        "hidden": retold(hidden_words(finding.hidden, finding.minimum)),
    }


def map_figure(finding: Finding, place: Place) -> dict[str, Any] | None:
    """The map of a finding with its key; None where there is none."""
    for part in finding.breakdowns:
        found = mapped(finding, part, place.ground)
        if found.maps:
            defs = re.search(r"<defs>.*</defs>", found.shapes, re.DOTALL)
            shapes = defs[0] if defs else ""
            drawn = found.maps[0]
            return contents(finding, place) | {
                "picture": {"svg": alone(drawn.svg, defs=shapes), "alt": retold(drawn.text)},
                "key": _key(drawn.key, shapes),
                "part": retold(part.title),
                "origin": retold(drawn.origin),
            }
    return None


def dots_figure(finding: Finding, place: Place) -> dict[str, Any] | None:
    """The dots of a finding with their key; None where it has none."""
    told = contents(finding, place)
    dots = told["dots"]
    if dots is None:
        return None
    return told | {"picture": dots, "key": dots["key"], "part": "", "origin": ""}


def _look() -> dict[str, Any]:
    return {"ink": dict(colours()), "display": DISPLAY, "text": TEXT}


def _goal(finding: Finding) -> dict[str, str] | None:
    goal = finding.sdg.partition(".")[0]
    if goal not in goal_colours():
        return None
    ground, ink = goal_colours()[goal]
    if len(ink) == 4:
        ink = f"#{''.join(sign * 2 for sign in ink[1:])}"
    return {
        "goal": goal,
        "code": finding.sdg,
        "match": _(_MATCHES[finding.match]) if finding.match in _MATCHES else "",
        "why": retold(finding.match_reason),
        "ground": ground,
        "ink": ink,
    }


def _drawing(leading: tuple[Any, str] | None) -> dict[str, Any] | None:
    if leading is None:
        return None
    drawing, key = leading
    return {"svg": alone(drawing.svg, paper=False), "alt": retold(drawing.text), "key": _key(key)}


def _key(items: str, defs: str = "") -> list[list[str]]:
    return [
        [alone(swatch, defs=defs, paper=False), unescape(words)]
        for swatch, words in _ENTRY.findall(items)
    ]


def _wholes(finding: Finding) -> list[OfficialFigure]:
    """The newest official figures of the whole, two at most."""
    parts = {row.domain.get("REF_AREA") for part in finding.breakdowns for row in part.rows}
    found = [one for one in finding.official if one.area not in parts - {None} and one.value]
    return sorted(found, key=lambda one: one.period, reverse=True)[:2]


def _official(item: OfficialFigure, finding: Finding) -> dict[str, Any]:
    row = Row(item.what, value=item.value, lower=item.lower, upper=item.upper)
    return {
        "what": item.what,
        "own": _other(item.language),
        "value": retold(amount(row, finding.quantity, finding.unit_words)),
        "between": _ends(row, finding),
        "period": told_period(item.period, finding.country),
        "source": item.source,
    }


def _other(written: str) -> str:
    """What Typst is told of words in another language than the sheet's: ISO 639, "" of none.

    "und" is ISO 639-2's word for a language that nobody knows.
    """
    other = mark(written)
    return "" if other is None else other.partition("-")[0] or "und"


def _ends(row: Row, finding: Finding) -> str:
    if row.lower is None or row.upper is None:
        return ""
    decimals = 1 if finding.quantity == "proportion" else None
    return "–".join(retold(figure(end, decimals)) for end in (row.lower, row.upper))


def _row(row: Row, finding: Finding) -> dict[str, Any]:
    return {
        "name": retold(row.name),
        "value": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "said": retold(amount(row, finding.quantity)),
        "between": _ends(row, finding),
        "n": "" if row.n is None else retold(whole(row.n)),
    }


def _limits(finding: Finding) -> list[str]:
    """What the figure cannot tell, each once and the weightiest first."""
    found = []
    if finding.overall.reliability == "unreliable":
        found.append(_("Do not rely on this figure: it stands on too few answers."))
    if finding.sampling in {"volunteer", "register"}:
        found.append(_("These are the people or things that were reached, not all there are."))
    found += [finding.sensitivity, finding.assumption]
    if finding.missing:
        found.append(missing(finding))
    if finding.overall.lower is not None and not finding.overall.conditional:
        found.append(
            _("The range is that of chance: not of people never reached or questions misheard.")
        )
    if finding.match in {"partial", "proxy"}:
        found.append(finding.match_reason)
    return [retold(text) for text in dict.fromkeys(filter(None, found))][:5]


def _qr(address: str) -> list[list[bool]]:
    """The address as a square of dark and light; [] without one."""
    if not address:
        return []
    with needed():
        qrcode = import_module("qrcode")
    code = qrcode.QRCode(border=0)
    code.add_data(address)
    code.make(fit=True)
    return [list(map(bool, row)) for row in code.get_matrix()]


def _words() -> dict[str, str]:
    """The sheets' own words."""
    return {
        "brief": _("Brief"),
        "citizens": _("Citizens"),
        "officials": _("Officials"),
        "beside": _("Beside the official figure"),
        "between": _("Between"),
        "cannot": _("What this cannot tell you"),
        "cite": _("How to cite it"),
        "counted": _("Who counted"),
        "differ": _("Why they differ"),
        "hidden": _("What was hidden"),
        "how": _("How it was computed"),
        "licence": _("Licence"),
        "match": _("Match"),
        "more": _("All groups, the data and the method stand at the permanent address."),
        "number": _("Figure"),
        "period": _("Period"),
        "published": _("Published"),
        "what": _("What"),
        "scan": _("Read it, check it, take the data"),
    }
