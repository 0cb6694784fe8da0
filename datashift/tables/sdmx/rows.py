"""Observations of a message gathered into columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datashift.kit.problem import Problem
from datashift.tables.limits import Limits
from datashift.tables.raw import Field, Raw

VALUE = "OBS_VALUE"
TIME = "TIME_PERIOD"


class Gathered:
    """Rows as they come; a column that appears late is missing before.

    `attributes` are columns that the message itself calls so.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.columns: dict[str, list[str | None]] = {}
        self.attributes: set[str] = set()
        self.rows = 0

    def add(self, *parts: Mapping[str, str]) -> None:
        """One observation; of two parts that say the same, the later one holds.

        Raises:
            Problem: there are more rows or columns, or a longer text, than are taken on.
        """
        for part in parts:
            for name, text in part.items():
                column = self.columns.get(name)
                if column is None:
                    column = self.columns[name] = []
                if len(column) > self.rows:
                    column[self.rows] = text
                else:
                    column.extend([None] * (self.rows - len(column)))
                    column.append(text)
        self.rows += 1
        if self.rows > self.limits.rows or len(self.columns) > self.limits.columns:
            raise Problem(
                "The message has more observations or dimensions than can be read",
                do="Ask for fewer series or periods",
                code="file.too_large",
            )

    def raw(self, details: Mapping[str, Any]) -> Raw:
        """The columns as a table whose text is as written.

        Raises:
            Problem: there are no observations.
        """
        import pyarrow as pa

        if not self.rows:
            raise Problem(
                "The SDMX message holds no observations",
                do="Ask for a message with data",
                code="file.no_rows",
            )
        fields = []
        for name, column in self.columns.items():
            column.extend([None] * (self.rows - len(column)))
            values = pa.chunked_array([pa.array(column, pa.string())])
            fields.append(Field(name, values))
        numbers = pa.array(range(2, self.rows + 2), pa.int64())
        told = {**details, "attributes": sorted(self.attributes)}
        return Raw("sdmx", tuple(fields), numbers, details=told)
