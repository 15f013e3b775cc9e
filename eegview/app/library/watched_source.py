"""A recording whose files are watched while it is open: what was read before and after a change is not mixed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eegview.app.library.companions import companions
from eegview.model.errors import UnreadableFile
from eegview.model.patient import PatientFacts
from eegview.model.recording import (
    FileEvents,
    Progress,
    Recording,
    Samples,
    SignalSource,
    no_progress,
    paths_of,
    patient_of,
)
from eegview.model.span import Span
from eegview.model.stored_digits import DigitSource, StoredScale, stored_scale
from eegview.readers.plausible_values import scan_recording

_MOST_FILES = 200  # of a recording that is a folder


class RecordingChanged(UnreadableFile):
    """A file of the open recording was written to or replaced."""


class RecordingWatch:
    """The files of a recording as they were when it was opened.

    A file that is gone is none that was changed: who has it open still reads it, and else it is told as missing.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._files = {path: _state_of(path) for path in files_of(paths)}
        self._is_on = True

    def check(self) -> None:
        """Check that the files are as they were.

        Raises
        ------
        RecordingChanged : one was written to or replaced; again each time, until `accept`
        """
        if not self._is_on:
            return
        for path, before in self._files.items():
            now = _state_of(path)
            if before is not None and now is not None and now != before:
                raise RecordingChanged(
                    f"The recording's file has changed since it was opened: {path.name}",
                    "Reopen it to read its present content. Your marks are kept with the recording as it was.",
                )

    def accept(self) -> None:
        """Go on reading whatever the files hold; the reader has been told, and has decided."""
        self._is_on = False


class WatchedSource:
    """An open recording that refuses to read on once its files were changed; see `SignalSource`."""

    def __init__(self, source: SignalSource, watch: RecordingWatch) -> None:
        self._source, self.watch = source, watch

    @property
    def recording(self) -> Recording:
        return self._source.recording

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the file of each recording that this one was joined from; see `paths_of`."""
        return paths_of(self._source)

    @property
    def patient(self) -> PatientFacts:
        return patient_of(self._source)

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        self.watch.check()
        samples = self._source.read(channels, segment_index, span)
        self.watch.check()  # also while it was read
        return samples

    def stored_scale(self, channel: int) -> StoredScale | None:
        """Return how a channel is stored; see `DigitSource.stored_scale`."""
        return stored_scale(self._source, channel)

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples as stored digits, of channels that have a `stored_scale`."""
        if not isinstance(self._source, DigitSource):
            return self.read(channels, segment_index, span)
        self.watch.check()
        samples = self._source.read_digits(channels, segment_index, span)
        self.watch.check()
        return samples

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        return scan_recording(self._source, progress)

    def reopen(self) -> WatchedSource:
        return WatchedSource(self._source.reopen(), self.watch)

    def close(self) -> None:
        self._source.close()


def watch_of(source: SignalSource) -> RecordingWatch | None:
    """Return the watch over the files of an open recording, None where nobody watches."""
    return source.watch if isinstance(source, WatchedSource) else None


def files_of(paths: Sequence[str]) -> list[Path]:
    """Return the files that the recordings at these paths are made of."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(inner for inner in path.rglob("*") if inner.is_file())[:_MOST_FILES]
        else:
            found += [path, *companions(path)]
    return found


def _state_of(path: Path) -> tuple[int, int, int, int] | None:
    """Return device, number, size and time of the last writing of a file, None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
