"""What every part of a study.yaml is made of: frozen models that refuse unknown keys."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_written(value: object) -> object:
    """Numbers where text is expected keep their spelling: `title: 2013`, `code: 01`."""
    return getattr(value, "written", value)


def as_tuple(value: object) -> object:
    """One value where a list is expected is a list of one."""
    if value is None or isinstance(value, list | tuple):
        return value
    return (value,)


def _as_plain(value: object) -> object:
    """A value of a mapping, free of the memory of how it was written."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return int(value) if isinstance(value, int) else float(value)


Value = Annotated[Any, BeforeValidator(_as_plain)]
Text = Annotated[str, BeforeValidator(_as_written), Field(max_length=10_000)]
Name = Annotated[str, BeforeValidator(_as_written), Field(min_length=1, max_length=1_000)]
Names = Annotated[tuple[Name, ...], BeforeValidator(as_tuple)]


class Part(BaseModel):
    """A part of a study; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
