"""Where templates come from."""

from __future__ import annotations

from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories

from datashift.kit.layout import closed_up

OURS = Path(__file__).parents[1]


class Loader(app_directories.Loader):
    """Django's templates of every app; ours without their layout, those of packages as they are."""

    def get_contents(self, origin: Origin) -> str:
        """The text of a template."""
        text = super().get_contents(origin)
        return closed_up(text) if OURS in Path(origin.name).parents else text
