"""The whole road declared as data: study.yaml in, release out."""

from __future__ import annotations

from datashift.studies.loading import Study, load, parse, problems
from datashift.studies.specification import Specification

__all__ = ["Specification", "Study", "load", "parse", "problems"]
