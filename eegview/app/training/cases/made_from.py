"""Several sources of items as one: settled studies and simulated infants in one set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eegview.app.training.cases.candidate import Candidate
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import CaseSource
from eegview.app.training.cases.questions import AskedQuestion
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.training.item import FilmRow


class JoinedSources:
    """Sources whose candidates are drawn together; each cuts its own clips."""

    def __init__(self, sources: Sequence[CaseSource]) -> None:
        self._sources = tuple(sources)
        self._by_study: dict[str, CaseSource] = {}

    def candidates(
        self, settings: MakeSettings, asked: Mapping[str, AskedQuestion], progress: Progress = no_progress
    ) -> Iterator[Candidate]:
        """Yield the candidates of all sources."""
        for number, source in enumerate(self._sources):

            def done(share: float, number: int = number) -> None:
                progress((number + share) / len(self._sources))

            for candidate in source.candidates(settings, asked, done):
                self._by_study[candidate.study] = source
                yield candidate

    def open_stretch(self, candidate: Candidate) -> tuple[SignalSource, float]:
        """Open a recording that holds a stretch; see `CaseSource`."""
        return self._by_study[candidate.study].open_stretch(candidate)

    def film_picture(self, candidate: Candidate, width_px: int, height_px: int) -> bytes:
        """Return pictures of a stretch of film alone; see `CaseSource`."""
        return self._by_study[candidate.study].film_picture(candidate, width_px, height_px)

    def write_eeg(self, candidate: Candidate, out: Path) -> float:
        """Write a stretch as EDF; see `CaseSource`."""
        return self._by_study[candidate.study].write_eeg(candidate, out)

    def write_video(self, candidate: Candidate, out: Path) -> float | None:
        """Write the video of a stretch; see `CaseSource`."""
        return self._by_study[candidate.study].write_video(candidate, out)

    def film_rows(self, candidate: Candidate) -> tuple[FilmRow, ...]:
        """Return what was measured in the film of a stretch; see `CaseSource`."""
        return self._by_study[candidate.study].film_rows(candidate)
