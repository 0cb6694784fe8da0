"""`datashift sdg SEARCH`."""

from __future__ import annotations

import argparse
import json

from datashift.cli.terminal import add_options

NAME = "sdg"
SHORT = "find the goal, target, indicator or series that something speaks to"
ABOUT = """\
Search the framework of the Sustainable Development Goals in English, Spanish, Swahili, Nepali or
French; spelling need not be exact. A code shows what it stands for.
"""
EXAMPLES = """\
examples:
  datashift sdg "drinking water"
  datashift sdg "violencia contra las mujeres" --language es
  datashift sdg 6.1.1
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("search", metavar="SEARCH", nargs="+", help="words or a code")
    part.add_argument(
        "--language",
        metavar="CODE",
        default="en",
        choices=("en", "es", "sw", "ne", "fr"),
        help="language of the names shown: en, es, sw, ne or fr",
    )
    part.add_argument("--limit", metavar="N", type=int, default=10, help="how many to show (10)")
    add_options(part)


def execute(options: argparse.Namespace) -> int:
    from datashift import sdg

    words = " ".join(options.search)
    found = sdg.search(words, language=options.language, limit=max(options.limit, 1))
    if options.json:
        rows = [
            {
                "kind": hit.kind,
                "code": hit.code,
                "name": hit.name.text,
                "status": hit.name.status,
                "score": round(hit.score, 1),
            }
            for hit in found
        ]
        print(json.dumps({"search": words, "hits": rows}, ensure_ascii=False, indent=2))
        return 0
    if not found:
        print("Nothing in the framework is near these words. Try fewer or other words.")
    for hit in found:
        note = " (machine translation)" if hit.name.status == "machine" else ""
        print(f"{hit.code:<12} {hit.name.text}{note}")
    return 0
