"""Dates and times of DICOM files (PS3.5 6.2, VR DA, TM and DT)."""

import re
from datetime import date, datetime, timedelta

from eegview.model.issue import Issue
from eegview.readers.dicom import tags
from eegview.readers.dicom.elements import DataSet

_MOMENT = re.compile(
    r"(?P<y>\d{4})[-./]?(?P<mo>\d\d)[-./]?(?P<d>\d\d)[ T]?"
    r"(?P<h>\d\d):?(?P<mi>\d\d)?:?(?P<s>\d\d)?(?:[.,](?P<f>\d{1,9}))?(?P<zone>[+-]\d{4})?\s*"
)
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)")
_FIRST_YEAR = 1950  # before it nobody recorded an EEG to a file; programs write 1900 for a date that they withhold


def moment_of(text: str, zone: str = "") -> datetime | None:
    """Return the ward's clock at a moment, None where the text has no valid one with an hour.

    zone : hours and minutes from universal time that the file's clock keeps ("+0100"), "" where not said. A moment in
        another zone is moved to it; one that says no zone is the clock's already.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    second = int(match["s"] or 0)
    try:
        at = datetime(  # noqa: DTZ001 - a recorder's wall clock has no zone
            int(match["y"]), int(match["mo"]), int(match["d"]), int(match["h"]), int(match["mi"] or 0), min(second, 59)
        )
        at += timedelta(seconds=max(second - 59, 0), microseconds=round(float(f"0.{match['f'] or 0}") * 1e6))
        shift, own = _shift(zone), _shift(match["zone"] or "")
        return at if shift is None or own is None else at + shift - own
    except (ValueError, OverflowError):
        return None


def day_of(text: str) -> date | None:
    """Return a date (`YYYYMMDD`, with or without signs between), None where there is no valid one."""
    digits = re.sub(r"[-./]", "", text.strip())
    if not re.fullmatch(r"\d{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def acquired_at(data: DataSet) -> tuple[datetime | None, list[Issue]]:
    """Return the wall clock that group offsets count from: when the acquisition began."""
    zone = data.text(tags.TIMEZONE)
    if data.text(tags.DATES_CHANGED).upper() == "REMOVED":
        return None, [Issue("start_unknown", "The dates were removed from the file; times count from its start.")]
    at = moment_of(data.text(tags.ACQUISITION_DATETIME), zone)
    issues: list[Issue] = []
    if at is None:
        for day, time, what in (
            (tags.CONTENT_DATE, tags.CONTENT_TIME, "when the waveform was made"),
            (tags.STUDY_DATE, tags.STUDY_TIME, "when the study began"),
        ):
            at = moment_of(data.text(day) + data.text(time), zone)
            if at is not None:
                issues = [Issue("start_guessed", f"The file has no valid start; it is taken from {what}.")]
                break
    if at is None or at.year < _FIRST_YEAR:
        return None, [Issue("start_unknown", "The recording has no valid start time; times count from its start.")]
    return at, issues


def _shift(zone: str) -> timedelta | None:
    match = _ZONE.fullmatch(zone.strip())
    if match is None:
        return None
    shift = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return shift if match[1] == "+" else -shift
