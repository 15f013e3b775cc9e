"""An open MFF recording whose folder lacks parts, or has odd ones: the signals are read, the rest as far as it goes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import texts_to_show
from eegview.readers.egi.mff_parts import (
    MffEpoch,
    MffTime,
    epochs_in,
    events_in,
    gains_in,
    is_physiological,
    physiological_channels,
    read_xml,
    read_xml_with_texts,
    record_time,
    sensor_names,
)
from eegview.readers.egi.signal_blocks import SignalFile, read_signal_file
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.placing import placed
from eegview.readers.sample_file import SampleFile
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment

_LOSSES = {  # a part → what is lost without it
    "info.xml": "the start time is unknown",
    "epochs.xml": "pauses of the recording are unknown",
    "sensorLayout.xml": "channels are numbered instead of named",
}


def open_mff(folder: Path, shown_path: str, companions: Sequence[Path], encoding: str = "") -> SampleSource:
    """Open an MFF folder by its signals alone.

    Parameters
    ----------
    companions : the files by which the recording is found again
    encoding : of texts that are not in the encoding XML has them in; "" = found out

    Raises
    ------
    UnreadableFile : no signal of it can be read
    """
    eeg, others, issues = _signal_files(folder)
    parts = {name: read_xml(folder / name) for name in _LOSSES}
    issues += [_lost(folder, name, _LOSSES[name]) for name, root in parts.items() if root is None]
    began = record_time(parts["info.xml"])
    if parts["info.xml"] is not None and began is None:
        unknown = "The recording has no valid start time; times count from its start."
        issues.append(Issue("start_unknown", unknown))
    unit_s, segments, shift_s, time_issues = _placed(eeg, epochs_in(parts["epochs.xml"]), began)
    info = read_xml(_info_of(eeg.path))
    if info is None:
        issues.append(_lost(folder, _info_of(eeg.path).name, "the amplifier's calibration is unknown"))
    signals = _eeg_signals(eeg, sensor_names(parts["sensorLayout.xml"]), gains_in(info))
    for other in others:
        signals += _other_signals(other, folder, len(signals), encoding)
    channels, gains, offsets, channel_issues = channels_of(signals, eeg.rate_hz)
    recording = Recording(
        path=shown_path,
        format="EGI MFF",
        channels=channels,
        segments=tuple(stored.span(eeg.rate_hz) for stored in segments),
        started_at=began.clock + timedelta(seconds=shift_s) if began is not None else None,
        fingerprint=fingerprint_of_files(companions),
        issues=(*channel_issues, *issues, *time_issues),
    )

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        return _notes(folder, began, unit_s, shift_s, encoding)

    return SampleSource(
        SampleContent(
            eeg.path,
            recording,
            eeg.layout,
            segments,
            eeg.rate_hz,
            tuple(signal.column for signal in signals),
            gains,
            offsets,
            scan,
            more=tuple((other.path, other.layout) for other in others),
        )
    )


def _signal_files(folder: Path) -> tuple[SignalFile, list[SignalFile], list[Issue]]:
    """Return the file of the EEG, and those of other channels at the same rate."""
    issues: list[Issue] = []
    eeg: SignalFile | None = None
    others: list[SignalFile] = []
    paths = sorted(
        path for path in folder.iterdir() if path.name.lower().startswith("signal") and path.suffix == ".bin"
    )
    for path in paths:
        info = read_xml(_info_of(path))
        is_other = is_physiological(info) or (info is None and eeg is not None)
        try:
            found = read_signal_file(path)
        except UnreadableFile:
            if not is_other and path is paths[-1] and eeg is None:
                raise
            issues.append(Issue("channels_unread", f"The channels in {path.name} cannot be read: they are not shown."))
            continue
        if found.is_cut:
            issues.append(Issue("file_truncated", f"{path.name} is truncated; what is missing is shown as missing."))
        if not is_other and eeg is None:
            eeg = found
        else:
            others.append(found)
    if eeg is None and others:
        eeg = others.pop(0)
    if eeg is None:
        raise UnreadableFile(
            f"{folder.name} contains no signal.", "Copy the whole folder again from where it was recorded or packed."
        )
    alike = [other for other in others if other.rate_hz == eeg.rate_hz]
    issues += [
        Issue("channels_unread", f"The channels in {other.path.name} have another sampling rate: they are not shown.")
        for other in others
        if other not in alike
    ]
    return eeg, alike, issues


def _info_of(signal_file: Path) -> Path:
    return signal_file.with_name(f"info{signal_file.stem[len('signal') :]}.xml")


def _lost(folder: Path, name: str, loss: str) -> Issue:
    what = "is damaged" if (folder / name).exists() else "is missing"
    return Issue("part_missing", f"{name} {what}: {loss}.")


def _placed(
    eeg: SignalFile, epochs: Sequence[MffEpoch], began: MffTime | None
) -> tuple[float, tuple[StoredSegment, ...], float, list[Issue]]:
    """Return the unit of the folder's times in s, the segments, and when the first begins after the recording."""
    n_samples, rate_hz = eeg.layout.n_samples, eeg.rate_hz
    total = sum(epoch.end - epoch.begin for epoch in epochs)
    unit_s = 1e-9 if began is not None and began.digits > 6 else 1e-6
    if total > 0:  # the unit with which the epochs are as long as the samples
        unit_s = min((1e-6, 1e-9), key=lambda unit: abs(total * unit - n_samples / rate_hz))
    whole = (StoredSegment(0, n_samples, 0.0),)
    if not epochs:
        return unit_s, whole, 0.0, []
    firsts = [0]
    for block in eeg.layout.blocks:
        firsts.append(firsts[-1] + block.n_samples)
    ordered = sorted(epochs, key=lambda epoch: epoch.first_block)
    if ordered[0].first_block != 1 or any(not 1 <= e.first_block <= len(eeg.layout.blocks) for e in ordered):
        odd = "epochs.xml does not fit the signals: pauses of the recording are unknown."
        return unit_s, whole, 0.0, [Issue("epochs_odd", odd)]
    shift_s = ordered[0].begin * unit_s
    starts: list[tuple[int, float | None]] = [
        (firsts[epoch.first_block - 1], epoch.begin * unit_s - shift_s) for epoch in ordered
    ]
    segments, issues = placed(starts, n_samples, rate_hz)
    return unit_s, segments, shift_s, issues


