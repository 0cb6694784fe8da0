"""An invented land and a sample of it, whose people are all on a roll."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datashift.disclosure.microdata.cells import counted, key
from datashift.disclosure.microdata.linkage import Linkage, link
from datashift.disclosure.microdata.protect import Parts, ProtectedRecords
from datashift.disclosure.microdata.suppress import punched
from datashift.tables.arrays import Integers
from datashift.tables.table import Column, Source, Table

KEYS = ("SEX", "AGE", "DISTRICT", "WORK")
DISTRICTS = pa.array([f"district {at:02d}" for at in range(40)])


def land(people: int, seed: int) -> pa.Table:
    chance = np.random.default_rng(seed)
    districts = 1 / np.arange(1, 41)
    work = 0.6 ** np.arange(12)
    return pa.table(
        {
            "SEX": chance.integers(0, 2, people),
            "AGE": np.minimum(chance.gamma(2.0, 13.0, people).astype(np.int64), 104),
            "DISTRICT": DISTRICTS.take(chance.choice(40, people, p=districts / districts.sum())),
            "WORK": chance.choice(12, people, p=work / work.sum()),
            "ILLNESS": chance.choice(4, people, p=[0.7, 0.2, 0.07, 0.03]),
        }
    )


def sample(everybody: pa.Table, every: int, seed: int) -> tuple[Table, Integers]:
    """A simple random sample with its weight, and whom each record is of."""
    chance = np.random.default_rng(seed)
    person = np.sort(chance.permutation(everybody.num_rows)[: everybody.num_rows // every])
    data = everybody.take(pa.array(person))
    data = data.append_column("WEIGHT", pa.array(np.full(len(person), float(every))))
    columns = tuple(
        Column(name, name, at, "integer", 1.0, 0) for at, name in enumerate(data.column_names, 1)
    )
    source = Source("people.csv", "0" * 64, 1, "csv")
    return Table(data, columns, (), source, pa.array(np.arange(2, len(person) + 2))), person


def attack(
    everybody: pa.Table, table: Table, person: Integers, parts: Parts, released: ProtectedRecords
) -> Linkage:
    """The roll's people, recoded as the release says, beside its records."""
    proposal = released.proposal
    keys = [key(table.data, name) for name in parts.keys]
    records = counted(keys)
    roll = []
    for at, ours in enumerate(keys):
        theirs = key(everybody, ours.name)
        place = pc.fill_null(pc.index_in(theirs.values, ours.values), -1).to_numpy()
        codes = place[theirs.codes].astype(np.int64)
        recoding = proposal.recodings[at]
        roll.append(codes if recoding is None else recoding.codes(codes))
    shown = punched(proposal.recoded, proposal.suppression)[proposal.cell[records.of_record]]
    # A value that no record has is nobody's: fewer candidates, to the attacker's advantage.
    beside = np.where(np.column_stack(roll) < 0, -2, np.column_stack(roll))
    for at, recoding in enumerate(proposal.recodings):
        if recoding is not None and recoding.leaves_out:
            beside[:, at] = -1
    return link(shown[released.rows], beside, person[released.rows])
