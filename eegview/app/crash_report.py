"""The report of a fault of the program's own: versions and places in the code, no patient data."""

import platform
import tempfile
import traceback
from pathlib import Path
from types import TracebackType

from eegview import __version__
from eegview.app.resources import data_folder

NAME = "crashes.txt"


def report_text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return versions and the places in the code, without messages: those may hold file names or notes."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    del error
    head = f"eegview {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}"
    return "\n".join([head, kind.__name__, *frames])


def write_report(text: str, folder: Path | None = None) -> Path | None:
    """Add a report to the file of them and return it; None where no disk takes it.

    folder : default: the data folder; where that cannot be written the system's folder for temporary files
    """
    for place in (folder or data_folder(), Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            with (place / NAME).open("a", encoding="utf-8") as report:
                report.write(text + "\n\n")
        except OSError:
            continue
        return place / NAME
    return None
