"""The videos that a Micromed file names, and when each begins. The recorder calls them VID_1.AVI, VID_2.AVI …."""

import re
from pathlib import Path

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.readers.micromed.header import HEAD_BYTES, parse_header

ENDINGS = (".trc", ".vwr")
_ENTRY = np.dtype([("delay_ms", "<i4"), ("duration_ms", "<u4"), ("number", "<u4"), ("free", "<u4")])
_EMPTY = 2**32 - 1
_NAME = re.compile(r"vid_(\d+)", re.IGNORECASE)
_MOST_BYTES = 65536


def video_starts_s(recording_path: str | Path) -> dict[int, float]:
    """Return by number when each video that a Micromed file names begins, seconds from the file's start.

    None are returned for files of other kinds, damaged or gone.
    """
    path = Path(recording_path)
    if path.suffix.lower() not in ENDINGS:
        return {}
    try:
        with path.open("rb") as file:
            file_bytes = file.seek(0, 2)
            file.seek(0)
            area = parse_header(file.read(HEAD_BYTES), file_bytes).areas.get("DVIDEO")
            if area is None:
                return {}
            file.seek(area.start)
            content = file.read(min(area.length, _MOST_BYTES))
    except (OSError, UnreadableFile):
        return {}
    entries = np.frombuffer(content[: len(content) // _ENTRY.itemsize * _ENTRY.itemsize], _ENTRY).tolist()
    return {
        number: delay_ms / 1000
        for delay_ms, duration_ms, number, _ in entries
        if _EMPTY not in (duration_ms, number) and (number or duration_ms)
    }


def video_number(video_path: str | Path) -> int | None:
    """Return the number in the name that the recorder gives a video, None if it has another name."""
    match = _NAME.fullmatch(Path(video_path).stem)
    return int(match[1]) if match else None
