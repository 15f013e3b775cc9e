"""The score from which similar events are shown: as the reader left it last, in whichever run of that detector."""

from eegview.app.suggestions.find_similar import FIRST_THRESHOLD, SIMILAR_ID
from eegview.app.suggestions.suggestions import Suggestions
from eegview.ui.window.settings import Settings

_THRESHOLD = "similar/threshold"  # setting


class SimilarThreshold:
    """Shows each run of the detector of similar events from the score used last, and remembers what is chosen."""

    def __init__(self, suggestions: Suggestions, settings: Settings) -> None:
        self._suggestions, self._settings = suggestions, settings
        self._used: dict[str, float] = {}  # by run: as it was shown last
        suggestions.changed.connect(lambda _none: self._follow())

    @property
    def wanted(self) -> float:
        """The score (0-1) used last."""
        return self._settings.number(_THRESHOLD, FIRST_THRESHOLD, 0.0, 1.0)

    def lower_once(self, run_id: str, threshold: float) -> None:
        """Show a run from this score; for the next one what was used before stays."""
        self._used[run_id] = threshold
        self._suggestions.set_threshold(threshold)

    def _follow(self) -> None:
        shown = self._suggestions.shown
        if shown is None or shown.run.detector_id != SIMILAR_ID:
            return
        run_id = shown.run.run_id
        if run_id not in self._used:
            self._used[run_id] = self.wanted
            self._suggestions.set_threshold(self._used[run_id])
        elif shown.threshold != self._used[run_id]:
            self._used[run_id] = shown.threshold
            self._settings.put(_THRESHOLD, shown.threshold)
