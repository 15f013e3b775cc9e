"""Count what detectors proposed and nobody has decided on, over all of them, not only the run that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.judgements import OPEN, Key, codes_of, judgements_on
from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.suggestion.judgement import Judgement

if TYPE_CHECKING:
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class OpenSuggestions:
    """The proposals of a detector's newest run that are not judged.

    threshold : of the score, None where none applies
    """

    title: str
    n_open: int
    threshold: float | None

    @property
    def text(self) -> str:
        """Return `14 of Epileptic spasms (score from 0.50)`."""
        at = f" (score from {self.threshold:.2f})" if self.threshold is not None else ""
        return f"{self.n_open} of {self.title}{at}"


def open_suggestions(
    library: Library, fingerprint: str, by_key: Mapping[Key, Judgement], thresholds: Mapping[str, float]
) -> tuple[OpenSuggestions, ...]:
    """Return for each detector what of its newest run is not judged; call it on the store lane.

    Parameters
    ----------
    by_key : the reviewer's judgements
    thresholds : as set by the reviewer, by run
    """
    newest: dict[str, DetectorRun] = {run.detector_id: run for run in library.runs(fingerprint)}  # oldest first
    found = []
    for run in newest.values():
        candidates = Candidates(library.detections(run.run_id), run.always_listed)
        threshold = thresholds.get(run.run_id, DEFAULT_THRESHOLD)
        codes = codes_of(candidates, judgements_on(run, candidates, by_key))
        n_open = int(np.count_nonzero((codes == OPEN) & (candidates.levels >= threshold)))
        if n_open:
            found.append(OpenSuggestions(run.title, n_open, threshold if candidates.has_threshold else None))
    return tuple(found)
