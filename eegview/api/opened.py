"""An open recording with its library: what is known of it, and that all of it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from eegview.api.frames import told
from eegview.api.seen import SeenLibrary
from eegview.api.tables import channel_table
from eegview.app.library.known_recordings import known_source
from eegview.app.provenance import provenance_of
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.model.study.bad_channels import bad_channels
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from pandas import DataFrame

    from eegview.api.film import StudyFilm


class StudyClosed(UsageError):
    """A study was used after it was closed."""


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """The facts of a recording, without who was recorded.

    started_at : the recorder's local wall clock at 0 s, None where the file has none
    duration_s : to the end of the last sample, gaps included
    sfreq : the highest rate of its channels, Hz
    is_simulated : made by the simulator, no patient
    """

    format: str
    fingerprint: str
    started_at: datetime | None
    duration_s: float
    sfreq: float
    n_channels: int
    n_segments: int
    is_simulated: bool


class OpenedStudy:
    """The recording of a study and its library, until both are closed. Belongs to the thread that opened it."""

    def __init__(self, source: SignalSource, paths: Sequence[str], library: str | None, reviewer: str | None) -> None:
        self._open_source: SignalSource | None = source
        self._paths = tuple(paths)
        self._library = SeenLibrary(library, source.recording.fingerprint, reviewer, known_source(source))
        self._film: StudyFilm | None = None

    def __enter__(self) -> Self:
        self._source  # noqa: B018 - a closed study says so
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._open_source is None:
            return "<Study, closed>"
        info = self.info
        return f"<Study, {info.format}, {info.n_channels} channels, {elapsed_text(info.duration_s, 0)}>"

    def close(self) -> None:
        """Close the files and the library; safe to call twice."""
        source, self._open_source = self._open_source, None
        film, self._film = self._film, None
        try:
            if film is not None:
                film.close()
        finally:
            try:
                self._library.close()
            finally:
                if source is not None:
                    source.close()

    @property
    def info(self) -> StudyInfo:
        """Return format, start, duration and identity of the recording."""
        recording = self._source.recording
        return StudyInfo(
            recording.format,
            recording.fingerprint,
            recording.started_at,
            recording.duration_s,
            max((channel.rate_hz for channel in recording.channels), default=0.0),
            len(recording.channels),
            len(recording.segments),
            patient_of(self._source).is_simulated,
        )

    @property
    def ch_names(self) -> list[str]:
        """Return the names of the channels, in the file's order; electrodes by the 10–10 system."""
        return [channel.name for channel in self._source.recording.channels]

    @property
    def segments(self) -> tuple[Span, ...]:
        """Return where there are samples, as `start_s` and `stop_s`; between segments nothing was recorded."""
        return self._source.recording.segments

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return what is wrong with the recording, as `code` and `message`."""
        return self._source.recording.issues

    @property
    def bad_channels(self) -> tuple[str, ...]:
        """Return the channels that are marked bad in the library, by name."""
        self._check_open()
        return tuple(sorted(bad_channels(self._library.unscored())))

    def channels(self) -> DataFrame:
        """Return the channels: name, label in the file, kind, rate_hz, unit, limits, prefilter."""
        recording = self._source.recording
        return told(channel_table(recording), provenance_of(recording.fingerprint))

    @property
    def _source(self) -> SignalSource:
        if self._open_source is None:
            raise StudyClosed("This study is closed.", "Open it again, and use it inside its “with” block.")
        return self._open_source

    def _check_open(self) -> None:
        self._source  # noqa: B018 - says so where it is closed
