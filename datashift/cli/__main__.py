"""`python -m datashift.cli`."""

from __future__ import annotations

import sys

from datashift.cli import main

sys.exit(main())
