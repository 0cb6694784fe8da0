"""How a command ends: in order, with one plain sentence, and never with a traceback."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable

from datashift.kit.problem import Problem

DONE = 0
UNUSABLE = 2
OUR_FAULT = 70
INTERRUPTED = 130


def ended(command: Callable[[], int], *, as_json: bool) -> int:
    """Run a command and turn whatever happens into an exit code and a sentence."""
    try:
        code = command()
        sys.stdout.flush()
    except Problem as problem:
        _say(problem.lines)
        if as_json:
            print(json.dumps({"problem": described(problem)}, ensure_ascii=False, indent=2))
        return UNUSABLE
    except KeyboardInterrupt:
        _say("Stopped. Nothing half-done was written.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, a closed pager) has gone; Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:  # noqa: BLE001 - the last resort: the details go to a file, never to a person
        _say(
            "Something went wrong inside DataShift; your files are as they were. "
            f"The details for a bug report are in {_details(traceback.format_exc())}."
        )
        return OUR_FAULT
    return code


def described(problem: Problem) -> dict[str, object]:
    """A problem for machines."""
    return {
        "code": problem.code,
        "message": str(problem),
        "file": problem.file,
        "line": problem.line,
        "row": problem.row,
        "column": problem.column,
    }


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _details(text: str) -> str:
    with tempfile.NamedTemporaryFile(
        "w", prefix="datashift-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return file.name
