"""Output of the commands: one JSON object or plain lines on stdout, messages and progress on stderr."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from eegview.model.provenance import Provenance, as_json
from eegview.model.recording import Progress, no_progress


def print_json(value: Any, provenance: Provenance | None = None) -> None:
    """Write one JSON object to stdout.

    provenance : what made it, added under that name
    """
    if provenance is not None:
        value = {**value, "provenance": as_json(provenance)}
    json.dump(value, sys.stdout, ensure_ascii=not _is_utf8(), indent=2, allow_nan=False)
    sys.stdout.write("\n")


def print_json_text(text: bytes) -> None:
    """Write an object that is JSON in UTF-8 already to stdout, in letters that stdout has."""
    if _is_utf8():
        sys.stdout.write(text.decode())
    else:
        print_json(json.loads(text))


def _is_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def print_line(text: str) -> None:
    """Write one line of results to stdout."""
    sys.stdout.write(text + "\n")


def print_message(text: str) -> None:
    """Write one line for the person at the terminal to stderr; stdout is for results."""
    print(text, file=sys.stderr)


def print_import(facts: dict[str, Any], lines: Iterable[str], notes: Iterable[str], as_json: bool) -> None:
    """Tell what an import did: on stdout its facts as JSON or its lines, on stderr what the person is to know."""
    for note in notes:
        print_message(note)
    if as_json:
        print_json(facts)
        return
    for line in lines:
        print_line(line)


def stderr_progress(label: str) -> Progress:
    """Return a progress callback that draws one line on stderr, or nothing where stderr is not a terminal."""
    if not sys.stderr.isatty():
        return no_progress
    shown = -1

    def report(share: float) -> None:
        nonlocal shown
        percent = int(share * 100)
        if percent != shown:
            shown = percent
            sys.stderr.write(f"\r{label} {percent} %" + ("\n" if percent >= 100 else ""))
            sys.stderr.flush()

    return report
