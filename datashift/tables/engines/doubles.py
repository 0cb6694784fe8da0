"""Numbers with a point, written so that servers read them as doubles."""

from __future__ import annotations

from typing import Any


def in_doubles(backend: Any) -> Any:
    """The backend, after which 0.1 in an expression is a double: in their SQL it is a decimal."""

    class Doubles(type(backend.compiler)):  # type: ignore[misc]
        def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802
            written = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
            if not dtype.is_floating():
                return written
            if written is None:  # what Ibis' PostgreSQL answers for "as everybody does"
                written = self.visit_DefaultLiteral(op, value=value, dtype=dtype)
            return self.cast(written, dtype)

    backend.compiler = Doubles()
    return backend
