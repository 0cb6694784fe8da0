"""A store of files beside the folder: S3, whatever speaks its language, or another disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BLOCK = 1 << 20
CONNECT, ANSWER, ATTEMPTS = 5, 10, 2  # seconds, seconds, times: somebody may be waiting


@dataclass(frozen=True)
class Store:
    """Files by name. Every method raises OSError when the store cannot be reached.

    Args:
        filesystem: a `pyarrow.fs.FileSystem`.
        root: the bucket and the prefix, or the folder.
    """

    filesystem: Any
    root: str

    def write(self, name: str, source: Path) -> None:
        """Write a file; another of that name is replaced."""
        place = self._place(name)
        local = self.filesystem.type_name == "local"
        if local:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as file, self.filesystem.open_output_stream(place) as out:
            while block := file.read(BLOCK):
                out.write(block)
        if local:
            _sync(Path(place))
            _sync(Path(place).parent)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file."""
        with self.filesystem.open_input_stream(self._place(name)) as file:
            while block := file.read(BLOCK):
                yield block

    def sha256(self, name: str) -> str:
        """The hash of what is there, read from the first byte to the last."""
        digest = hashlib.sha256()
        for block in self.chunks(name):
            digest.update(block)
        return digest.hexdigest()

    def size(self, name: str) -> int | None:
        """How many bytes it has; None when there is no such file."""
        size: int | None = self.filesystem.get_file_info(self._place(name)).size
        return size

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        with suppress(FileNotFoundError):
            self.filesystem.delete_file(self._place(name))

    def _place(self, name: str) -> str:
        return f"{self.root}/{name}"


def opened(address: str, endpoint: str = "") -> Store:
    """The store at an address, s3://bucket/prefix or file:///folder; see `docs/settings.md`."""
    # A client of S3 has threads, which do not live on in a forked process.
    return _opened(address, endpoint, os.getpid())


@lru_cache(maxsize=8)
def _opened(address: str, endpoint: str, process: int) -> Store:
    from pyarrow import fs  # only where there is a store: it is slow to load

    parts = urlsplit(address)
    if parts.scheme == "file":
        return Store(fs.LocalFileSystem(), unquote(parts.path).rstrip("/"))
    if endpoint:
        # Older stores keep a checksum that comes behind the bytes as a part of them. What leaves
        # the folder was read back from the store with its own hash, so none is needed.
        for name in ("AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"):
            os.environ.setdefault(name, "WHEN_REQUIRED")
    where = urlsplit(endpoint)
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    filesystem = fs.S3FileSystem(
        scheme=where.scheme or "https",
        endpoint_override=where.netloc or None,
        region=region or ("us-east-1" if endpoint else None),
        connect_timeout=CONNECT,
        request_timeout=ANSWER,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS),
    )
    return Store(filesystem, f"{parts.netloc}{unquote(parts.path)}".rstrip("/"))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
