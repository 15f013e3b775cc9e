"""The study the tour goes through: which one it is, and where its spasms are."""

from collections.abc import Sequence
from pathlib import Path

from eegview.app.demonstration import RECORDING, TRUTH, default_folder


def is_for_tour(paths: Sequence[str]) -> bool:
    """Whether these are the files of a demonstration study in the user's data folder; reads no files."""
    if len(paths) != 1 or Path(paths[0]).name != RECORDING:
        return False
    return Path(paths[0]).absolute().parent.parent == default_folder(0.5, 1).absolute().parent


def spasm_onsets_s(recording: str) -> tuple[float, ...]:
    """Return where the true spasms of a demonstration study begin, seconds from its start; none where that is unknown.

    It reads the file of the true events beside the recording: call it on a lane.
    """
    try:
        lines = (Path(recording).parent / TRUTH).read_text(encoding="utf-8").splitlines()
        rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=False)) for line in lines[1:]]
        return tuple(sorted(float(row["onset"]) for row in rows if row["trial_type"] == "spasm"))
    except (OSError, ValueError, KeyError, IndexError):
        return ()  # the tour goes on without
