"""ODK's own programmes against a running server: its engine fills, its client reads.

pyodk brings the questionnaires and adds a phone; `@getodk/xforms-engine` (npm) fetches
them as that phone, fills them by chance and sends them; ODK Validate is asked about every
form; and what pyodk reads out of the tables is compared with what the engine sent.

python tests/endurance/odk_engine/run.py [--times 5] [--forms FOLDER]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pyodk.client import Client  # type: ignore[import-untyped] # noqa: E402
from pyodk.errors import PyODKError  # type: ignore[import-untyped] # noqa: E402
from web.central.live import signed_in  # noqa: E402
from web.collect.live import served  # noqa: E402

from datashift.kit.problem import Problem  # noqa: E402
from datashift.questionnaires import (  # noqa: E402
    converting,
    library,
    odk_validate,
    submission,
    written,
)

ENGINE = ROOT / "frontend/built/fill/engine.js"
DATA = ROOT.parent / "shared" / "data" / "5_forms"
POINTS = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": name, "title": name},
                "geometry": {"type": "Point", "coordinates": [36.8, -1.2]},
            }
            for name in ("a", "b")
        ],
    }
)


def filled(address: str, path: str, times: int) -> list[dict[str, Any]]:
    """What the engine filled and how it was answered, in an empty page of the server."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("DATASHIFT_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(bypass_csp=True).new_page()
        page.route("**/engine.js", lambda route: route.fulfill(path=ENGINE))
        page.goto(f"{address}/v1/nothing")
        page.add_script_tag(path=Path(__file__).parent / "fill.js")
        told: list[dict[str, Any]] = page.evaluate(
            "told => fillAll(told)", {"engine": "/engine.js", "address": path, "times": times}
        )
        browser.close()
    return told


def library_form() -> bytes:
    """Every question of the library in one questionnaire."""
    names = [each.name for each in library.questions()]
    return written.xlsform(library.questionnaire(names, id="library", title="All questions"))


def brought(client: Client, forms: list[Path], folder: Path) -> Counter[str]:
    """How many of the forms could be brought; the files that one names are made up."""
    told = Counter[str]()
    for form in forms:
        try:
            client.forms.create(form, attachments=made_up(form, folder))
            told["brought"] += 1
        except PyODKError as error:
            told["refused"] += 1
            sys.stdout.write(f"{form.name} refused: {str(error)[-300:]}\n")
    return told


def made_up(form: Path, folder: Path) -> list[Path]:
    """The files of choices that the form asks for, with two of them."""
    files = []
    with contextlib.suppress(Problem):
        text = str(converting.convert(form, form.suffix).get("xform", ""))
        for name in sorted(set(re.findall(r"jr://file(?:-csv)?/([^\"]+)", text))):
            files.append(folder / name)
            files[-1].write_text(POINTS if name.endswith(".geojson") else "name,label\na,A\nb,B\n")
    return files


def compared(client: Client, sent: dict[str, dict[str, str]]) -> tuple[int, list[str]]:
    """How many answers are the same in the tables, and what differs."""
    same, different = 0, []
    for form, texts in sent.items():
        rows = client.submissions.get_table(form, expand="*", count=True)
        if rows["@odata.count"] != len(texts):
            different.append(f"{form}: {rows['@odata.count']} rows, {len(texts)} sent")
        for row in rows["value"]:
            read = submission.read(texts[row["__id"]].encode())
            for each in read.values:
                if not each.leaf or not each.text or "." in "".join(each.path):
                    continue
                there = found(row, each)
                if there is None or not alike(there, each.text):
                    different.append(f"{form} {'/'.join(each.path)}: {each.text!r} is {there!r}")
                same += 1
    return same, different


def found(row: Any, value: submission.Value) -> Any:
    """The answer in the table."""
    from datashift.questionnaires.odata.schema import identifier

    for name, place in zip(value.path, value.places, strict=True):
        row = row.get(identifier(name)) if isinstance(row, dict) else None
        row = row[place] if isinstance(row, list) and place < len(row) else row
    return row


def alike(there: Any, text: str) -> bool:
    """Whether it says what was sent."""
    if isinstance(there, dict):
        numbers = [float(each) for each in text.split(";", maxsplit=1)[0].split()[:2]]
        first = there["coordinates"]
        while isinstance(first[0], list):
            first = first[0]
        return bool(first[:2] == numbers[::-1])
    return there == text if isinstance(there, str) else float(text) == there


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--forms", type=Path, default=DATA)
    options = parser.parse_args()
    real = sorted(options.forms.rglob("*.xls*")) if options.forms.is_dir() else []
    with tempfile.TemporaryDirectory() as name, served() as server:
        folder = Path(name)
        client = signed_in(server.port, folder)
        (folder / "library.xlsx").write_bytes(library_form())
        told = brought(client, [folder / "library.xlsx", *real], folder)
        forms = [each.xmlFormId for each in client.forms.list() if each.publishedAt]
        (phone,) = client.projects.create_app_users(["Engine"], forms=forms)
        verdicts = Counter[bool](
            odk_validate.validate(client.forms.get_xml(form).encode()).valid for form in forms
        )
        address = f"http://127.0.0.1:{server.port}"
        path = f"/v1/key/{phone.token}/projects/{client.project_id}"
        lines = filled(address, path, options.times)
        sent: dict[str, dict[str, str]] = {}
        statuses = Counter[str]()
        for line in lines:
            if "problem" in line:
                statuses["not filled"] += 1
                sys.stdout.write(f"{line['form']}: {line['problem'][:300]}\n")
                continue
            statuses[str(line["status"])] += 1
            own = submission.read(line["xml"].encode()).instance_id
            sent.setdefault(line["form"], {})[own] = line["xml"]
        same, different = compared(client, sent)
    for each in different[:20]:
        sys.stdout.write(f"differs: {each}\n")
    sys.stdout.write(
        f"forms {dict(told)}, ODK Validate {dict(verdicts)}, answers {dict(statuses)}, "
        f"compared {same}, different {len(different)}\n"
    )
    return 0 if not different and verdicts[False] == 0 and set(statuses) <= {"201"} else 1


if __name__ == "__main__":
    sys.exit(main())
