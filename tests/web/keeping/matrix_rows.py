"""Who gets which answer. Only those who decide about people decide what is erased."""

from __future__ import annotations

from typing import Any

ROWS = """
#                                anonymous stranger elsewhere former viewer reviewer editor owner steward
keeping:keeping              GET   in  404 404 404 200 200 200 200 404
keeping:keeping              POST  in  405
keeping:set_rule             GET   in  404 404 404 403 403 403 200 404
keeping:set_rule             POST  in  404 404 404 403 403 403 302 404
keeping:set_own_rule         GET   in  404 404 404 403 403 403 200 404
keeping:set_own_rule         POST  in  404 404 404 403 403 403 302 404
keeping:erase_person         GET   in  404 404 404 403 403 403 200 404
keeping:erase_person         POST  in  404 404 404 403 403 403 422 404
keeping:erase_found          GET   in  405
keeping:erase_found          POST  in  404 404 404 403 403 403 302 404
keeping:erase_submission     GET   in  404 404 404 403 403 403 200 404
keeping:erase_submission     POST  in  404 404 404 403 403 403 302 404
keeping:erase_questionnaire  GET   in  404 404 404 403 403 403 200 404
keeping:erase_questionnaire  POST  in  404 404 404 403 403 403 302 404
"""  # fmt: skip
ARGUMENTS: dict[str, Any] = {}
