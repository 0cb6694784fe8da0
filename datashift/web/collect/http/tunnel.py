"""What is not for the phones' door goes on to the platform's server, byte for byte, both ways."""

from __future__ import annotations

import asyncio
import contextlib
import time

from datashift.web.collect.views.openrosa.door import try_later

CHUNK = 65_536


class Tunnel:
    """The way to the server behind.

    Args:
        host, port: where it listens.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._running: set[asyncio.Task[None]] = set()

    def take(self, transport: asyncio.Transport, begun: bytes) -> None:
        """Take over a connection for the rest of its life.

        Args:
            begun: what it has sent already and the server behind has not seen.
        """
        loop = asyncio.get_running_loop()
        transport.pause_reading()
        reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        task = loop.create_task(self._through(reader, writer, begun))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        transport.resume_reading()

    async def _through(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begun: bytes
    ) -> None:
        try:
            behind, ahead = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.write(try_later().written(now=time.time()))
            writer.close()
            return
        ahead.write(begun)
        await asyncio.gather(_pumped(reader, ahead), _pumped(behind, writer))


async def _pumped(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """All that comes, until one side has gone; then both are closed."""
    with contextlib.suppress(OSError):
        while some := await source.read(CHUNK):
            sink.write(some)
            await sink.drain()
    sink.close()
