"""A review with suggestions on a library of its own, without a window.

`from made_studies.judged_study import JudgedStudy`.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from inline_lane import Inline

from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.suggestions.suggestions import Suggestion, Suggestions
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend, new_run_id
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
VOCABULARY = load_vocabulary()


def detection(number: int, onset_s: float, score: float = 0.9, term_id: str = "spasm", **more) -> Detection:  # type: ignore[no-untyped-def]
    return Detection(number, onset_s, more.pop("duration_s", 1.0), term_id, score, **more)


def reasons(*names: str) -> tuple[ScoreTerm, ...]:
    return tuple(ScoreTerm(name, 1.0, "z", 1.0) for name in names)


class JudgedStudy:
    """What a reviewer has on the desk; acts are done at once."""

    def __init__(self, folder: Path, author: str = "ada", lane: Inline | None = None) -> None:
        self.url = f"sqlite:///{folder / 'library.sqlite'}"
        self.errors: list[EegViewError] = []
        self.lane = lane or Inline()
        opener = lambda: open_marks(self.url, RECORDING, Reviewer(author), VOCABULARY)  # noqa: E731
        self.review = Review(self.lane, author, opener, self.errors.append)
        self.suggestions = Suggestions(self.review, VOCABULARY, RECORDING, self.errors.append)
        self.review.open()

    def library(self) -> Library:
        return open_library(self.url)

    def put_run(
        self,
        detections: Sequence[Detection],
        end: RunEnd = RunEnd.DONE,
        detector_id: str = "spasms",
        started_utc: str = "2026-01-01T12:00:00+00:00",
        trends: Sequence[Trend] = (),
        stop_s: float = 3600.0,
    ) -> DetectorRun:
        """Put a run into the library as another program would, and have the window follow."""
        run = DetectorRun(
            new_run_id(), RECORDING, detector_id, "Spasms", "1", "c" * 64, (), Span(0.0, stop_s), started_utc, "ann"
        )
        with closing(self.library()) as library:
            library.start_run(run)
            library.add_detections(run.run_id, detections)
            for trend in trends:
                library.add_trend(run.run_id, trend)
            if end is not RunEnd.RUNNING:
                library.end_run(run.run_id, end, "", stop_s)
        self.suggestions.catch_up()
        return run

    def suggestion(self, number: int) -> Suggestion:
        shown = self.suggestions.shown
        assert shown is not None
        found = shown.by_number(number)
        assert found is not None
        return found

    def verdicts(self) -> dict[int, str]:
        """Return what was decided, by number."""
        shown = self.suggestions.shown
        assert shown is not None
        return {number: judgement.verdict.value for number, judgement in sorted(shown.judgements.items())}

    def close(self) -> None:
        self.review.close()
        self.lane.close()
