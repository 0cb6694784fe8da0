"""A Spark cluster, over Spark Connect: the client needs no Java."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables.engines.plain import plain
from datashift.tables.engines.spelling import spelled

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from ibis.backends import BaseBackend

_PATIENCE = 10  # seconds


def connect(address: str) -> BaseBackend:
    """A new session on the cluster at an `sc://` address.

    Raises:
        Problem: the package is not installed, or no server answers.
    """
    try:
        import grpc
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
        from pyspark.sql.connect.client import DefaultChannelBuilder
    except ImportError:
        raise Problem(
            "Computing on Spark needs packages that are not installed",
            do="Install them with: pip install 'datashift[spark]'",
            code="engines.not_installed",
        ) from None
    try:
        # Spark's own client asks an absent server again and again, for minutes.
        with DefaultChannelBuilder(address).toChannel() as channel:
            grpc.channel_ready_future(channel).result(timeout=_PATIENCE)
        session = SparkSession.builder.remote(address).create()
    except (grpc.FutureTimeoutError, PySparkException):
        raise Problem(
            "The Spark server does not answer",
            do="Start it with Spark's start-connect-server.sh, and look at the address in "
            "DATASHIFT_ENGINE",
            code="engines.unreachable",
        ) from None
    return _backend(session)


def _backend(session: Any) -> BaseBackend:
    """Ibis' backend, whose way out is a detour over pandas that makes not-a-number a null."""
    import ibis

    class Direct(type(ibis.pyspark.connect(session))):  # type: ignore[misc]
        def to_pyarrow(self, expression: ibis.Expr, /, **options: Any) -> Any:
            asked = expression.as_table()
            found = self._session.sql(self.compile(asked, **options)).toArrow()
            return expression.__pyarrow_result__(found.cast(asked.schema().to_pyarrow()))

    backend = Direct()
    backend.do_connect(session)
    return spelled(backend)


def push(data: pa.Table, name: str, backend: BaseBackend) -> ibis.Table:
    """Send rows as a temporary view, which ends with the session."""
    backend._session.createDataFrame(plain(data)).createOrReplaceTempView(name)
    return backend.table(name)
