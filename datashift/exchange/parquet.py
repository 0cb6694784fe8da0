"""Apache Parquet: observations.csv with types, and what the release says of itself in the schema."""

from __future__ import annotations

import io
import json

from datashift.exchange.catalogue import dataset
from datashift.exchange.published import Published


def files(release: Published, version: str) -> dict[str, bytes]:
    """observations.parquet: numbers as numbers, dimensions as dictionaries, null where hidden."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    del version
    table = release.typed()
    for position, name in enumerate(table.column_names):
        if pa.types.is_string(table.schema.field(name).type):
            table = table.set_column(position, name, table[name].dictionary_encode())
    about = json.dumps(dataset(release), ensure_ascii=False)
    table = table.replace_schema_metadata({"title": release.title, "schema.org": about})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return {"observations.parquet": buffer.getvalue()}
