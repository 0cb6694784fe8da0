"""Splink at work: what agreement tells, and the weight of evidence of every pair.

Fellegi & Sunter (1969), JASA 64, 1183-1210; estimated by expectation maximisation as in Winkler
(1988) and Linacre et al. (2022), International Journal of Population Data Science 7(1).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from datashift.harmonise.linkage.blocking import Rule, compared, condition, learnt_from
from datashift.harmonise.linkage.degrees import comparison
from datashift.harmonise.linkage.specification import Linkage
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ALL_SAMPLED = 2e6  # pairs from which chance agreement is learnt
LEAST = 50  # records in the shortest list to learn from
# No degree of agreement is impossible, whatever the sample showed.
RAREST = {"m_probability": 1e-4, "u_probability": 1e-6}
LEAST_CHANCE = 10.0  # chance agreement is at least this part of what random pairs showed
PRIOR = 1e-4  # any value: the share of pairs that are one person is estimated afterwards
FAINTEST = -16.0  # log2 odds at that prior below which a pair is no candidate
Model = dict[str, Any]


@contextmanager
def quiet() -> Iterator[None]:
    """Splink and its settings speak to a programmer; nobody here reads it."""
    log = logging.getLogger("splink")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


@contextmanager
def engine(lists: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that reaches neither files nor the network.

    Tables are list0, list1, ... One thread, so that sums run in one order.
    """
    import duckdb

    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "enable_external_access": "false",
            "threads": "1",
        }
    )
    try:
        for position, table in enumerate(lists.values()):
            connection.register(f"given{position}", table)
            connection.execute(f"create table list{position} as from given{position}")
            connection.unregister(f"given{position}")
        yield connection
    finally:
        connection.close()


def starting(linkage: Linkage, rules: tuple[Rule, ...]) -> Model:
    """Settings with fixed shares of agreement, before anything was learnt."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "record",
        "probability_two_random_records_match": PRIOR,
        "comparisons": [comparison(at, field) for at, field in enumerate(linkage.fields)],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": condition(r)} for r in rules],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def trained(
    connection: duckdb.DuckDBPyConnection, linkage: Linkage, tables: list[str], sizes: list[int]
) -> tuple[Model, bool, tuple[Rule, ...]]:
    """The model, whether it was learnt from the lists, and which pairs it compares."""
    columns = [
        f"f{at}_words" if field.role == "name" else f"f{at}"
        for at, field in enumerate(linkage.fields)
    ]
    rules = compared(connection, tables, columns, possible(sizes))
    if not rules:
        raise Problem(
            "The columns are too alike in these lists to compare their records",
            do="Add a column that tells people apart, such as a name or a full date",
            code="linkage.too_many_pairs",
        )
    model = by_chance(_linker(connection, tables, starting(linkage, rules)), linkage.seed)
    if not linkage.learn or len(columns) < 3 or min(sizes) < LEAST:
        return model, False, rules
    found = learnt(connection, tables, model)
    return (model, False, rules) if found is None else (found, True, rules)


def possible(sizes: list[int]) -> int:
    """Pairs of records of different lists."""
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def by_chance(linker: Any, seed: int) -> Model:
    """Shares of agreement by chance, from random pairs."""
    linker.training.estimate_u_using_random_sampling(
        max_pairs=ALL_SAMPLED, seed=seed, min_count_per_level=None, num_chunks=1
    )
    return _floored(linker.misc.save_model_to_json(), "u_probability")


def learnt(connection: duckdb.DuckDBPyConnection, tables: list[str], model: Model) -> Model | None:
    """Shares of agreement of records of one person, by expectation maximisation.

    None when a column stayed unknown, or agreement in it did not speak for one person.
    """
    from splink.internals.exceptions import EMTrainingException

    linker = _linker(connection, tables, model)
    columns = [one["output_column_name"] for one in model["comparisons"]]
    for rule in learnt_from(connection, tables, columns):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(condition(rule))
        except EMTrainingException:  # no pairs to learn from: the caller says so
            return None
        except ValueError as error:  # lists that agree to the letter: a share fell to 0 on the way
            if "m_probability" not in str(error):
                raise
            return None
    found: Model = linker.misc.save_model_to_json()
    for one in found["comparisons"]:
        other = _degrees(one)[-1]
        apart = other.get("m_probability")
        if apart is None or apart >= min(0.5, other["u_probability"]):
            return None
    return _floored(found, "m_probability")


def without_matches(model: Model, share: float) -> Model:
    """Shares of agreement by chance, without the pairs of one person that random pairs held.

    In short lists those are most of the pairs that agree in a rare value.

    Args:
        share: of all pairs that are one person.
    """
    for one in model["comparisons"]:
        for level in _degrees(one):
            seen = level["u_probability"]
            chance = (seen - share * level["m_probability"]) / (1 - share)
            level["u_probability"] = max(chance, seen / LEAST_CHANCE)
    return _floored(model, "u_probability")


def evidence(connection: duckdb.DuckDBPyConnection, tables: list[str], model: Model) -> pa.Table:
    """Candidate pairs: lists, records and the log2 odds at the prior."""
    linker = _linker(connection, tables, model)
    scored = linker.inference.predict(threshold_match_weight=FAINTEST)
    return connection.sql(
        "select source_dataset_l as left_list, record_l as left_row, source_dataset_r as "  # noqa: S608
        "right_list, record_r as right_row, match_weight as weight from "
        f"{scored.physical_name} order by all"
    ).to_arrow_table()


def _linker(connection: duckdb.DuckDBPyConnection, tables: list[str], model: Model) -> Any:
    try:
        from splink import DuckDBAPI, Linker
    except ImportError as error:
        raise Problem(
            "Linking lists needs a part that is not installed",
            do='Install it with: pip install "datashift[linkage]"',
            code="linkage.not_installed",
        ) from error
    engine = DuckDBAPI(connection)
    given = [engine.register(name, dataset_display_name=name) for name in tables]
    return Linker(given, model, log_level=None, validate_settings=False)


def _floored(model: Model, share: str) -> Model:
    """Shares at least a little above 0, adding up to 1 in every column."""
    for one in model["comparisons"]:
        levels = _degrees(one)
        values = [max(float(level.get(share) or 0.0), RAREST[share]) for level in levels]
        for level, value in zip(levels, values, strict=True):
            level[share] = value / sum(values)
    return model


def _degrees(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Degrees of agreement of a column, closest first."""
    return [level for level in one["comparison_levels"] if not level.get("is_null_level")]
