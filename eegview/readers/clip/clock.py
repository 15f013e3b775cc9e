"""When a clip was filmed, by what its file says, and how sure that is.

The dates of files are never asked: copying sets them.

Local time with its zone, as iPhones write it, goes first, then the time in the name, then UTC times of the container.
Android's phones stamp those when filming ends (`MPEG4Writer::writeMvhdBox` takes the time at which the file's last part
is written), others when it begins; a local time in the name tells both apart, and gives the zone.

All of them are times of what was filmed, not of what is shown of it: where the beginning was trimmed off, and is still
in the file, the first frame that is shown came so much later.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from eegview.model.film.clip import ClipClock, ClockSource
from eegview.model.film.clip_metadata import ClipMetadata, TagKind
from eegview.model.film.time_zone import zone_text
from eegview.model.text.dates import iso_day, iso_time
from eegview.readers.clip.names import NamedTime, named_time
from eegview.readers.video.tags.stored_part import NOT_TRIMMED, StoredPart

_WHOLE_SECONDS_S = 1.0  # what writes whole seconds may cut them
_WRITTEN_S = 2.0  # between pressing the button, the first picture, and the second that is written
_AGREES_S = 6.0  # two times of one clip, written at both its ends or some moments apart
_ZONE_STEP_MIN = 15
_ZONES_MIN = range(-12 * 60, 14 * 60 + 1, _ZONE_STEP_MIN)
_EARLIEST = 1971  # 1904 and 1970 are the zeros of QuickTime's and Unix's clocks: nobody set the time
_ANDROID_HANDLERS = ("VideoHandle", "SoundHandle")
UNKNOWN = "The file does not say when it was filmed."


def clip_clock(
    name: str,
    metadata: ClipMetadata,
    duration_s: float,
    now: datetime,
    zone: tzinfo | None = None,
    stored: StoredPart = NOT_TRIMMED,
) -> ClipClock:
    """Return when a clip was filmed: the first frame that is shown.

    name : of the file, without its ending
    duration_s : how long the clip is shown
    now : with time zone; a clip of the future has a clock that was wrong
    zone : of this computer, None = as the system says
    stored : what the file holds, trimmed or not, in seconds that happened
    """
    named = named_time(name)
    filmed_s = stored.length_s if stored.length_s is not None else stored.cut_s + duration_s
    clock = _after_cut(_found(named, metadata, filmed_s, zone), stored.cut_s)
    started = clock.started_at
    if started is None:
        return clock
    offset = timedelta(minutes=clock.utc_offset_min or 0)
    if (started - offset).replace(tzinfo=UTC) > now + timedelta(days=1):
        text = f"{clock.text}; it lies in the future, so the clock of the camera was wrong"
        return ClipClock(started, clock.source, clock.utc_offset_min, None, text)
    return clock


def _after_cut(clock: ClipClock, cut_s: float) -> ClipClock:
    """Return the clock of the first frame that is shown, from that of the first that was filmed."""
    if clock.started_at is None or not cut_s:
        return clock
    text = f"{clock.text}; {cut_s:.1f} s were trimmed off its beginning, and are added"
    return replace(clock, started_at=clock.started_at + timedelta(seconds=cut_s), text=text)


def _found(named: NamedTime, metadata: ClipMetadata, duration_s: float, zone: tzinfo | None) -> ClipClock:
    local, utc = local_time(metadata), utc_time(metadata)
    if local is not None:
        return _of_local(local)
    if named.is_messengers or named.is_of_screen:
        return ClipClock(text=_unsure_name_text(named))
    if named.at is not None and named.is_utc:
        shown = named.at.replace(tzinfo=UTC).astimezone(zone)
        text = f"UTC time in the file name, in this computer's time zone ({zone_text(_offset_min(shown))})"
        return _local_clock(shown, ClockSource.NAME_UTC, _WRITTEN_S, text)
    if named.at is not None:
        return _of_name(named.at, utc, duration_s)
    if named.readings and (clock := _of_readings(named.readings, utc, duration_s)) is not None:
        return clock
    if utc is not None:
        return _of_utc(utc, ends_there(metadata), duration_s, zone)
    return ClipClock(text=UNKNOWN)


def local_time(metadata: ClipMetadata) -> datetime | None:
    """Return the local time that a phone wrote, with its zone where it wrote that too."""
    for tag in metadata.of_kind(TagKind.DATE):
        if tag.key.lower() == "com.apple.quicktime.creationdate":
            return _read(tag.value)
    return None


def utc_time(metadata: ClipMetadata) -> datetime | None:
    """Return the container's time, in UTC; None where it is absent or a clock's zero."""
    tags = sorted(metadata.of_kind(TagKind.DATE), key=lambda tag: tag.where != "file")
    for tag in tags:
        if tag.key.lower() == "creation_time" and (found := _read(tag.value)) is not None:
            return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return None


def ends_there(metadata: ClipMetadata) -> bool | None:
    """Whether the container's time is when filming ended, None where that is not known."""
    if any(tag.key.lower().startswith("com.android.") for tag in metadata.tags):
        return True
    if any(tag.key == "handler_name" and tag.value in _ANDROID_HANDLERS for tag in metadata.tags):
        return True
    return False if metadata.device.startswith("Apple") else None


