"""Goals, targets, indicators, their names in five languages, and series."""

from __future__ import annotations

import re
import unicodedata
import warnings
from pathlib import Path

import openpyxl
import yaml

from sdg_sources import codelists
from sdg_sources.tables import read, write

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "fr", "sw", "ne")
KINDS = ("goals", "targets", "indicators")
# United Nations, Sustainable Development Goals: guidelines for the use of the logo, colour wheel
# and icons; of goals 1 to 17.
COLOURS = (
    "e5243b dda63a 4c9f38 c5192d ff3a21 26bde2 fcc30b a21942 fd6925 "
    "dd1367 fd9d24 bf8b2e 3f7e44 0a97d9 56c02b 00689d 19486a"
)
# Notes of the drafters that the French list carries inside the wording.
DRAFTING_NOTE = re.compile(r"\s*\((identique|reprend|repris) .*\)$")
Names = dict[str, dict[str, str]]


def build(shared: Path, data: Path) -> None:
    """Write goals.csv, names.*.csv, indicators.csv and series.csv."""
    folder = shared / "3_framework"
    names = {
        language: _names(folder / "opensdg_translations" / language, _mended(language))
        for language in LANGUAGES
    }
    agreed = _agreed(folder / "un_lod4stats" / "sdg-kos-goals-targets-indicators.ttl")
    overrides = {(row["language"], row["code"]): row for row in read(HERE / "wording.csv")}
    stale = {(row["language"], row["code"]) for row in read(HERE / "stale.csv")}
    for language in LANGUAGES:
        lines = []
        for code in sorted({*names["en"], *(code for _, code in overrides)}, key=order):
            row = overrides.get((language, code))
            if row:
                lines.append((code, row["status"], row["text"]))
            elif code in names[language] and (language, code) not in stale:
                if ("en", code) in overrides and overrides["en", code]["since"] >= "2025":
                    continue  # the list still carries the name of the indicator that was replaced
                text = names[language][code]
                lines.append((code, _status(language, text, agreed.get(code, {})), text))
        write(data / f"names.{language}.csv", ("code", "status", "text"), lines)
    codes = [
        code for code in {*names["en"], *(code for _, code in overrides)} if _is_indicator(code)
    ]
    english = {code: names["en"].get(code, "") for code in codes}
    english |= {
        code: row["text"] for (language, code), row in overrides.items() if language == "en"
    }
    series = _series(shared, english)
    write(
        data / "series.csv",
        ("code", "indicators", "unit", "retired", "listed", "title"),
        series,
    )
    write(
        data / "indicators.csv",
        ("code", "series", "tier", "custodians", "since", "until", "note"),
        _indicators(folder, sorted(codes, key=order), series, overrides),
    )
    write(
        data / "goals.csv",
        ("code", "colour"),
        [(str(number), f"#{colour}") for number, colour in enumerate(COLOURS.split(), start=1)],
    )


def order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key: 1, 1:short, 1.1, 1.1.1, 1.2, 1.10, 1.a."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, int(re.sub(r"\D", "", part) or 0), part)
        for part in code.split(".")
    )


def _is_indicator(code: str) -> bool:
    return code.count(".") == 2


def _mended(language: str) -> dict[str, str]:
    """What a machine broke within words, letters and numbers, and what the official text has."""
    told = read(HERE / "mended.csv")
    return {row["broken"]: row["mended"] for row in told if row["language"] == language}


def _names(folder: Path, mended: dict[str, str]) -> dict[str, str]:
    names = {}
    for kind in KINDS:
        text = (folder / f"global_{kind}.yml").read_text(encoding="utf-8")
        for key, value in yaml.safe_load(text).items():
            code, _, part = key.rpartition("-")
            code = code.replace("-", ".")
            clean = DRAFTING_NOTE.sub("", " ".join(str(value).split()))
            for broken, whole in mended.items():
                clean = clean.replace(broken, whole)
            names[code if part == "title" else f"{code}:short"] = clean
    return names


def _agreed(path: Path) -> Names:
    """The wording of the United Nations as published in 2019, code to language to text."""
    text = path.read_text(encoding="utf-8")
    compact = dict(
        re.findall(
            r'^sdg:(\S+) skos:notation [^\n]*"([^"]+)"\^\^sdgo:SDGCodeCompact', text, re.MULTILINE
        )
    )
    agreed: Names = {}
    for subject, body in re.findall(
        r"^sdg:(\S+) skos:prefLabel (.*?) \.\n", text, re.MULTILINE | re.DOTALL
    ):
        for label, language in re.findall(r'"((?:[^"\\]|\\.)*)"@(\w+)', body):
            agreed.setdefault(compact.get(subject, subject), {})[language] = label
    return agreed


def _status(language: str, text: str, agreed: dict[str, str]) -> str:
    if language in ("sw", "ne"):
        return "machine"
    if language == "en" or _letters(agreed.get(language, "")) == _letters(text):
        return "official"
    return "translation"


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text)).casefold()


