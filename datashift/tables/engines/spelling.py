"""Expressions spelled so that a server understands what was meant."""

from __future__ import annotations

from typing import Any


def spelled(backend: Any) -> Any:
    """The backend, after which 0.1 is a double (in servers' SQL it is a decimal) and yes is 1."""
    import ibis.expr.datatypes as dt
    import sqlglot.expressions as sge

    class Spelling(type(backend.compiler)):  # type: ignore[misc]
        def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802
            written = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
            if not dtype.is_floating():
                return written
            if written is None:  # what Ibis' PostgreSQL answers for "as everybody does"
                written = self.visit_DefaultLiteral(op, value=value, dtype=dtype)
            return self.cast(written, dtype)

        def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
            if op.arg.dtype.is_boolean() and to.is_numeric():
                return self.cast(self.cast(arg, dt.int32), to)  # PostgreSQL knows no other way
            return super().visit_Cast(op, arg=arg, to=to)

        def visit_Equals(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
            if op.left.dtype.is_boolean():  # Spark cannot read "a IN (b) = FALSE"
                left, right = sge.Paren(this=left), sge.Paren(this=right)
            return self.binop(sge.EQ, left, right)

        def visit_NotEquals(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
            if op.left.dtype.is_boolean():
                left, right = sge.Paren(this=left), sge.Paren(this=right)
            return self.binop(sge.NEQ, left, right)

    backend.compiler = Spelling()
    return backend
