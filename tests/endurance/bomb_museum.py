"""Bring every bomb of `tests/bombs` to its door, each in a process of its own: it is refused in a
sentence, or read where what would hurt is left alone, within 2 s of the processor and 256 MB.

    python tests/endurance/bomb_museum.py [part of a name ...]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"


def main(names: list[str]) -> int:
    import django

    django.setup()
    from bombs.doors import BYTES, SECONDS, Borne, bear, bear_apart, museum

    chosen = [each for each in museum() if not names or any(name in each.name for name in names)]
    with tempfile.TemporaryDirectory() as folder:
        for door in {each.door: each for each in chosen}.values():  # imports are no growth
            bear(door, Path(folder))
        found: dict[str, Borne] = {}
        failed = 0
        for bomb in chosen:
            borne = found[bomb.name] = bear_apart(bomb, Path(folder))
            ends = {"refused", "read"} if bomb.defused else {"refused"}
            if borne.end not in ends or borne.seconds > SECONDS or borne.grown > BYTES:
                failed += 1
                told = f"{borne.seconds:.1f} s, {borne.grown >> 20} MB: {borne.end}"
                sys.stdout.write(f"  {bomb.name}: {told}\n")
    sys.stdout.write(
        f"{len(found)} bombs, {dict(Counter(each.end for each in found.values()))}, {failed} failed"
        f"; slowest {max(each.seconds for each in found.values()):.2f} s, "
        f"largest {max(each.grown for each in found.values()) >> 20} MB\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
