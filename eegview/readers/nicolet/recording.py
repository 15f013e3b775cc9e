"""An open Nicolet recording: 16-bit samples in `.data`, all else as `key=value` lines in `.head`."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded, sentences_on_names
from eegview.model.time.clock import recorder_time
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.text_sections import amount_in
from eegview.readers.truncation import length_not_declared, truncated
from eegview.readers.written_dates import date_in, time_in

_HEAD_BYTES = 2**20
_TIME = re.compile(
    r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?"
)
_WIDTHS = {2: "<i2", 4: "<i4"}


def open_nicolet(
    path: Path, shown_path: str, header_file: Path, found_before: Sequence[Issue] = (), encoding: str = ""
) -> SampleSource:
    """Open a Nicolet `.data` file.

    encoding : of the header's text; "" = found out

    Raises
    ------
    UnreadableFile : its header lacks channels or rate, or no sample is there
    """
    with header_file.open("rb") as file:
        text, sentences = decoded(file.read(_HEAD_BYTES), encoding)
    said = _values(text)
    labels = [name.strip() for name in said.get("elec_names", "").strip("[] ").split(",") if name.strip()]
    n_channels = _whole(said, "num_channels") or len(labels)
    rate_hz = _number(said, "sample_freq")
    dtype = _WIDTHS.get(_whole(said, "sample_bytes") or 2)
    if not 0 < n_channels <= 4096 or not 0.0 < rate_hz < 1e6 or dtype is None:
        raise UnreadableFile(
            f"{header_file.name} does not say how many channels there are, or how fast they were sampled.",
            "Copy it again from where it was recorded.",
        )
    issues = [*found_before, *(Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences))]
    if len(labels) != n_channels:
        odd = "The header does not name every channel; those without a name are numbered."
        issues.append(Issue("labels_unread", odd))
    gain = _number(said, "conversion_factor")
    if not gain:
        unscaled = "The header does not say what a digit is worth; raw values are shown, not µV."
        issues.append(Issue("scaling_unknown", unscaled))
    layout, length_issues = _layout(path, n_channels, dtype, _whole(said, "num_samples"), rate_hz)
    started_at = _time(said.get("start_ts", ""))
    if started_at is None:
        unknown = "The recording has no valid start time; times count from its start."
        issues.append(Issue("start_unknown", unknown))
    signals = [
        Signal(
            label=labels[k] if k < len(labels) else f"Ch {k + 1}",
            column=k,
            unit="uV" if gain else "",
            gain=gain or 1.0,
            limits=(-32768.0, 32767.0) if dtype == "<i2" else None,
            is_electrode=True,
        )
        for k in range(n_channels)
    ]
    channels, gains, offsets, channel_issues = channels_of(signals, rate_hz)
    segments = (StoredSegment(0, layout.n_samples, 0.0),)
    recording = Recording(
        path=shown_path,
        format="Nicolet",
        channels=channels,
        segments=(segments[0].span(rate_hz),),
        started_at=started_at,
        fingerprint=fingerprint_of_files([path, header_file]),
        issues=(*issues, *channel_issues, *length_issues),
    )
    return SampleSource(
        SampleContent(
            path, recording, layout, segments, rate_hz, tuple(range(n_channels)), gains, offsets, _no_notes,
            PatientFacts(code=said.get("pat_id", "")),
        )
    )  # fmt: skip


def _no_notes(_file: SampleFile, _progress: Progress) -> Notes:
    return Notes()


def _layout(
    path: Path, n_channels: int, dtype: str, n_declared: int, rate_hz: float
) -> tuple[SampleLayout, list[Issue]]:
    """Return where the samples are, as far as they go.

    Raises
    ------
    UnreadableFile : there are none
    """
    there = path.stat().st_size // (int(dtype[-1]) * n_channels)
    n_samples = min(n_declared, there) if n_declared > 0 else there
    if n_samples <= 0:
        raise UnreadableFile(f"{path.name} contains no samples.", "Copy it again from where it was recorded.")
    issues = []
    if n_declared <= 0:
        issues.append(length_not_declared())
    elif there < n_declared:
        issues.append(truncated(there, n_declared, rate_hz))
    return SampleLayout(dtype, n_channels, (Block(0, n_samples),)), issues


def _values(text: str) -> dict[str, str]:
    """Return the values by their keys; lines that are none are passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, sign, value = line.partition("=")
        if sign:
            found.setdefault(key.strip().casefold(), value.strip())
    return found


def _number(said: dict[str, str], key: str) -> float:
    return amount_in(said.get(key, "")) or 0.0


def _whole(said: dict[str, str], key: str) -> int:
    number = _number(said, key)
    return int(number) if abs(number) < 2**53 else 0


def _time(text: str) -> datetime | None:
    found = _TIME.match(text)
    if found is None:
        day, _, time = text.strip().partition(" ")
        written, since_midnight = date_in(day), time_in(time) if time else timedelta()
        if written is None or since_midnight is None:
            return None
        return datetime.combine(written.day, datetime.min.time()) + since_midnight
    try:
        parts = [int(part or 0) for part in found.groups()[:6]]
        return recorder_time(*parts, microsecond=int((found[7] or "0").ljust(6, "0")[:6]))
    except ValueError:
        return None
