"""A recording read through MNE, as the program's own nouns: µV, true times, segments."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.naming import channel_kind, name_channels, voltage_factor_uv
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.text.channels_in_text import on_their_channels
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.placing import split_at, time_of_sample, without_skips
from eegview.readers.sample_source import marks_outside
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import truncated
from eegview.readers.vendor.fif import samples_there
from eegview.readers.vendor.kinds import VendorFile
from eegview.readers.vendor.linked_folder import LinkedFolder
from eegview.readers.vendor.patches import mne_private
from eegview.readers.vendor.patient import patient_in

_VOLT = 107  # FIFF's code for volt
_KINDS = {
    "eog": ChannelKind.EOG,
    "ecg": ChannelKind.ECG,
    "emg": ChannelKind.EMG,
    "resp": ChannelKind.RESPIRATION,
    "stim": ChannelKind.TRIGGER,
    "seeg": ChannelKind.EEG,
    "ecog": ChannelKind.EEG,
    "dbs": ChannelKind.EEG,
}
_MAGNETIC = ("mag", "grad", "ref_meg")
_FileNote = tuple[float, float, str, tuple[str, ...]]  # onset and duration in s, text, labels of channels
_BREAKS = re.compile(r"^(BAD|EDGE)[ _]boundary$|^boundary$", re.IGNORECASE)
_SKIP = "BAD_ACQ_SKIP"
_SIEMENS_TO_OWN = {"µS": 1e6, "uS": 1e6}  # MNE turns these into S
_CHANGED = "MNE has changed"  # what issues about its private parts begin with
_UTC_KINDS = ("FIF",)  # keep UTC only; all others keep the ward's clock


class MneSource:
    """An open recording. One handle belongs to one thread.

    Parameters
    ----------
    shown_path : of the file that was asked for, which may be a part of the recording
    raw : MNE's open recording
    issues : what was noticed while it was opened
    open_again : opens the same recording once more, for another thread
    folder : where the library finds the files under the names that it looks for, None where they have them
    """

    def __init__(
        self,
        file: VendorFile,
        shown_path: str,
        raw: Any,
        issues: list[Issue],
        open_again: Callable[[], "MneSource"],
        folder: LinkedFolder | None = None,
    ) -> None:
        self._file = file
        self._folder = folder
        self._open_again = open_again
        self._raw = raw
        self._rate_hz = float(raw.info["sfreq"])
        self._notes = _notes(raw)
        self._stored_segments, time_issues = _stored_segments(file, raw, self._rate_hz, self._notes)
        channels, self._factors, channel_issues = _channels(raw)
        started_at, clock_issues = _started_at(file.kind, raw)
        self._recording = Recording(
            path=shown_path,
            format=file.kind,
            channels=channels,
            segments=tuple(stored.span(self._rate_hz) for stored in self._stored_segments),
            started_at=started_at,
            fingerprint=fingerprint_of_files(_own_files(file, raw)),
            issues=(*issues, *channel_issues, *time_issues, *clock_issues, *_marked_bad(raw)),
        )

    @property
    def recording(self) -> Recording:
        return self._recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as MNE read it; nothing where MNE is kept from reading it."""
        return patient_in(self._raw.info)

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment in `span`; see `SignalSource.read`."""
        stored = self._stored_segments[segment_index]
        first, stop = sample_range(stored.span(self._rate_hz), self._rate_hz, span)
        if first == stop or not len(channels):
            return [np.empty(0, np.float32) for _ in channels]
        wanted = np.unique(np.asarray(channels, np.intp))
        try:
            values = self._raw[wanted, stored.first + first : stored.first + stop][0]
        # MNE's readers raise anything at all where a file changed or ends early; what it was stays as the cause.
        except Exception as error:
            name = self._file.path.name
            raise UnreadableFile(f"{name} can no longer be read.", "Check the disk, then open it again.") from error
        rows = np.searchsorted(wanted, channels)
        return [
            (values[row] * self._factors[channel]).astype(np.float32)
            for row, channel in zip(rows, channels, strict=True)
        ]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return the file's own annotations on true time; breaks are segments, not annotations."""
        prefix = self._recording.fingerprint[:16]
        names = {channel.label: channel.name for channel in self._recording.channels}
        found: list[tuple[float, float, str, tuple[str, ...]]] = []
        for onset_s, duration_s, text, labels in self._notes:
            if text == _SKIP or _BREAKS.match(text):
                continue
            onset_s = time_of_sample(self._stored_segments, onset_s * self._rate_hz, self._rate_hz)
            found.append((onset_s, duration_s, text, tuple(names[label] for label in labels if label in names)))
        progress(1.0)
        marks = (
            Annotation(
                f"file-{prefix}-{number}", "file_note", onset_s, duration_s, channels, text=text, layer=FILE_LAYER
            )
            for number, (onset_s, duration_s, text, channels) in enumerate(sorted(found, key=lambda note: note[0]))
        )
        outside = marks_outside([onset_s for onset_s, *_ in found], self._recording.duration_s)
        return FileEvents(tuple(on_their_channels(marks, self._recording.channels)), tuple(outside))

    def reopen(self) -> "MneSource":
        return self._open_again()

    def close(self) -> None:
        self._raw.close()
        if self._folder:
            self._folder.close()


def _notes(raw: Any) -> list[_FileNote]:
    """Return the marks, their onsets from the first sample that was kept: MNE counts from the first one ever taken."""
    found = raw.annotations
    return [
        (float(onset) - raw.first_time, max(0.0, float(np.nan_to_num(duration))), str(text).strip(), tuple(labels))
        for onset, duration, text, labels in zip(
            found.onset, found.duration, found.description, found.ch_names, strict=True
        )
        if np.isfinite(onset)
    ]