def _indicators(
    folder: Path,
    codes: list[str],
    series: list[tuple[str, ...]],
    overrides: dict[tuple[str, str], dict[str, str]],
) -> list[tuple[str, ...]]:
    tiers = _tiers(folder / "Tier_Classification_2019-02-13.xlsx")
    retired = {row["code"]: row for row in read(HERE / "retired.csv")}
    reported = {row["code"]: row["text"] for row in read(HERE / "reported.csv")}
    by_indicator: dict[str, list[str]] = {}
    for code, indicators, *_ in sorted(series, key=lambda line: (line[3], line[0])):
        for indicator in indicators.split(";"):
            by_indicator.setdefault(indicator, []).append(code)
    reworded = {row["code"] for row in read(HERE / "stale.csv") if row["language"] == "ne"}
    lines: list[tuple[str, ...]] = []
    for code in codes:
        changed = overrides.get(("en", code), {"since": "", "source": ""})
        note = changed["source"] or retired.get(code, {}).get("note", "")
        if code in reported:
            note = f"reported as reworded in 2025, not verified: “{reported[code]}”"
        tier, custodians = tiers.get(code, ("", ""))  # as of 13 February 2019
        new = changed["since"] >= "2025" or code in reworded
        lines.append(
            (
                code,
                ";".join(by_indicator.get(code, [])),
                "" if new or "III" in tier else tier,  # no tier III since 2020
                "" if new else custodians,
                changed["since"],
                retired.get(code, {}).get("until", ""),
                note,
            )
        )
    return lines


def _tiers(path: Path) -> dict[str, tuple[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # print areas and extensions that openpyxl does not keep
        book = openpyxl.load_workbook(path, read_only=True)
        rows = list(book["Updated Tier classification"].iter_rows(values_only=True))
    found = {}
    for row in rows:
        match = re.match(r"\s*(\d+\.\w+\.\d+)\b", str(row[2] or ""))
        if match:
            tier = "/".join(dict.fromkeys(re.findall(r"\bI{1,3}\b", str(row[6] or ""))))
            named = "" if "discussion" in str(row[4]) else str(row[4] or "")
            agencies = re.split(r"[,;\n]\s*|\s+and\s+", named)
            custodians = ";".join(dict.fromkeys(" ".join(a.split()) for a in agencies if a.strip()))
            found[match[1]] = (tier, custodians)
    return found


def _series(shared: Path, english: dict[str, str]) -> list[tuple[str, ...]]:
    """Series of the content constraints, then those of 2019 that are no longer in use.

    An indicator that is listed under several targets has its series under each.
    """
    retired = codelists.retired_series(shared)
    replaced = {row["code"] for row in read(HERE / "stale.csv") if row["language"] == "ne"}

    def listed(found: list[str]) -> str:
        texts = {english[code] for code in found if code in english}
        return ";".join(sorted((c for c, text in english.items() if text in texts), key=order))

    lines: dict[str, tuple[str, ...]] = {}
    for row in read(shared / "3_framework" / "sdmx_global_content_constraints.csv"):
        title, _, tail = row["Name"].rpartition(" [")
        lines[row["SERIES"]] = (
            row["SERIES"],
            listed(re.findall(r"\d+\.\w+\.\d+", tail) if title else []),
            row["UNIT_MEASURE"] if row["UNIT_MEASURE"] != "ALL" else "",
            "1" if row["SERIES"] in retired else "",
            "constraints",
            title or row["Name"],
        )
    for row in read(HERE / "series_2025.csv"):
        line = (row["code"], row["indicators"], row["unit"], "", "2025", row["title"])
        lines.setdefault(row["code"], line)
    for code, indicator, title in _series_of_2019(shared):
        then = [] if indicator in replaced else [indicator]
        lines.setdefault(code, (code, listed(then), "", "1", "2019", title))
    return [lines[code] for code in sorted(lines)]


def _series_of_2019(shared: Path) -> list[tuple[str, str, str]]:
    folder = shared / "3_framework" / "un_lod4stats"
    goals = (folder / "sdg-kos-goals-targets-indicators.ttl").read_text(encoding="utf-8")
    compact = dict(
        re.findall(
            r'^sdg:(\S+) skos:notation [^\n]*"([^"]+)"\^\^sdgo:SDGCodeCompact', goals, re.MULTILINE
        )
    )
    text = (folder / "sdg-kos-series-2019-Q2-G-01.ttl").read_text(encoding="utf-8")
    titles = dict(
        re.findall(r'^sdg:(\w+) skos:prefLabel "((?:[^"\\]|\\.)*)"@en', text, re.MULTILINE)
    )
    found = []
    for code, subject in re.findall(r"^sdg:(\w+) sdgo:isSeriesOf sdg:(\w+)", text, re.MULTILINE):
        found.append((code, compact.get(subject, ""), titles.get(code, "")))
    return found
