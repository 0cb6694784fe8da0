"""Logs that tell what happened, and nothing about who."""

from __future__ import annotations

import logging


class Nobody(logging.Filter):
    """Replaces addresses by their routes: a path may hold an invitation or a person's search."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "path"):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "an unknown address"
            said = record.getMessage()
            record.msg, record.args = "%s", (said.replace(request.path, route),)
        return True
