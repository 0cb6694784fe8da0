"""docs/methods/harmonise.md knows every flag that harmonising raises."""

from __future__ import annotations

import re
from pathlib import Path

import datashift.harmonise

PACKAGE = Path(datashift.harmonise.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "methods" / "harmonise.md"


def test_every_flag_is_on_the_page() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py"))
    raised = set(re.findall(r'Flag\(\s*f?"([a-z]+\.[a-z_]+)"', source))
    page = PAGE.read_text(encoding="utf-8")
    assert len(raised) > 12
    assert [code for code in sorted(raised) if f"`{code}`" not in page] == []
