"""The platform from the command line: ``python -m datashift.web serve`` and Django's commands."""

from __future__ import annotations

import os
import sys

from datashift.kit import threads
from datashift.web.site.environment import Unusable


def main(arguments: list[str]) -> int:
    threads.one_for_matrices()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "datashift.web.site.settings")
    try:
        if arguments[:1] == ["serve"]:
            from datashift.web.site import serve

            return serve.main(arguments[1:])
        if arguments[:1] == ["buildsite"]:
            from datashift.tables.lean import without_pandas

            without_pandas()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["datashift.web", *arguments])
    except Unusable as setting:
        sys.stderr.write(f"{setting}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
