"""Open every table that people take away in LibreOffice; no cell of it may be a formula.

    PYTHONPATH=.:tests python tests/endurance/spreadsheets.py

Needs `soffice` (Debian: libreoffice-calc-nogui). Texts that spreadsheets run, as they are known from
OWASP's "CSV Injection", are names of groups in a release, answers in a submission and entries of a
list. LibreOffice is told to evaluate formulas, which it leaves undone otherwise; a table with the
same texts as they are must show some, or it was not asked well.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from datashift.exchange import FORMATS, Published, read_release
from datashift.kit.cells import guarded
from datashift.questionnaires.odata.flat import line
from datashift.studies import load, run

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", " =", "\u00a0=", "'=", "''=")
CALLS = (
    "1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example";"here")',
    'DDE("soffice";"x";"y")', 'WEBSERVICE("http://evil.example")', "A1", '"a"&"b"',
)  # fmt: skip
TEXTS = tuple(f"{sign}{call}" for sign in SIGNS for call in CALLS)
STUDY = """\
study: 1
title: Taps
producer: "=1+1"
licence: CC-BY-4.0
unit: tap
data: {file: taps.csv}
design: {sampling: volunteer}
place: {country: NP}
time: {value: 2024}
indicators:
  - {id: found, title: "=1+1", sdg: 6.1.1, match: proxy, measure: count, by: [[], [kind]]}
protect: {minimum: 1}
"""
AS_TYPED = "Text - txt - csv (StarCalc):44,34,76,1"  # commas, quotes, UTF-8; evaluated
FORMULA = re.compile(r'table:formula="[^"]*"')


def release(folder: Path) -> Published:
    """A release whose groups are named by the texts."""
    with (folder / "taps.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "kind"])
        rows.writerows([number, text] for number, text in enumerate(TEXTS * 12))
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    study = load(folder / "study.yaml")
    run(study, out=folder / "release", today=date(2024, 6, 1), created=date(2024, 6, 2))
    return read_release(folder / "release")


def tables(made: Published, written: Path) -> Mapping[str, bytes]:
    """Every table, by a name of its own."""
    found = {
        f"{name}-{path}".replace("/", "-"): content
        for name, form in FORMATS.items()
        for path, content in form.files(made).items()
        if path.endswith((".csv", ".xlsx"))
    }
    found |= {f"release-{one.name}": one.read_bytes() for one in written.glob("*.csv")}
    found["submissions.csv"] = "".join(line([1, text, "x"]) for text in TEXTS).encode()
    entries = io.StringIO()
    csv.writer(entries).writerows(["key", guarded(text)] for text in TEXTS)
    return found | {"entries.csv": entries.getvalue().encode()}


def opened(files: Iterable[Path], into: Path) -> dict[str, int]:
    """How many cells of each file LibreOffice takes for formulas."""
    for ending, reading in ((".csv", [f"--infilter={AS_TYPED}"]), (".xlsx", [])):
        some = [str(one) for one in files if one.suffix == ending]
        profile = f"-env:UserInstallation={(into / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, *reading, "--convert-to", "fods"]
        subprocess.run([*command, "--outdir", str(into), *some], check=True, capture_output=True)
    return {
        one.name: len(FORMULA.findall((into / f"{one.stem}.fods").read_text(encoding="utf-8")))
        for one in files
    }


def main() -> int:
    if shutil.which("soffice") is None:
        sys.stderr.write("soffice is missing. Install libreoffice-calc-nogui.\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        made = tables(release(place), place / "release")
        (to := place / "tables").mkdir()
        for file, content in made.items():
            (to / file).write_bytes(content)
        with (to / "as-it-is.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(["key", text] for text in TEXTS)
        found = opened(sorted(to.iterdir()), place)
    asked = found.pop("as-it-is.csv")
    failed = {file: number for file, number in found.items() if number}
    sys.stdout.write(
        f"{len(TEXTS)} texts, {len(found)} tables, {sum(failed.values())} formulas; "
        f"{asked} where the texts stand as they are\n"
    )
    for file, number in failed.items():
        sys.stdout.write(f"  {file}: {number}\n")
    return 1 if failed or not asked else 0


if __name__ == "__main__":
    sys.exit(main())
