"""The faults of a detector's folder, as `eegview detectors check` tells them."""

from pathlib import Path

from eegview.app.detectors.checking import checked_folder
from eegview.detect.faults.fault import Fault


def check(folder: str | Path) -> list[Fault]:
    """Return every fault and warning of a detector's folder, an empty list where there is none; nothing of it is run.

    `str(fault)` is a sentence with file and line; `fault.is_warning` says that it may run all the same.
    """
    return checked_folder(Path(folder))
