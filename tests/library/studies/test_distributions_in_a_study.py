from __future__ import annotations

from datetime import date
from pathlib import Path

import datashift.studies as studies

TODAY = date(2026, 11, 20)
STUDY = """study: 1
title: Minutes to water
data: {file: walks.csv}
design: {sampling: probability}
indicators:
  - {id: typical, title: Typical walk, measure: median, of: minutes, unit_words: minutes}
  - {id: long, title: Long walk, measure: quantile, at: 0.9, of: minutes}
  - {id: uneven, title: Inequality of walks, measure: gini, of: minutes}
  - {id: fifths, title: Longest fifth over shortest, measure: quintile_ratio, of: minutes}
"""


def test_a_study_asks_for_quantiles_and_inequality(tmp_path: Path) -> None:
    walks = [number * number % 97 + 1 for number in range(1, 81)]
    (tmp_path / "walks.csv").write_text("minutes\n" + "\n".join(map(str, walks)) + "\n")
    (tmp_path / "study.yaml").write_text(STUDY)
    release = studies.run(studies.load(tmp_path / "study.yaml"), today=TODAY)
    found = {finding.id: finding for finding in release.findings}
    ordered = sorted(walks)
    assert found["typical"].overall.value == ordered[39]
    assert found["long"].overall.value == ordered[71]
    pairs = sum(abs(one - other) for one in walks for other in walks)
    gini = found["uneven"].overall.value
    assert gini is not None
    assert abs(gini - pairs / (2 * 80 * sum(walks))) < 1e-9
    fifths = found["fifths"].overall.value
    assert fifths is not None
    assert abs(fifths - sum(ordered[64:]) / sum(ordered[:16])) < 1e-9
    for one in found.values():
        assert one.overall.lower is not None
    assert found["typical"].headline.startswith("Typical walk: ")