def _stored_segments(
    file: VendorFile, raw: Any, rate_hz: float, notes: list[_FileNote]
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return where the recording was interrupted: by true times where the file has them, else with an issue."""
    n_samples = int(raw.n_times)
    if file.kind == "FIF" and (n_there := samples_there(raw)) < n_samples:
        if not n_there:
            raise UnreadableFile(f"{file.path.name} is truncated: no samples are present.", "Copy it again.")
        cut = truncated(n_there, n_samples, rate_hz)
        segments, issues = _segments_of(n_there, rate_hz, notes)
        return segments, [cut, *issues]
    return _segments_of(n_samples, rate_hz, notes)


def _segments_of(
    n_samples: int, rate_hz: float, notes: list[_FileNote]
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return the stretches of so many samples."""
    skips = [Span(onset_s, onset_s + duration_s) for onset_s, duration_s, text, _ in notes if text == _SKIP]
    if skips:
        return without_skips(n_samples, rate_hz, skips), []
    joins = sorted({onset_s for onset_s, _, text, _ in notes if _BREAKS.match(text)})
    if not joins:
        return (StoredSegment(0, n_samples, 0.0),), []
    stored_segments = split_at(n_samples, rate_hz, joins)
    said = "once" if len(joins) == 1 else f"{len(joins)} times"
    return stored_segments, [
        Issue("break_unknown", f"The recording was stopped {said} for an unknown time; times after that are uncertain.")
    ]


def _channels(raw: Any) -> tuple[tuple[Channel, ...], list[float], list[Issue]]:
    """Return the channels, and per channel the factor from MNE's SI values to the channel's unit."""
    types = raw.get_channel_types()
    file_units = mne_private(raw, "_orig_units")
    changed = [Issue("units_unread", f"{_CHANGED}: the file's own units are not known.")] if file_units is None else []
    file_units = file_units or {}
    units, factors = [], []
    for info, label, kind in zip(raw.info["chs"], raw.ch_names, types, strict=True):
        own = str(file_units.get(label, ""))
        is_volt = kind not in ("stim", *_MAGNETIC) and (
            int(info["unit"]) == _VOLT if not own else voltage_factor_uv(own) is not None
        )
        units.append("uV" if is_volt else _other_unit(own, kind))
        factors.append(1e6 if is_volt else _SIEMENS_TO_OWN.get(own, 1.0))
    named, issues = name_channels(raw.ch_names, units)
    prefilter = _prefilter(raw)
    channels = tuple(
        Channel(
            index=index,
            name=naming.name,
            label=label,
            kind=_kind(kind, naming.kind, channel_kind(label, unit)),
            rate_hz=float(raw.info["sfreq"]),
            unit=unit,
            prefilter=prefilter if unit == "uV" else "",
        )
        for index, (label, kind, naming, unit) in enumerate(zip(raw.ch_names, types, named, units, strict=True))
    )
    unknown = [channel.name for channel in channels if channel.kind is ChannelKind.EEG and channel.unit != "uV"]
    if unknown:
        which = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        issues.append(Issue("unit_unknown", f"{which}: no known voltage unit; the values are not in µV."))
    return channels, factors, [*changed, *issues]


def _other_unit(own: str, kind: str) -> str:
    if kind in _MAGNETIC:
        return "T/m" if kind == "grad" else "T"
    return {"C": "°C"}.get(own, "" if own in ("n/a", "NA") else own)


def _kind(mne_type: str, among_all: ChannelKind, by_label: ChannelKind) -> ChannelKind:
    """Return a channel's kind: MNE's type where it is specific; MNE also calls unknown channels "eeg".

    among_all : by all labels of the recording together
    by_label : by this label alone
    """
    if mne_type in _KINDS:
        return _KINDS[mne_type]
    if mne_type in _MAGNETIC:
        return ChannelKind.OTHER
    if mne_type != "eeg":
        return by_label
    return ChannelKind.EEG if among_all is ChannelKind.OTHER else among_all


def _prefilter(raw: Any) -> str:
    low_hz, high_hz = raw.info["highpass"], raw.info["lowpass"]
    parts = []
    if low_hz:
        parts.append(f"HP:{low_hz:g}Hz")
    if high_hz and high_hz < raw.info["sfreq"] / 2 - 1e-6:
        parts.append(f"LP:{high_hz:g}Hz")
    return " ".join(parts)


def _started_at(kind: str, raw: Any) -> tuple[datetime | None, list[Issue]]:
    """Return the wall clock at the first sample, without a time zone."""
    began = raw.info["meas_date"]
    if began is None or began.year < 1980:  # 1970 is a clock's zero
        return None, [Issue("start_unknown", "The recording has no valid start time; times count from its start.")]
    began += timedelta(seconds=float(raw.first_time))
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d).*", str(raw.info.get("utc_offset") or ""))
    if offset:
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        began += shift if offset[1] == "+" else -shift
    elif kind in _UTC_KINDS:
        note = Issue("start_utc", "The file keeps its start in universal time; clock times are not local time.")
        return began.replace(tzinfo=None), [note]
    return began.replace(tzinfo=None), []


def _own_files(file: VendorFile, raw: Any) -> list[str]:
    """Return all files the recording consists of, the header first."""
    files = [*([] if file.path.is_dir() else [file.path]), *file.companions]
    known = {part.resolve() for part in files}
    linked = {name for name, _ in file.names}
    more = [
        path
        for path in raw.filenames
        if path is not None and path.is_file() and path.name not in linked and path.resolve() not in known
    ]
    return [str(path) for path in (*files, *more)]


def _marked_bad(raw: Any) -> list[Issue]:
    if not raw.info["bads"]:
        return []
    return [Issue("channels_marked_bad", f"The file marks as bad: {', '.join(raw.info['bads'][:12])}.")]
