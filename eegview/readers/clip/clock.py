"""When a clip was filmed, by what its file says."""

from pathlib import Path

from eegview.model.clip import ClipClock, ClockSource
from eegview.readers.companion_files import ClipTimes, name_time


def clip_clock(video: ClipTimes, path: str | Path) -> ClipClock:
    """Return when a clip was filmed: by its name, else by its container."""
    if (named := name_time(Path(path).stem)) is not None:
        return ClipClock(named, ClockSource.NAME, text="time in the file name")
    if (created := video.created_at) is None:
        return ClipClock(text="The file does not say when it was filmed.")
    local = created.astimezone()
    offset = local.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else None
    text = "UTC time in the file, in this computer's time zone"
    return ClipClock(local.replace(tzinfo=None), ClockSource.CONTAINER_UTC, minutes, text=text)
