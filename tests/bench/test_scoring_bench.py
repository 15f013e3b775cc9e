"""From a bin that is marked to its score, with four epochs of three readers on the study."""

import itertools
from collections.abc import Callable

from made_studies.review_fixtures import FINGERPRINT, errors, open_review  # noqa: F401 - pytest finds them by name
from pytest_benchmark.fixture import BenchmarkFixture

from eegview.app.review.review import Review
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import SheetKey
from eegview.model.span import Span

KEYS = [SheetKey("based2021", start_s) for start_s in (0.0, 300.0, 600.0, 900.0)]
FOCI = ("P4", "F3", "T7", "O1")


def test_marking_a_bin_among_3600(benchmark: BenchmarkFixture, open_review: Callable[[str], Review]) -> None:  # noqa: F811
    recording = Recording("night.edf", "EDF+C", (), (Span(0.0, 3600.0),), None, FINGERPRINT)
    scorings = [Scoring(open_review(reader), recording, scale_parameters()) for reader in ("ben", "cem", "ada")]
    for scoring in scorings:
        for key in KEYS:
            scoring.mark_bins(key, {number: (FOCI[number % 4],) for number in range(300)})
    scoring, numbers = scorings[-1], itertools.cycle(range(300))
    electrodes = itertools.cycle(("C4", "C3"))

    def mark() -> None:
        scoring.mark_bin(KEYS[3], next(numbers), (next(electrodes),))
        assert scoring.own(KEYS[3]).score.bins_with_spike == 300

    benchmark(mark)
