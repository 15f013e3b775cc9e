"""An open DICOM waveform.

Samples stay in the file; its elements are found without reading them. Each part (bytes, elements, groups, times,
channels, annotations) has a module of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.stored_digits import StoredScale
from eegview.readers.dicom import tags
from eegview.readers.dicom.channels import Place, Scales, map_channels, scales_of
from eegview.readers.dicom.clock import acquired_at
from eegview.readers.dicom.content import Content
from eegview.readers.dicom.events import annotations_of
from eegview.readers.dicom.file import DicomFile, open_data_set
from eegview.readers.dicom.groups import Group, multiplex_groups
from eegview.readers.dicom.patient import patient_in
from eegview.readers.dicom.recognition import EEG_CLASSES, WAVEFORM_CLASSES
from eegview.readers.dicom.stored import stored_scale
from eegview.readers.dicom.texts import has_escapes
from eegview.readers.dicom.timeline import Timeline, timeline_of
from eegview.readers.fingerprint import fingerprint_of_files

_BLOCK_BYTES = 4 * 1024 * 1024
_DAMAGED = "Copy it again from where it was stored."


@dataclass(frozen=True, slots=True)
class _Described:
    """What is known of an open file, shared by its handles.

    scales : of each group, by its number in the file
    """

    path: Path
    recording: Recording
    timeline: Timeline
    places: tuple[Place, ...]
    scales: dict[int, Scales]
    patient: PatientFacts
    encoding: str = ""


class DicomSource:
    """A handle on a DICOM waveform, for one thread; a `SignalSource`."""

    def __init__(self, described: _Described, content: Content, file: DicomFile | None = None) -> None:
        self._described = described
        self._content = content
        self._file = file
        self._stored: dict[int, StoredScale | None] = {}

    @property
    def recording(self) -> Recording:
        return self._described.recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the file says."""
        return self._described.patient

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment that lie in `span`; see `SignalSource.read`."""
        return self._read(channels, segment_index, span, as_digits=False)

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples as the digits the file stores; see `DigitSource.read_digits`."""
        return self._read(channels, segment_index, span, as_digits=True)

    def stored_scale(self, channel: int) -> StoredScale | None:
        """Return how a channel is stored; see `DigitSource.stored_scale`."""
        if channel not in self._stored:
            described, place = self._described, self._described.places[channel]
            groups = described.timeline.tracks[place.track].groups
            self._stored[channel] = stored_scale(groups, place.column, described.recording.channels[channel])
        return self._stored[channel]

    def _read(self, channels: Sequence[int], segment_index: int, span: Span, as_digits: bool) -> list[Samples]:
        described = self._described
        segment = described.recording.segments[segment_index]
        found: list[Samples] = [np.empty(0, np.float32)] * len(channels)
        together: dict[tuple[int, int], list[int]] = {}  # of one track and lag: positions in `channels`
        for position, channel in enumerate(channels):
            place = described.places[channel]
            lag = int(described.timeline.tracks[place.track].lags[place.column])
            together.setdefault((place.track, lag), []).append(position)
        for (number, lag), positions in together.items():
            track = described.timeline.tracks[number]
            first, stop = sample_range(segment, track.rate_hz, span)
            values = np.full((len(positions), stop - first), np.nan, np.float32)
            columns = np.array([described.places[channels[position]].column for position in positions], np.intp)
            for run in track.runs.get(segment_index, ()):
                at = run.at + lag
                a, b = max(first, at), min(stop, at + run.group.n_frames)
                if a < b:
                    self._fill(values[:, a - first : b - first], run.group, a - at, columns, as_digits)
            for row, position in enumerate(positions):
                found[position] = values[row]
        return found

    def _fill(self, out: Samples, group: Group, first: int, columns: np.ndarray, as_digits: bool) -> None:
        """Write the values or digits of a group's samples from `first` on, of some of its channels."""
        scales = self._described.scales[group.number]
        gains, baselines = scales.gains[columns, None], scales.baselines[columns, None]
        step = max(1, _BLOCK_BYTES // group.frame_bytes)
        for done in range(0, out.shape[1], step):
            n = min(step, out.shape[1] - done)
            digits = self._frames(group, first + done, n)[:, columns].T
            values = digits.astype(np.float64)
            if not as_digits:
                values *= gains
                values += baselines
            block = out[:, done : done + n]
            block[:] = values
            if group.padding is not None:
                block[digits == group.padding] = np.nan

    def _frames(self, group: Group, first: int, n: int) -> np.ndarray:
        """Return (n, n_channels) stored digits.

        Raises
        ------
        UnreadableFile : the file has become shorter, or went away
        """
        start, n_bytes = first * group.frame_bytes, n * group.frame_bytes
        skip = start % 2 if group.is_swapped else 0  # bytes in pairs: begin and end with whole ones
        raw = self._content.read(group.start + start - skip, n_bytes + skip + (n_bytes + skip) % 2 * group.is_swapped)
        if group.is_swapped:
            raw = np.frombuffer(raw[: len(raw) // 2 * 2], "u2").byteswap().tobytes() + raw[len(raw) // 2 * 2 :]
        if len(raw) < n_bytes + skip:
            raise UnreadableFile(
                "The file can no longer be read.", "Check that its drive is connected, then open it again."
            )
        return np.frombuffer(raw, group.dtype, n * len(group.definitions), skip).reshape(n, -1)

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return the file's own annotations."""
        described = self._described
        file = self._file
        if file is None:
            file = self._file = open_data_set(described.path, described.encoding)
        try:
            return annotations_of(file.data, described.recording, described.timeline, described.places, progress)
        except EegViewError:
            raise
        # Whatever a damaged file may hold there, the signals are shown; what it was stays as the cause.
        except (ValueError, LookupError, TypeError, OverflowError, ArithmeticError):
            return FileEvents((), (Issue("annotations_damaged", "The annotations of the file are damaged."),))

    def reopen(self) -> "DicomSource":
        return DicomSource(self._described, self._content.reopen())

    def close(self) -> None:
        self._content.close()
        if self._file is not None:
            self._file.content.close()


def open_dicom(path: str | Path, encoding: str = "") -> DicomSource:
    """Open a DICOM file that holds waveforms, without reading its samples.

    encoding : of its texts, instead of the character sets that it names; "" = these

    Raises
    ------
    UnreadableFile : it is missing, holds something else, or is damaged beyond use
    """
    path = Path(path)
    file = open_data_set(path, encoding)
    try:
        return _described(path, file, encoding)
    except EegViewError:
        file.content.close()
        raise
    # A damaged file may say anything at all; what it was stays as the cause.
    except Exception as error:
        file.content.close()
        raise UnreadableFile(f"{path.name} is a damaged DICOM file.", _DAMAGED) from error


def _described(path: Path, file: DicomFile, encoding: str) -> DicomSource:
    groups, issues = multiplex_groups(file.data)
    if not groups:
        if tags.WAVEFORMS not in file.data.elements:
            what = "is cut off before its waveforms" if file.data.is_cut else "holds no waveform"
        else:
            what = "holds no waveform that can be read"
        reason = f" {issues[0].message}" if issues else ""
        raise UnreadableFile(f"{path.name} {what}.{reason}", _DAMAGED)
    timeline = timeline_of(groups)
    channels, places, channel_issues = map_channels(timeline.tracks, file.data.text(tags.MODALITY).upper())
    began, clock_issues = acquired_at(file.data)
    if began is not None:
        try:
            began += timedelta(seconds=timeline.zero_s)
        except OverflowError:
            began = None
    if file.sop_class not in EEG_CLASSES:
        what = WAVEFORM_CLASSES.get(file.sop_class, "object of a class that is not known here")
        issues.insert(0, Issue("no_eeg", f"The file is a DICOM {what}, no EEG; its channels are shown as they are."))
    if file.data.is_cut and not any(issue.code == "samples_missing" for issue in issues):
        issues.append(Issue("file_truncated", "The file is cut off or damaged; what can be read of it is shown."))
    patient = patient_in(file.data)
    if file.data.finder.has_misfits:
        named = f"encoding {encoding}" if encoding else "character set that the file names"
        what = f"Some texts are not in the {named}; letters may be wrong."
        if not encoding and has_escapes(file.data.charsets) and find_spec("pydicom") is None:
            what = "The file's texts switch character sets; to read them install pydicom: pip install eegview[dicom]."
        issues.append(Issue("text_encoding", what))
    recording = Recording(
        path=str(path),
        format="DICOM",
        channels=channels,
        segments=timeline.segments,
        started_at=began,
        fingerprint=fingerprint_of_files([path]),
        issues=(*issues, *timeline.issues, *channel_issues, *clock_issues),
    )
    scales = {group.number: scales_of(group) for group in groups}
    described = _Described(path, recording, timeline, places, scales, patient, encoding)
    return DicomSource(described, file.content, file)