def _eeg_signals(eeg: SignalFile, names: Sequence[str], gains: Mapping[int, float]) -> list[Signal]:
    n_channels = eeg.layout.n_columns
    labels = names if len(names) == n_channels else [f"E{k + 1}" for k in range(n_channels)]
    return [
        Signal(label=label, column=k, gain=gains.get(k + 1, 1.0), kind=ChannelKind.EEG)
        for k, label in enumerate(labels)
    ]


def _other_signals(other: SignalFile, folder: Path, first: int, encoding: str) -> list[Signal]:
    named = physiological_channels(read_xml(folder / "pnsSet.xml", encoding))
    n_channels = other.layout.n_columns
    if len(named) != n_channels:
        named = [(f"PNS{k + 1}", "uV") for k in range(n_channels)]
    return [
        Signal(label=name or f"PNS{k + 1}", column=first + k, unit=unit or "uV") for k, (name, unit) in enumerate(named)
    ]


def _notes(folder: Path, began: MffTime | None, unit_s: float, shift_s: float, encoding: str) -> Notes:
    """Return the events of all tracks, and which tracks cannot be read."""
    notes, issues, said = [], [], []
    contents: list[bytes] = []
    encodings = set[str]()
    n_lost = 0
    for path in sorted(folder.glob("Events*.xml")):
        root, read = read_xml_with_texts(path, encoding)
        said += read.sentences
        contents += read.contents
        encodings |= {read.encoding} if read.contents else set()
        if root is None:
            issues.append(Issue("annotations_damaged", f"{path.name} cannot be read: its marks are lost."))
            continue
        for event in events_in(root):
            if event.begin is not None and began is not None:
                onset_s = event.begin.since(began)
            elif event.relative is not None:
                onset_s = event.relative * unit_s
            else:
                n_lost += 1
                continue
            notes.append(Note(onset_s - shift_s, event.text, event.duration * unit_s))
    if n_lost:
        what = "1 event has" if n_lost == 1 else f"{n_lost} events have"
        issues.append(Issue("annotations_damaged", f"{what} no time that can be read."))
    issues += [Issue("text_encoding", sentence) for sentence in dict.fromkeys(said)]
    return Notes(notes, issues, encodings.pop() if len(encodings) == 1 else "", texts_to_show(contents))
