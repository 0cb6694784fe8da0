"""6,467 settlements with Spanish headings: formal water, by settlement and by family."""

from __future__ import annotations

import pandas as pd
import pytest
from real_study import real_study, rows
from shared_data import shared

FORMAL = "Conexión formal a la red de agua con factura"


def expected() -> pd.DataFrame:
    table = pd.read_csv(shared("1_cgd/argentina_renabap_barrios_populares_2022.csv"))
    table["formal"] = (table.agua_corriente == FORMAL).astype(float)
    table["families"] = table.cantidad_familias_aproximada
    table["with_formal"] = table.formal * table.families
    return table


def by_name(indicator: str) -> dict[str, dict[str, str]]:
    observed = rows(real_study("argentina_settlements"), indicator)
    return {row["AREA_NAME"]: row for row in observed if row["REF_AREA"] != "_T"}


def overall(indicator: str) -> dict[str, str]:
    observed = rows(real_study("argentina_settlements"), indicator)
    return next(row for row in observed if row["REF_AREA"] == "_T")


def test_every_settlement_counts_once() -> None:
    table = expected()
    row = overall("formal")
    assert int(row["N"]) == len(table) == 6_467
    assert float(row["OBS_VALUE"]) == pytest.approx(100 * table.formal.mean(), rel=1e-11)
    assert row["UNIT_MEASURE"] == "PT"


def test_every_family_counts_once() -> None:
    table = expected()
    share = table.with_formal.sum() / table.families.sum()
    assert float(overall("formal_families")["OBS_VALUE"]) == pytest.approx(share, rel=1e-11)


def test_all_24_provinces_are_recognised_whatever_they_are_called() -> None:
    table = expected()
    observed = by_name("formal")
    assert len(observed) == table.provincia.nunique() == 24
    large = table.groupby("provincia").formal.agg(["mean", "size"])
    for name, row in observed.items():
        match = large.loc[name] if name in large.index else large.loc[_theirs(name, large)]
        if row["OBS_STATUS"] == "A":
            assert int(row["N"]) == match["size"]
            assert float(row["OBS_VALUE"]) == pytest.approx(100 * match["mean"], rel=1e-11)


def test_families_by_province() -> None:
    table = expected()
    sums = table.groupby("provincia")[["with_formal", "families"]].sum()
    shares = sums.with_formal / sums.families
    for name, row in by_name("formal_families").items():
        if row["OBS_STATUS"] == "A":
            theirs = name if name in sums.index else _theirs(name, sums)
            assert float(row["OBS_VALUE"]) == pytest.approx(shares[theirs], rel=1e-11)


def test_small_provinces_are_hidden_and_none_can_be_worked_out() -> None:
    observed = by_name("formal")
    hidden = [name for name, row in observed.items() if row["OBS_STATUS"] == "Q"]
    assert "La Pampa" in hidden  # nine settlements
    assert len(hidden) >= 2
    assert all(observed[name]["N"] == observed[name]["OBS_VALUE"] == "" for name in hidden)


def _theirs(name: str, table: pd.DataFrame) -> str:
    start = name.split(maxsplit=1)[0].casefold()
    return next(str(theirs) for theirs in table.index if str(theirs).casefold().startswith(start))
