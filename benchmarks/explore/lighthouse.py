"""What Lighthouse says of the eight key pages.

Usage: PYTHONPATH=. python benchmarks/explore/lighthouse.py [folder that holds it already]

Installs Lighthouse 12.8.2 by npm into a temporary folder, serves the demonstration as `./run` does
and prints the four scores of each page as a phone sees it, and every audit that takes from them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from served import key_pages, served

VERSION = "12.8.2"
KINDS = ("performance", "accessibility", "best-practices", "seo")


def main(place: Path) -> None:
    if not (place / "node_modules" / "lighthouse").is_dir():
        wanted = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run([*wanted, f"lighthouse@{VERSION}"], cwd=place, check=True)
    with served() as (port, _):
        print(f"{'page':<58}" + "".join(f"{kind:>15}" for kind in KINDS))
        for path in key_pages(port):
            found = judged(place, f"http://127.0.0.1:{port}{path}")
            scores = [found["categories"][kind]["score"] for kind in KINDS]
            print(f"{path:<58}" + "".join(f"{100 * (one or 0):>15.0f}" for one in scores))
            for line in taken(found):
                print(f"    {line}")
            sys.stdout.flush()


def judged(place: Path, address: str) -> Any:
    """The report of one page."""
    out = place / "report.json"
    options = ["--output=json", f"--output-path={out}", "--quiet"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = [str(place / "node_modules" / ".bin" / "lighthouse"), address, *options, flags]
    command.append(f"--only-categories={','.join(KINDS)}")
    for last in (False, False, True):  # on a busy machine chromium may answer too late
        done = subprocess.run(
            command, check=last, env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
        )
        if not done.returncode:
            break
    return json.loads(out.read_text(encoding="utf-8"))


def taken(found: Any) -> list[str]:
    """The audits that weigh something and are not perfect."""
    lines = []
    for kind in KINDS:
        for one in found["categories"][kind]["auditRefs"]:
            audit = found["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 1:
                lines.append(f"{kind}: {audit['title']} {audit.get('displayValue', '')}".strip())
    return lines


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as own:
            main(Path(own))
