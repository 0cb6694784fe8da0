"""Files on disk: bytes by their hash, never changed; a study's folder made of links to them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from datashift.kit.arriving import bounded
from datashift.web.evidence.models import DataFile, Study

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def safe_name(written: str) -> str:
    """A file's name without folders and without letters that hurt, its ending kept.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\data\\\\water points.csv")
    ('passwd', 'water points.csv')
    """
    last = re.split(r"[/\\]", written)[-1]
    name = _UNSAFE.sub("", last).strip(" .") or "file"
    if len(name) > 120:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:100]}{dot}{ending[-15:]}" if dot else name[:120]
    return name


def keep(chunks: Iterable[bytes], *, name: str) -> tuple[str, int]:
    """Write bytes under their hash, durable before it returns.

    Returns:
        The SHA-256 as hexadecimal text, and the number of bytes.

    Raises:
        Problem: nothing came, or more than the installation takes.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix=".incoming-", delete=False) as file:
        incoming = Path(file.name)
        try:
            for chunk in bounded(chunks, limit=settings.UPLOAD_LIMIT, name=name):
                digest.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
    sha256 = digest.hexdigest()
    place = root / sha256[:2] / sha256
    place.parent.mkdir(exist_ok=True)
    incoming.chmod(0o440)
    incoming.replace(place)
    return sha256, size


def current_files(study: Study) -> dict[str, DataFile]:
    """The files a study has now, by the name its text uses."""
    return {file.name: file for file in study.files.filter(replaced_at=None)}


@contextmanager
def folder(study: Study) -> Iterator[Path]:
    """A folder that holds the study's files under their own names, as long as it is needed.

    Hard links, because the study may not look outside its folder and copies would double the disk.
    """
    root = Path(settings.DATA) / "work"
    root.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=root))
    try:
        for name, file in current_files(study).items():
            try:
                os.link(file.path, place / name)
            except OSError:
                shutil.copyfile(file.path, place / name)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def remove(sha256: str) -> None:
    """Remove bytes that no row names any more, and the table that was made from them."""
    (Path(settings.MEDIA_ROOT) / sha256[:2] / sha256).unlink(missing_ok=True)
    shutil.rmtree(Path(settings.DATA) / "tables" / sha256, ignore_errors=True)
