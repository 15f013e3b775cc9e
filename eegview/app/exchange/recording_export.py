"""Write a part of a recording as a recording of its own, and say what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.exchange.part_choice import (
    ExportRequest,
    Identity,
    checked_span,
    chosen_channels,
    chosen_segments,
    marks_within,
    part_of,
)
from eegview.app.library.watched_source import files_of
from eegview.app.provenance import write_sidecar
from eegview.exchange.edf.marks import lost_by_edf
from eegview.exchange.recording.formats import PartFormat, format_of
from eegview.exchange.recording_part import RecordingPart
from eegview.model.annotation import Annotation, marks_text
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Preview:
    """What a request would write, without reading a sample.

    start_s, stop_s : of the first and the end of the last sample, seconds from the recording's start
    size_bytes : about as large as the files will be
    losses : sentences on what will not be in it as it is
    """

    start_s: float
    stop_s: float
    n_channels: int
    n_gaps: int
    n_marks: int
    size_bytes: int
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    files : all of them, the one that is opened first
    sentences : what it is, and what could not be carried
    started_at : clock at the first sample as it is written
    """

    files: tuple[Path, ...]
    format: str
    start_s: float
    stop_s: float
    started_at: datetime | None
    n_channels: int
    n_gaps: int
    n_marks: int
    sentences: tuple[str, ...]


def export_recording(
    source: SignalSource,
    request: ExportRequest,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    paths: Sequence[str],
    progress: Progress = no_progress,
    provenance: Provenance | None = None,
) -> Exported:
    """Write a part of a recording to a file of its own.

    Parameters
    ----------
    source : open, of the thread that calls this
    marks : to be written where they touch the span; records of the log are left out
    paths : of the recording's files, which are never written over
    provenance : what makes it, written beside it; None = nothing of it is written. Where nobody is named, neither is
        the recording: what it names would lead back to the library

    Raises
    ------
    UsageError : the request makes no sense, a file is there already, or the name names the patient
    UnreadableFile, CannotWrite, Cancelled : nothing is left behind; an older file is untouched
    """
    form = format_of(request.out)
    files = (request.out, *form.beside(request.out))
    check_target(files, paths, request.may_replace)
    part, n_cut = part_of(source, request, marks, vocabulary, paths, progress)
    lost = form.write(part, request.out)
    if provenance is not None:
        if request.identity is not Identity.AS_IN_FILE:
            provenance = replace(provenance, recordings=())
        files = (*files, write_sidecar(request.out, provenance))
    written = form.kept(part)
    exported_marks = [one.mark for one in part.marks]
    sentences = [
        f"Wrote {request.out.name}: {_what(written)}.",
        _start_sentence(written),
        *lost,
        *lost_by_edf(exported_marks, vocabulary, has_channels=True, name=form.title.partition(",")[0]),
    ]
    texts = {one.text for one in part.marks if one.mark.text}
    if texts and request.identity is not Identity.AS_IN_FILE:
        what = "1 text of marks is" if len(texts) == 1 else f"{len(texts)} different texts of marks are"
        sentences.append(f"{what} in it. Please read: a name that stands in no header field is not found.")
    if n_cut:
        verbs = ("reaches", "was") if n_cut == 1 else ("reach", "were")
        sentences.append(f"{marks_text(n_cut)} {verbs[0]} beyond the range and {verbs[1]} cut at its edges.")
    return Exported(
        files,
        form.title,
        written.start_s,
        written.stop_s,
        written.started_at,
        len(written.channels),
        len(written.gaps),
        len(part.marks),
        tuple(sentences),
    )


def preview(source: SignalSource, request: ExportRequest, marks: Iterable[Annotation], form: PartFormat) -> Preview:
    """Return what would be written; reads no samples.

    Raises
    ------
    UsageError : the request makes no sense
    """
    channels = chosen_channels(source, request.channels)
    span = checked_span(request.span, source)
    whole = RecordingPart(source, channels, chosen_segments(source, channels, span))
    part = form.kept(whole)
    n_values = sum(sum(segment.n_samples) for segment in part.segments)
    n_marks = len(marks_within(marks, Span(part.start_s, max(part.stop_s, part.start_s)))[0])
    return Preview(
        part.start_s,
        part.stop_s,
        len(part.channels),
        len(part.gaps),
        n_marks,
        n_values * form.sample_bytes + 256 * (len(part.channels) + 2) + 60 * n_marks,
        tuple(_losses(whole, part, form)),
    )


def check_target(files: Sequence[Path], paths: Sequence[str], may_replace: bool) -> None:
    """Check that files may be written.

    Raises
    ------
    UsageError : one is a part of the recording, or is there already and may not be replaced
    """
    own = {path.resolve() for path in (*map(Path, paths), *files_of(paths))}
    own |= {Path(path).resolve() for path in paths if Path(path).is_dir()}
    for file in files:
        if file.resolve() in own or own & set(file.resolve().parents):
            raise UsageError("That would overwrite the recording itself.", "Choose another name.")
    for file in files:
        if file.exists() and not may_replace:
            raise UsageError(f"“{file.name}” is there already.", "Choose another name, or replace it (--force).")


def size_text(size_bytes: int) -> str:
    """Return a size of files as text: `3.4 MB`."""
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.3g} {unit}"
        size /= 1000
    return ""


def _losses(whole: RecordingPart, part: RecordingPart, form: PartFormat) -> Iterable[str]:
    left_out = len(whole.channels) - len(part.channels)
    if left_out:
        yield f"{left_out} channels of other rates than {part.rates_hz[0]:g} Hz are left out."
    if form.sample_bytes < 4:
        stored = [part.stored(position) for position in range(len(part.channels))]
        n_lower = sum(scale is not None and scale.sample_bytes > form.sample_bytes for scale in stored)
        n_rounded = sum(scale is None for scale in stored)
        if n_lower:
            yield f"{n_lower} channels have 24 bits, which become 16; BDF keeps them."
        if n_rounded:
            yield f"The values of {n_rounded} channels are rounded to {8 * form.sample_bytes} bits of their range."


def _what(part: RecordingPart) -> str:
    gaps = len(part.gaps)
    gaps_text = "no gaps" if not gaps else "1 gap" if gaps == 1 else f"{gaps} gaps"
    channels = "1 channel" if len(part.channels) == 1 else f"{len(part.channels)} channels"
    return f"{elapsed_text(part.stop_s - part.start_s)}, {channels}, {gaps_text}, {marks_text(len(part.marks))}"


def _start_sentence(part: RecordingPart) -> str:
    """Return where in the recording the file begins and ends, to the sample."""
    segment = part.segments[0]
    fastest = part.rates_hz.index(max(part.rates_hz))
    at = f"sample {segment.first[fastest]} at {part.rates_hz[fastest]:g} Hz"
    if segment.index:
        at += f" of segment {segment.index + 1}"
    start, stop = elapsed_text(part.start_s, 6), elapsed_text(part.stop_s, 6)
    return f"It begins at {start} of the recording ({at}) and ends at {stop}."