def _read(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return when if when.year > _EARLIEST else None


def _of_local(local: datetime) -> ClipClock:
    if local.tzinfo is None:
        text = "local time in the file, to the second, without its time zone"
        return ClipClock(local, ClockSource.CONTAINER_LOCAL, None, _WHOLE_SECONDS_S, text)
    text = f"local time in the file, to the second, with its time zone ({zone_text(_offset_min(local))})"
    return _local_clock(local, ClockSource.CONTAINER_LOCAL, _WHOLE_SECONDS_S, text)


def _of_name(at: datetime, utc: datetime | None, duration_s: float) -> ClipClock:
    """Return the time in a name; the container's UTC, where there is one, gives the zone or contradicts it."""
    text = "time in the file name"
    if utc is None:
        return ClipClock(at, ClockSource.NAME, None, _WRITTEN_S, f"{text}; nothing else in the file confirms it")
    apart_s = (at - utc.astimezone(UTC).replace(tzinfo=None)).total_seconds()
    for at_its in (0.0, duration_s):  # the container's time is that of the beginning, or of the end
        offset_min = round((apart_s + at_its) / 60 / _ZONE_STEP_MIN) * _ZONE_STEP_MIN
        if offset_min in _ZONES_MIN and abs(apart_s + at_its - offset_min * 60) <= _AGREES_S:
            text = f"{text}; the time in the file agrees ({zone_text(offset_min)})"
            return ClipClock(at, ClockSource.NAME, offset_min, _WRITTEN_S, text)
    text = f"{text}; the time in the file contradicts it: check it"
    return ClipClock(at, ClockSource.NAME, None, None, text)


def _of_readings(readings: Sequence[datetime], utc: datetime | None, duration_s: float) -> ClipClock | None:
    """Return the clock of a name whose day and month may stand either way: none unless the container's time decides.

    None where the container's time agrees with neither: then it alone counts.
    """
    if utc is None:
        days = " or ".join(iso_day(at) for at in readings)
        return ClipClock(text=f"{UNKNOWN} Its name can be read as {days}, at {iso_time(readings[0])}.")
    agreeing = [clock for at in readings if (clock := _of_name(at, utc, duration_s)).uncertainty_s is not None]
    return agreeing[0] if agreeing else None


def _of_utc(utc: datetime, is_end: bool | None, duration_s: float, zone: tzinfo | None) -> ClipClock:
    own = zone_text(_offset_min(utc.astimezone(zone)))
    text, length = f"UTC time in the file, in this computer's time zone ({own})", timedelta(seconds=duration_s)
    if is_end:
        text += ", less the length of the clip, as Android's phones write when filming ends"
        return _local_clock((utc - length).astimezone(zone), ClockSource.CONTAINER_UTC, _WRITTEN_S, text)
    if is_end is not None:
        return _local_clock(utc.astimezone(zone), ClockSource.CONTAINER_UTC, _WRITTEN_S, text)
    text += "; cameras write it when filming begins or ends, so it may have begun earlier by its length"
    return _local_clock(utc.astimezone(zone), ClockSource.CONTAINER_UTC, duration_s + _WRITTEN_S, text)


def _local_clock(local: datetime, source: ClockSource, uncertainty_s: float, text: str) -> ClipClock:
    return ClipClock(local.replace(tzinfo=None), source, _offset_min(local), uncertainty_s, text)


def _offset_min(local: datetime) -> int:
    offset = local.utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0


def _unsure_name_text(named: NamedTime) -> str:
    if named.is_of_screen:
        return f"{UNKNOWN} By its name it is a recording of a screen, which may show older film."
    if named.at is None:
        return f"{UNKNOWN} By its name a messenger stored it, which removes the time."
    at = named.at.isoformat(" ", "minutes")
    return f"{UNKNOWN} A messenger stored it at {at}, by its name: it was filmed then or before."
