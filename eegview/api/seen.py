"""The study library of an open study, as the reader who asks may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from eegview.app.library.editing import study_library
from eegview.app.scoring.blindness import hidden_from
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.errors import UsageError
from eegview.model.suggestion.detection import Detection, DetectorRun, Trend
from eegview.model.sync import is_clinical

if TYPE_CHECKING:
    from eegview.store.library import Library


class SeenLibrary:
    """A study library, opened when it is first asked for.

    reader : who looks: others' work that this reader may not see yet is left out; None = all is shown

    Every method raises `LibraryRefused` where the library cannot be opened or read.
    """

    def __init__(self, url: str | None, fingerprint: str, reader: str | None) -> None:
        self._url, self._fingerprint, self.reader = url, fingerprint, reader
        self._library: Library | None = None

    @property
    def whole(self) -> Library:
        """Return the library itself, which knows all: for acts, and for runs that are to be kept."""
        if self._library is None:
            self._library = study_library(self._url)
        return self._library

    def of(self, fingerprint: str) -> SeenLibrary:
        """Return another recording of the same library; it is closed with this one."""
        other = SeenLibrary(self._url, fingerprint, self.reader)
        other._library = self.whole
        return other

    def close(self) -> None:
        if self._library is not None:
            self._library.close()
            self._library = None

    def stored(self) -> tuple[Annotation, ...]:
        """Return the marks and records that the reader may see, by onset."""
        stored = self.whole.annotations(self._fingerprint)
        is_hidden = self._hidden_from(stored)
        return tuple(mark for mark in stored if not is_hidden(mark))

    def everything(self) -> tuple[Annotation, ...]:
        """Return all marks and records, for what decides itself what of them is shown."""
        return self.whole.annotations(self._fingerprint)

    def marks(self) -> tuple[Annotation, ...]:
        """Return the marks that the reader may see, by onset."""
        return tuple(filter(is_clinical, self.stored()))

    def edits(self) -> tuple[tuple[Edit, bool], ...]:
        """Return each edit with whether its changes are hidden from the reader, oldest first."""
        is_hidden = self._hidden_from(self.whole.annotations(self._fingerprint))

        def is_kept_from_reader(edit: Edit) -> bool:
            marks = (mark for change in edit.changes for mark in (change.before, change.after) if mark is not None)
            return any(map(is_hidden, marks))

        return tuple((edit, is_kept_from_reader(edit)) for edit in self.whole.edits(self._fingerprint))

    def runs(self) -> tuple[DetectorRun, ...]:
        """Return the runs of detectors over the recording, oldest first."""
        return self.whole.runs(self._fingerprint)

    def run(self, which: int | str) -> DetectorRun:
        """Return a run by its place (0 = the oldest, -1 = the newest) or its id.

        Raises
        ------
        UsageError : there is none; says which there are
        """
        runs = self.runs()
        if not runs:
            raise UsageError(
                "No detector has run over this recording.", "Run one: study.detect(“spasms”), or in the window."
            )
        if isinstance(which, str):
            found = next((run for run in runs if run.run_id == which), None)
        else:
            found = runs[which] if -len(runs) <= which < len(runs) else None
        if found is None:
            said = "1 run, number 0" if len(runs) == 1 else f"{len(runs)} runs, numbers 0 to {len(runs) - 1}"
            raise UsageError(f"There is no run “{which}” of this recording.", f"There is {said}; see study.runs().")
        return found

    def detections(self, run: DetectorRun) -> tuple[Detection, ...]:
        return self.whole.detections(run.run_id)

    def run_trends(self, run: DetectorRun) -> tuple[Trend, ...]:
        return self.whole.trends(run.run_id)

    def _hidden_from(self, stored: tuple[Annotation, ...]) -> Callable[[Annotation], bool]:
        return _nothing if self.reader is None else hidden_from(self.reader, stored)


def _nothing(_mark: Annotation) -> bool:
    return False
