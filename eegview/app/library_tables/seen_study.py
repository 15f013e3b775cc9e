"""What one reader may see of each recording of a library: marks, runs, judgements, scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import Blindness
from eegview.app.scoring.blindness import ReaderLine, all_lines, hidden_from
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.sync import is_clinical

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary


@dataclass(frozen=True)
class SeenStudy:
    """One recording of an open library, as far as a reader may see it; read when it is asked for.

    viewer : None = nobody is named, who sees of a study that is read blind what belongs to no reader
    """

    library: SealedLibrary
    fingerprint: str
    viewer: str | None

    @property
    def blindness(self) -> Blindness:
        """Return how the reader stands to blind reading of the recording."""
        return self.library.blindness(self.fingerprint)

    @cached_property
    def unscored(self) -> tuple[Annotation, ...]:
        """Return what blind reading leaves of marks and records, for what itself decides whose score is shown."""
        return self.library.annotations(self.fingerprint)

    @cached_property
    def stored(self) -> tuple[Annotation, ...]:
        """Return the marks and records that the reader may see, by onset."""
        return tuple(mark for mark in self.unscored if not self._is_hidden(mark))

    @cached_property
    def marks(self) -> tuple[Annotation, ...]:
        """Return the marks that the reader may see, by onset."""
        return tuple(filter(is_clinical, self.stored))

    @cached_property
    def runs(self) -> tuple[DetectorRun, ...]:
        """Return the runs of detectors, oldest first; none while the reader is blind."""
        return self.library.runs(self.fingerprint)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Return the edits of which the reader may see anything, oldest first."""
        return self.library.edits(self.fingerprint)

    @property
    def score_lines(self) -> tuple[ReaderLine, ...]:
        """Return a line for each scored epoch and reader; of a sheet that is hidden only that it is there."""
        book = EvidenceBook(scale_parameters())
        book.replace_all(self.unscored)
        return all_lines(book, self.viewer or "")

    @property
    def is_anything_hidden(self) -> bool:
        """Whether anything is left out for the reader now."""
        return self.blindness.is_blind or len(self.stored) < len(self.unscored)

    @cached_property
    def _is_hidden(self) -> Callable[[Annotation], bool]:
        return _nothing if self.viewer is None else hidden_from(self.viewer, self.unscored)


def _nothing(_mark: Annotation) -> bool:
    return False
