"""An open Curry recording."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded, sentences_on_names
from eegview.model.text.file_texts import FileTexts, read_text_file
from eegview.readers.curry.parameters import CurryParameters, events_in, labels_in, parse_parameters
from eegview.readers.curry.text_samples import read_text
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.held_samples import HeldSamples
from eegview.readers.placing import placed, time_of_sample
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import length_not_declared, truncated

_TEXT_BYTES = 64 * 2**20


def read_parameters(path: Path, parameter_file: Path) -> CurryParameters:
    """Read the parameters of a recording.

    Raises
    ------
    UnreadableFile : its samples cannot be read by us or anybody but Curry, or the parameters are not there
    """
    return parse_parameters(_text(parameter_file)[0], path.name)


def open_curry(
    path: Path,
    shown_path: str,
    parameters: CurryParameters,
    label_file: Path | None,
    event_file: Path | None,
    companions: Sequence[Path],
    found_before: Sequence[Issue] = (),
    encoding: str = "",
) -> SampleSource:
    """Open a Curry recording.

    Parameters
    ----------
    label_file, event_file : None where there is none
    companions : the files beside the samples by which the recording is found again
    found_before : what is to be said of how the files were found
    encoding : of the texts; "" = found out

    Raises
    ------
    UnreadableFile : it holds no samples
    """
    dtype = ">f4" if parameters.is_big_endian else "<f4"
    frame_bytes = 4 * parameters.n_channels
    held = read_text(path, parameters.n_channels, parameters.is_by_channel) if parameters.is_text else None
    n_there = path.stat().st_size // frame_bytes if held is None else len(held)
    n_declared = parameters.n_samples * parameters.n_epochs
    issues = []
    if not parameters.is_form_said:
        assumed = "The parameters do not say in which form or order the samples are stored; the usual one is assumed."
        issues.append(Issue("header_incomplete", assumed))
    if not n_declared:
        issues.append(length_not_declared("The parameters do"))
    n_samples = min(n_declared or n_there, n_there)
    if n_samples <= 0:
        raise UnreadableFile(f"{path.name} contains no samples.", "Copy it again from where it was recorded.")
    rate_hz = parameters.rate_hz
    if n_samples < n_declared:
        issues.append(truncated(n_samples, n_declared, rate_hz))
    # Where one channel stands behind the other, a file cut short still has them at their declared places.
    n_laid = n_declared if parameters.is_by_channel and n_declared and held is None else n_samples
    layout = SampleLayout(dtype, parameters.n_channels, (Block(0, n_laid),), 0 if parameters.is_by_channel else 1)
    if n_laid > n_samples:
        n_samples = n_laid
    segments, epoch_issues = _segments(parameters, n_samples)
    signals, label_issues = _signals(parameters, label_file, encoding)
    channels, gains, offsets, channel_issues = channels_of(signals, rate_hz)
    if parameters.started_at is None:
        unknown = "The recording has no valid start time; times count from its start."
        issues.append(Issue("start_unknown", unknown))
    recording = Recording(
        path=shown_path,
        format="Curry",
        channels=channels,
        segments=tuple(stored.span(rate_hz) for stored in segments),
        started_at=parameters.started_at,
        fingerprint=fingerprint_of_files([path, *companions]),
        issues=(*found_before, *label_issues, *channel_issues, *issues, *epoch_issues),
    )

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        return _notes(parameters, event_file, segments, encoding)

    columns = tuple(signal.column for signal in signals)
    in_memory = None if held is None else HeldSamples(held.T)
    return SampleSource(
        SampleContent(path, recording, layout, segments, rate_hz, columns, gains, offsets, scan, held=in_memory)
    )


def _text(path: Path, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    with path.open("rb") as file:
        text, sentences = decoded(file.read(_TEXT_BYTES), encoding)
    return re.sub(r"\r\n?", "\n", text), sentences


def _segments(parameters: CurryParameters, n_samples: int) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return a segment for each epoch: nobody knows how long the pauses between them were."""
    if parameters.n_epochs == 1 or not parameters.n_samples:
        return (StoredSegment(0, n_samples, 0.0),), []
    starts: list[tuple[int, float | None]] = [(first, None) for first in range(0, n_samples, parameters.n_samples)]
    segments, issues = placed(starts, n_samples, parameters.rate_hz)
    issues = [issue for issue in issues if issue.code != "break_unknown"]
    sentence = (
        f"The recording is cut into {len(segments)} epochs; how long the pauses between them were is not known, so "
        "times after the first are uncertain."
    )
    issues.append(Issue("break_unknown", sentence))
    if any(n > 1 for n in parameters.averages):
        issues.append(Issue("averaged", "The epochs are averages of several; this is not a continuous recording."))
    return segments, issues


def _signals(parameters: CurryParameters, label_file: Path | None, encoding: str) -> tuple[list[Signal], list[Issue]]:
    """Return the stored channels in the order of the file."""
    issues, labels = [], list[str]()
    if label_file is not None:
        text, sentences = _text(label_file, encoding)
        labels = labels_in(text)
        issues += [Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences)]
    groups = [group for group in parameters.groups for _ in range(min(max(group.n_channels, 0), 4096))]
    places = list(parameters.places)
    if len(places) != len(labels) or sorted(p for p in places if p) != list(range(1, parameters.n_channels + 1)):
        places = list(range(1, len(labels) + 1))
    label_of = {place - 1: label for place, label in zip(places, labels, strict=True) if place}
    if len(groups) == len(places) != parameters.n_channels:
        groups = [group for place, group in sorted(zip(places, groups, strict=True), key=lambda pair: pair[0]) if place]
    if not labels:
        issues.append(Issue("labels_unread", "The names of the channels are not known; they are numbered."))
    signals = []
    for column in range(parameters.n_channels):
        group = groups[column] if column < len(groups) else None
        is_other = group is not None and "OTHER" in group.name.upper()
        signals.append(
            Signal(
                label=label_of.get(column) or f"EEG{column + 1}",
                column=column,
                unit=group.unit if group is not None else "uV",
                kind=_kind(label_of.get(column, "")) if is_other else None,
                is_electrode=not is_other,
            )
        )
    return signals, issues


def _kind(label: str) -> ChannelKind | None:
    """Return the kind of a channel that is none of the electrodes' device."""
    return ChannelKind.TRIGGER if "TRIG" in label.upper() else None


def _notes(
    parameters: CurryParameters, event_file: Path | None, segments: tuple[StoredSegment, ...], encoding: str
) -> Notes:
    notes, issues = [], []
    read = FileTexts(("",))
    for segment, label in zip(segments, parameters.epoch_labels, strict=False):
        if parameters.n_epochs > 1:
            notes.append(Note(segment.start_s, label, segment.n_samples / parameters.rate_hz))
    if event_file is not None:
        with suppress(OSError), event_file.open("rb") as file:
            read = read_text_file(file.read(_TEXT_BYTES), encoding)
        events, n_lost = events_in(read.texts[0])
        issues += [Issue("text_encoding", sentence) for sentence in read.sentences]
        if n_lost or not events:
            issues.append(
                Issue("annotations_damaged", "The list of events is damaged: annotations of the file are missing.")
            )
        notes += [
            Note(
                time_of_sample(segments, event.sample, parameters.rate_hz),
                event.text,
                event.n_samples / parameters.rate_hz,
            )
            for event in events
        ]
    return Notes(notes, issues, read.encoding, read.contents)
