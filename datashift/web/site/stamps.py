"""What the set-up did last time, so that a second start does nothing. Knows no Django."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[2]
FOLDERS = {
    "migrations",
    "static",
    "style",
    "commands",
    "demonstration",
    "outlines",
}  # what a set-up looks at


def is_done(data: Path, database: Mapping[str, Any]) -> bool:
    """Whether the set-up of this folder and database is the one this code needs."""
    path = data / "set-up.json"
    return path.exists() and json.loads(path.read_text("utf-8")) == stamp(database)


def mark_done(data: Path, database: Mapping[str, Any]) -> None:
    """Remember that everything is set up."""
    (data / "set-up.json").write_text(json.dumps(stamp(database)), encoding="utf-8")


def stamp(database: Mapping[str, Any]) -> dict[str, str]:
    """Changes when our files, the installed packages or the database are others."""
    ours = [
        f"{path.relative_to(PACKAGE)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in sorted(PACKAGE.rglob("*"))
        if FOLDERS & set(path.parts) and path.is_file() and path.suffix != ".pyc"
    ]
    django = importlib.util.find_spec("django")
    packages = Path(django.origin).parents[1] if django and django.origin else PACKAGE
    installed = sorted(path.name for path in packages.glob("*.dist-info"))
    place = [str(database.get(key) or "") for key in ("ENGINE", "NAME", "HOST", "PORT")]
    # What npm brought stands beside the package in a checkout; a wheel has none of it.
    modules = PACKAGE.parent / "frontend" / "node_modules" / "installed"
    installed += [modules.read_text("utf-8")] if modules.exists() else []
    return {
        "code": hashlib.sha256("\n".join(ours + installed).encode()).hexdigest(),
        "database": " ".join(place),
    }
