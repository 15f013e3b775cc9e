"""The study library of an open study, as the reader who asks may see it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import NOT_BLIND, Blindness
from eegview.app.infant.age_of_study import age_in_library
from eegview.app.library.known_recordings import note_opened
from eegview.app.library.opening import is_library_there
from eegview.app.library_tables.seen_study import SeenStudy
from eegview.app.provenance import provenance_of
from eegview.app.scoring.blindness import ReaderLine, hidden_from
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import Recording
from eegview.model.study.known_recording import KnownRecording
from eegview.model.study.video import VideoPlace
from eegview.model.suggestion.detection import Detection, DetectorRun, Trend
from eegview.model.sync import is_clinical

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.store.library import Library


class SeenLibrary:
    """A study library, opened when it is first asked for; reading makes none where there is none.

    reader : who looks: others' work that this reader may not see yet is left out, with a warning. None = nobody is
        named: such a one sees of a study that is read blind what belongs to no reader
    known : what the library is to know of the recording once it is opened; None = nothing is written into it

    Every method raises `LibraryRefused` where the library cannot be opened or read.
    """

    def __init__(
        self, url: str | None, fingerprint: str, reader: str | None, known: KnownRecording | None = None
    ) -> None:
        self._url, self._fingerprint, self.reader, self._known = url, fingerprint, reader, known
        self._sealed: SealedLibrary | None = None

    @property
    def whole(self) -> Library:
        """Return the library itself, which knows all, made where there is none: for acts, and for runs to be kept."""
        return self._opened().whole

    def fingerprints(self) -> tuple[str, ...]:
        """Return the recordings that the library holds edits or runs of."""
        return self._opened().held_fingerprints() if self._is_there else ()

    def of(self, fingerprint: str) -> SeenLibrary:
        """Return another recording of the same library; it is closed with this one."""
        other = SeenLibrary(self._url, fingerprint, self.reader)
        other._sealed = self._opened()
        return other

    def close(self) -> None:
        if self._sealed is not None:
            self._sealed.close()
            self._sealed = None

    def blindness(self) -> Blindness:
        """Return how the reader stands to blind reading of the recording."""
        return self._opened().blindness(self._fingerprint) if self._is_there else NOT_BLIND

    def stored(self) -> tuple[Annotation, ...]:
        """Return the marks and records that the reader may see, by onset."""
        self.warn_if_blind()
        stored = self.unscored()
        is_hidden = self._hidden_from(stored)
        seen = tuple(mark for mark in stored if not is_hidden(mark))
        if len(seen) < len(stored):
            warnings.warn(
                f"Other readers' evidence for a score is hidden from {self.reader} until both have committed.",
                UserWarning,
                stacklevel=4,
            )
        return seen

    def unscored(self) -> tuple[Annotation, ...]:
        """Return what blind reading leaves of marks and records, for what itself decides whose score is shown."""
        return self._opened().annotations(self._fingerprint) if self._is_there else ()

    def marks(self) -> tuple[Annotation, ...]:
        """Return the marks that the reader may see, by onset."""
        return tuple(filter(is_clinical, self.stored()))

    def edits(self) -> tuple[tuple[Edit, bool], ...]:
        """Return each edit with whether its changes are hidden from the reader (then it has none), oldest first."""
        if not self._is_there:
            return ()
        self.warn_if_blind()
        is_hidden = self._hidden_from(self.unscored())

        def seen(edit: Edit) -> tuple[Edit, bool]:
            marks = (mark for change in edit.changes for mark in (change.before, change.after) if mark is not None)
            return (replace(edit, changes=(), reason=""), True) if any(map(is_hidden, marks)) else (edit, False)

        return tuple(map(seen, self._opened().edits(self._fingerprint)))

    def runs(self) -> tuple[DetectorRun, ...]:
        """Return the runs of detectors over the recording, oldest first."""
        if not self._is_there:
            return ()
        self.warn_if_blind()
        return self._opened().runs(self._fingerprint)

    def run(self, which: int | str) -> DetectorRun:
        """Return a run by its place (0 = the oldest, -1 = the newest) or its id.

        Raises
        ------
        UsageError : there is none, which says which there are; or they are hidden from the reader
        """
        self.refuse_if_blind()
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
            there = "1 run, number 0" if len(runs) == 1 else f"{len(runs)} runs, numbers 0 to {len(runs) - 1}"
            raise UsageError(f"There is no run “{which}” of this recording.", f"There is {there}; see study.runs().")
        return found

    def detections(self, run: DetectorRun) -> tuple[Detection, ...]:
        return self._opened().detections(run.run_id)

    def score_lines(self) -> tuple[ReaderLine, ...]:
        """Return a line for each scored epoch and reader; of a sheet that is hidden only that it is there."""
        return SeenStudy(self.sealed, self._fingerprint, self.reader).score_lines

    @property
    def sealed(self) -> SealedLibrary:
        """Return the library as the reader may see it, made where there is none."""
        return self._opened()

    def run_trends(self, run: DetectorRun) -> tuple[Trend, ...]:
        return self._opened().trends(run.run_id)

    def video_places(self) -> tuple[VideoPlace, ...]:
        """Return where the videos of the recording were found."""
        return self._opened().video_places(self._fingerprint) if self._is_there else ()

    def age_months(self, recording: Recording) -> float | None:
        """Return the age by the infant of the recording, else as it was typed for it; None where neither is known."""
        age = age_in_library(self.whole, recording) if self._is_there else None
        return age.months if age is not None else None

    def provenance(self, runs: Iterable[DetectorRun] = ()) -> Provenance:
        """Return what makes a table of the recording: the program, detectors, and how far the log has come."""
        return provenance_of(self._fingerprint, self._opened() if self._is_there else None, runs)

    def refuse_if_blind(self) -> None:
        """Refuse what a blind reader may not see at all.

        Raises
        ------
        UsageError : the reader is blind
        """
        if self.blindness().is_blind:
            raise UsageError(self._hidden_text(), "Sign your marks first, in the window; then all of it is shown.")

    def warn_if_blind(self) -> None:
        """Warn that much is left out, where it is; never how much."""
        if self.blindness().is_blind:
            warnings.warn(self._hidden_text(), UserWarning, stacklevel=5)

    def _hidden_text(self) -> str:
        who = f"{self.reader} until their marks are signed" if self.reader else "who does not say reviewer=“NAME”"
        return (
            "This study is read blind: other readers' marks, detectors' suggestions and the file's notes are hidden "
            f"from {who}."
        )

    @property
    def _is_there(self) -> bool:
        return self._sealed is not None or is_library_there(self._url)

    def _opened(self) -> SealedLibrary:
        if self._sealed is None:
            from eegview.app.blind_reading.sealed_library import sealed_library

            self._sealed = sealed_library(self._url, self.reader)
            if self._known is not None:
                note_opened(self._sealed, self._known)
        return self._sealed

    def _hidden_from(self, stored: tuple[Annotation, ...]) -> Callable[[Annotation], bool]:
        return _nothing if self.reader is None else hidden_from(self.reader, stored)


def _nothing(_mark: Annotation) -> bool:
    return False
