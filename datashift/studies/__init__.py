"""The whole road declared as data: study.yaml in, release out."""

from __future__ import annotations

from datashift.studies.account import Account
from datashift.studies.dump import to_yaml
from datashift.studies.loading import Study, load, parse, problems
from datashift.studies.release import Release
from datashift.studies.run import run, tell, travel
from datashift.studies.specification import Specification
from datashift.studies.suggest import draft, suggest

__all__ = [
    "Account",
    "Release",
    "Specification",
    "Study",
    "draft",
    "load",
    "parse",
    "problems",
    "run",
    "suggest",
    "tell",
    "to_yaml",
    "travel",
]
