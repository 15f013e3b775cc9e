"""A recording, and the interface by which every reader gives its samples."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from eegview.model.annotation import Annotation
from eegview.model.channel import Channel
from eegview.model.film.clip import FilmClip
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.span import Span, gaps_between

Samples = npt.NDArray[np.float32]
Progress = Callable[[float], None]  # called with the share done, 0-1; raises Cancelled to stop the work


def no_progress(_share: float) -> None:
    """Ignore the reported share."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The content of a recording, without its samples.

    path : file it was opened from (shown only as a file name)
    format : "EDF", "EDF+C", "EDF+D", "BDF", "BDF+C", "BDF+D", "BrainVision", ...
    channels : the signals, without annotation channels
    segments : spans in which samples exist, ascending, not overlapping; the rest are gaps
    started_at : the recorder's local wall clock at 0 s (sub-second part included), None if the file has none
    fingerprint : hex identity of the content, the same after renaming and moving
    issues : imperfections found while opening
    clips : the film that it is made of, where it is a study without EEG; `segments` are then where there is film
    """

    path: str
    format: str
    channels: tuple[Channel, ...]
    segments: tuple[Span, ...]
    started_at: datetime | None
    fingerprint: str
    issues: tuple[Issue, ...] = ()
    clips: tuple[FilmClip, ...] = ()

    @property
    def is_film(self) -> bool:
        """Whether it is a study without EEG: clips alone."""
        return bool(self.clips) and not self.channels

    @property
    def reviewed_id(self) -> str:
        """Return the hex name under which it is noted what was viewed of it; another one at each speed of its clips."""
        speeds = [f"{clip.fingerprint} {clip.slowness!r}" for clip in self.clips if clip.slowness_text]
        if not speeds:
            return self.fingerprint
        return hashlib.sha256("\n".join([self.fingerprint, *speeds]).encode()).hexdigest()

    @property
    def duration_s(self) -> float:
        """Return the seconds from recording start to the end of the last sample, gaps included."""
        return self.segments[-1].stop_s if self.segments else 0.0

    @property
    def span(self) -> Span:
        return Span(0.0, self.duration_s)

    @property
    def gaps(self) -> tuple[Span, ...]:
        return gaps_between(self.segments, self.span)

    def channel(self, name: str) -> Channel | None:
        return next((c for c in self.channels if c.name == name), None)


def sample_range(segment: Span, rate_hz: float, span: Span) -> tuple[int, int]:
    """Return the half-open range of sample numbers of `segment` whose times lie in `span`.

    Sample k of a segment is at `segment.start_s + k / rate_hz`. A time within a millionth of a sample
    of a sample counts as that sample, so that spans which meet share no sample and lose none.
    """
    n_samples = round(segment.duration_s * rate_hz)

    def first_at_or_after(time_s: float) -> int:
        return min(max(math.ceil((time_s - segment.start_s) * rate_hz - 1e-6), 0), n_samples)

    first = first_at_or_after(span.start_s)
    return first, max(first, first_at_or_after(span.stop_s))


@dataclass(frozen=True, slots=True)
class FileEvents:
    """The annotations of a file (layer `file`), and the issues found while reading them.

    encoding : of their texts; "" where the reader does not say
    texts : different texts beyond ASCII as the file has them, by which people can see what encoding is right
    """

    annotations: tuple[Annotation, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
    encoding: str = ""
    texts: tuple[bytes, ...] = field(default=(), repr=False)


class SignalSource(Protocol):
    """An open recording. One handle belongs to one thread; `reopen` gives another thread its own."""

    @property
    def recording(self) -> Recording: ...

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of each of `channels` that lie in one segment and in `span`.

        Returns
        -------
        list of (n_samples_c,) float32 in the channel's unit (µV for voltages), at its own rate: exactly the
        samples of `sample_range(segments[segment_index], rate_hz, span)`. NaN where the file's bytes are missing.

        Raises
        ------
        UnreadableFile : the file has disappeared or cannot be read any more
        """
        ...

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Read the file's own annotations; may take seconds on a long file."""
        ...

    def reopen(self) -> "SignalSource":
        """Return an independent handle on the same recording, for another thread."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class PatientNamed(Protocol):
    """An open recording whose format has a place for the patient."""

    @property
    def patient(self) -> PatientFacts: ...


def patient_of(source: SignalSource) -> PatientFacts:
    """Return who was recorded, as the file says; nothing where its format has no place for it."""
    return source.patient if isinstance(source, PatientNamed) else PatientFacts()


@runtime_checkable
class RecorderClocked(Protocol):
    """An open recording whose records have times of their own, which are not those of an even clock.

    record_s : true duration of a data record, which the header may have rounded
    """

    @property
    def record_s(self) -> float: ...

    def in_file(self, time_s: float) -> float:
        """Return the time that the file gives to what is at a recording time; s from the start in its header."""
        ...


@runtime_checkable
class OfSeveralFiles(Protocol):
    """An open recording that was put together from several."""

    @property
    def paths(self) -> tuple[str, ...]: ...


def paths_of(source: SignalSource) -> tuple[str, ...]:
    """Return the file of each recording that a source is made of; only files that were named, not their side parts."""
    return source.paths if isinstance(source, OfSeveralFiles) else (source.recording.path,)
